// define: _GNU_SOURCE
// Handlers that block, that finish later from other threads, and that are taken away while they work.
#include "raw.h"

#define CLIENTS 8

static nng_mtx *mtx;
static nng_cv *cv;
static int inside, most;
static nng_aio *parked[CLIENTS];
static int nparked;

// Blocks until all clients are being served, which takes as many handlers at the same time.
static void meets(nng_aio *aio) {
    nng_mtx_lock(mtx);
    inside++;
    if(inside > most) most = inside;
    nng_cv_wake(cv);
    while(most < 4) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    raw_reply(aio, "met");
}

// Keeps its aio for another thread to finish.
static void parks(nng_aio *aio) {
    nng_mtx_lock(mtx);
    parked[nparked++] = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void finisher(void *arg) {
    int i;
    (void)arg;
    nng_mtx_lock(mtx);
    while(nparked < CLIENTS) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    for(i = CLIENTS - 1; i >= 0; i--) raw_reply(parked[i], "parked");
}

struct later {
    nng_aio *request, *sleep;
};

static void wake_up(void *arg) {
    struct later *later = arg;
    CHECK_OK(nng_aio_result(later->sleep));
    raw_reply(later->request, "later");
    nng_aio_reap(later->sleep);
    free(later);
}

// Finished by the callback of another operation.
static void sleeps(nng_aio *aio) {
    struct later *later = calloc(1, sizeof *later);
    later->request = aio;
    CHECK_OK(nng_aio_alloc(&later->sleep, wake_up, later));
    nng_sleep_aio(2, later->sleep);
}

static void hello(nng_aio *aio) {
    raw_reply(aio, "hello");
}

// Keeps its thread, without a call by which the library could tell.
static int stop_spinning;

static void spins(nng_aio *aio) {
    while(!__atomic_load_n(&stop_spinning, __ATOMIC_SEQ_CST)) poll(NULL, 0, 1);
    raw_reply(aio, "spun");
}

static int released;

static void release(void *arg) {
    nng_mtx_lock(mtx);
    *(int *)arg += 1;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

int main(void) {
    static struct raw_response r;
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    nng_thread *thread;
    int fds[CLIENTS], i, port;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    raw_handle(server, "GET", "/meets", meets);
    raw_handle(server, "GET", "/sleeps", sleeps);
    raw_handle(server, "GET", "/hello", hello);
    raw_handle(server, "GET", "/spins", spins);
    CHECK_OK(nng_http_handler_alloc(&handler, "/parks", parks));
    CHECK_OK(nng_http_handler_set_data(handler, &released, release));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);

    // As many block as the reference lets run at the same time on the smallest machine.
    for(i = 0; i < 4; i++) {
        fds[i] = raw_connect(port);
        raw_send(fds[i], "GET /meets HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    for(i = 0; i < 4; i++) {
        raw_receive(fds[i], &r, 1);
        CHECK_STR(r.body, "met");
        close(fds[i]);
    }
    CHECK_INT(most, 4);

    // One handler that works does not keep others from being served.
    fds[0] = raw_connect(port);
    raw_send(fds[0], "GET /parks HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK_INT(raw_status(port, "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
    for(i = 1; i < CLIENTS; i++) {
        fds[i] = raw_connect(port);
        raw_send(fds[i], "GET /parks HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    // Finished by a thread of the program, in another order.
    CHECK_OK(nng_thread_create(&thread, finisher, NULL));
    for(i = 0; i < CLIENTS; i++) {
        raw_receive(fds[i], &r, 1);
        CHECK_STR(r.body, "parked");
        if(i > 0) {
            raw_receive(fds[i], &r, 1);
            CHECK_STR(r.body, "hello");
        }
        close(fds[i]);
    }
    nng_thread_destroy(thread);

    // Pipelined, each finished later: answered in order.
    fds[0] = raw_connect(port);
    raw_send(fds[0], "GET /sleeps HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n"
                     "GET /sleeps HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_expect(fds[0], "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlater"
                       "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                       "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlater");
    close(fds[0]);

    // An answer does not wait for a handler behind it, whether that has returned or blocks.
    nparked = 0;
    fds[0] = raw_connect(port);
    raw_send(fds[0], "GET /hello HTTP/1.1\r\nHost: h\r\n\r\nGET /parks HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "hello");
    nng_mtx_lock(mtx);
    while(nparked < 1) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    raw_reply(parked[0], "parked");
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "parked");
    raw_send(fds[0], "GET /hello HTTP/1.1\r\nHost: h\r\n\r\nGET /spins HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "hello");
    __atomic_store_n(&stop_spinning, 1, __ATOMIC_SEQ_CST);
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "spun");
    close(fds[0]);

    // A handler is taken away and released while a request is with it: it lasts until that is answered.
    nparked = 0;
    fds[0] = raw_connect(port);
    raw_send(fds[0], "GET /parks HTTP/1.1\r\nHost: h\r\n\r\n");
    nng_mtx_lock(mtx);
    while(nparked < 1) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    CHECK_OK(nng_http_server_del_handler(server, handler));
    nng_http_handler_free(handler);
    CHECK_INT(raw_status(port, "GET /parks HTTP/1.1\r\nHost: h\r\n\r\n"), 404);
    nng_mtx_lock(mtx);
    CHECK_INT(released, 0);
    nng_mtx_unlock(mtx);
    raw_reply(parked[0], "last");
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "last");
    nng_mtx_lock(mtx);
    while(!released) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    close(fds[0]);

#if OURS
    // The same while the body of a request is collected.
    released = 0;
    CHECK_OK(nng_http_handler_alloc(&handler, "/hello", hello));
    CHECK_OK(nng_http_handler_set_method(handler, "POST"));
    CHECK_OK(nng_http_handler_set_data(handler, &released, release));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    fds[0] = raw_connect(port);
    raw_send(fds[0], "POST /hello HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    raw_expect(fds[0], "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK_OK(nng_http_server_del_handler(server, handler));
    nng_http_handler_free(handler);
    raw_send(fds[0], "ab");
    raw_receive(fds[0], &r, 1);
    CHECK_STR(r.body, "hello");
    nng_mtx_lock(mtx);
    while(!released) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    close(fds[0]);
#endif

    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
