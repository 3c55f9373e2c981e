// define: _GNU_SOURCE
// Handlers that write their response by themselves, with nng_http_conn_write_res or piece by piece.
#include "raw.h"

struct work {
    nng_aio *request, *write;
    nng_http_res *res;
};

static void done(void *arg) {
    struct work *work = arg;
#if OURS
    // In the reference the client may have all and be gone before this operation ends, with an error.
    CHECK_OK(nng_aio_result(work->write));
    CHECK(nng_aio_count(work->write) > 0);
#endif
    nng_http_res_free(work->res);
    nng_aio_reap(work->write);
    nng_aio_finish(work->request, 0);
    free(work);
}

// Writes without waiting; the callback finishes. The query may name a Connection header.
static void written(nng_aio *aio) {
    struct work *work = calloc(1, sizeof *work);
    const char *query = strchr(nng_http_req_get_uri(nng_aio_get_input(aio, 0)), '?');
    work->request = aio;
    CHECK_OK(nng_http_res_alloc(&work->res));
    if(query) CHECK_OK(nng_http_res_set_header(work->res, "Connection", query + 1));
    CHECK_OK(nng_http_res_copy_data(work->res, "written", 7));
    CHECK_OK(nng_aio_alloc(&work->write, done, work));
    nng_http_conn_write_res(nng_aio_get_input(aio, 2), work->res, work->write);
}

// Writes and waits in the handler.
static void waits(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_data(res, "waited", 6));
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_aio_finish(aio, 0);
}

// A head without a length, then a body piece by piece, until the connection ends.
static void streams(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_header(res, "Connection", "close"));
    raw_write_res(aio, res);
    nng_http_res_free(res);
    raw_write(aio, "one ");
    raw_write(aio, "two ");
    raw_write(aio, "three");
    nng_aio_finish(aio, 0);
}

// Returns a response while a read of its own is under way, which sees what the client sends next.
static char seen[6];
static nng_aio *reader;

static void watches(nng_aio *aio) {
    nng_iov iov = { seen, 5 };
    CHECK_OK(nng_aio_alloc(&reader, NULL, NULL));
    CHECK_OK(nng_aio_set_iov(reader, 1, &iov));
    nng_http_conn_read_all(nng_aio_get_input(aio, 2), reader);
    raw_reply(aio, "watching");
}

// Everything by hand.
static void by_hand(nng_aio *aio) {
    raw_write(aio, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhand");
    nng_aio_finish(aio, 0);
}

#if OURS
// What cannot be sent is refused, and nothing was sent: the handler may answer in another way.
static void refused(nng_aio *aio) {
    nng_http_res *res;
    nng_aio *write;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_status(res, 42));
    CHECK_OK(nng_aio_alloc(&write, NULL, NULL));
    nng_http_conn_write_res(nng_aio_get_input(aio, 2), res, write);
    nng_aio_wait(write);
    CHECK_INT(nng_aio_result(write), NNG_EINVAL);
    nng_http_conn_write_res(nng_aio_get_input(aio, 2), NULL, write);
    nng_aio_wait(write);
    CHECK_INT(nng_aio_result(write), NNG_EINVAL);
    CHECK_OK(nng_http_res_set_status(res, 200));
    nng_aio_free(write);
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

// The connection ends as soon as a complete response that says so is sent, without waiting for the handler.
static nng_aio *unfinished;
static nng_mtx *mtx;
static nng_cv *cv;

static void lasts(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_header(res, "Connection", "Close"));
    CHECK_OK(nng_http_res_set_data(res, "last", 4));
    raw_write_res(aio, res);
    nng_http_res_free(res);
    nng_mtx_lock(mtx);
    unfinished = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}
#endif

#define GET(uri) "GET " uri " HTTP/1.1\r\nHost: h\r\n\r\n"
#define WRITTEN "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwritten"

#if OURS
// Answers with a lot, and only then wants the content, while the peer still receives.
static char much[8 << 20];

