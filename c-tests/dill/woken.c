// Every call that waits, when what it waits for happens: it succeeds, without a deadline and before one, and errno is 0.
#include "fixtures.h"

static char text[256];
static int value, fds[2], made;
static struct ipaddr addr;

static void say(const char *bytes, size_t len) {
    CHECK_OK(bsend(others[0], bytes, len, -1));
}

#define SAY(literal) say(literal, sizeof(literal) - 1)

static coroutine void drains(int s) {
    while(brecv(s, NULL, 100000, -1) == 0);
}

/* The peer receives all that there is and will be. */
static void drain(void) {
    also(go(drains(others[0])));
}

static void descriptors(void) {
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    raw_fd = fds[0];
    no_handle();
}

static void full_descriptors(void) {
    descriptors();
    write_until_full(raw_fd);
}

static void write_fd(void) {
    CHECK_INT(write(fds[1], "x", 1), 1);
}

static void read_fd(void) {
    while(recv(fds[1], large, sizeof(large), MSG_DONTWAIT) > 0);
}

static coroutine void sleeps(void) {
    CHECK_OK(msleep(now() + 1));
}

static void busy_bundle(void) { on(go(sleeps())); }
static void nothing(void) { }

static void send_value(void) { CHECK_OK(chsend(others[0], &value, sizeof(value), -1)); }
static void receive_value(void) { CHECK_OK(chrecv(others[0], &value, sizeof(value), -1)); }

static int choice(int64_t deadline) {
    struct chclause clause = {CHRECV, used, &value, sizeof(value)};
    return choose(&clause, 1, deadline);
}

static void a_path(void) { on(ipc_listen("path", 1)); }

static void full_path(void) {
    int s;
    on(ipc_listen("path", 0));
    CHECK((s = ipc_connect("path", 0)) >= 0);
    also(s);
}

static void connect_path(void) { also(ipc_connect("path", -1)); }

static void accept_path(void) {
    also(ipc_accept(used, -1));
}

static void a_listener(void) { on(listen_on_loopback(&addr)); }
static void connect_listener(void) { also(tcp_connect(&addr, -1)); }

static void a_socket(void) {
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    on(udp_open(&addr, NULL));
}

static void send_packet(void) { CHECK_OK(udp_send(used, &addr, "x", 1)); }

static void pass_fd(void) { CHECK_OK(ipc_sendfd(others[0], 0, -1)); }

static int descriptor(int fd) {
    if(fd >= 0) CHECK_OK(close(fd));
    return fd;
}

static int keep(int h) {
    if(h >= 0) also(h);
    return h;
}

/* What detaching or attaching gives takes the place of what was used. */
static int becomes(int h) {
    if(h >= 0) made = h;
    return h;
}

static void finish_tcp(void) { CHECK_OK(tcp_done(others[0], -1)); }
static void finish_ipc(void) { CHECK_OK(ipc_done(others[0], -1)); }
static void finish_tls(void) { CHECK_OK(tls_done(others[0], -1)); }

static coroutine void answers_tls(int s, int as_server) {
    int h = as_server ? attach_as_server(s, -1) : tls_attach_client(s, -1);
    CHECK(h >= 0);
    others[0] = h;
}

static void peer_of_tls(int as_server) {
    int h = go(answers_tls(others[0], as_server));
    CHECK_OK(bundle_wait(h, now() + 100000));
    CHECK_OK(hclose(h));
}

static void client_of_tls(void) { peer_of_tls(0); }
static void server_of_tls(void) { peer_of_tls(1); }

static void say_x(void) { SAY("x"); }
static void say_message(void) { SAY("\0\0\0\1x"); }
static void say_line(void) { SAY("x\r\n"); }
static void say_stop(void) { SAY("\0\0\0\4STOP"); }
static void say_frame(void) { SAY("\x81\x81\0\0\0\0x"); }
static void say_close(void) { SAY("\x88\x80\0\0\0\0"); }
static void say_request(void) { SAY("GET / HTTP/1.1\r\n"); }
static void say_status(void) { SAY("HTTP/1.1 200 OK\r\n"); }
static void say_field(void) { SAY("a: b\r\n"); }
static void say_blank(void) { SAY("\r\n"); }
static void say_method(void) { SAY("\5\1\0"); }
static void say_command(void) { SAY("\5\1\0\1abcdpp"); }
static void say_success(void) { SAY("\5\0\5\0\0\1abcdpp"); }

