// define: _GNU_SOURCE
// Connects of clients: under way at the same time, ended early, to all addresses of a name.
// reference: no, what becomes of a connect that waits for another one varies
#include "clients.h"
#include <netdb.h>

#define TOGETHER 3

static nng_aio *aios[TOGETHER];

// A socket that listens and has no room for a connection, so that connects to it stay under way.
static int full_listener(int *port, int *filler) {
    int fd = new_listener(port);
    CHECK_INT(listen(fd, 0), 0);
    *filler = raw_connect(*port);
    return fd;
}

static void under_way(void) {
    int filler, port, i, fd = full_listener(&port, &filler);
    nng_http_client *client = new_client(port);
    nng_aio_set_timeout(aios[2], 20);
    for(i = 0; i < TOGETHER; i++) nng_http_client_connect(client, aios[i]);
    // One is cancelled, the time of one is over: the other one goes on.
    nng_aio_cancel(aios[1]);
    ended(aios[1], NNG_ECANCELED);
    ended(aios[2], NNG_ETIMEDOUT);
    CHECK(nng_aio_get_output(aios[1], 0) == NULL);
    CHECK(nng_aio_get_output(aios[2], 0) == NULL);
    nng_aio_set_timeout(aios[2], NNG_DURATION_INFINITE);
    CHECK_INT(listen(fd, 16), 0);
    close(accept(fd, NULL, NULL));
    ended(aios[0], 0);
    nng_http_conn_close(nng_aio_get_output(aios[0], 0));
    nng_http_client_free(client);
    close(filler);
    close(fd);

    // The one that is first.
    fd = full_listener(&port, &filler);
    client = new_client(port);
    nng_http_client_connect(client, aios[0]);
    nng_aio_abort(aios[0], NNG_EPERM);
    ended(aios[0], NNG_EPERM);

    // The client is released.
    for(i = 0; i < TOGETHER; i++) nng_http_client_connect(client, aios[i]);
    nng_http_client_free(client);
    for(i = 0; i < TOGETHER; i++) ended(aios[i], NNG_ECLOSED);
    close(filler);
    close(fd);
}

// The same for whole transactions.
static void in_transactions(void) {
    int filler, port, i, fd = full_listener(&port, &filler);
    nng_http_client *client = new_client(port);
    nng_http_req *req;
    nng_http_res *res;
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_res_alloc(&res));
    nng_aio_set_timeout(aios[0], 5);
    nng_http_client_transact(client, req, res, aios[0]);
    ended(aios[0], NNG_ETIMEDOUT);
    nng_aio_set_timeout(aios[0], NNG_DURATION_INFINITE);
    nng_http_client_transact(client, req, res, aios[0]);
    nng_aio_cancel(aios[0]);
    ended(aios[0], NNG_ECANCELED);
    nng_http_client_transact(client, req, res, aios[0]);
    nng_http_client_free(client);
    ended(aios[0], NNG_ECLOSED);
    close(filler);
    close(fd);

    // What is left of an aio that is released, or of a request that cannot be sent.
    client = new_client(port);
    for(i = 0; i < 2; i++) {
        nng_aio *aio = new_aio();
        nng_http_client_transact(client, req, res, aio);
        nng_aio_free(aio);
    }
    CHECK_OK(nng_http_req_set_uri(req, NULL));
    fd = new_listener(&port);
    nng_http_client_free(client);
    client = new_client(port);
    nng_http_client_transact(client, req, res, aios[0]);
    ended(aios[0], NNG_EINVAL);
    nng_http_client_free(client);
    close(fd);
    nng_http_req_free(req);
    nng_http_res_free(res);
}

// The names of this program, instead of the system's: the library calls this function.
static const char *const addresses[] = { "127.0.0.2", "127.0.0.3", "127.0.0.1" };

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    int i;
    (void)hints;
    if(service) return EAI_SERVICE;
    if(strcmp(name, "later.test") == 0) return EAI_AGAIN;
    if(strcmp(name, "memory.test") == 0) return EAI_MEMORY;
    if(strcmp(name, "three.test") != 0) return EAI_NONAME;
    *found = NULL;
    for(i = 2; i >= 0; i--) {
        struct addrinfo *info = calloc(1, sizeof *info + sizeof(struct sockaddr_in));
        struct sockaddr_in *sa = (struct sockaddr_in *)(info + 1);
        sa->sin_family = info->ai_family = AF_INET;
        sa->sin_addr.s_addr = inet_addr(addresses[i]);
        info->ai_socktype = SOCK_STREAM;
        info->ai_addr = (struct sockaddr *)sa;
        info->ai_addrlen = sizeof *sa;
        info->ai_next = *found;
        *found = info;
    }
    return 0;
}

void freeaddrinfo(struct addrinfo *info) {
    while(info) {
        struct addrinfo *next = info->ai_next;
        free(info);
        info = next;
    }
}

// Has the port at one of the addresses, so that nobody else listens there.
static int taken(const char *address, int port) {
    struct sockaddr_in sa;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(port);
    sa.sin_addr.s_addr = inet_addr(address);
    if(bind(fd, (struct sockaddr *)&sa, sizeof sa) == 0) return fd;
    close(fd);
    return -1;
}

// Ports, families and names that lead nowhere.
static void nowhere(void) {
    static const struct {
        const char *url;
        int result;
    } rows[] = {
        { "http://127.0.0.1:0", NNG_ECONNREFUSED },
        { "http://127.0.0.1:x", NNG_EADDRINVAL },
        { "http://127.0.0.1:65536", NNG_EADDRINVAL },
        { "http6://127.0.0.1:80", NNG_EADDRINVAL },
        { "http4://[::1]:80", NNG_EADDRINVAL },
        { "http://none.test:80", NNG_EADDRINVAL },
        { "http://later.test:80", NNG_EAGAIN },
        { "http://memory.test:80", NNG_ENOMEM },
    };
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_http_client *client = client_of(rows[i].url);
        printf("%s\n", rows[i].url);
        nng_http_client_connect(client, aios[0]);
        ended(aios[0], rows[i].result);
        nng_http_client_free(client);
    }
}

// A name has three addresses, at only one of which somebody listens: the last one, then none.
static void all_addresses(void) {
    char url[64];
    int listening, second, third, port;
    nng_http_client *client;
    for(;;) {
        listening = new_listener(&port);
        second = taken(addresses[0], port);
        third = taken(addresses[1], port);
        if(second >= 0 && third >= 0) break;
        close(listening);
        close(second);
        close(third);
    }
    snprintf(url, sizeof url, "http://three.test:%d", port);
    client = client_of(url);
    nng_http_client_connect(client, aios[0]);
    ended(aios[0], 0);
    nng_http_conn_close(nng_aio_get_output(aios[0], 0));
    close(listening);
    listening = taken(addresses[2], port);
    nng_http_client_connect(client, aios[0]);
    ended(aios[0], NNG_ECONNREFUSED);
    nng_http_client_free(client);
    close(listening);
    close(second);
    close(third);
}

int main(void) {
    int i;
    for(i = 0; i < TOGETHER; i++) aios[i] = new_aio();
    under_way();
    in_transactions();
    nowhere();
    all_addresses();
    for(i = 0; i < TOGETHER; i++) nng_aio_free(aios[i]);
    return 0;
}
