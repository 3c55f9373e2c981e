// Every call that finds what it needs: whatever its deadline, nobody else runs meanwhile, and errno tells of no wait.
// A cancelled coroutine and a close callback can make it, too, unless that makes a handle or is for coroutines to meet.
#define _GNU_SOURCE
#include "fixtures.h"
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

static char text[256];
static int value, partners;
static struct ipaddr addr;

/* Peers that have done their part already. */

/* Until something has arrived at a socket of the Internet, of which there are those of one fixture. Elsewhere it has when
   the call that sends it returns. */
static void arrives(short what) {
    int fd, domain;
    for(fd = 3;; fd = fd == 255 ? 3 : fd + 1) {
        struct pollfd p = {fd, what, 0};
        socklen_t len = sizeof(domain);
        if(getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) != 0 || domain != AF_INET) continue;
        if(poll(&p, 1, 0) == 1 && (p.revents & what)) return;
    }
}

static void say(const char *bytes, size_t len) {
    CHECK_OK(bsend(others[0], bytes, len, -1));
}

#define SAY(literal) say(literal, sizeof(literal) - 1)

static void said_tcp(void) { a_tcp(); SAY("abc"); arrives(POLLIN); }
static void said_ipc(void) { an_ipc(); SAY("abc"); }
static void said_own(void) { own_bytes(); SAY("abc"); }
static void said_prefix(void) { a_prefix(); SAY("\0\0\0\3abc"); }
static void said_suffix(void) { a_suffix(); SAY("abc\r\n"); }
static void said_term(void) { a_term(); SAY("\0\0\0\3abc"); }
static void ended_term(void) { a_term(); SAY("\0\0\0\3abc\0\0\0\4STOP"); }
static void said_ws(void) { a_ws(); SAY("\x81\x83\0\0\0\0abc"); }
static void ended_ws(void) { a_ws(); SAY("\x81\x83\0\0\0\0abc\x88\x80\0\0\0\0"); }
static void said_request(void) { an_http(); SAY("GET / HTTP/1.1\r\n"); }
static void said_status(void) { an_http(); SAY("HTTP/1.1 200 OK\r\n"); }
static void said_field(void) { an_http(); SAY("a: b\r\n"); }
static void ended_http(void) { an_http(); SAY("GET / HTTP/1.1\r\na: b\r\n\r\n"); }
static void said_tls(void) { a_tls(); SAY("abc"); }

static void ended_tls(void) {
    a_tls();
    SAY("abc");
    CHECK_OK(tls_done(others[0], -1));
}

