// define: _GNU_SOURCE
// Handshakes that come to nothing: peers that do not speak TLS, are silent or gone, and programs that lose patience.
// reference: differs, it lacks nng_aio_busy(), and waits without end
#include "secure.h"

static int listener, port;
static nng_http_client *client;
static nng_http_req *req;
static nng_http_res *res;
static nng_aio *aio;

static void listen_on_a_socket(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(bind(listener, (struct sockaddr *)&sa, sizeof sa));
    CHECK_OK(listen(listener, 16));
    CHECK_OK(getsockname(listener, (struct sockaddr *)&sa, &len));
    port = ntohs(sa.sin_port);
}

static int accept_one(void) {
    int fd = accept(listener, NULL, NULL);
    CHECK(fd >= 0);
    return fd;
}

// What a client begins with: a handshake record.
static void expect_hello(int fd) {
    unsigned char byte;
    CHECK_INT(recv(fd, &byte, 1, 0), 1);
    CHECK_INT(byte, 22);
}

// Receives and discards what is there up to the end.
static void expect_close(int fd) {
    static char rest[4096];
    ssize_t count;
    do count = recv(fd, rest, sizeof rest, 0);
    while(count > 0);
    CHECK(count == 0 || errno == ECONNRESET);
    close(fd);
}

// The peer of a client.
static void peers_of_clients(void) {
    static const struct {
        const char *says;
        int result;
    } rows[] = {
        { "HTTP/1.1 400 Bad Request\r\n\r\n", NNG_ECRYPTO },
        { "220 mail.example.com ESMTP\r\n", NNG_ECRYPTO },
        { "\x16\x03\x03\xff\xff and more", NNG_ECRYPTO },
        { "\x15\x03\x03\x01\x02\x02\x28", NNG_ECONNSHUT },
        { "\x16\x03\x03", NNG_ECONNSHUT },
        { "", NNG_ECONNSHUT },
    };
    size_t i;
    int way;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        for(way = 0; way < 3; way++) {
            char byte;
            nng_iov iov = { &byte, 1 };
            nng_http_conn *conn = connected(client);
            int fd = accept_one();
            CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
            way == 0 ? nng_http_conn_read(conn, aio) :
            way == 1 ? nng_http_conn_write_req(conn, req, aio) : nng_http_conn_transact(conn, req, res, aio);
            expect_hello(fd);
            raw_send(fd, rows[i].says);
            CHECK_OK(shutdown(fd, SHUT_WR));
            printf("%d: %s\n", way, rows[i].says);
            ended(aio, rows[i].result);
            nng_http_conn_write_req(conn, req, aio);
            ended(aio, NNG_ECLOSED);
            nng_http_conn_close(conn);
            expect_close(fd);
        }
    }
}

// An alert in place of the handshake.
static void refused(void) {
    static const unsigned char alert[] = { 21, 3, 3, 0, 2, 2, 40 };
    nng_http_conn *conn = connected(client);
    int fd = accept_one();
    nng_http_conn_transact(conn, req, res, aio);
    expect_hello(fd);
    CHECK_INT(send(fd, alert, sizeof alert, MSG_NOSIGNAL), sizeof alert);
    ended(aio, NNG_ECRYPTO);
    nng_http_conn_close(conn);
    expect_close(fd);
}

// The peer says nothing, and the program does not wait for ever.
static void impatience(void) {
    int way;
    for(way = 0; way < 5; way++) {
        nng_http_client *other = secure_client(port, client_config("ca.crt"));
        nng_http_conn *conn = connected(other);
        int fd = accept_one(), result = NNG_ECANCELED;
        if(way == 0) nng_aio_set_timeout(aio, 20);
        nng_http_conn_write_req(conn, req, aio);
        expect_hello(fd);
        switch(way) {
        case 0: result = NNG_ETIMEDOUT; break;
        case 1: nng_aio_cancel(aio); break;
        case 2: nng_aio_abort(aio, result = NNG_EPERM); break;
        case 3: break;
        case 4: close(fd); result = -1; break;
        }
        // The client is of no use to the handshake any more.
        nng_http_client_free(other);
        if(way == 3) {
            CHECK(nng_aio_busy(aio));
            nng_http_conn_close(conn);
            conn = NULL;
        }
        nng_aio_wait(aio);
        if(way != 4) CHECK_INT(nng_aio_result(aio), result);
        else CHECK(nng_aio_result(aio) == NNG_ECONNSHUT || nng_aio_result(aio) == NNG_ECONNRESET);
        nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
        if(conn) {
            nng_http_conn_read_res(conn, res, aio);
            ended(aio, NNG_ECLOSED);
            nng_http_conn_close(conn);
        }
        if(way != 4) expect_close(fd);
    }
    // In one operation together with everything else.
    nng_aio_set_timeout(aio, 20);
    nng_http_client_transact(client, req, res, aio);
    ended(aio, NNG_ETIMEDOUT);
    expect_close(accept_one());
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    nng_http_client_transact(client, req, res, aio);
    int fd = accept_one();
    expect_hello(fd);
    nng_aio_cancel(aio);
    ended(aio, NNG_ECANCELED);
    expect_close(fd);
}

// The peer of a server: it is disconnected, and nobody else notices.
static void peers_of_servers(void) {
    static const char *const says[] = {
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\x16\x03\x01\xff\xff",
        "\x16\x03\x01\x02\x01\x01\x01 this is no hello",
        "\x16\x03\x01",
        "",
    };
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_http_client *good;
    static char much[200000];
    size_t i;
    int fd;
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    good = secure_client(raw_port(server), client_config("ca.crt"));
    for(i = 0; i < sizeof says / sizeof *says; i++) {
        char got[64];
        ssize_t count;
        fd = raw_connect(raw_port(server));
        raw_send(fd, says[i]);
        CHECK_INT(get(good), 0);
        CHECK_OK(shutdown(fd, SHUT_WR));
        // At most an alert, no response.
        count = recv(fd, got, sizeof got, MSG_WAITALL);
        CHECK(count == 0 || (count == 7 && got[0] == 21));
        close(fd);
    }
    // One that goes on sending gets to know the reason all the same.
    memset(much, 'x', sizeof much - 1);
    fd = raw_connect(raw_port(server));
    raw_send(fd, much);
    CHECK_INT(recv(fd, much, 7, MSG_WAITALL), 7);
    raw_expect_end(fd);
    close(fd);
    // A client that is silent while the server stops.
    fd = raw_connect(raw_port(server));
    CHECK_INT(get(good), 0);
    nng_http_server_stop(server);
    expect_close(fd);
    nng_http_server_release(server);
    nng_http_client_free(good);
}

int main(void) {
    listen_on_a_socket();
    client = secure_client(port, client_config("ca.crt"));
    aio = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_res_alloc(&res));
#if OURS
    peers_of_clients();
    refused();
#endif
    impatience();
    peers_of_servers();
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_res_free(res);
    close(listener);
    return 0;
}
