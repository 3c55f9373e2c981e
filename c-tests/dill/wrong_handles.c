// Every function with a handle that is none, or one of another type: the errno, and what becomes of the handle.
#include "fixtures.h"
#include <limits.h>
#include <signal.h>

enum {
    BUNDLE = 1,
    CHANNEL = 1 << 1,
    TCP_LISTENER = 1 << 2,
    TCP = 1 << 3,
    IPC_LISTENER = 1 << 4,
    IPC = 1 << 5,
    UDP = 1 << 6,
    PREFIX = 1 << 7,
    SUFFIX = 1 << 8,
    TERM = 1 << 9,
    HTTP = 1 << 10,
    TLS = 1 << 11,
    WS = 1 << 12,
    OWN_BYTES = 1 << 13,
    OWN_MESSAGES = 1 << 14,
    OWN_NEITHER = 1 << 15
};

#define BYTESTREAMS (TCP | IPC | TLS | OWN_BYTES)
#define MESSAGE_SOCKETS (UDP | PREFIX | SUFFIX | TERM | WS | OWN_MESSAGES)

static const struct type {
    const char *name;
    int flag;
    void (*make)(void);
} types[] = {
    {"bundle", BUNDLE, a_bundle}, {"channel", CHANNEL, a_channel},
    {"tcp listener", TCP_LISTENER, a_tcp_listener}, {"tcp", TCP, a_tcp},
    {"ipc listener", IPC_LISTENER, an_ipc_listener}, {"ipc", IPC, an_ipc}, {"udp", UDP, a_udp},
    {"prefix", PREFIX, a_prefix}, {"suffix", SUFFIX, a_suffix}, {"term", TERM, a_term}, {"http", HTTP, an_http},
    {"tls", TLS, a_tls}, {"ws", WS, a_ws}, {"own bytestream", OWN_BYTES, own_bytes},
    {"own message socket", OWN_MESSAGES, own_messages}, {"own handle", OWN_NEITHER, own_neither},
};

#define TYPES (sizeof(types) / sizeof(types[0]))

static struct ipaddr addr;
static char buf[64];
static int value;

static coroutine void nothing(void) {
}

/* A negative number tells these to make a bundle. */
static int not_negative(int h) {
    return h < 0 ? INT_MAX : h;
}

/* choose tells by the index and errno. */
static int chosen(int op, int h) {
    struct chclause clause = {op, h, &value, sizeof(value)};
    CHECK_INT(choose(&clause, 1, 0), 0);
    return -1;
}

static int queried(int h, const void *type) {
    return hquery(h, type) ? 0 : -1;
}

static struct iolist list = {buf, 1, NULL, 0};
static char stack[16384];
static union {
    struct prefix_storage prefix;
    struct suffix_storage suffix;
    struct term_storage term;
    struct http_storage http;
    struct tls_storage tls;
    struct ws_storage ws;
    struct tcp_storage tcp;
    struct ipc_storage ipc;
} mem;