static void answers_first(nng_aio *aio) {
    nng_http_conn *conn = nng_aio_get_input(aio, 2);
    nng_aio *write, *read;
    char byte;
    nng_iov out = { much, sizeof much }, in = { &byte, 1 };
    CHECK_OK(nng_aio_alloc(&write, NULL, NULL));
    CHECK_OK(nng_aio_alloc(&read, NULL, NULL));
    CHECK_OK(nng_aio_set_iov(write, 1, &out));
    CHECK_OK(nng_aio_set_iov(read, 1, &in));
    nng_http_conn_write_all(conn, write);
    nng_http_conn_read(conn, read);
    nng_aio_wait(write);
    CHECK_OK(nng_aio_result(write));
    nng_aio_wait(read);
    CHECK_OK(nng_aio_result(read));
    nng_aio_free(write);
    nng_aio_free(read);
    nng_aio_finish(aio, 0);
}

// No interim response gets into the middle of the other one.
static void expecting(int port) {
    static char got[sizeof much];
    size_t n = 0;
    int fd = raw_connect(port);
    raw_send(fd, "POST /first HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    while(n < sizeof got) {
        ssize_t count = recv(fd, got + n, sizeof got - n, 0);
        CHECK(count > 0);
        n += count;
    }
    CHECK_MEM(got, much, sizeof got);
    raw_send(fd, "x");
    close(fd);
}
#endif

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    int fd, port;
    raw_handle(server, "GET", "/written", written);
    raw_handle(server, "GET", "/waits", waits);
    raw_handle(server, "GET", "/streams", streams);
    raw_handle(server, "GET", "/hand", by_hand);
    raw_handle(server, "GET", "/watches", watches);
#if OURS
    raw_handle(server, "GET", "/refused", refused);
    raw_handle(server, "GET", "/lasts", lasts);
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc(&handler, "/first", answers_first));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_collect_body(handler, false, 0));
    CHECK_OK(nng_http_server_add_handler(server, handler));
#endif
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);

    // The connection lives on.
    fd = raw_connect(port);
    raw_send(fd, GET("/written"));
    raw_expect(fd, WRITTEN);
    raw_send(fd, GET("/waits"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nwaited");
    raw_send(fd, GET("/hand") GET("/written") GET("/hand"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhand" WRITTEN
                   "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhand");
#if OURS
    memset(much, 'x', sizeof much);
    expecting(port);
    // No body after HEAD, which would be taken for the next response.
    raw_send(fd, "HEAD /written HTTP/1.1\r\nHost: h\r\n\r\n" GET("/written"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" WRITTEN);
    raw_transact(fd, GET("/refused"), &r);
    CHECK_INT(r.status, 200);

    // It ends when the response says so, in any case of letters, when the request said so, and in HTTP/1.0.
    raw_send(fd, GET("/written?Close") GET("/written"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 7\r\n\r\nwritten");
    raw_expect_end(fd);
    close(fd);
    fd = raw_connect(port);
    raw_transact(fd, GET("/written?closed,disclose"), &r);
    raw_transact(fd, GET("/written?keep-alive,close"), &r);
    CHECK_STR(r.body, "written");
    raw_expect_end(fd);
    close(fd);
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    fd = raw_connect(port);
    raw_send(fd, GET("/lasts"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 4\r\n\r\nlast");
    raw_expect_end(fd);
    nng_mtx_lock(mtx);
    while(!unfinished) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    nng_aio_finish(unfinished, 0);
    close(fd);
#else
    (void)r;
    close(fd);
#endif
    fd = raw_connect(port);
    raw_send(fd, "GET /written HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    raw_expect(fd, WRITTEN);
    raw_expect_end(fd);
    close(fd);
    fd = raw_connect(port);
    raw_send(fd, "GET /waits HTTP/1.0\r\n\r\n");
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nwaited");
    raw_expect_end(fd);
    close(fd);

    // A response does not wait for what its handler still reads; the next request comes after that.
    fd = raw_connect(port);
    raw_send(fd, GET("/watches"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nwatching");
    raw_send(fd, "12345" GET("/written"));
    raw_expect(fd, WRITTEN);
    nng_aio_wait(reader);
    CHECK_OK(nng_aio_result(reader));
    CHECK_STR(seen, "12345");
    nng_aio_free(reader);
    close(fd);

#if OURS
    // A body that is written piece by piece is not cut short.
    fd = raw_connect(port);
    raw_send(fd, GET("/streams"));
    raw_expect(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\none two three");
    raw_expect_end(fd);
    close(fd);
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
