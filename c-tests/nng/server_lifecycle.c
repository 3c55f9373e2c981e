// define: _GNU_SOURCE
// Holding, sharing, starting, stopping and releasing servers, with and without connections.
#include "raw.h"

static nng_mtx *mtx;
static nng_cv *cv;
static nng_aio *deferred, *undeferred;
static nng_http_server *own;
static int cancelled, released;

static void cancel(nng_aio *aio, void *arg, int err) {
    nng_mtx_lock(mtx);
    *(int *)arg = err;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    nng_aio_finish(aio, err);
}

static void defers(nng_aio *aio) {
    nng_aio_defer(aio, cancel, &cancelled);
    nng_mtx_lock(mtx);
    deferred = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void keeps(nng_aio *aio) {
    nng_mtx_lock(mtx);
    undeferred = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void release(void *arg) {
    nng_mtx_lock(mtx);
    *(int *)arg += 1;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

static void wait_for(void *volatile *pointer) {
    nng_mtx_lock(mtx);
    while(!*pointer) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
}

static nng_http_server *hold(const char *text, int result) {
    nng_http_server *server = NULL;
    nng_url *url;
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_INT(nng_http_server_hold(&server, url), result);
    CHECK((server != NULL) == (result == 0));
    nng_url_free(url);
    return server;
}

static void sharing(void) {
    char text[64];
    nng_http_server *a, *b, *c;
    nng_sockaddr sa;
    int port;
    a = hold("http://127.0.0.1:0", 0);
    b = hold("http://127.0.0.1:0/path", 0);
    c = hold("http://localhost:0", 0);
    CHECK(a == b);
    CHECK(a != c);
    CHECK_OK(nng_http_server_get_addr(a, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    raw_static(a, "/", "shared");
    // Starts are counted, and so are stops.
    CHECK_OK(nng_http_server_start(a));
    CHECK_OK(nng_http_server_start(b));
    port = raw_port(a);
    snprintf(text, sizeof text, "http://127.0.0.1:%d", port);
    nng_http_server_release(c);
    c = hold(text, 0);
    CHECK(c == a);
    nng_http_server_release(c);
    c = hold("http://127.0.0.1:0", 0);
    CHECK(c != a);
    nng_http_server_release(c);
    nng_http_server_stop(a);
    CHECK_INT(raw_status(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
    nng_http_server_stop(b);
    // Stopped for good; a new one can have the port at once.
    CHECK_INT(nng_http_server_start(a), NNG_ESTATE);
    c = hold(text, 0);
    CHECK(c != a);
    CHECK_OK(nng_http_server_start(c));
    CHECK_INT(raw_status(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), 404);
    nng_http_server_release(a);
    nng_http_server_release(b);
    // Released without a stop.
    nng_http_server_release(c);
    c = hold(text, 0);
    CHECK_OK(nng_http_server_start(c));
    nng_http_server_stop(c);
    nng_http_server_release(c);
}

// At every address of the machine.
static void everywhere(void) {
    nng_http_server *a = hold("http://*:0", 0), *b = hold("http://:0", 0);
    nng_sockaddr sa;
    CHECK(a == b);
    raw_static(a, "/", "everywhere");
    CHECK_OK(nng_http_server_start(a));
    CHECK_OK(nng_http_server_get_addr(a, &sa));
    int port = ntohs(sa.s_family == NNG_AF_INET6 ? sa.s_in6.sa_port : sa.s_in.sa_port);
    CHECK(port != 0);
    CHECK_INT(raw_status(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
    nng_http_server_stop(b);
    nng_http_server_release(a);
    nng_http_server_release(b);
}

static void failures(void) {
    nng_http_server *server, *other;
    char text[64];
    hold("tcp://127.0.0.1:0", NNG_EADDRINVAL);
    hold("ipc:///tmp/x", NNG_EADDRINVAL);
    hold("http://127.0.0.1:abc", NNG_EADDRINVAL);
    hold("http://127.0.0.1:99999", NNG_EADDRINVAL);
    hold("http://no.such.host.invalid:0", NNG_EADDRINVAL);
    // An address of another machine.
    server = hold("http://192.0.2.1:0", 0);
    CHECK_INT(nng_http_server_start(server), NNG_EADDRINVAL);
    nng_http_server_release(server);
    // A port that only the superuser may have, if there is one.
    FILE *first = fopen("/proc/sys/net/ipv4/ip_unprivileged_port_start", "r");
    int unprivileged = 0;
    CHECK(first && fscanf(first, "%d", &unprivileged) == 1);
    fclose(first);
    raw_drop_privileges();
    if(unprivileged > 7) {
        server = hold("http://127.0.0.1:7", 0);
        CHECK_INT(nng_http_server_start(server), NNG_EPERM);
        nng_http_server_release(server);
    }
    raw_regain_privileges();
    // A port that somebody else has.
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(fd, 1), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&sa, &len), 0);
    snprintf(text, sizeof text, "http://127.0.0.1:%d", ntohs(sa.sin_port));
    server = hold(text, 0);
    CHECK_INT(nng_http_server_start(server), NNG_EADDRINUSE);
    close(fd);
    // It can be tried again.
    CHECK_OK(nng_http_server_start(server));
    nng_http_server_stop(server);
    nng_http_server_release(server);
#if OURS
    hold("http6://127.0.0.1:0", NNG_EADDRINVAL);
    server = raw_server();
    nng_http_server_stop(server);
    CHECK_INT(nng_http_server_start(server), NNG_ECLOSED);
    other = raw_server();
    CHECK(other != server);
    nng_http_server_release(other);
    nng_http_server_release(server);
    nng_http_server_release(NULL);
    nng_http_server_stop(NULL);
    CHECK_INT(nng_http_server_start(NULL), NNG_EINVAL);
    CHECK_INT(nng_http_server_get_addr(NULL, NULL), NNG_EINVAL);
#else
    (void)other;
#endif
}

static void stopping(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler;
    nng_http_res *res;
    int idle, half, one, two;
    char byte;
    raw_handle(server, "GET", "/defers", defers);
    CHECK_OK(nng_http_handler_alloc(&handler, "/keeps", keeps));
    CHECK_OK(nng_http_handler_set_data(handler, &released, release));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    idle = raw_connect(raw_port(server));
    raw_send(idle, "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK_INT(recv(idle, &byte, 1, 0), 1);
    half = raw_connect(raw_port(server));
    raw_send(half, "GET /defe");
    one = raw_connect(raw_port(server));
    raw_send(one, "GET /defers HTTP/1.1\r\nHost: h\r\n\r\n");
    two = raw_connect(raw_port(server));
    raw_send(two, "GET /keeps HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_for((void *volatile *)&deferred);
    wait_for((void *volatile *)&undeferred);
#if OURS
    // The reference waits here for the connections, of which one needs this thread.
    nng_http_server_stop(server);
    CHECK_INT(cancelled, NNG_ECLOSED);
    while(recv(idle, &byte, 1, 0) > 0) {}
    CHECK_INT(recv(half, &byte, 1, 0), 0);
    CHECK_INT(recv(one, &byte, 1, 0), 0);
    CHECK_INT(recv(two, &byte, 1, 0), 0);
    nng_http_server_release(server);
    // The response comes too late; request and connection are still there.
    CHECK_STR(nng_http_req_get_uri(nng_aio_get_input(undeferred, 0)), "/keeps");
    CHECK_OK(nng_http_res_alloc(&res));
    nng_aio_set_output(undeferred, 0, res);
    nng_aio_finish(undeferred, 0);
    nng_mtx_lock(mtx);
    while(!released) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
#else
    (void)res;
    nng_aio_finish(undeferred, 0);
    nng_aio_finish(deferred, 0);
    nng_http_server_stop(server);
    nng_http_server_release(server);
#endif
    close(idle);
    close(half);
    close(one);
    close(two);
}

#if OURS
// Starts operations of its own on the connection, and leaves them.
static nng_aio *reading, *waiting, *writing;
static char much[8 << 20];

static void operates(nng_aio *aio) {
    nng_http_conn *conn = nng_aio_get_input(aio, 2);
    nng_iov in = { much, 1 }, out = { much, sizeof much };
    CHECK_OK(nng_aio_alloc(&reading, NULL, NULL));
    CHECK_OK(nng_aio_alloc(&waiting, NULL, NULL));
    CHECK_OK(nng_aio_alloc(&writing, NULL, NULL));
    CHECK_OK(nng_aio_set_iov(reading, 1, &in));
    CHECK_OK(nng_aio_set_iov(waiting, 1, &in));
    CHECK_OK(nng_aio_set_iov(writing, 1, &out));
    nng_http_conn_read(conn, reading);
    nng_http_conn_read(conn, waiting);
    nng_http_conn_write_all(conn, writing);
    keeps(aio);
}

// They end with the server, and so do those that come later, until the handler is done.
static void stopping_operations(void) {
    nng_http_server *server = raw_server();
    nng_aio *aios[3];
    int fd, i;
    undeferred = NULL;
    raw_handle(server, "GET", "/operates", operates);
    CHECK_OK(nng_http_server_start(server));
    fd = raw_connect(raw_port(server));
    raw_send(fd, "GET /operates HTTP/1.1\r\nHost: h\r\n\r\n");
    wait_for((void *volatile *)&undeferred);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    aios[0] = reading;
    aios[1] = waiting;
    aios[2] = writing;
    for(i = 0; i < 3; i++) {
        nng_aio_wait(aios[i]);
        CHECK_INT(nng_aio_result(aios[i]), NNG_ECLOSED);
        nng_http_conn_read(nng_aio_get_input(undeferred, 2), aios[i]);
        nng_aio_wait(aios[i]);
        CHECK_INT(nng_aio_result(aios[i]), NNG_ECLOSED);
        nng_aio_free(aios[i]);
    }
    // Too late to take the connection over: it is closed already, and the program's all the same.
    CHECK_OK(nng_http_hijack(nng_aio_get_input(undeferred, 2)));
    nng_http_req_free(nng_aio_get_input(undeferred, 0));
    nng_http_conn_close(nng_aio_get_input(undeferred, 2));
    nng_aio_finish(undeferred, 0);
    close(fd);
}

static void goes(nng_aio *aio) {
    nng_http_server_release(own);
    raw_reply(aio, "gone");
    nng_mtx_lock(mtx);
    own = NULL;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

// The last holder lets go inside of a handler.
static void releasing_inside(void) {
    char byte;
    int fd;
    own = raw_server();
    raw_handle(own, "GET", "/goes", goes);
    CHECK_OK(nng_http_server_start(own));
    fd = raw_connect(raw_port(own));
    raw_send(fd, "GET /goes HTTP/1.1\r\nHost: h\r\n\r\n");
    nng_mtx_lock(mtx);
    while(own) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    CHECK_INT(recv(fd, &byte, 1, 0), 0);
    close(fd);
}

// The library shuts down under a server, and can be used again.
static void finishing(void) {
    nng_http_server *server = raw_server();
    char byte;
    int fd, port;
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    port = raw_port(server);
    fd = raw_connect(port);
    raw_send(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK_INT(recv(fd, &byte, 1, 0), 1);
    nng_fini();
    while(recv(fd, &byte, 1, 0) > 0) {}
    close(fd);
    CHECK_INT(nng_http_server_start(server), NNG_ESTATE);
    nng_http_server_release(server);
    sharing();
}
#endif

int main(void) {
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    sharing();
    everywhere();
    failures();
    stopping();
#if OURS
    stopping_operations();
    releasing_inside();
    finishing();
#endif
    return 0;
}
