// define: _GNU_SOURCE
// How connections over TLS end: libdill's interface plays the peer, which ends TLS in good order or lets the connection
// break off, as somebody else on the network can, too.

#include "check.h"

#include <libdill.h>
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static const char *pem(int slot, const char *name) {
    static char paths[2][4096];
    const char *end = strrchr(__FILE__, '/');
    CHECK(end != NULL);
    snprintf(paths[slot], sizeof paths[slot], "%.*s/../../tests/tls/pem/%s", (int)(end - __FILE__), __FILE__, name);
    return paths[slot];
}

static nng_aio *aio;
static nng_http_req *req;
static nng_http_res *res;

// The descriptor of the peer's present connection, to finish sending below TLS.
static int below;

static int peer_of(int fd) {
    below = dup(fd);
    CHECK(below >= 0);
    fd = tcp_fromfd(fd);
    CHECK(fd >= 0);
    return fd;
}

static void break_off(void) {
    CHECK_OK(shutdown(below, SHUT_WR));
}

#define ended(aio, result) \
    do { \
        nng_aio_wait(aio); \
        CHECK_INT(nng_aio_result(aio), result); \
    } while(0)

static const char request[] = "GET / HTTP/1.1\r\n\r\n";

// A client's peer.

static int listener, listens_on;

static void listen_for_clients(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(bind(listener, (struct sockaddr *)&sa, sizeof sa));
    CHECK_OK(listen(listener, 16));
    CHECK_OK(getsockname(listener, (struct sockaddr *)&sa, &len));
    listens_on = ntohs(sa.sin_port);
}

static nng_http_client *new_client(void) {
    char text[64];
    nng_http_client *client;
    nng_tls_config *config;
    nng_url *url;
    snprintf(text, sizeof text, "https://127.0.0.1:%d", listens_on);
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    nng_url_free(url);
    CHECK_OK(nng_http_client_get_tls(client, &config));
    CHECK_OK(nng_tls_config_ca_file(config, pem(0, "ca.crt")));
    nng_tls_config_free(config);
    return client;
}

static nng_http_conn *connected(nng_http_client *client, int *peer) {
    nng_http_client_connect(client, aio);
    *peer = accept(listener, NULL, NULL);
    CHECK(*peer >= 0);
    *peer = peer_of(*peer);
    ended(aio, 0);
    return nng_aio_get_output(aio, 0);
}

// The peer's handshake, after the client has begun something.
static int attached(int peer) {
    peer = tls_attach_server(peer, pem(0, "server.crt"), pem(1, "server.key"), -1);
    CHECK(peer >= 0);
    return peer;
}

static const struct answer {
    const char *text;
    // Whether TLS is ended before the connection is.
    int in_order;
    int result, status;
    const char *body;
} answers[] = {
    { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 1, 0, 200, "hello" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, 0, 200, "hello" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 0, 0, 200, "hello" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 1, NNG_ECONNSHUT, 200, NULL },
    { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 0, NNG_ECONNSHUT, 200, NULL },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 1, NNG_ECONNSHUT, 200, NULL },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 0, NNG_ECONNSHUT, 200, NULL },
    // Nothing else says where these end.
    { "HTTP/1.1 200 OK\r\n\r\nhello", 1, 0, 200, "hello" },
    { "HTTP/1.1 200 OK\r\n\r\nhello", 0, NNG_ECONNSHUT, 200, "hello" },
    { "HTTP/1.1 200", 1, NNG_ECONNSHUT, 0, NULL },
    { "HTTP/1.1 200", 0, NNG_ECONNSHUT, 0, NULL },
    { "", 1, NNG_ECONNSHUT, 0, NULL },
    { "", 0, NNG_ECONNSHUT, 0, NULL },
};

static void ends_of_responses(nng_http_client *client) {
    size_t i;
    for(i = 0; i < sizeof answers / sizeof *answers; i++) {
        const struct answer *a = &answers[i];
        char got[sizeof request];
        int peer;
        nng_http_conn *conn = connected(client, &peer);
        printf("%s%s\n", a->text, a->in_order ? "" : "|");
        fflush(stdout);
        nng_http_conn_transact(conn, req, res, aio);
        peer = attached(peer);
        CHECK_OK(brecv(peer, got, sizeof request - 1, -1));
        CHECK_MEM(got, request, sizeof request - 1);
        if(*a->text) CHECK_OK(bsend(peer, a->text, strlen(a->text), -1));
        a->in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        ended(aio, a->result);
        if(a->status) CHECK_INT(nng_http_res_get_status(res), a->status);
        if(a->body) {
            void *data;
            size_t size;
            nng_http_res_get_data(res, &data, &size);
            CHECK_INT(size, strlen(a->body));
            CHECK_MEM(data, a->body, size);
        }
        nng_http_conn_close(conn);
        CHECK_OK(hclose(peer));
        close(below);
    }
}

