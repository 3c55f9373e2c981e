// define: _GNU_SOURCE
// Which URLs dialers and listeners take, and what happens at the addresses in them.
#include "streams.h"
#include <netdb.h>
#include <nng/transport/inproc/inproc.h>
#include <nng/transport/ipc/ipc.h>
#include <nng/transport/tcp/tcp.h>
#include <nng/transport/tls/tls.h>
#include <nng/transport/ws/websocket.h>
#include <sys/stat.h>

static void schemes(void) {
    static const struct {
        const char *url;
        int dialer, listener;
    } all[] = {
        { "tcp://127.0.0.1:1", 0, 0 },
        { "tcp4://127.0.0.1:1", 0, 0 },
        { "tcp6://[::1]:1", 0, 0 },
        { "TCP://127.0.0.1:1", 0, 0 },
        { "tls+tcp://127.0.0.1:1", 0, 0 },
        { "tls+tcp4://127.0.0.1:1", 0, 0 },
        { "tls+tcp6://[::1]:1", 0, 0 },
        { "ipc:///tmp/x", 0, 0 },
        { "abstract://x", 0, 0 },
        { "tcp://:1", NNG_EADDRINVAL, 0 },
        { "tcp://*:1", NNG_EADDRINVAL, 0 },
        { "tcp://127.0.0.1", NNG_EADDRINVAL, 0 },
        { "tls+tcp://127.0.0.1", NNG_EADDRINVAL, 0 },
        { "tcp://127.0.0.1:0", 0, 0 },
        { "tcp://127.0.0.1:no-such-service", 0, NNG_EADDRINVAL },
        { "tcp://127.0.0.1:1000000", 0, NNG_EADDRINVAL },
        { "ipc://", NNG_EADDRINVAL, NNG_EADDRINVAL },
        { "abstract://%zz", NNG_EADDRINVAL, NNG_EADDRINVAL },
        { "http://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "https://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "wss4://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "wss6://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "tcp5://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "tls://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "inproc://x", NNG_ENOTSUP, NNG_ENOTSUP },
        { "udp://127.0.0.1:1", NNG_ENOTSUP, NNG_ENOTSUP },
        { "zt://x", NNG_ENOTSUP, NNG_ENOTSUP },
        { "://x", NNG_ENOTSUP, NNG_ENOTSUP },
        { "no url", NNG_EINVAL, NNG_EINVAL },
        { "", NNG_EINVAL, NNG_EINVAL },
        { "tcp://a@b@c:1", NNG_EINVAL, NNG_EINVAL },
#if OURS
        { "tcp://", NNG_EADDRINVAL, 0 },
        { "unix:///tmp/x", 0, 0 },
        { "unix://", NNG_EADDRINVAL, NNG_EADDRINVAL },
        { "socket://", NNG_ENOTSUP, 0 },
        { "socket://whatever", NNG_ENOTSUP, 0 },
        { "tcp4://[::1]:1", 0, NNG_EADDRINVAL },
        { "tcp6://127.0.0.1:1", 0, NNG_EADDRINVAL },
        { "abstract://%", NNG_EADDRINVAL, NNG_EADDRINVAL },
#endif
    };
    size_t i;
    for(i = 0; i < sizeof all / sizeof *all; i++) {
        nng_stream_dialer *d = (nng_stream_dialer *)1;
        nng_stream_listener *l = (nng_stream_listener *)1;
        nng_url *url;
        int dialed = nng_stream_dialer_alloc(&d, all[i].url), listened = nng_stream_listener_alloc(&l, all[i].url);
        if(dialed != all[i].dialer || listened != all[i].listener) fprintf(stderr, "%s\n", all[i].url);
        CHECK_INT(dialed, all[i].dialer);
        CHECK_INT(listened, all[i].listener);
        if(dialed == 0) nng_stream_dialer_free(d);
        else CHECK(d == (nng_stream_dialer *)1);
        if(listened == 0) nng_stream_listener_free(l);
        else CHECK(l == (nng_stream_listener *)1);
        if(nng_url_parse(&url, all[i].url) != 0) continue;
        CHECK_INT(nng_stream_dialer_alloc_url(&d, url), all[i].dialer);
        if(dialed == 0) nng_stream_dialer_free(d);
        CHECK_INT(nng_stream_listener_alloc_url(&l, url), all[i].listener);
        if(listened == 0) nng_stream_listener_free(l);
        nng_url_free(url);
    }
#if OURS
    {
        char text[128] = "ipc://";
        nng_stream_dialer *d;
        memset(text + 6, 'x', 107);
        CHECK_OK(nng_stream_dialer_alloc(&d, text));
        nng_stream_dialer_free(d);
        text[6 + 107] = 'x';
        CHECK_INT(nng_stream_dialer_alloc(&d, text), NNG_EADDRINVAL);
        CHECK_INT(nng_stream_dialer_alloc(NULL, "ipc://x"), NNG_EINVAL);
        CHECK_INT(nng_stream_dialer_alloc(&d, NULL), NNG_EINVAL);
        CHECK_INT(nng_stream_dialer_alloc_url(&d, NULL), NNG_EINVAL);
        CHECK_INT(nng_stream_listener_alloc(NULL, "ipc://x"), NNG_EINVAL);
        CHECK_INT(nng_stream_listener_alloc_url(NULL, NULL), NNG_EINVAL);
        CHECK_INT(nng_stream_listener_listen(NULL), NNG_EINVAL);
    }
#endif
}

static int dial_result(const char *url) {
    nng_stream_dialer *d;
    nng_aio *aio = new_aio();
    int result;
    CHECK_OK(nng_stream_dialer_alloc(&d, url));
    nng_stream_dialer_dial(d, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    if(result != 0) CHECK(nng_aio_get_output(aio, 0) == NULL);
    else nng_stream_free(nng_aio_get_output(aio, 0));
    nng_stream_dialer_free(d);
    nng_aio_free(aio);
    return result;
}

static void failing_dials(void) {
    char url[64];
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    int result, fd = socket(AF_INET, SOCK_STREAM, 0);
    // A port that is bound and not listened on.
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&sa, &len), 0);
    snprintf(url, sizeof url, "tcp://127.0.0.1:%d", ntohs(sa.sin_port));
    CHECK_INT(dial_result(url), NNG_ECONNREFUSED);
    snprintf(url, sizeof url, "tls+tcp://127.0.0.1:%d", ntohs(sa.sin_port));
    CHECK_INT(dial_result(url), NNG_ECONNREFUSED);
    close(fd);
    CHECK_INT(dial_result("tcp://127.0.0.1:0"), NNG_ECONNREFUSED);
    CHECK_INT(dial_result("tcp://127.0.0.1:no-such-service"), NNG_EADDRINVAL);
    CHECK_INT(dial_result("tcp://127.0.0.1:99999"), NNG_EADDRINVAL);
    // There is no connection to everybody.
    CHECK_INT(dial_result("tcp://127.255.255.255:1"), NNG_EUNREACHABLE);
    CHECK_INT(dial_result("ipc://no-such-file"), NNG_ECONNREFUSED);
    CHECK_INT(dial_result("abstract://nng-no-such-name"), NNG_ECONNREFUSED);
    // Without a name service nobody knows that there is no such host.
    result = dial_result("tcp://no-such-host.invalid:1");
    CHECK(result == NNG_EADDRINVAL || result == NNG_EAGAIN);
#if OURS
    CHECK_INT(dial_result("tcp6://127.0.0.1:1"), NNG_EADDRINVAL);
    CHECK_INT(dial_result("tcp4://[::1]:1"), NNG_EADDRINVAL);
#endif
}

