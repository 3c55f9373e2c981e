// define: _GNU_SOURCE
// Servers that stop while clients are busy with them, one after the other.
#include "raw.h"
#include <fcntl.h>
#include <sys/stat.h>

#define CLIENTS 4
#define ROUNDS 20

static int port, enough;

static void returns(nng_aio *aio) {
    raw_reply(aio, "hello");
}

static void finish(void *arg) {
    nng_aio **aios = arg;
    raw_reply(aios[0], "hello");
    nng_aio_reap(aios[1]);
    free(aios);
}

static void later(nng_aio *aio) {
    nng_aio **aios = calloc(2, sizeof *aios);
    aios[0] = aio;
    CHECK_OK(nng_aio_alloc(&aios[1], finish, aios));
    nng_sleep_aio(1, aios[1]);
}

// Asks for everything until the connection ends, again and again.
static void client(void *arg) {
    static const char requests[] =
        "GET /returns HTTP/1.1\r\nHost: h\r\n\r\nGET /later HTTP/1.1\r\nHost: h\r\n\r\n"
        "GET /file HTTP/1.1\r\nHost: h\r\n\r\nGET /static HTTP/1.1\r\nHost: h\r\n\r\n";
    char bytes[65536];
    (void)arg;
    while(!__atomic_load_n(&enough, __ATOMIC_SEQ_CST)) {
        struct sockaddr_in sa;
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        memset(&sa, 0, sizeof sa);
        sa.sin_family = AF_INET;
        sa.sin_port = htons(__atomic_load_n(&port, __ATOMIC_SEQ_CST));
        sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if(connect(fd, (struct sockaddr *)&sa, sizeof sa) == 0) {
            // Where nobody listens any more, a socket may find itself at the other end.
            while(!__atomic_load_n(&enough, __ATOMIC_SEQ_CST)) {
                if(send(fd, requests, sizeof requests - 1, MSG_NOSIGNAL) <= 0) break;
                if(recv(fd, bytes, sizeof bytes, 0) <= 0) break;
            }
        }
        close(fd);
    }
}

static nng_http_server *serve(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    raw_static(server, "/static", "hello");
    raw_handle(server, "GET", "/returns", returns);
    raw_handle(server, "GET", "/later", later);
    CHECK_OK(nng_http_handler_alloc_file(&handler, "/file", "large"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    __atomic_store_n(&port, raw_port(server), __ATOMIC_SEQ_CST);
    return server;
}

int main(void) {
    static struct raw_response r;
    nng_thread *threads[CLIENTS];
    nng_http_server *server;
    int i, fd;
    fd = open("large", O_WRONLY | O_CREAT, 0644);
    CHECK_INT(ftruncate(fd, 1 << 20), 0);
    close(fd);
    server = serve();
    for(i = 0; i < CLIENTS; i++) CHECK_OK(nng_thread_create(&threads[i], client, NULL));
    for(i = 0; i < ROUNDS; i++) {
        // It serves while the others are at it, too.
        fd = raw_connect(port);
        raw_transact(fd, "GET /later HTTP/1.1\r\nHost: h\r\n\r\n", &r);
        CHECK_STR(r.body, "hello");
        nng_http_server_stop(server);
        nng_http_server_release(server);
        // A client that has been given up sees an end, or a reset if it had sent more.
        CHECK(recv(fd, r.body, 1, 0) <= 0);
        close(fd);
        server = serve();
    }
    __atomic_store_n(&enough, 1, __ATOMIC_SEQ_CST);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    for(i = 0; i < CLIENTS; i++) nng_thread_destroy(threads[i]);
    return 0;
}
