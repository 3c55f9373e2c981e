// define: _GNU_SOURCE
// How operations on a connection end when it is closed under them, by the program, wherever it does that, or by the
// peer, and how large writes stand in line.
#include "clients.h"

#define MUCH (8 << 20)

static char *much;
static int listener, port, fd;
static nng_http_client *client;
static nng_http_conn *conn;
static nng_http_req *req;
static nng_http_res *res;
static nng_aio *aios[6];

static void open_conn(void) {
    nng_aio *aio = new_aio();
    nng_http_client_connect(client, aio);
    fd = accept(listener, NULL, NULL);
    CHECK(fd >= 0);
    ended(aio, 0);
    conn = nng_aio_get_output(aio, 0);
    nng_aio_free(aio);
}

static void set_buffer(nng_aio *aio, void *buffer, size_t size) {
    nng_iov iov = { buffer, size };
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
}

static void expect_much(void) {
    static char got[MUCH];
    size_t n;
    for(n = 0; n < MUCH;) {
        ssize_t k = recv(fd, got + n, MUCH - n, 0);
        CHECK(k > 0);
        n += k;
    }
    CHECK_MEM(got, much, MUCH);
}

#if OURS

// More than the kernel takes at once. The kinds that wait behind it do not cut it short, and may go.
static void large_writes(void) {
    int i;
    open_conn();
    for(i = 0; i < 4; i++) set_buffer(aios[i], i ? "abc" : much, i ? 3 : MUCH);
    nng_http_conn_write_all(conn, aios[0]);
    nng_http_conn_write(conn, aios[1]);
    nng_http_conn_write_all(conn, aios[2]);
    nng_aio_set_timeout(aios[3], 1);
    nng_http_conn_write_all(conn, aios[3]);
    nng_http_conn_write_req(conn, req, aios[4]);
    nng_http_conn_write_res(conn, res, aios[5]);
    ended(aios[3], NNG_ETIMEDOUT);
    nng_aio_set_timeout(aios[3], NNG_DURATION_INFINITE);
    nng_aio_cancel(aios[2]);
    ended(aios[2], NNG_ECANCELED);
    expect_much();
    raw_expect(fd, "abcGET /x HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    for(i = 0; i < 6; i++) {
        if(i == 2 || i == 3) continue;
        ended(aios[i], 0);
        CHECK_INT(nng_aio_count(aios[i]), i == 0 ? MUCH : i == 1 ? 3 : 19);
    }

    // One transfer takes what there is room for, and leaves the buffers as they were set.
    set_buffer(aios[0], much, MUCH);
    nng_http_conn_write(conn, aios[0]);
    ended(aios[0], 0);
    CHECK(nng_aio_count(aios[0]) > 0 && nng_aio_count(aios[0]) < MUCH);

    // The time of the one in progress is over: with it, the connection ends, in both directions.
    set_buffer(aios[1], much, 100);
    nng_aio_set_timeout(aios[0], 1);
    nng_http_conn_write_all(conn, aios[0]);
    nng_http_conn_write(conn, aios[2]);
    nng_http_conn_read(conn, aios[1]);
    ended(aios[0], NNG_ETIMEDOUT);
    ended(aios[1], NNG_ECLOSED);
    ended(aios[2], NNG_ECLOSED);
    nng_aio_set_timeout(aios[0], NNG_DURATION_INFINITE);
    nng_http_conn_write_req(conn, req, aios[0]);
    ended(aios[0], NNG_ECLOSED);
    nng_http_conn_read_req(conn, req, aios[1]);
    ended(aios[1], NNG_ECLOSED);
    nng_http_conn_close(conn);
    close(fd);
}

// The first one of each direction is cancelled, those behind it find the connection closed.
static void with_operations(void) {
    char byte;
    int i;
    open_conn();
    set_buffer(aios[0], much, MUCH);
    set_buffer(aios[3], &byte, 1);
    nng_http_conn_write_all(conn, aios[0]);
    nng_http_conn_write_req(conn, req, aios[1]);
    nng_http_conn_write(conn, aios[2]);
    nng_http_conn_read(conn, aios[3]);
    nng_http_conn_transact(conn, req, res, aios[4]);
    nng_http_conn_read_req(conn, req, aios[5]);
    nng_http_conn_close(conn);
    for(i = 0; i < 6; i++) ended(aios[i], i % 3 ? NNG_ECLOSED : NNG_ECANCELED);
    close(fd);
    // Or they are released before.
    open_conn();
    for(i = 0; i < 2; i++) {
        nng_aio *aio = new_aio();
        if(i) nng_http_conn_write_all(conn, aio);
        else nng_http_conn_read_res(conn, res, aio);
        nng_aio_free(aio);
    }
    nng_http_conn_close(conn);
    raw_expect_end(fd);
    close(fd);
}

#endif

// Closes in a callback.
static nng_mtx *mtx;
static nng_cv *cv;
static int callbacks, results[2];