static void said_upgrade(void) {
    an_ipc();
    SAY("GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

static void ended_tcp(void) { a_tcp(); SAY("abc"); CHECK_OK(tcp_done(others[0], -1)); arrives(POLLRDHUP); }
static void ended_ipc(void) { an_ipc(); SAY("abc"); CHECK_OK(ipc_done(others[0], -1)); }
static void sent_fd(void) { an_ipc(); CHECK_OK(ipc_sendfd(others[0], 0, -1)); }

static void connected_tcp(void) {
    on(listen_on_loopback(&addr));
    also(tcp_connect(&addr, -1));
    arrives(POLLIN);
}

static void connected_ipc(void) {
    on(ipc_listen("connected", 10));
    also(ipc_connect("connected", -1));
    CHECK_OK(unlink("connected"));
}

static void path_listener(void) {
    on(ipc_listen("path", 10));
}

static void a_packet(void) {
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    on(udp_open(&addr, NULL));
    CHECK_OK(udp_send(used, &addr, "abc", 3));
    arrives(POLLIN);
}

static void socks5_client(void) { an_ipc(); SAY("\5\0\5\0\0\1abcdpp"); }
static void socks5_auth(void) { an_ipc(); SAY("\5\1\0"); }
static void socks5_command(void) { an_ipc(); SAY("\5\1\0\1abcdpp"); }

static coroutine void receiver(int ch) {
    chrecv(ch, &value, sizeof(value), -1);
    partners--;
}

static coroutine void sender(int ch) {
    chsend(ch, &value, sizeof(value), -1);
    partners--;
}

static void received_channel(void) { a_channel(); also(go(receiver(others[0]))); partners++; }
static void sent_channel(void) { a_channel(); also(go(sender(others[0]))); partners++; }

static void tcp_descriptor(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof(sa);
    int ls = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    CHECK_OK(bind(ls, (struct sockaddr *)&sa, len));
    CHECK_OK(listen(ls, 1));
    CHECK_OK(getsockname(ls, (struct sockaddr *)&sa, &len));
    raw_fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(connect(raw_fd, (struct sockaddr *)&sa, len));
    close(ls);
    no_handle();
}

static void tcp_listener_descriptor(void) {
    raw_fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(listen(raw_fd, 1));
    no_handle();
}

static void ipc_descriptor(void) {
    int fds[2];
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    raw_fd = fds[0];
    close(fds[1]);
    no_handle();
}

static int taken(int h) {
    if(h >= 0) raw_fd = -1;
    return h;
}

/* A handle that was made, into which the old one has gone. */
static int made(int h) {
    if(h >= 0) on(h);
    return h;
}

/* One more. */
static int added(int h) {
    if(h >= 0) also(h);
    return h;
}

static int descriptor(int fd) {
    if(fd >= 0) CHECK_OK(close(fd));
    return fd;
}

static int two(int rc, const int h[2]) {
    if(rc == 0) {
        also(h[0]);
        also(h[1]);
    }
    return rc;
}

static int make_channel(void) { int h[2]; return two(chmake(h), h); }
static int make_ipc(void) { int h[2]; return two(ipc_pair(h), h); }

static int make_tcp_listener(void) {
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    return added(tcp_listen(&addr, 1));
}

static int make_ipc_listener(void) {
    int h = added(ipc_listen("made", 1));
    if(h >= 0) CHECK_OK(unlink("made"));
    return h;
}

static int connect_ipc(int64_t deadline) {
    int h = added(ipc_connect("path", deadline));
    if(h >= 0) CHECK_OK(unlink("path"));
    return h;
}

static int make_udp(void) { return added(udp_open(NULL, NULL)); }

static int choice(int64_t deadline) {
    struct chclause clause = {CHRECV, used, &value, sizeof(value)};
    return choose(&clause, 1, deadline);
}


static struct hvfs own_vfs = {foreign_query, foreign_close};

static void *query_nothing(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    return NULL;
}

static void close_nothing(struct hvfs *vfs) {
    (void)vfs;
}

static int make_own(void) {
    own_vfs = (struct hvfs){query_nothing, close_nothing};
    return added(hmake(&own_vfs));
}

enum { KEPT = EXDEV };

/* Name, fixture, call, what it leaves in errno, whether it checks for cancellation. */
#define CALLS(X) \
    X(now, no_handle, now() > 0, KEPT, 0) \
    X(hquery, an_ipc, hquery(used, bsock_type) != NULL, KEPT, 0) \
    X(hclose, an_ipc, hclose(used), KEPT, 0) \
    X(hown, an_ipc, made(hown(used)), KEPT, 1) \
    X(hmake, no_handle, make_own(), KEPT, 1) \
    X(bundle, no_handle, added(bundle()), KEPT, 1) \
    X(bundle_wait, a_bundle, bundle_wait(used, deadline), KEPT, 1) \
    X(fdclean, no_handle, fdclean(0), KEPT, 0) \
    X(chmake, no_handle, make_channel(), KEPT, 1) \
    X(chsend, received_channel, chsend(used, &value, sizeof(value), deadline), KEPT, 1) \
    X(chrecv, sent_channel, chrecv(used, &value, sizeof(value), deadline), KEPT, 1) \
    X(choose, sent_channel, choice(deadline), 0, 1) \
    X(chdone, a_channel, chdone(used), KEPT, 0) \
    \
    X(ipaddr_local, no_handle, ipaddr_local(&addr, "127.0.0.1", 80, 0), KEPT, 0) \
    X(ipaddr_remote, no_handle, ipaddr_remote(&addr, "127.0.0.1", 80, 0, deadline), KEPT, 0) \
    X(ipaddr_remotes, no_handle, ipaddr_remotes(&addr, 1, "::1", 80, 0, deadline), KEPT, 0) \
    \
    X(tcp_listen, no_handle, make_tcp_listener(), KEPT, 1) \
    X(tcp_accept, connected_tcp, added(tcp_accept(used, NULL, deadline)), KEPT, 1) \
    X(tcp_fromfd, tcp_descriptor, taken(added(tcp_fromfd(raw_fd))), KEPT, 1) \
    X(tcp_listener_fromfd, tcp_listener_descriptor, taken(added(tcp_listener_fromfd(raw_fd))), KEPT, 1) \
    X(tcp_bsend, a_tcp, bsend(used, "x", 1, deadline), KEPT, 0) \
    X(tcp_brecv, said_tcp, brecv(used, text, 3, deadline), KEPT, 0) \
    X(tcp_skip, said_tcp, brecv(used, NULL, 3, deadline), KEPT, 0) \
    X(tcp_done, a_tcp, tcp_done(used, deadline), KEPT, 0) \
    X(tcp_close, ended_tcp, tcp_close(used, deadline), EPIPE, 0) \
    X(tcp_close_listener, a_tcp_listener, tcp_close(used, deadline), KEPT, 0) \
    \
    X(ipc_listen, no_handle, make_ipc_listener(), KEPT, 1) \
    X(ipc_accept, connected_ipc, added(ipc_accept(used, deadline)), KEPT, 1) \
    X(ipc_connect, path_listener, connect_ipc(deadline), KEPT, 1) \
    X(ipc_pair, no_handle, make_ipc(), KEPT, 1) \
    X(ipc_fromfd, ipc_descriptor, taken(added(ipc_fromfd(raw_fd))), KEPT, 1) \
    X(ipc_bsend, an_ipc, bsend(used, "x", 1, deadline), KEPT, 0) \
    X(ipc_brecv, said_ipc, brecv(used, text, 3, deadline), KEPT, 0) \
    X(ipc_skip, said_ipc, brecv(used, NULL, 3, deadline), KEPT, 0) \
    X(ipc_sendfd, an_ipc, ipc_sendfd(used, 0, deadline), KEPT, 0) \
    X(ipc_recvfd, sent_fd, descriptor(ipc_recvfd(used, deadline)), KEPT, 0) \
    X(ipc_done, an_ipc, ipc_done(used, deadline), KEPT, 0) \
    X(ipc_close, ended_ipc, ipc_close(used, deadline), EPIPE, 0) \
    X(own_bsend, own_bytes, bsend(used, "x", 1, deadline), KEPT, 0) \
    X(own_brecv, said_own, brecv(used, text, 3, deadline), KEPT, 0) \
    \
    X(udp_open, no_handle, make_udp(), KEPT, 1) \
    X(udp_send, a_packet, udp_send(used, &addr, "x", 1), KEPT, 0) \
    X(udp_recv, a_packet, udp_recv(used, NULL, text, 3, deadline), KEPT, 0) \
    X(udp_mrecv, a_packet, mrecv(used, text, 3, deadline), KEPT, 0) \
    \
    X(prefix_attach, an_ipc, made(prefix_attach(used, 2, 0)), KEPT, 1) \
    X(prefix_msend, a_prefix, msend(used, "x", 1, deadline), KEPT, 0) \
    X(prefix_mrecv, said_prefix, mrecv(used, text, 3, deadline), KEPT, 0) \
    X(prefix_detach, a_prefix, made(prefix_detach(used)), KEPT, 0) \
    X(suffix_attach, an_ipc, made(suffix_attach(used, "x", 1)), KEPT, 1) \
    X(suffix_msend, a_suffix, msend(used, "x", 1, deadline), KEPT, 0) \
    X(suffix_mrecv, said_suffix, mrecv(used, text, 3, deadline), KEPT, 0) \
    X(suffix_detach, a_suffix, made(suffix_detach(used, deadline)), KEPT, 0) \
    X(term_attach, a_prefix, made(term_attach(used, "x", 1)), KEPT, 1) \
    X(term_msend, a_term, msend(used, "x", 1, deadline), KEPT, 0) \
    X(term_mrecv, said_term, mrecv(used, text, 3, deadline), KEPT, 0) \
    X(term_done, a_term, term_done(used, deadline), KEPT, 0) \
    X(term_detach, ended_term, made(term_detach(used, deadline)), KEPT, 0) \
    \
    X(http_attach, an_ipc, made(http_attach(used)), KEPT, 1) \
    X(http_sendrequest, an_http, http_sendrequest(used, "GET", "/", deadline), KEPT, 0) \
    X(http_sendstatus, an_http, http_sendstatus(used, 200, "OK", deadline), KEPT, 0) \
    X(http_sendfield, an_http, http_sendfield(used, "a", "b", deadline), KEPT, 0) \
    X(http_done, an_http, http_done(used, deadline), KEPT, 0) \
    X(http_recvrequest, said_request, http_recvrequest(used, text, 10, text + 10, 10, deadline), KEPT, 0) \
    X(http_recvstatus, said_status, http_recvstatus(used, text, 10, deadline), KEPT, 0) \
    X(http_recvfield, said_field, http_recvfield(used, text, 10, text + 10, 10, deadline), KEPT, 0) \
    X(http_detach, ended_http, made(http_detach(used, deadline)), 0, 0) \
    \
    X(tls_bsend, a_tls, bsend(used, "x", 1, deadline), KEPT, 0) \
    X(tls_brecv, said_tls, brecv(used, text, 3, deadline), KEPT, 0) \
    X(tls_skip, said_tls, brecv(used, NULL, 3, deadline), KEPT, 0) \
    X(tls_done, a_tls, tls_done(used, deadline), KEPT, 0) \
    X(tls_detach, ended_tls, made(tls_detach(used, deadline)), KEPT, 0) \
    \
    X(ws_attach_client, an_ipc, made(ws_attach_client(used, WS_NOHTTP, NULL, NULL, deadline)), KEPT, 1) \
    X(ws_attach_server, said_upgrade, \
        made(ws_attach_server(used, WS_TEXT, text, 100, text + 100, 100, deadline)), KEPT, 1) \
    X(ws_send, a_ws, ws_send(used, WS_TEXT, "x", 1, deadline), KEPT, 0) \
    X(ws_recv, said_ws, ws_recv(used, NULL, text, 3, deadline), KEPT, 0) \
    X(ws_msend, a_ws, msend(used, "x", 1, deadline), KEPT, 0) \
    X(ws_mrecv, said_ws, mrecv(used, text, 3, deadline), KEPT, 0) \
    X(ws_done, a_ws, ws_done(used, 1000, NULL, 0, deadline), KEPT, 0) \
    X(ws_detach, ended_ws, made(ws_detach(used, 1000, NULL, 0, deadline)), KEPT, 0) \
    \
    X(socks5_client_connect, socks5_client, socks5_client_connect(used, NULL, NULL, &addr, deadline), KEPT, 0) \
    X(socks5_connectbyname, socks5_client, \
        socks5_client_connectbyname(used, NULL, NULL, "a", 80, deadline), KEPT, 0) \
    X(socks5_proxy_auth, socks5_auth, socks5_proxy_auth(used, NULL, deadline), KEPT, 0) \
    X(socks5_recvcommand, socks5_command, socks5_proxy_recvcommand(used, &addr, deadline), KEPT, 0) \
    X(socks5_recvcommandbyname, socks5_command, \
        socks5_proxy_recvcommandbyname(used, text, &value, deadline), KEPT, 0) \
    X(socks5_sendreply, an_ipc, socks5_proxy_sendreply(used, SOCKS5_SUCCESS, &addr, deadline), KEPT, 0)

#define DEFINE(name, make, call, after, checks) \
    static int call_##name(int64_t deadline) { (void)deadline; return (int)(call); }
CALLS(DEFINE)

static const struct call {
    const char *name;
    void (*make)(void);
    int (*call)(int64_t deadline);
    int after, checks;
} calls[] = {
#define ROW(name, make, call, after, checks) {#name, make, call_##name, after, checks},
    CALLS(ROW)
};

#define COUNT (sizeof(calls) / sizeof(calls[0]))

static void expect(const struct call *c, int rc, int err, int want) {
    if(want == ECANCELED ? rc == -1 && err == ECANCELED : rc >= 0 && err == want) return;
    fprintf(stderr, "%s: %d, errno %d (%s), not %d (%s)\n", c->name, rc, err, strerror(err), want, strerror(want));
    CHECK(0);
}

static int others_ran;

static coroutine void other(void) {
    CHECK_OK(yield());
    others_ran++;
}

/* Where nothing may block. */
static void try(const struct call *c) {
    int rc;
    errno = EXDEV;
    rc = c->call(-1);
    expect(c, rc, errno, c->checks ? ECANCELED : c->after);
    others_ran++;
}

static coroutine void cancelled(const struct call *c) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    try(c);
}

static const struct call *in_callback;

static void close_callback(struct hvfs *vfs) {
    (void)vfs;
    try(in_callback);
}

static void closed(const struct call *c) {
    struct hvfs vfs = {query_nothing, close_callback};
    int h = hmake(&vfs);
    CHECK(h >= 0);
    in_callback = c;
    CHECK_OK(hclose(h));
}

int main(void) {
    int64_t deadlines[4];
    size_t i, k;
    int h, rc, err;
    signal(SIGPIPE, SIG_DFL);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 80, 0));
    for(i = 0; i != COUNT; ++i) {
        const struct call *c = &calls[i];
        deadlines[0] = -1;
        deadlines[1] = 0;
        deadlines[2] = now() - 1000;
        deadlines[3] = now() + 10000;
        for(k = 0; k != 4; ++k) {
            c->make();
            others_ran = 0;
            h = go(other());
            CHECK(h >= 0);
            errno = EXDEV;
            rc = c->call(deadlines[k]);
            err = errno;
            expect(c, rc, err, c->after);
            if(others_ran) fprintf(stderr, "%s lets others run\n", c->name);
            CHECK_INT(others_ran, 0);
            CHECK_OK(hclose(h));
            discard();
        }
        c->make();
        others_ran = 0;
        h = go(cancelled(c));
        CHECK(h >= 0);
        CHECK_OK(hclose(h));
        CHECK_INT(others_ran, 1);
        discard();
        unlink("path");
        c->make();
        closed(c);
        CHECK_INT(others_ran, 2);
        discard();
        unlink("path");
    }
    return 0;
}