static void names(void) {
    // However many addresses the name has, in whatever order: the listener has one of them.
    struct pair p;
    nng_stream_listener *l;
    char url[64];
    int port;
    listen_at(&p, "tcp://127.0.0.1:0");
    CHECK_OK(nng_stream_listener_get_int(p.listener, NNG_OPT_TCP_BOUND_PORT, &port));
    snprintf(url, sizeof url, "tcp://localhost:%d", port);
    nng_stream_dialer_free(p.dialer);
    CHECK_OK(nng_stream_dialer_alloc(&p.dialer, url));
#if OURS
    connect_pair(&p);
#endif
    close_pair(&p);
    // A name to listen on.
    CHECK_OK(nng_stream_listener_alloc(&l, "tcp4://localhost:0"));
    CHECK_OK(nng_stream_listener_listen(l));
    nng_stream_listener_free(l);
}

static void occupied(void) {
    struct pair p;
    nng_stream_listener *l;
    char url[64];
    int port;
    listen_at(&p, "tcp://127.0.0.1:0");
    CHECK_OK(nng_stream_listener_get_int(p.listener, NNG_OPT_TCP_BOUND_PORT, &port));
    snprintf(url, sizeof url, "tcp://127.0.0.1:%d", port);
    CHECK_OK(nng_stream_listener_alloc(&l, url));
    CHECK_INT(nng_stream_listener_listen(l), NNG_EADDRINUSE);
    // A failure leaves the listener as it was.
    CHECK_INT(nng_stream_listener_get_int(l, NNG_OPT_TCP_BOUND_PORT, &port), NNG_ESTATE);
    nng_stream_listener_close(p.listener);
    CHECK_OK(nng_stream_listener_listen(l));
    nng_stream_listener_free(l);
    close_pair(&p);
    // Documentation addresses are nobody's (RFC 5737).
    CHECK_OK(nng_stream_listener_alloc(&l, "tcp://192.0.2.1:0"));
    CHECK_INT(nng_stream_listener_listen(l), NNG_EADDRINVAL);
    nng_stream_listener_free(l);
}