/* Function, types that it is for, what it does. Handles of other types are left alone. */
#define LEAVES(X) \
    X(bsend, BYTESTREAMS, bsend(h, "x", 1, 0)) \
    X(brecv, BYTESTREAMS, brecv(h, buf, 1, 0)) \
    X(bsendl, BYTESTREAMS, bsendl(h, &list, &list, 0)) \
    X(brecvl, BYTESTREAMS, brecvl(h, &list, &list, 0)) \
    X(msend, MESSAGE_SOCKETS, msend(h, "x", 1, 0)) \
    X(mrecv, MESSAGE_SOCKETS, mrecv(h, buf, 1, 0)) \
    X(msendl, MESSAGE_SOCKETS, msendl(h, &list, &list, 0)) \
    X(mrecvl, MESSAGE_SOCKETS, mrecvl(h, &list, &list, 0)) \
    X(hquery_bsock, BYTESTREAMS, queried(h, bsock_type)) \
    X(hquery_msock, MESSAGE_SOCKETS, queried(h, msock_type)) \
    X(hquery_other, 0, queried(h, &value)) \
    X(hquery_null, 0, queried(h, NULL)) \
    X(bundle_wait, BUNDLE, bundle_wait(h, 0)) \
    X(bundle_go, BUNDLE, bundle_go(not_negative(h), nothing())) \
    X(bundle_go_mem, BUNDLE, bundle_go_mem(not_negative(h), nothing(), stack, sizeof(stack))) \
    X(chsend, CHANNEL, chsend(h, &value, sizeof(value), 0)) \
    X(chrecv, CHANNEL, chrecv(h, &value, sizeof(value), 0)) \
    X(chdone, CHANNEL, chdone(h)) \
    X(choose_send, CHANNEL, chosen(CHSEND, h)) \
    X(choose_receive, CHANNEL, chosen(CHRECV, h)) \
    X(tcp_accept, TCP_LISTENER, tcp_accept(h, NULL, 0)) \
    X(tcp_accept_mem, TCP_LISTENER, tcp_accept_mem(h, &addr, &mem.tcp, 0)) \
    X(tcp_done, TCP, tcp_done(h, 0)) \
    X(tcp_close, TCP | TCP_LISTENER, tcp_close(h, 0)) \
    X(ipc_accept, IPC_LISTENER, ipc_accept(h, 0)) \
    X(ipc_accept_mem, IPC_LISTENER, ipc_accept_mem(h, &mem.ipc, 0)) \
    X(ipc_sendfd, IPC, ipc_sendfd(h, 0, 0)) \
    X(ipc_recvfd, IPC, ipc_recvfd(h, 0)) \
    X(ipc_done, IPC, ipc_done(h, 0)) \
    X(ipc_close, IPC | IPC_LISTENER, ipc_close(h, 0)) \
    X(udp_send, UDP, udp_send(h, &addr, "x", 1)) \
    X(udp_recv, UDP, udp_recv(h, NULL, buf, 1, 0)) \
    X(udp_sendl, UDP, udp_sendl(h, &addr, &list, &list)) \
    X(udp_recvl, UDP, udp_recvl(h, NULL, &list, &list, 0)) \
    X(prefix_detach, PREFIX, prefix_detach(h)) \
    X(suffix_detach, SUFFIX, suffix_detach(h, 0)) \
    X(term_done, TERM, term_done(h, 0)) \
    X(term_detach, TERM, term_detach(h, 0)) \
    X(http_sendrequest, HTTP, http_sendrequest(h, "GET", "/", 0)) \
    X(http_sendstatus, HTTP, http_sendstatus(h, 200, "OK", 0)) \
    X(http_sendfield, HTTP, http_sendfield(h, "a", "b", 0)) \
    X(http_recvrequest, HTTP, http_recvrequest(h, buf, 32, buf + 32, 32, 0)) \
    X(http_recvstatus, HTTP, http_recvstatus(h, buf, 64, 0)) \
    X(http_recvfield, HTTP, http_recvfield(h, buf, 32, buf + 32, 32, 0)) \
    X(http_done, HTTP, http_done(h, 0)) \
    X(http_detach, HTTP, http_detach(h, 0)) \
    X(tls_done, TLS, tls_done(h, 0)) \
    X(tls_detach, TLS, tls_detach(h, 0)) \
    X(ws_send, WS, ws_send(h, WS_TEXT, "x", 1, 0)) \
    X(ws_recv, WS, ws_recv(h, &value, buf, 1, 0)) \
    X(ws_sendl, WS, ws_sendl(h, WS_TEXT, &list, &list, 0)) \
    X(ws_recvl, WS, ws_recvl(h, NULL, &list, &list, 0)) \
    X(ws_done, WS, ws_done(h, 1000, NULL, 0, 0)) \
    X(ws_detach, WS, ws_detach(h, 1000, NULL, 0, 0)) \
    X(ws_status, WS, ws_status(h, NULL, NULL, 0)) \
    X(socks5_client_connect, BYTESTREAMS, socks5_client_connect(h, NULL, NULL, &addr, 0)) \
    X(socks5_client_connectbyname, BYTESTREAMS, socks5_client_connectbyname(h, NULL, NULL, "a", 80, 0)) \
    X(socks5_proxy_auth, BYTESTREAMS, socks5_proxy_auth(h, NULL, 0)) \
    X(socks5_proxy_recvcommand, BYTESTREAMS, socks5_proxy_recvcommand(h, &addr, 0)) \
    X(socks5_proxy_recvcommandbyname, BYTESTREAMS, socks5_proxy_recvcommandbyname(h, name, &value, 0)) \
    X(socks5_proxy_sendreply, BYTESTREAMS, socks5_proxy_sendreply(h, SOCKS5_SUCCESS, &addr, 0))

