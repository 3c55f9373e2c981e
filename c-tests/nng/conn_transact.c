// define: _GNU_SOURCE
// Exchanges on a connection: what is sent, what becomes of the response object, and how they stand in line with other
// operations. The server is a socket of this program.
#include "clients.h"

static int listener, port, fd;
static nng_http_client *client;
static nng_http_conn *conn;
static nng_http_req *req;
static nng_http_res *res;
static nng_aio *aio, *other;

static void open_conn(void) {
    nng_http_client_connect(client, aio);
    fd = accept(listener, NULL, NULL);
    CHECK(fd >= 0);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
}

static void close_conn(void) {
    nng_http_conn_close(conn);
    close(fd);
}

static void check_body(nng_http_res *res, const char *want) {
    void *data;
    size_t size;
    nng_http_res_get_data(res, &data, &size);
    CHECK_INT(size, strlen(want));
    CHECK_MEM(data, want, size);
}

#define RESPONSE(body, length) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body

// One request after the other on a connection, each with what the object holds by then. Nothing is added to it, and
// what either side says about the connection is left to the program.
static void in_turn(void) {
    nng_url *url;
    nng_http_req *made;
    CHECK_OK(nng_url_parse(&url, "http://Example.org:8080"));
    CHECK_OK(nng_http_req_alloc(&made, url));
    nng_url_free(url);
    open_conn();
    // A URL without path, as text and on the wire.
    CHECK_STR(nng_http_req_get_uri(made), "");
    CHECK_OK(nng_http_req_set_header(made, "X-CASE-of-Letters", "1"));
    CHECK_OK(nng_http_req_set_header(made, "a", "2"));
    CHECK_OK(nng_http_req_add_header(made, "x-case-of-letters", "3"));
    CHECK_OK(nng_http_req_set_header(made, "Connection", "close"));
    nng_http_conn_transact(conn, made, res, aio);
    // Host comes first, the others in the order in which they were set, as they were written.
    raw_expect(fd, OURS
        ? "GET / HTTP/1.1\r\nHost: example.org:8080\r\nX-CASE-of-Letters: 1, 3\r\na: 2\r\nConnection: close\r\n\r\n"
        : "GET  HTTP/1.1\r\nHost: example.org:8080\r\nX-CASE-of-Letters: 1, 3\r\na: 2\r\nConnection: close\r\n\r\n");
    raw_send(fd, "HTTP/1.1 201 Made\r\nX: first\r\nConnection: close\r\nContent-Length: 3\r\n\r\none");
    ended(aio, 0);
    CHECK(nng_aio_get_output(aio, 0) == NULL);
    CHECK_INT(nng_aio_count(aio), 0);
    CHECK_STR(nng_http_req_get_uri(made), "");
    CHECK_STR(nng_http_res_get_header(res, "X"), "first");
    check_body(res, "one");
#if OURS
    nng_http_res *another;
    CHECK_OK(nng_http_res_alloc(&another));
    CHECK_OK(nng_http_req_set_method(made, "PUT"));
    CHECK_OK(nng_http_req_set_uri(made, "?q=1#fragment"));
    CHECK_OK(nng_http_req_set_header(made, "A", "changed"));
    CHECK_OK(nng_http_req_del_header(made, "X-Case-Of-Letters"));
    CHECK_OK(nng_http_req_del_header(made, "Connection"));
    CHECK_OK(nng_http_req_copy_data(made, "body", 4));
    nng_http_conn_transact(conn, made, res, aio);
    raw_expect(fd, "PUT /?q=1 HTTP/1.1\r\nHost: example.org:8080\r\na: changed\r\nContent-Length: 4\r\n\r\nbody");
    // The response object is as new before the response comes.
    raw_send(fd, RESPONSE("", "0"));
    ended(aio, 0);
    CHECK_INT(nng_http_res_get_status(res), 200);
    CHECK_STR(nng_http_res_get_reason(res), "OK");
    CHECK(nng_http_res_get_header(res, "X") == NULL);
    check_body(res, "");
    CHECK_OK(nng_http_req_set_uri(made, "/no/body"));
    CHECK_OK(nng_http_req_set_data(made, NULL, 0));
    nng_http_conn_transact(conn, made, res, aio);
    raw_expect(fd, "PUT /no/body HTTP/1.1\r\nHost: example.org:8080\r\na: changed\r\nContent-Length: 0\r\n\r\n");
    // Line ends behind a response are nothing.
    raw_send(fd, RESPONSE("a", "1") "\r\n\n");
    ended(aio, 0);
    check_body(res, "a");
    nng_http_conn_transact(conn, made, res, aio);
    raw_expect(fd, "PUT /no/body HTTP/1.1\r\nHost: example.org:8080\r\na: changed\r\nContent-Length: 0\r\n\r\n");
    // A second response is not that to the next request, which is not even sent.
    raw_send(fd, RESPONSE("b", "1") RESPONSE("evil", "4"));
    ended(aio, 0);
    check_body(res, "b");
    nng_http_conn_transact(conn, made, another, aio);
    ended(aio, NNG_EPROTO);
    raw_expect_end(fd);
    nng_http_conn_transact(conn, made, another, aio);
    ended(aio, NNG_ECLOSED);
    nng_http_res_free(another);
#endif
    nng_http_conn_close(conn);
    // Content stays with its object, whatever becomes of the connection.
    check_body(res, OURS ? "b" : "one");
    close(fd);
    nng_http_req_free(made);
}