static void say_upgrade(void) {
    SAY("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

/* Name, fixture, call, what happens while it waits, errno afterwards. */
#define CALLS(X) \
    X(fdin, descriptors, fdin(raw_fd, deadline), write_fd, 0) \
    X(fdout, full_descriptors, fdout(raw_fd, deadline), read_fd, 0) \
    X(chsend, a_channel, chsend(used, &value, sizeof(value), deadline), receive_value, 0) \
    X(chrecv, a_channel, chrecv(used, &value, sizeof(value), deadline), send_value, 0) \
    X(choose, a_channel, choice(deadline), send_value, 0) \
    X(bundle_wait, busy_bundle, bundle_wait(used, deadline), nothing, 0) \
    \
    X(tcp_accept, a_listener, keep(tcp_accept(used, NULL, deadline)), connect_listener, 0) \
    X(tcp_bsend, a_tcp, bsend(used, large, sizeof(large), deadline), drain, 0) \
    X(tcp_brecv, a_tcp, brecv(used, text, 1, deadline), say_x, 0) \
    X(tcp_skip, a_tcp, brecv(used, NULL, 1, deadline), say_x, 0) \
    X(tcp_close, a_tcp, tcp_close(used, deadline), finish_tcp, EPIPE) \
    X(ipc_accept, a_path, keep(ipc_accept(used, deadline)), connect_path, 0) \
    X(ipc_connect, full_path, keep(ipc_connect("path", deadline)), accept_path, 0) \
    X(ipc_bsend, full_ipc, bsend(used, "x", 1, deadline), drain, 0) \
    X(ipc_brecv, an_ipc, brecv(used, text, 1, deadline), say_x, 0) \
    X(ipc_skip, an_ipc, brecv(used, NULL, 1, deadline), say_x, 0) \
    X(ipc_sendfd, full_ipc, ipc_sendfd(used, 0, deadline), drain, 0) \
    X(ipc_recvfd, an_ipc, descriptor(ipc_recvfd(used, deadline)), pass_fd, 0) \
    X(ipc_close, an_ipc, ipc_close(used, deadline), finish_ipc, EPIPE) \
    X(udp_recv, a_socket, udp_recv(used, NULL, text, 1, deadline), send_packet, 0) \
    X(udp_mrecv, a_socket, mrecv(used, text, 1, deadline), send_packet, 0) \
    \
    X(prefix_msend, full_prefix, msend(used, "x", 1, deadline), drain, 0) \
    X(prefix_mrecv, a_prefix, mrecv(used, text, 1, deadline), say_message, 0) \
    X(suffix_msend, full_suffix, msend(used, "x", 1, deadline), drain, 0) \
    X(suffix_mrecv, a_suffix, mrecv(used, text, 1, deadline), say_line, 0) \
    X(term_msend, full_term, msend(used, "x", 1, deadline), drain, 0) \
    X(term_mrecv, a_term, mrecv(used, text, 1, deadline), say_message, 0) \
    X(term_done, full_term, term_done(used, deadline), drain, 0) \
    X(term_detach, a_term, becomes(term_detach(used, deadline)), say_stop, 0) \
    \
    X(http_done, full_http, http_done(used, deadline), drain, 0) \
    X(http_recvrequest, an_http, http_recvrequest(used, text, 10, text + 10, 10, deadline), say_request, 0) \
    X(http_recvstatus, an_http, http_recvstatus(used, text, 10, deadline), say_status, 0) \
    X(http_recvfield, an_http, http_recvfield(used, text, 10, text + 10, 10, deadline), say_field, 0) \
    X(http_detach, an_http, becomes(http_detach(used, deadline)), say_blank, 0) \
    \
    X(tls_attach_client, a_tcp, becomes(tls_attach_client(used, deadline)), server_of_tls, 0) \
    X(tls_attach_server, a_tcp, becomes(attach_as_server(used, deadline)), client_of_tls, 0) \
    X(tls_bsend, a_tls, bsend(used, large, sizeof(large), deadline), drain, 0) \
    X(tls_brecv, a_tls, brecv(used, text, 1, deadline), say_x, 0) \
    X(tls_detach, a_tls, becomes(tls_detach(used, deadline)), finish_tls, 0) \
    \
    X(ws_attach_server, an_ipc, \
        becomes(ws_attach_server(used, 0, text, 100, text + 100, 100, deadline)), say_upgrade, 0) \
    X(ws_send, full_ws, ws_send(used, WS_TEXT, "x", 1, deadline), drain, 0) \
    X(ws_recv, a_ws, ws_recv(used, NULL, text, 1, deadline), say_frame, 0) \
    X(ws_done, full_ws, ws_done(used, 1000, NULL, 0, deadline), drain, 0) \
    X(ws_detach, a_ws, becomes(ws_detach(used, 1000, NULL, 0, deadline)), say_close, 0) \
    \
    X(socks5_client_connect, an_ipc, \
        socks5_client_connect(used, NULL, NULL, &addr, deadline), say_success, 0) \
    X(socks5_proxy_auth, an_ipc, socks5_proxy_auth(used, NULL, deadline), say_method, 0) \
    X(socks5_recvcommand, an_ipc, socks5_proxy_recvcommand(used, &addr, deadline), say_command, 0) \
    X(socks5_sendreply, full_ipc, socks5_proxy_sendreply(used, SOCKS5_SUCCESS, &addr, deadline), drain, 0)

#define DEFINE(name, make, call, event, after) static int call_##name(int64_t deadline) { return (int)(call); }
CALLS(DEFINE)

static const struct call {
    const char *name;
    void (*make)(void);
    int (*call)(int64_t deadline);
    void (*event)(void);
    int after;
} calls[] = {
#define ROW(name, make, call, event, after) {#name, make, call_##name, event, after},
    CALLS(ROW)
};

static int returned, rc, err;

static coroutine void waits(const struct call *c, int64_t deadline) {
    errno = EXDEV;
    rc = c->call(deadline);
    err = errno;
    returned = 1;
}

int main(void) {
    size_t i, round;
    int h;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 80, 0));
    for(i = 0; i != sizeof(calls) / sizeof(calls[0]); ++i) {
        const struct call *c = &calls[i];
        for(round = 0; round != 2; ++round) {
            c->make();
            returned = 0;
            made = -1;
            h = go(waits(c, round ? now() + 100000 : -1));
            CHECK(h >= 0);
            CHECK_INT(returned, 0);
            c->event();
            CHECK_OK(bundle_wait(h, now() + 100000));
            if(rc < 0 || err != c->after) fprintf(stderr, "%s: %d, errno %d (%s)\n", c->name, rc, err, strerror(err));
            CHECK(rc >= 0 && err == c->after);
            CHECK_OK(hclose(h));
            if(made >= 0) on(made);
            discard();
            unlink("path");
        }
    }
    return 0;
}
