// define: _GNU_SOURCE
// Clients: connecting, whole transactions on a connection and on none.
#include "clients.h"

static int listener, port;

// Accepts a connection.
static int accept_one(void) {
    int fd = accept(listener, NULL, NULL);
    CHECK(fd >= 0);
    return fd;
}

static void check_body(nng_http_res *res, const char *want) {
    void *data;
    size_t size;
    nng_http_res_get_data(res, &data, &size);
    CHECK_INT(size, strlen(want));
    CHECK_MEM(data, want, size);
}

static nng_http_client *client;
static nng_aio *aio;
static nng_http_req *req;
static nng_http_res *res;

static void allocating(void) {
    static const struct {
        const char *url;
        int result;
    } rows[] = {
        { "http://h", 0 },
        { "http4://h", 0 },
        { "ws6://h", 0 },
        { "tcp://h", NNG_EADDRINVAL },
        { "ipc:///h", NNG_EADDRINVAL },
        { "http://", NNG_EADDRINVAL },
        { "http://:80", NNG_EADDRINVAL },
        { "https://h", 0 },
        { "wss4://h", 0 },
    };
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_http_client *made = NULL;
        nng_url *url;
        CHECK_OK(nng_url_parse(&url, rows[i].url));
        CHECK_INT(nng_http_client_alloc(&made, url), rows[i].result);
        CHECK((made != NULL) == (rows[i].result == 0));
        nng_url_free(url);
        if(made) nng_http_client_free(made);
    }
#if OURS
    nng_http_client_free(NULL);
    nng_http_client_connect(NULL, aio);
    ended(aio, NNG_EINVAL);
#endif
}

static void connecting(void) {
    nng_http_conn *conn;
    nng_http_client *other;
    nng_aio *more[4];
    char body[16] = "";
    nng_iov iov = { body, 5 };
    int fd, closed, i;

    // The calls one by one, with one aio.
    nng_http_client_connect(client, aio);
    fd = accept_one();
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    CHECK(conn != NULL && conn == nng_aio_get_output(aio, 0));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, 0);
    CHECK(nng_aio_get_output(aio, 0) == NULL);
    raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    nng_http_conn_read_res(conn, res, aio);
    ended(aio, 0);
    CHECK_INT(nng_http_res_get_status(res), 200);
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_read_all(conn, aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), 5);
    CHECK_STR(body, "hello");
    nng_http_conn_close(conn);
    raw_expect_end(fd);
    close(fd);

    // Several at once; they survive their client.
    other = new_client(port);
    for(i = 0; i < 4; i++) {
        more[i] = new_aio();
        nng_http_client_connect(other, more[i]);
    }
    for(i = 0; i < 4; i++) ended(more[i], 0);
    nng_http_client_free(other);
    for(i = 0; i < 4; i++) {
        close(accept_one());
        nng_http_conn_close(nng_aio_get_output(more[i], 0));
        nng_aio_free(more[i]);
    }

    // Nobody listens there; no time; a name that does not exist; a port that is none.
    close(new_listener(&closed));
    closed = new_listener(&i);
    close(closed);
    other = new_client(i);
    nng_http_client_connect(other, aio);
    ended(aio, NNG_ECONNREFUSED);
    nng_http_client_free(other);
    nng_aio_set_timeout(aio, 0);
    nng_http_client_connect(client, aio);
    ended(aio, NNG_ETIMEDOUT);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    CHECK(nng_aio_get_output(aio, 0) == NULL);
    for(i = 0; i < 2; i++) {
        nng_url *url;
        CHECK_OK(nng_url_parse(&url, i ? "http://127.0.0.1:nothing" : "http://no.such.host.invalid"));
        CHECK_OK(nng_http_client_alloc(&other, url));
        nng_url_free(url);
        nng_http_client_connect(other, aio);
        nng_aio_wait(aio);
        CHECK(nng_aio_result(aio) == NNG_EADDRINVAL || (i == 0 && nng_aio_result(aio) == NNG_EAGAIN));
        nng_http_client_free(other);
    }
}

