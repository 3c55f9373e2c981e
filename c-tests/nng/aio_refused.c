// define: _GNU_SOURCE
// Every function that starts an operation, with an aio that was stopped or has no time: nothing is done, even if it could
// be done at once, and the object is as it was.
#include "streams.h"

static nng_mtx *mtx;
static nng_cv *cv;

static nng_http_client *client;
// Of the client, and one that a handler has hijacked, with its other side.
static nng_http_conn *conn, *served;
static int peer;
static nng_http_req *req, *received;
static nng_http_res *res, *sent;
static struct pair p;
static char buffer[8];

static void sleep_(nng_aio *aio) {
    nng_sleep_aio(1, aio);
}

static void connect_(nng_aio *aio) {
    nng_http_client_connect(client, aio);
}

static void write_req(nng_aio *aio) {
    nng_http_conn_write_req(conn, req, aio);
}

static void read_res(nng_aio *aio) {
    nng_http_conn_read_res(conn, res, aio);
}

// The body.
static void read_(nng_aio *aio) {
    set_buffer(aio, buffer, 1);
    nng_http_conn_read(conn, aio);
}

static void read_all(nng_aio *aio) {
    set_buffer(aio, buffer, 4);
    nng_http_conn_read_all(conn, aio);
}

static void conn_transact(nng_aio *aio) {
    nng_http_conn_transact(conn, req, res, aio);
}

static void transact(nng_aio *aio) {
    nng_http_client_transact(client, req, res, aio);
}

static void read_req(nng_aio *aio) {
    nng_http_conn_read_req(served, received, aio);
}

static void write_res(nng_aio *aio) {
    nng_http_conn_write_res(served, sent, aio);
}

static void write_(nng_aio *aio) {
    set_buffer(aio, "one", 3);
    nng_http_conn_write(served, aio);
}

static void write_all(nng_aio *aio) {
    set_buffer(aio, "two", 3);
    nng_http_conn_write_all(served, aio);
}

static void accept_(nng_aio *aio) {
    nng_stream_listener_accept(p.listener, aio);
}

static void dial(nng_aio *aio) {
    nng_stream_dialer_dial(p.dialer, aio);
}

static void send_(nng_aio *aio) {
    set_buffer(aio, "three", 5);
    nng_stream_send(p.dialed, aio);
}

static void recv_(nng_aio *aio) {
    set_buffer(aio, buffer, 5);
    nng_stream_recv(p.accepted, aio);
}

#if OURS
// Over WebSocket.
static struct pair w;

static void ws_dial(nng_aio *aio) {
    nng_stream_dialer_dial(w.dialer, aio);
}

static void ws_accept(nng_aio *aio) {
    nng_stream_listener_accept(w.listener, aio);
}

static void ws_send(nng_aio *aio) {
    set_buffer(aio, "five!", 5);
    nng_stream_send(w.dialed, aio);
}

static void ws_recv(nng_aio *aio) {
    set_buffer(aio, buffer, 5);
    nng_stream_recv(w.accepted, aio);
}

static nng_udp *udp;
static nng_sockaddr own;

static void udp_send(nng_aio *aio) {
    set_buffer(aio, "four", 4);
    CHECK_OK(nng_aio_set_input(aio, 0, &own));
    nng_udp_send(udp, aio);
}

static void udp_recv(nng_aio *aio) {
    set_buffer(aio, buffer, 4);
    CHECK_OK(nng_aio_set_input(aio, 0, NULL));
    nng_udp_recv(udp, aio);
}
#endif

// In an order in which each can be performed once the ones before it are; how many bytes that moves.
static const struct op {
    const char *name;
    void (*start)(nng_aio *);
    size_t count;
} ops[] = {
    { "sleep", sleep_, 0 },
    { "client_connect", connect_, 0 },
    { "conn_write_req", write_req, sizeof "GET / HTTP/1.1\r\nHost: h\r\n\r\n" - 1 },
    { "conn_read_res", read_res, 0 },
    { "conn_read", read_, 1 },
    { "conn_read_all", read_all, 4 },
    { "conn_transact", conn_transact, 0 },
    { "client_transact", transact, 0 },
    { "conn_read_req", read_req, 0 },
    { "conn_write_res", write_res, sizeof "HTTP/1.1 200 OK\r\n\r\n" - 1 },
    { "conn_write", write_, 3 },
    { "conn_write_all", write_all, 3 },
    { "dialer_dial", dial, 0 },
    { "listener_accept", accept_, 0 },
    { "stream_send", send_, 5 },
    { "stream_recv", recv_, 5 },
#if OURS
    { "dialer_dial of ws", ws_dial, 0 },
    { "listener_accept of ws", ws_accept, 0 },
    { "stream_send of ws", ws_send, 5 },
    { "stream_recv of ws", ws_recv, 5 },
    { "udp_send", udp_send, 4 },
    { "udp_recv", udp_recv, 4 },
#endif
};

static int calls;

static void count(void *arg) {
    (void)arg;
    calls++;
}

static nng_aio *counted(void) {
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, count, NULL));
    calls = 0;
    return aio;
}