// Reads of the program, piece by piece.
static void ends_of_reads(nng_http_client *client) {
    int in_order;
    for(in_order = 0; in_order < 2; in_order++) {
        char buffer[16] = "";
        nng_iov iov = { buffer, sizeof buffer };
        nng_aio *other;
        int peer;
        nng_http_conn *conn = connected(client, &peer);
        CHECK_OK(nng_aio_alloc(&other, NULL, NULL));
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read(conn, aio);
        peer = attached(peer);
        CHECK_OK(bsend(peer, "abc", 3, -1));
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), 3);
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read_all(conn, aio);
        CHECK_OK(nng_aio_set_iov(other, 1, &iov));
        nng_http_conn_read(conn, other);
        CHECK_OK(bsend(peer, "def", 3, -1));
        in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        ended(aio, NNG_ECONNSHUT);
        CHECK_INT(nng_aio_count(aio), 0);
        ended(other, NNG_ECLOSED);
        nng_http_conn_close(conn);
        CHECK_OK(hclose(peer));
        close(below);
        nng_aio_free(other);
    }
}

// What the client's peer learns when the client closes: with nothing under way that all is in order, otherwise not.
static void what_clients_say(nng_http_client *client) {
    static char body[16 << 20];
    char got[sizeof request];
    nng_iov iov = { body, sizeof body };
    int peer;
    nng_http_conn *conn = connected(client, &peer);
    nng_http_conn_write_req(conn, req, aio);
    peer = attached(peer);
    CHECK_OK(brecv(peer, got, sizeof request - 1, -1));
    ended(aio, 0);
    nng_http_conn_close(conn);
    CHECK_ERRNO(brecv(peer, got, 1, -1), EPIPE);
    CHECK_OK(hclose(peer));
    close(below);

    conn = connected(client, &peer);
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_write_all(conn, aio);
    peer = attached(peer);
    CHECK_OK(brecv(peer, got, 1, -1));
    CHECK(nng_aio_busy(aio));
    nng_http_conn_close(conn);
    ended(aio, NNG_ECANCELED);
    while(brecv(peer, got, 1, -1) == 0) {}
    CHECK_INT(errno, ECONNRESET);
    CHECK_OK(hclose(peer));
    close(below);
}

// A server's peer.

static int serves_on;

static int new_peer(void) {
    struct sockaddr_in sa;
    int fd = socket(AF_INET, SOCK_STREAM, 0), peer;
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(serves_on);
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_OK(connect(fd, (struct sockaddr *)&sa, sizeof sa));
    peer = tls_attach_client(peer_of(fd), -1);
    CHECK(peer >= 0);
    return peer;
}

// Receives a text that begins so, to the end, which is in good order.
static void expect_and_end(int peer, const char *text) {
    char got[1024];
    size_t n = 0;
    while(n < sizeof got - 1 && brecv(peer, got + n, 1, -1) == 0) n++;
    CHECK_INT(errno, EPIPE);
    got[n] = 0;
    if(strncmp(got, text, strlen(text)) != 0) CHECK_STR(got, text);
    CHECK_OK(hclose(peer));
    close(below);
}

static void send_text(int peer, const char *text) {
    CHECK_OK(bsend(peer, text, strlen(text), -1));
}

static void ends_of_requests(void) {
    static const char ok[] = "HTTP/1.1 200 OK\r\n";
    int in_order, peer;
    // The server ends the connection.
    peer = new_peer();
    send_text(peer, "GET / HTTP/1.0\r\n\r\n");
    expect_and_end(peer, ok);
    peer = new_peer();
    send_text(peer, "nonsense\r\n\r\n");
    expect_and_end(peer, "HTTP/1.1 400 ");
    for(in_order = 0; in_order < 2; in_order++) {
        // Before a request; behind a whole one; within a head; within a body.
        peer = new_peer();
        in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        expect_and_end(peer, "");
        peer = new_peer();
        send_text(peer, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        expect_and_end(peer, ok);
        peer = new_peer();
        send_text(peer, "GET / HTTP/1.1\r\nHo");
        in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        expect_and_end(peer, "HTTP/1.1 400 ");
        peer = new_peer();
        send_text(peer, "POST /post HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
        in_order ? CHECK_OK(tls_done(peer, -1)) : break_off();
        expect_and_end(peer, "HTTP/1.1 400 ");
    }
}

static void post(nng_aio *a) {
    nng_http_res *response;
    CHECK_OK(nng_http_res_alloc(&response));
    nng_aio_set_output(a, 0, response);
    nng_aio_finish(a, 0);
}

int main(void) {
    nng_http_client *client;
    nng_http_server *server;
    nng_http_handler *handler;
    nng_tls_config *config;
    nng_sockaddr address;
    nng_url *url;
    char byte;
    int idle;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_res_alloc(&res));
    listen_for_clients();
    client = new_client();
    ends_of_responses(client);
    ends_of_reads(client);
    what_clients_say(client);
    nng_http_client_free(client);
    close(listener);

    CHECK_OK(nng_url_parse(&url, "https://127.0.0.1:0"));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    CHECK_OK(nng_http_server_get_tls(server, &config));
    CHECK_OK(nng_tls_config_cert_key_file(config, pem(0, "server.pem"), NULL));
    nng_tls_config_free(config);
    CHECK_OK(nng_http_handler_alloc_static(&handler, "/", "hello", 5, "text/plain"));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_handler_alloc(&handler, "/post", post));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_collect_body(handler, true, 100));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_server_get_addr(server, &address));
    serves_on = ntohs(address.s_in.sa_port);
    ends_of_requests();
    idle = new_peer();
    send_text(idle, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK_OK(brecv(idle, &byte, 1, -1));
    nng_http_server_stop(server);
    expect_and_end(idle, "");
    nng_http_server_release(server);
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_res_free(res);
    return 0;
}