// One request object for two transactions on one connection; two at once; too early an answer.
static void on_one_connection(void) {
    static char big[8 << 20];
    nng_http_res *second;
    nng_http_conn *conn;
    nng_aio *other = new_aio();
    char body[2] = "";
    nng_iov iov = { body, 1 };
    int fd;
    CHECK_OK(nng_http_res_alloc(&second));
    nng_http_client_connect(client, aio);
    fd = accept_one();
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    nng_http_req_reset(req);
    CHECK_OK(nng_http_req_set_method(req, "POST"));
    CHECK_OK(nng_http_req_set_uri(req, "/1"));
    CHECK_OK(nng_http_req_set_data(req, "body", 4));
    nng_http_conn_transact(conn, req, res, aio);
    raw_expect(fd, "POST /1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
    ended(aio, 0);
    check_body(res, "one");
    nng_http_conn_transact(conn, req, second, aio);
    raw_expect(fd, "POST /1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwox");
    ended(aio, 0);
    check_body(second, "two");
    check_body(res, "one");
    // What follows a response is there to be read.
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_read(conn, aio);
    ended(aio, 0);
    CHECK_STR(body, "x");
#if OURS
    // The second waits for the first.
    nng_http_conn_transact(conn, req, res, aio);
    nng_http_conn_transact(conn, req, second, other);
    raw_expect(fd, "POST /1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
    CHECK_INT(recv(fd, big, 1, MSG_DONTWAIT), -1);
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
    ended(aio, 0);
    raw_expect(fd, "POST /1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
    ended(other, 0);
    check_body(res, "one");
    check_body(second, "two");
    // A request without a URI is not sent.
    CHECK_OK(nng_http_req_set_uri(req, NULL));
    nng_http_conn_transact(conn, req, res, aio);
    ended(aio, NNG_EINVAL);
    CHECK_OK(nng_http_req_set_uri(req, "/1"));
    // Answered before it was sent whole.
    CHECK_OK(nng_http_req_set_data(req, big, sizeof big));
    nng_http_conn_transact(conn, req, res, aio);
    raw_expect(fd, "POST /1 HTTP/1.1\r\nContent-Length: 8388608\r\n\r\n");
    raw_send(fd, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    ended(aio, 0);
    CHECK_INT(nng_http_res_get_status(res), 413);
    nng_http_conn_read(conn, aio);
    ended(aio, NNG_ECLOSED);
#endif
    nng_http_conn_close(conn);
    close(fd);
    nng_http_res_free(second);
    nng_aio_free(other);
}

#if OURS
static nng_http_conn *conn_of(int *fd) {
    nng_http_client_connect(client, aio);
    *fd = accept_one();
    ended(aio, 0);
    return nng_aio_get_output(aio, 0);
}

static void send_interim(int fd, int count) {
    while(count--) raw_send(fd, "HTTP/1.1 102 Processing\r\n\r\n");
}

// A server may announce its response for long, but not without end.
static void interim_responses(void) {
    int fd, whole;
    nng_http_req_reset(req);
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    for(whole = 0; whole < 2; whole++) {
        nng_http_conn *conn = conn_of(&fd);
        send_interim(fd, 256);
        raw_send(fd, "HTTP/1.1 204 No Content\r\n\r\n");
        whole ? nng_http_conn_transact(conn, req, res, aio) : nng_http_conn_read_res(conn, res, aio);
        ended(aio, 0);
        CHECK_INT(nng_http_res_get_status(res), 204);
        send_interim(fd, 257);
        whole ? nng_http_conn_transact(conn, req, res, aio) : nng_http_conn_read_res(conn, res, aio);
        ended(aio, NNG_EMSGSIZE);
        nng_http_conn_read(conn, aio);
        ended(aio, NNG_ECLOSED);
        nng_http_conn_close(conn);
        close(fd);
    }
}
#endif

// Everything in one call.
static void whole(void) {
    nng_http_client *other;
    nng_aio *more[3];
    nng_http_res *responses[3];
    nng_http_req *requests[3];
    int fd, fds[3], i, unused;
    nng_http_req_reset(req);
    CHECK_OK(nng_http_req_set_uri(req, "/whole"));
    for(i = 0; i < 2; i++) {
        nng_http_client_transact(client, req, res, aio);
        fd = accept_one();
        raw_expect(fd, "GET /whole HTTP/1.1\r\nConnection: close\r\n\r\n");
        CHECK_STR(nng_http_req_get_header(req, "connection"), "close");
        raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
        ended(aio, 0);
        CHECK(nng_aio_get_output(aio, 0) == NULL);
        CHECK_INT(nng_aio_count(aio), 0);
        check_body(res, "whole");
        raw_expect_end(fd);
        close(fd);
    }
    // The time includes everything; a cancel ends whatever is under way.
    nng_aio_set_timeout(aio, 20);
    nng_http_client_transact(client, req, res, aio);
    fd = accept_one();
    ended(aio, NNG_ETIMEDOUT);
    close(fd);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
#if OURS
    // The reference misses a cancel that comes between sending and receiving.
    nng_http_client_transact(client, req, res, aio);
    fd = accept_one();
    raw_expect(fd, "GET /whole HTTP/1.1\r\nConnection: close\r\n\r\n");
    nng_aio_cancel(aio);
    ended(aio, NNG_ECANCELED);
    raw_expect_end(fd);
    close(fd);
    // At any moment. The connections that come of it are left where they are.
    int kept = listener, elsewhere;
    listener = new_listener(&elsewhere);
    other = new_client(elsewhere);
    for(i = 0; i < 100; i++) {
        nng_http_client_transact(other, req, res, aio);
        if(i % 2) close(accept_one());
        nng_aio_abort(aio, NNG_EPERM);
        nng_aio_wait(aio);
        CHECK(nng_aio_result(aio) == NNG_EPERM || nng_aio_result(aio) == NNG_ECONNSHUT ||
              nng_aio_result(aio) == NNG_ECONNRESET);
        struct pollfd p = { listener, POLLIN, 0 };
        while(poll(&p, 1, 0) == 1) close(accept_one());
    }
    nng_http_client_free(other);
    close(listener);
    listener = kept;
#endif

    // Refused.
    fd = new_listener(&unused);
    close(fd);
    other = new_client(unused);
    nng_http_client_transact(other, req, res, aio);
    ended(aio, NNG_ECONNREFUSED);
    nng_http_client_free(other);

    // Several at once, the client released meanwhile.
    other = new_client(port);
    for(i = 0; i < 3; i++) {
        more[i] = new_aio();
        CHECK_OK(nng_http_res_alloc(&responses[i]));
        CHECK_OK(nng_http_req_alloc(&requests[i], NULL));
        CHECK_OK(nng_http_req_set_uri(requests[i], "/several"));
        nng_http_client_transact(other, requests[i], responses[i], more[i]);
    }
    for(i = 0; i < 3; i++) {
        fds[i] = accept_one();
        raw_expect(fds[i], "GET /several HTTP/1.1\r\nConnection: close\r\n\r\n");
    }
    nng_http_client_free(other);
    for(i = 0; i < 3; i++) {
        fd = fds[i];
        raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
        raw_expect_end(fd);
        close(fd);
    }
    for(i = 0; i < 3; i++) {
        ended(more[i], 0);
        check_body(responses[i], "whole");
        nng_aio_free(more[i]);
        nng_http_res_free(responses[i]);
        nng_http_req_free(requests[i]);
    }
#if OURS
    nng_http_client_transact(client, NULL, res, aio);
    ended(aio, NNG_EINVAL);
    nng_http_client_transact(NULL, req, res, aio);
    ended(aio, NNG_EINVAL);
#endif
}

int main(void) {
    listener = new_listener(&port);
    client = new_client(port);
    aio = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_res_alloc(&res));
    allocating();
    connecting();
    on_one_connection();
#if OURS
    interim_responses();
#endif
    whole();
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_res_free(res);
    close(listener);
    return 0;
}