// Starts an operation that must end with this result and that many callbacks, and without anything else.
static void refuse(const struct op *op, nng_aio *aio, int result, int callbacks) {
    unsigned i;
    calls = 0;
    for(i = 0; i < 4; i++) CHECK_OK(nng_aio_set_output(aio, i, buffer));
    op->start(aio);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), result);
    CHECK_INT(nng_aio_count(aio), 0);
    for(i = 0; i < 4; i++) CHECK(nng_aio_get_output(aio, i) == NULL);
    CHECK_INT(calls, callbacks);
#if OURS
    CHECK(!nng_aio_busy(aio));
#endif
}

static void refusals(const struct op *op) {
    nng_aio *aio = counted();
    nng_aio_set_timeout(aio, 0);
    refuse(op, aio, NNG_ETIMEDOUT, 1);
#if OURS
    nng_aio_set_timeout(aio, -3);
    refuse(op, aio, NNG_ETIMEDOUT, 1);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    if(op->start != sleep_) {
        nng_aio_set_expire(aio, 1);
        refuse(op, aio, NNG_ETIMEDOUT, 1);
        nng_aio_set_expire(aio, nng_clock() - 1);
        refuse(op, aio, NNG_ETIMEDOUT, 1);
    }
#endif
    // Stopped in its idle state; that lasts.
    nng_aio_stop(aio);
    CHECK_INT(nng_aio_result(aio), NNG_ETIMEDOUT);
    refuse(op, aio, NNG_ECANCELED, 0);
    nng_aio_set_timeout(aio, 1000);
    refuse(op, aio, NNG_ECANCELED, 0);
    nng_aio_free(aio);
    CHECK_INT(calls, 0);
}

static void perform(const struct op *op) {
    nng_aio *aio = counted();
#if OURS
    // A time that is given for one operation goes before the time for all, which it leaves alone.
    if(op->start != sleep_) {
        nng_aio_set_timeout(aio, 0);
        nng_aio_set_expire(aio, nng_clock() + 1000000);
    }
#endif
    op->start(aio);
    ended(aio, 0);
    CHECK_INT(nng_aio_count(aio), op->count);
    CHECK_INT(calls, 1);
    if(op->start == connect_) conn = nng_aio_get_output(aio, 0);
    else if(op->start == dial) p.dialed = nng_aio_get_output(aio, 0);
    else if(op->start == accept_) p.accepted = nng_aio_get_output(aio, 0);
#if OURS
    else if(op->start == ws_dial) w.dialed = nng_aio_get_output(aio, 0);
    else if(op->start == ws_accept) w.accepted = nng_aio_get_output(aio, 0);
#endif
    else CHECK(nng_aio_get_output(aio, 0) == NULL);
    // What is complete stays so.
    nng_aio_stop(aio);
    CHECK_INT(nng_aio_result(aio), 0);
    nng_aio_free(aio);
}

static void hijack(nng_aio *aio) {
    nng_http_conn *c = nng_aio_get_input(aio, 2);
    CHECK_OK(nng_http_hijack(c));
    nng_http_req_free(nng_aio_get_input(aio, 0));
    nng_mtx_lock(mtx);
    served = c;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    nng_aio_finish(aio, 0);
}

// The hijacked connection, on which a request has come in.
static void take_connection(int port) {
    peer = raw_connect(port);
    raw_send(peer, "GET /hijack HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n");
    nng_mtx_lock(mtx);
    while(!served) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
}

static void objects(nng_http_server *server) {
    char text[64];
    nng_url *url;
    snprintf(text, sizeof text, "http://127.0.0.1:%d/", raw_port(server));
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    nng_url_free(url);
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_uri(req, "/"));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_req_alloc(&received, NULL));
    CHECK_OK(nng_http_res_alloc(&sent));
    listen_at(&p, "tcp://127.0.0.1:0");
#if OURS
    listen_at(&w, "ws://127.0.0.1:0/path");
    memset(&own, 0, sizeof own);
    own.s_in.sa_family = NNG_AF_INET;
    own.s_in.sa_addr = htonl(INADDR_LOOPBACK);
    CHECK_OK(nng_udp_open(&udp, &own));
    CHECK_OK(nng_udp_sockname(udp, &own));
#endif
}

int main(void) {
    nng_http_server *server = raw_server();
    size_t i;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    raw_static(server, "/", "hello");
    raw_handle(server, "GET", "/hijack", hijack);
    CHECK_OK(nng_http_server_start(server));
    objects(server);
    take_connection(raw_port(server));
    for(i = 0; i < sizeof ops / sizeof *ops; i++) {
        printf("%s\n", ops[i].name);
        fflush(stdout);
        // What the operations before it have left is not touched: they all still work.
        refusals(&ops[i]);
        perform(&ops[i]);
    }
    CHECK_STR(nng_http_req_get_uri(received), "/next");
    raw_expect(peer, "HTTP/1.1 200 OK\r\n\r\nonetwo");
    close(peer);
    nng_http_conn_close(conn);
    nng_http_conn_close(served);
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_http_req_free(received);
    nng_http_res_free(sent);
    close_pair(&p);
#if OURS
    close_pair(&w);
    nng_udp_close(udp);
#endif
    nng_http_server_release(server);
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