static void closes(void *arg) {
    nng_aio *aio = *(nng_aio **)arg;
    nng_mtx_lock(mtx);
    results[callbacks++] = nng_aio_result(aio);
    if(callbacks == 1) nng_http_conn_close(conn);
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

// Of the operation that succeeds, and of one that fails, while another one waits.
static void in_callbacks(void) {
    char byte, other;
    int way;
    for(way = 0; way < 2; way++) {
        nng_aio *first, *second;
        CHECK_OK(nng_aio_alloc(&first, closes, &first));
        CHECK_OK(nng_aio_alloc(&second, closes, &second));
        open_conn();
        callbacks = 0;
        set_buffer(first, &byte, 1);
        set_buffer(second, &other, 1);
        // Both under the lock, so that no callback runs before.
        nng_mtx_lock(mtx);
        nng_http_conn_read(conn, first);
        nng_http_conn_read(conn, second);
        nng_mtx_unlock(mtx);
        if(way == 0) raw_send(fd, "x");
        else shutdown(fd, SHUT_WR);
        nng_mtx_lock(mtx);
        while(callbacks < 2) nng_cv_wait(cv);
        nng_mtx_unlock(mtx);
        CHECK_INT(results[0], way ? NNG_ECONNSHUT : 0);
        CHECK(results[1] == NNG_ECLOSED || (way == 0 && results[1] == NNG_ECANCELED));
        raw_expect_end(fd);
        close(fd);
        nng_aio_free(first);
        nng_aio_free(second);
    }
}

// A handler takes its connection over and closes it, before it finishes.
static void takes_over(nng_aio *aio) {
    nng_http_conn *taken = nng_aio_get_input(aio, 2);
    CHECK_OK(nng_http_hijack(taken));
    raw_write(aio, "HTTP/1.1 101 Taken\r\n\r\n");
    nng_http_req_free(nng_aio_get_input(aio, 0));
    nng_http_conn_close(taken);
    nng_aio_finish(aio, 0);
}

#if OURS
// A connection that was not taken over is closed, but remains the server's.
static void only_closes(nng_aio *aio) {
    nng_http_conn_close(nng_aio_get_input(aio, 2));
    nng_http_conn_close(nng_aio_get_input(aio, 2));
    raw_reply(aio, "too late");
}
#endif

static void in_handlers(void) {
    nng_http_server *server = raw_server();
    int i, peer;
    raw_handle(server, "GET", "/", takes_over);
    CHECK_OK(nng_http_server_start(server));
    for(i = 0; i < 10; i++) {
        peer = raw_connect(raw_port(server));
        raw_send(peer, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        raw_expect(peer, "HTTP/1.1 101 Taken\r\n\r\n");
        raw_expect_end(peer);
        close(peer);
    }
#if OURS
    raw_handle(server, "GET", "/closes", only_closes);
    peer = raw_connect(raw_port(server));
    raw_send(peer, "GET /closes HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_expect_end(peer);
    close(peer);
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
}

// The peer resets the connection. No signal tells of it, and no other operation is possible.
static void by_the_peer(void) {
    struct linger reset = { 1, 0 };
    int result;
    open_conn();
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd);
    set_buffer(aios[0], much, MUCH);
    do {
        nng_http_conn_write_all(conn, aios[0]);
        nng_aio_wait(aios[0]);
        result = nng_aio_result(aios[0]);
    } while(result == 0);
    CHECK(result == NNG_ECONNRESET || result == NNG_ECONNSHUT || result == NNG_ECLOSED);
    nng_http_conn_write_all(conn, aios[0]);
    nng_aio_wait(aios[0]);
    CHECK(nng_aio_result(aios[0]) == NNG_ECLOSED || (!OURS && nng_aio_result(aios[0]) != 0));
    nng_http_conn_close(conn);
}

// A connection that is nobody's but the program's can be taken over, too, which changes nothing.
static void taken_over(void) {
    open_conn();
    CHECK_OK(nng_http_hijack(conn));
    CHECK_OK(nng_http_hijack(conn));
    set_buffer(aios[0], "x", 1);
    nng_http_conn_write_all(conn, aios[0]);
    ended(aios[0], 0);
    raw_expect(fd, "x");
    nng_http_conn_close(conn);
    raw_expect_end(fd);
    close(fd);
}

int main(void) {
    size_t i;
    much = malloc(MUCH);
    for(i = 0; i < MUCH; i++) much[i] = (char)(i * 31 + i / 1021);
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    listener = new_listener(&port);
    client = new_client(port);
    for(i = 0; i < 6; i++) aios[i] = new_aio();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    CHECK_OK(nng_http_res_alloc(&res));
#if OURS
    // The reference does not carry out different kinds side by side.
    large_writes();
    with_operations();
#endif
    in_callbacks();
    in_handlers();
    by_the_peer();
    taken_over();
    nng_http_client_free(client);
    for(i = 0; i < 6; i++) nng_aio_free(aios[i]);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    close(listener);
    free(much);
    return 0;
}