#if OURS

// Behind a read, in front of one, and beside writes.
static void among_others(void) {
    char first[4] = "", last[8] = "";
    nng_iov iov = { first, 3 };
    nng_aio *third = new_aio(), *fourth = new_aio(), *fifth = new_aio();
    nng_http_res *another;
    CHECK_OK(nng_http_res_alloc(&another));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    open_conn();
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_http_conn_read_all(conn, aio);
    nng_http_conn_transact(conn, req, res, other);
    nng_http_conn_read_res(conn, another, third);
    iov = (nng_iov){ last, 4 };
    CHECK_OK(nng_aio_set_iov(fourth, 1, &iov));
    nng_http_conn_read_all(conn, fourth);
    // It is not its turn before the read is over.
    iov = (nng_iov){ "written", 7 };
    CHECK_OK(nng_aio_set_iov(fifth, 1, &iov));
    nng_http_conn_write_all(conn, fifth);
    ended(fifth, 0);
    raw_expect(fd, "written");
    CHECK_INT(recv(fd, last, 1, MSG_DONTWAIT), -1);
    raw_send(fd, "abc");
    ended(aio, 0);
    raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
    // Requests may be sent while it waits for its response.
    nng_http_conn_write_req(conn, req, fifth);
    ended(fifth, 0);
    raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
    raw_send(fd, RESPONSE("transacted", "10") "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nread");
    ended(other, 0);
    check_body(res, "transacted");
    ended(third, 0);
    CHECK_INT(nng_http_res_get_status(another), 404);
    ended(fourth, 0);
    CHECK_STR(first, "abc");
    CHECK_STR(last, "read");
    close_conn();
    nng_aio_free(third);
    nng_aio_free(fourth);
    nng_aio_free(fifth);
    nng_http_res_free(another);
}

// One that waits for its turn may go, and nothing of it is sent; with the one that is going on, the connection ends.
static void ended_early(void) {
    nng_http_res *another;
    char byte;
    int way;
    CHECK_OK(nng_http_res_alloc(&another));
    for(way = 0; way < 4; way++) {
        int result = way == 3 ? NNG_ETIMEDOUT : NNG_ECANCELED;
        open_conn();
        nng_http_conn_transact(conn, req, res, aio);
        nng_aio_set_timeout(other, 5);
        nng_http_conn_transact(conn, req, another, other);
        ended(other, NNG_ETIMEDOUT);
        nng_aio_set_timeout(other, NNG_DURATION_INFINITE);
        nng_http_conn_transact(conn, req, another, other);
        nng_aio_abort(other, NNG_EPERM);
        ended(other, NNG_EPERM);
        raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
        raw_send(fd, RESPONSE("", "0"));
        ended(aio, 0);

        if(way == 3) nng_aio_set_timeout(aio, 30);
        nng_http_conn_transact(conn, req, res, aio);
        nng_http_conn_transact(conn, req, another, other);
        raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
        // Before the response, in its head, in its content.
        if(way == 1) raw_send(fd, "HTTP/1.1 200");
        if(way == 2) raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        if(way != 3) nng_aio_cancel(aio);
        ended(aio, result);
        ended(other, NNG_ECLOSED);
        // An end, or a reset if it had not received all.
        CHECK(recv(fd, &byte, 1, 0) <= 0);
        nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
        nng_http_conn_transact(conn, req, res, aio);
        ended(aio, NNG_ECLOSED);
        close_conn();
    }
    nng_http_res_free(another);
}