/* The same of those that take the handle in any case, and the errno for another type. */
#define TAKES(X) \
    X(prefix_attach, BYTESTREAMS, prefix_attach(h, 2, 0), EPROTO) \
    X(prefix_attach_mem, BYTESTREAMS, prefix_attach_mem(h, 2, 0, &mem.prefix), EPROTO) \
    X(suffix_attach, BYTESTREAMS, suffix_attach(h, "x", 1), EPROTO) \
    X(suffix_attach_mem, BYTESTREAMS, suffix_attach_mem(h, "x", 1, &mem.suffix), EPROTO) \
    X(term_attach, MESSAGE_SOCKETS, term_attach(h, "x", 1), EPROTO) \
    X(term_attach_mem, MESSAGE_SOCKETS, term_attach_mem(h, "x", 1, &mem.term), EPROTO) \
    X(http_attach, BYTESTREAMS, http_attach(h), ENOTSUP) \
    X(http_attach_mem, BYTESTREAMS, http_attach_mem(h, &mem.http), ENOTSUP) \
    X(tls_attach_client, BYTESTREAMS, tls_attach_client(h, 0), EPROTO) \
    X(tls_attach_client_mem, BYTESTREAMS, tls_attach_client_mem(h, &mem.tls, 0), EPROTO) \
    X(tls_attach_server, BYTESTREAMS, attach_as_server(h, 0), EPROTO) \
    X(tls_attach_server_mem, BYTESTREAMS, \
        tls_attach_server_mem(h, pem(0, "server.crt"), pem(1, "server.key"), &mem.tls, 0), EPROTO) \
    X(ws_attach_client, BYTESTREAMS, ws_attach_client(h, 0, "/", "h", 0), ENOTSUP) \
    X(ws_attach_client_mem, BYTESTREAMS, ws_attach_client_mem(h, WS_NOHTTP, NULL, NULL, &mem.ws, 0), ENOTSUP) \
    X(ws_attach_server, BYTESTREAMS, ws_attach_server(h, 0, buf, 32, buf + 32, 32, 0), ENOTSUP) \
    X(ws_attach_server_mem, BYTESTREAMS, ws_attach_server_mem(h, WS_NOHTTP, NULL, 0, NULL, 0, &mem.ws, 0), ENOTSUP)

static char name[256];

#define DEFINE(id, types, call, ...) static int call_##id(int h) { return (int)(call); }
LEAVES(DEFINE)
TAKES(DEFINE)
static int call_hown(int h) { return hown(h); }
static int call_hclose(int h) { return hclose(h); }

static const struct function {
    const char *name;
    int types;
    int (*call)(int h);
    /* For another type; 0 if every handle is right. */
    int error;
    int takes;
} functions[] = {
#define ROW_OF_LEAVES(id, types, call) {#id, types, call_##id, ENOTSUP, 0},
#define ROW_OF_TAKES(id, types, call, error) {#id, types, call_##id, error, 1},
    LEAVES(ROW_OF_LEAVES) TAKES(ROW_OF_TAKES)
    {"hown", 0, call_hown, 0, 1},
    {"hclose", 0, call_hclose, 0, 1},
};

#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

static void fails(const struct function *f, int h, int want, const char *with) {
    int rc;
    errno = EXDEV;
    rc = f->call(h);
    if(rc == -1 && errno == want) return;
    fprintf(stderr, "%s with %s: %d, errno %d (%s), not %d\n", f->name, with, rc, errno, strerror(errno), want);
    CHECK(0);
}

static void other_types(void) {
    size_t i, t;
    for(t = 0; t != TYPES; ++t) {
        int is_own = types[t].flag >= OWN_BYTES;
        types[t].make();
        for(i = 0; i != FUNCTIONS; ++i) {
            const struct function *f = &functions[i];
            if((f->types & types[t].flag) || !f->error) continue;
            fails(f, used, f->error, types[t].name);
            if(!f->takes) continue;
            /* Closed, with all below. */
            CHECK_ERRNO(hclose(used), EBADF);
            if(is_own) CHECK_INT(own.closed, 1);
            discard();
            types[t].make();
        }
        /* Nothing went through it. */
        if(is_own) CHECK_INT(own.sends + own.receives, 0);
        CHECK_OK(hclose(used));
        discard();
    }
}

static void all_fail(int h, const char *with) {
    size_t i;
    for(i = 0; i != FUNCTIONS; ++i) fails(&functions[i], h, EBADF, with);
}

static void no_handles(void) {
    int numbers[] = {-1, INT_MIN, INT_MAX, 255, 256, 4095, 1 << 20}, h;
    char with[32];
    size_t i;
    for(i = 0; i != sizeof(numbers) / sizeof(numbers[0]); ++i) {
        snprintf(with, sizeof(with), "handle %d", numbers[i]);
        all_fail(numbers[i], with);
    }
    /* Numbers that were handles, and the ends that they came to. */
    for(i = 0; i != TYPES; ++i) {
        types[i].make();
        h = used;
        on(hown(h));
        all_fail(h, "hown");
        h = used;
        discard();
        all_fail(h, "hclose");
    }
    an_ipc();
    h = used;
    on(http_attach(h));
    all_fail(h, "http_attach");
    discard();
    a_prefix();
    h = used;
    on(prefix_detach(h));
    all_fail(h, "prefix_detach");
    discard();
    a_tcp();
    CHECK_OK(tcp_done(others[0], -1));
    CHECK_OK(tcp_close(used, -1));
    all_fail(used, "tcp_close");
    discard();
}

int main(void) {
    signal(SIGPIPE, SIG_DFL);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 80, 0));
    other_types();
    no_handles();
    return 0;
}
