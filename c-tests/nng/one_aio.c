// define: _GNU_SOURCE
// One aio for all HTTP operations, one after the other: what it keeps from one to the next, and where its callback
// runs.
#include "clients.h"
#include <pthread.h>

static int listener, port, fd;
static nng_http_client *client;
static nng_http_req *req;
static nng_http_res *res;

static void keeping(void) {
    nng_aio *aio = new_aio();
    nng_http_conn *conn;
    char parked[4], body[8] = "";
    nng_iov iov = { body, 5 };
    int i;
    // Waiting for an aio that was never used, or that is idle again, returns at once.
    nng_aio_wait(aio);
    for(i = 0; i < 4; i++) CHECK_OK(nng_aio_set_input(aio, i, &parked[i]));
    nng_aio_set_timeout(aio, 30000);
    nng_http_client_connect(client, aio);
    ended(aio, 0);
    nng_aio_wait(aio);
    fd = accept(listener, NULL, NULL);
    // The connection can be asked for until the next operation begins.
    conn = nng_aio_get_output(aio, 0);
    CHECK(conn != NULL && nng_aio_get_output(aio, 0) == conn);
    nng_http_conn_write_req(conn, req, aio);
    ended(aio, 0);
    CHECK(nng_aio_get_output(aio, 0) == NULL);
    raw_expect(fd, "GET /x HTTP/1.1\r\n\r\n");

    // A head leaves what follows it to the reads, which get what there is of it.
    raw_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    nng_http_conn_read_res(conn, res, aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), 0);
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    for(i = 0; i < 3;) {
        nng_http_conn_read(conn, aio);
        ended(aio, 0);
        CHECK(nng_aio_count(aio) >= 1 && nng_aio_count(aio) <= 3);
        i += nng_aio_count(aio);
    }
    CHECK_STR(body, "hel");
    // They use the room up: the next one goes on in what is left.
    raw_send(fd, "lo");
    nng_http_conn_read_all(conn, aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), 2);
    CHECK_STR(body, "hello");
    // Writes leave it as it was set.
    iov = (nng_iov){ body, 5 };
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    for(i = 0; i < 2; i++) {
        nng_http_conn_write_all(conn, aio);
        ended(aio, 0);
        CHECK_INT(nng_aio_count(aio), 5);
    }
    raw_expect(fd, "hellohello");
#if OURS
    // A message takes the place of buffers, so that none are left.
    nng_http_conn_write_res(conn, res, aio);
    ended(aio, 0);
    nng_http_conn_write_all(conn, aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), 0);
#endif
    for(i = 0; i < 4; i++) CHECK(nng_aio_get_input(aio, i) == &parked[i]);
    // In this order, while nothing is under way.
    nng_aio_free(aio);
    nng_http_conn_close(conn);
    close(fd);
}

// Whoever starts an operation may hold what the callback takes, even if the operation ends at once.
static nng_mtx *mtx;
static nng_cv *cv;
static pthread_t starter;
static nng_aio *called;
static int calls, result;

static void callback(void *arg) {
    (void)arg;
    CHECK(!pthread_equal(pthread_self(), starter));
    nng_mtx_lock(mtx);
    result = nng_aio_result(called);
    calls++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

#define STARTED(operation, expected) \
    do { \
        nng_mtx_lock(mtx); \
        calls = 0; \
        operation; \
        while(!calls) nng_cv_wait(cv); \
        nng_mtx_unlock(mtx); \
        CHECK_INT(result, expected); \
        nng_aio_wait(called); \
    } while(0)

static void calling(void) {
    nng_http_conn *conn;
    char bytes[8];
    nng_iov iov = { bytes, 1 };
    starter = pthread_self();
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    CHECK_OK(nng_aio_alloc(&called, callback, NULL));
    STARTED(nng_http_client_connect(client, called), 0);
    fd = accept(listener, NULL, NULL);
    conn = nng_aio_get_output(called, 0);
    CHECK_OK(nng_aio_set_iov(called, 1, &iov));
    STARTED(nng_http_conn_write_all(conn, called), 0);
    STARTED(nng_http_conn_write(conn, called), 0);
    STARTED(nng_http_conn_write_req(conn, req, called), 0);
    STARTED(nng_http_conn_write_res(conn, res, called), 0);
    raw_send(fd, "abHTTP/1.1 200 OK\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    CHECK_OK(nng_aio_set_iov(called, 1, &iov));
    STARTED(nng_http_conn_read(conn, called), 0);
    CHECK_OK(nng_aio_set_iov(called, 1, &iov));
    STARTED(nng_http_conn_read_all(conn, called), 0);
    STARTED(nng_http_conn_read(conn, called), 0);
    nng_http_res_reset(res);
    STARTED(nng_http_conn_read_res(conn, res, called), 0);
    nng_http_req_reset(req);
    STARTED(nng_http_conn_read_req(conn, req, called), 0);
    CHECK_OK(nng_http_req_set_uri(req, NULL));
    STARTED(nng_http_conn_write_req(conn, req, called), NNG_EINVAL);
    STARTED(nng_http_conn_transact(conn, req, res, called), NNG_EINVAL);
    nng_aio_set_timeout(called, 0);
    STARTED(nng_http_client_connect(client, called), NNG_ETIMEDOUT);
    STARTED(nng_http_conn_read_res(conn, res, called), NNG_ETIMEDOUT);
    nng_aio_set_timeout(called, NNG_DURATION_INFINITE);
    shutdown(fd, SHUT_WR);
    nng_http_res_reset(res);
    STARTED(nng_http_conn_read_res(conn, res, called), NNG_ECONNSHUT);
    STARTED(nng_http_conn_read_res(conn, res, called), NNG_ECLOSED);
    STARTED(nng_http_conn_write_res(conn, res, called), NNG_ECLOSED);
#if OURS
    STARTED(nng_http_conn_read(NULL, called), NNG_EINVAL);
    STARTED(nng_http_client_transact(NULL, req, res, called), NNG_EINVAL);
#endif
    nng_http_conn_close(conn);
    close(fd);
    nng_aio_free(called);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
}

int main(void) {
    listener = new_listener(&port);
    client = new_client(port);
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    CHECK_OK(nng_http_res_alloc(&res));
    keeping();
    calling();
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    close(listener);
    return 0;
}