// A port can be listened on again at once, although connections of the one before are still known to the system.
static void again(void) {
    struct pair p;
    nng_stream_listener *l;
    nng_aio *aio = new_aio();
    char url[64], byte;
    int port;
    open_pair(&p, "tcp://127.0.0.1:0");
    CHECK_OK(nng_stream_listener_get_int(p.listener, NNG_OPT_TCP_BOUND_PORT, &port));
    // The side that closes first is the one whose port stays in use.
    nng_stream_close(p.accepted);
    set_buffer(aio, &byte, 1);
    nng_stream_recv(p.dialed, aio);
    ended(aio, NNG_ECONNSHUT);
    nng_aio_free(aio);
    close_pair(&p);
    snprintf(url, sizeof url, "tcp://127.0.0.1:%d", port);
    CHECK_OK(nng_stream_listener_alloc(&l, url));
    CHECK_OK(nng_stream_listener_listen(l));
    nng_stream_listener_free(l);
}

// What a listener takes for what its URL does not say.
static void defaults(void) {
    static const struct {
        const char *url;
        int family;
        uint32_t address;
    } rows[] = {
        { "tcp://:0", NNG_AF_INET, INADDR_ANY },
        { "tcp4://:0", NNG_AF_INET, INADDR_ANY },
        { "tcp6://:0", NNG_AF_INET6, 0 },
        { "tls+tcp4://*:0", NNG_AF_INET, INADDR_ANY },
        { "tls+tcp6://*:0", NNG_AF_INET6, 0 },
        // No port is any.
        { "tcp://127.0.0.1", NNG_AF_INET, INADDR_LOOPBACK },
        { "tls+tcp://127.0.0.1", NNG_AF_INET, INADDR_LOOPBACK },
    };
    static const uint8_t any[16];
    nng_stream_listener *l;
    nng_sockaddr sa;
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s\n", rows[i].url);
        CHECK_OK(nng_stream_listener_alloc(&l, rows[i].url));
        CHECK_OK(nng_stream_listener_listen(l));
        CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
        CHECK_INT(sa.s_family, rows[i].family);
        CHECK(sa.s_in.sa_port != 0);
        if(sa.s_family == NNG_AF_INET) CHECK_INT(sa.s_in.sa_addr, htonl(rows[i].address));
        else CHECK_MEM(sa.s_in6.sa_addr, any, sizeof any);
        nng_stream_listener_free(l);
    }
    // A port by its name, where the system knows that.
    if(getservbyname("http", "tcp")) {
        CHECK_OK(nng_stream_listener_alloc(&l, "tcp://127.0.0.1:http"));
        nng_stream_listener_free(l);
    }
}

// Directories and sockets of others.
static void without_permission(void) {
    nng_stream_listener *mine, *closed;
    CHECK_OK(nng_stream_listener_alloc(&mine, "ipc://mine"));
    CHECK_OK(nng_stream_listener_set_int(mine, NNG_OPT_IPC_PERMISSIONS, 0));
    CHECK_OK(nng_stream_listener_listen(mine));
    CHECK_OK(nng_stream_listener_alloc(&closed, "ipc://closed/socket"));
    CHECK_OK(mkdir("closed", 0));
    raw_drop_privileges();
    CHECK_INT(dial_result("ipc://mine"), NNG_EPERM);
    CHECK_INT(nng_stream_listener_listen(closed), NNG_EPERM);
    raw_regain_privileges();
    nng_stream_listener_free(mine);
    nng_stream_listener_free(closed);
}

int main(void) {
    schemes();
    again();
    defaults();
    without_permission();
    failing_dials();
    names();
    occupied();
    CHECK_OK(nng_ipc_register());
    CHECK_OK(nng_tls_register());
    CHECK_OK(nng_ws_register());
    CHECK_OK(nng_wss_register());
#if OURS
    CHECK_OK(nng_tcp_register());
    CHECK_OK(nng_inproc_register());
#endif
    CHECK_STR(NNG_OPT_WSS_REQUEST_HEADERS, NNG_OPT_WS_REQUEST_HEADERS);
    CHECK_STR(NNG_OPT_WSS_RESPONSE_HEADERS, NNG_OPT_WS_RESPONSE_HEADERS);
    return 0;
}