// From several threads on one connection: each gets the response to its own request.
#define THREADS 4

static void answer_own(nng_aio *aio) {
    raw_reply(aio, nng_http_req_get_uri(nng_aio_get_input(aio, 0)));
}

static void transact_often(void *arg) {
    nng_aio *own = new_aio();
    nng_http_req *asked;
    nng_http_res *answered;
    char uri[32];
    int i;
    CHECK_OK(nng_http_req_alloc(&asked, NULL));
    CHECK_OK(nng_http_res_alloc(&answered));
    CHECK_OK(nng_http_req_set_header(asked, "Host", "h"));
    for(i = 0; i < 200; i++) {
        snprintf(uri, sizeof uri, "/%d/%d", *(int *)arg, i);
        CHECK_OK(nng_http_req_set_uri(asked, uri));
        nng_http_conn_transact(conn, asked, answered, own);
        ended(own, 0);
        check_body(answered, uri);
    }
    nng_http_req_free(asked);
    nng_http_res_free(answered);
    nng_aio_free(own);
}

static void in_threads(void) {
    nng_http_server *server = raw_server();
    nng_http_client *its_client;
    nng_http_handler *handler;
    nng_thread *threads[THREADS];
    int i, numbers[THREADS];
    CHECK_OK(nng_http_handler_alloc(&handler, "/", answer_own));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    its_client = new_client(raw_port(server));
    nng_http_client_connect(its_client, aio);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    for(i = 0; i < THREADS; i++) {
        numbers[i] = i;
        CHECK_OK(nng_thread_create(&threads[i], transact_often, &numbers[i]));
    }
    for(i = 0; i < THREADS; i++) nng_thread_destroy(threads[i]);
    nng_http_conn_close(conn);
    nng_http_client_free(its_client);
    nng_http_server_stop(server);
    nng_http_server_release(server);
}

#endif

// Each started by the callback of the one before.
#define CHAIN 200

static nng_mtx *mtx;
static nng_cv *cv;
static nng_aio *chain;
static int count;

static void next(void *arg) {
    (void)arg;
    CHECK_OK(nng_aio_result(chain));
    check_body(res, "again");
    nng_mtx_lock(mtx);
    int go_on = ++count < CHAIN;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    if(go_on) nng_http_conn_transact(conn, req, res, chain);
}

static void in_callbacks(void) {
    int i;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    CHECK_OK(nng_aio_alloc(&chain, next, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    open_conn();
    nng_http_conn_transact(conn, req, res, chain);
    for(i = 0; i < CHAIN; i++) {
        raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");
        raw_send(fd, RESPONSE("again", "5"));
    }
    nng_mtx_lock(mtx);
    while(count < CHAIN) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    nng_aio_free(chain);
    close_conn();
    nng_cv_free(cv);
    nng_mtx_free(mtx);
}

int main(void) {
    listener = new_listener(&port);
    client = new_client(port);
    aio = new_aio();
    other = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_res_alloc(&res));
    in_turn();
#if OURS
    among_others();
    ended_early();
    in_threads();
#endif
    in_callbacks();
    nng_http_client_free(client);
    nng_aio_free(aio);
    nng_aio_free(other);
    nng_http_req_free(req);
    nng_http_res_free(res);
    close(listener);
    return 0;
}
