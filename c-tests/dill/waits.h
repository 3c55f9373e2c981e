/* Every call that can wait, each with a way to bring about that it does and would for ever. */

#ifndef WAITS_H_INCLUDED
#define WAITS_H_INCLUDED

#include "fixtures.h"
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>

/* What a call leaves behind that waited in vain. */
enum after {
    /* Nothing: it can be made again. */
    SAME,
    /* A broken direction: it fails with ECONNRESET from now on. */
    BROKEN,
    /* No handle any more. */
    GONE
};

struct waiting {
    const char *name;
    /* Sets `used`. */
    void (*make)(void);
    int (*call)(int64_t deadline);
    enum after after;
    /* What a second one gets meanwhile, without doing harm; 0 if any number may wait, or each has a socket of its own. */
    int second;
    /* What it gets if the handle is closed meanwhile; 0 if it has none that the program knows. */
    int closed;
};

static char text[4096], line[20000];
static int value;

/* Long enough to leave at once. */
static void full_http_for_lines(void) {
    full_http();
    memset(line, 'x', sizeof(line) - 1);
}

/* Peers that do not answer. */

static struct ipaddr mute_addr;
static int mute_fds[64], mute_count;

/* A port where as many connections wait as fit. It stays. */
static void mute_port(void) {
    socklen_t len = sizeof(mute_addr);
    struct pollfd connected = {-1, POLLOUT, 0};
    if(mute_count > 0) return;
    CHECK_OK(ipaddr_local(&mute_addr, "127.0.0.1", 0, 0));
    mute_fds[mute_count++] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(bind(mute_fds[0], ipaddr_sockaddr(&mute_addr), ipaddr_len(&mute_addr)));
    CHECK_OK(listen(mute_fds[0], 0));
    CHECK_OK(getsockname(mute_fds[0], (struct sockaddr *)&mute_addr, &len));
    do {
        CHECK(mute_count != 64);
        connected.fd = mute_fds[mute_count++] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if(connect(connected.fd, ipaddr_sockaddr(&mute_addr), ipaddr_len(&mute_addr)) == 0) continue;
        CHECK_INT(errno, EINPROGRESS);
    } while(poll(&connected, 1, 200) == 1);
}

static void mute(void) {
    mute_port();
    no_handle();
}

static void mute_path(void) {
    int i, s;
    on(ipc_listen("mute", 0));
    for(i = 0; (s = ipc_connect("mute", 0)) >= 0; ++i) also(s);
    CHECK_INT(errno, ETIMEDOUT);
}

static coroutine void sleeps_for_ever(void) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
}

static void busy_bundle(void) {
    on(go(sleeps_for_ever()));
}

static void descriptors(void) {
    int fds[2];
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    no_handle();
    raw_fd = fds[0];
    write_until_full(raw_fd);
}

/* Takes the place of the system's resolver. What is asked for is answered when `answer` is called the next time. */
static pthread_mutex_t resolver = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static unsigned questions, answers;

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    unsigned question;
    (void)name;
    (void)service;
    (void)hints;
    *list = NULL;
    CHECK_OK(pthread_mutex_lock(&resolver));
    question = ++questions;
    while(question > answers) CHECK_OK(pthread_cond_wait(&answered, &resolver));
    CHECK_OK(pthread_mutex_unlock(&resolver));
    return EAI_NONAME;
}

static inline void answer(void) {
    CHECK_OK(pthread_mutex_lock(&resolver));
    answers = questions;
    CHECK_OK(pthread_cond_broadcast(&answered));
    CHECK_OK(pthread_mutex_unlock(&resolver));
}

static int wait_fdin(int64_t deadline) { return fdin(raw_fd, deadline); }
static int wait_fdout(int64_t deadline) { return fdout(raw_fd, deadline); }
static int wait_chsend(int64_t deadline) { return chsend(used, &value, sizeof(value), deadline); }
static int wait_chrecv(int64_t deadline) { return chrecv(used, &value, sizeof(value), deadline); }

static int wait_choose(int64_t deadline) {
    struct chclause clauses[] = {{CHSEND, used, &value, sizeof(value)}, {CHRECV, used, &value, sizeof(value)}};
    int rc = choose(clauses, 2, deadline);
    /* The index of the clause, and in errno what became of it. */
    return rc < 0 || errno ? -1 : rc;
}

static int wait_choose_none(int64_t deadline) { return choose(NULL, 0, deadline); }
static int wait_bundle_wait(int64_t deadline) { return bundle_wait(used, deadline); }

static int wait_tcp_accept(int64_t deadline) { return tcp_accept(used, NULL, deadline); }
static int wait_tcp_connect(int64_t deadline) { return tcp_connect(&mute_addr, deadline); }
static int wait_tcp_close(int64_t deadline) { return tcp_close(used, deadline); }
static int wait_ipc_accept(int64_t deadline) { return ipc_accept(used, deadline); }
static int wait_ipc_connect(int64_t deadline) { (void)used; return ipc_connect("mute", deadline); }
static int wait_ipc_sendfd(int64_t deadline) { return ipc_sendfd(used, 0, deadline); }
static int wait_ipc_recvfd(int64_t deadline) { return ipc_recvfd(used, deadline); }
static int wait_ipc_close(int64_t deadline) { return ipc_close(used, deadline); }

static struct iolist one = {large, 1, NULL, 0}, much = {large, sizeof(large), NULL, 0};

static int wait_bsend(int64_t deadline) { return bsend(used, large, sizeof(large), deadline); }
static int wait_bsendl(int64_t deadline) { return bsendl(used, &much, &much, deadline); }
static int wait_brecv(int64_t deadline) { return brecv(used, text, 1, deadline); }
static int wait_brecvl(int64_t deadline) { return brecvl(used, &one, &one, deadline); }
static int wait_skip(int64_t deadline) { return brecv(used, NULL, 100000, deadline); }
static int wait_msend(int64_t deadline) { return msend(used, "x", 1, deadline); }
static int wait_msendl(int64_t deadline) { return msendl(used, &one, &one, deadline); }
static int wait_mrecv(int64_t deadline) { return (int)mrecv(used, text, 1, deadline); }
static int wait_mrecvl(int64_t deadline) { return (int)mrecvl(used, NULL, NULL, deadline); }
static int wait_udp_recv(int64_t deadline) { return (int)udp_recv(used, NULL, text, 1, deadline); }
static int wait_udp_recvl(int64_t deadline) { return (int)udp_recvl(used, NULL, &one, &one, deadline); }

static int wait_ipaddr_remote(int64_t deadline) {
    return ipaddr_remote((struct ipaddr *)text, "example.org", 80, IPADDR_IPV4, deadline);
}

static int wait_ipaddr_remotes(int64_t deadline) {
    return ipaddr_remotes((struct ipaddr *)text, 4, "example.org", 80, IPADDR_PREF_IPV6, deadline);
}

static int wait_happyeyeballs_lookup(int64_t deadline) { return happyeyeballs_connect("example.org", 80, deadline); }

static int wait_happyeyeballs_attempt(int64_t deadline) {
    return happyeyeballs_connect("127.0.0.1", ipaddr_port(&mute_addr), deadline);
}

static int wait_term_done(int64_t deadline) { return term_done(used, deadline); }
static int wait_term_detach(int64_t deadline) { return term_detach(used, deadline); }

static int wait_http_sendrequest(int64_t deadline) { return http_sendrequest(used, "GET", line, deadline); }
static int wait_http_sendstatus(int64_t deadline) { return http_sendstatus(used, 200, line, deadline); }
static int wait_http_sendfield(int64_t deadline) { return http_sendfield(used, "a", line, deadline); }
static int wait_http_done(int64_t deadline) { return http_done(used, deadline); }
static int wait_http_detach(int64_t deadline) { return http_detach(used, deadline); }

static int wait_http_recvrequest(int64_t deadline) {
    return http_recvrequest(used, text, 100, text + 100, 100, deadline);
}

static int wait_http_recvstatus(int64_t deadline) { return http_recvstatus(used, text, 100, deadline); }
static int wait_http_recvfield(int64_t deadline) { return http_recvfield(used, text, 100, text + 100, 100, deadline); }

static int wait_tls_attach_client(int64_t deadline) { return tls_attach_client(used, deadline); }
static int wait_tls_attach_server(int64_t deadline) { return attach_as_server(used, deadline); }
static int wait_tls_done(int64_t deadline) { return tls_done(used, deadline); }
static int wait_tls_detach(int64_t deadline) { return tls_detach(used, deadline); }

static int wait_ws_attach_client(int64_t deadline) { return ws_attach_client(used, 0, "/", "h", deadline); }

static int wait_ws_attach_server(int64_t deadline) {
    return ws_attach_server(used, 0, text, 100, text + 100, 100, deadline);
}

static int wait_ws_send(int64_t deadline) { return ws_send(used, WS_TEXT, "x", 1, deadline); }
static int wait_ws_sendl(int64_t deadline) { return ws_sendl(used, WS_TEXT, &one, &one, deadline); }
static int wait_ws_recv(int64_t deadline) { return (int)ws_recv(used, NULL, text, 1, deadline); }
static int wait_ws_recvl(int64_t deadline) { return (int)ws_recvl(used, NULL, &one, &one, deadline); }
static int wait_ws_done(int64_t deadline) { return ws_done(used, 1000, NULL, 0, deadline); }
static int wait_ws_detach(int64_t deadline) { return ws_detach(used, 1000, NULL, 0, deadline); }

static int wait_socks5_connect(int64_t deadline) {
    return socks5_client_connect(used, NULL, NULL, &mute_addr, deadline);
}

static int wait_socks5_connectbyname(int64_t deadline) {
    return socks5_client_connectbyname(used, NULL, NULL, "example.org", 80, deadline);
}

static int wait_socks5_auth(int64_t deadline) { return socks5_proxy_auth(used, NULL, deadline); }

static int wait_socks5_command(int64_t deadline) {
    return socks5_proxy_recvcommand(used, (struct ipaddr *)text, deadline);
}

static int wait_socks5_commandbyname(int64_t deadline) {
    return socks5_proxy_recvcommandbyname(used, text, &value, deadline);
}

static int wait_socks5_reply(int64_t deadline) {
    return socks5_proxy_sendreply(used, SOCKS5_SUCCESS, &mute_addr, deadline);
}

static void ipc_for_socks5(void) {
    mute_port();
    an_ipc();
}

static void full_for_socks5(void) {
    mute_port();
    full_ipc();
}

static const struct waiting waits[] = {
    {"fdin", descriptors, wait_fdin, SAME, EBUSY, 0},
    {"fdout", descriptors, wait_fdout, SAME, EBUSY, 0},
    {"chsend", a_channel, wait_chsend, SAME, 0, EPIPE},
    {"chrecv", a_channel, wait_chrecv, SAME, 0, EPIPE},
    {"choose", a_channel, wait_choose, SAME, 0, EPIPE},
    {"choose, no clause", no_handle, wait_choose_none, SAME, 0, 0},
    {"bundle_wait", busy_bundle, wait_bundle_wait, SAME, 0, ECANCELED},

    {"tcp_accept", a_tcp_listener, wait_tcp_accept, SAME, EBUSY, EBADF},
    {"tcp_connect", mute, wait_tcp_connect, SAME, 0, 0},
    {"tcp bsend", a_tcp, wait_bsend, BROKEN, EBUSY, ECONNRESET},
    {"tcp bsendl", a_tcp, wait_bsendl, BROKEN, EBUSY, ECONNRESET},
    {"tcp brecv", a_tcp, wait_brecv, BROKEN, EBUSY, ECONNRESET},
    {"tcp brecvl", a_tcp, wait_brecvl, BROKEN, EBUSY, ECONNRESET},
    {"tcp brecv, dropped", a_tcp, wait_skip, BROKEN, EBUSY, ECONNRESET},
    {"tcp_close", a_tcp, wait_tcp_close, GONE, EBUSY, ECONNRESET},

    {"ipc_accept", an_ipc_listener, wait_ipc_accept, SAME, EBUSY, EBADF},
    {"ipc_connect", mute_path, wait_ipc_connect, SAME, 0, 0},
    {"ipc bsend", full_ipc, wait_bsend, BROKEN, EBUSY, ECONNRESET},
    {"ipc bsendl", full_ipc, wait_bsendl, BROKEN, EBUSY, ECONNRESET},
    {"ipc brecv", an_ipc, wait_brecv, BROKEN, EBUSY, ECONNRESET},
    {"ipc brecvl", an_ipc, wait_brecvl, BROKEN, EBUSY, ECONNRESET},
    {"ipc brecv, dropped", an_ipc, wait_skip, BROKEN, EBUSY, ECONNRESET},
    {"ipc_sendfd", full_ipc, wait_ipc_sendfd, SAME, EBUSY, ECONNRESET},
    {"ipc_recvfd", an_ipc, wait_ipc_recvfd, BROKEN, EBUSY, ECONNRESET},
    {"ipc_close", an_ipc, wait_ipc_close, GONE, EBUSY, ECONNRESET},

    {"udp_recv", a_udp, wait_udp_recv, SAME, EBUSY, ECONNRESET},
    {"udp_recvl", a_udp, wait_udp_recvl, SAME, EBUSY, ECONNRESET},
    {"udp mrecv", a_udp, wait_mrecv, SAME, EBUSY, ECONNRESET},
    {"udp mrecvl", a_udp, wait_mrecvl, SAME, EBUSY, ECONNRESET},

    {"ipaddr_remote", no_handle, wait_ipaddr_remote, SAME, 0, 0},
    {"ipaddr_remotes", no_handle, wait_ipaddr_remotes, SAME, 0, 0},
    {"happyeyeballs_connect, lookup", no_handle, wait_happyeyeballs_lookup, SAME, 0, 0},
    {"happyeyeballs_connect, attempt", mute, wait_happyeyeballs_attempt, SAME, 0, 0},

    {"prefix msend", full_prefix, wait_msend, BROKEN, EBUSY, ECONNRESET},
    {"prefix msendl", full_prefix, wait_msendl, BROKEN, EBUSY, ECONNRESET},
    {"prefix mrecv", a_prefix, wait_mrecv, BROKEN, EBUSY, ECONNRESET},
    {"prefix mrecvl", a_prefix, wait_mrecvl, BROKEN, EBUSY, ECONNRESET},
    {"suffix msend", full_suffix, wait_msend, BROKEN, EBUSY, ECONNRESET},
    {"suffix msendl", full_suffix, wait_msendl, BROKEN, EBUSY, ECONNRESET},
    {"suffix mrecv", a_suffix, wait_mrecv, BROKEN, EBUSY, ECONNRESET},
    {"suffix mrecvl", a_suffix, wait_mrecvl, BROKEN, EBUSY, ECONNRESET},
    {"term msend", full_term, wait_msend, BROKEN, EBUSY, ECONNRESET},
    {"term msendl", full_term, wait_msendl, BROKEN, EBUSY, ECONNRESET},
    {"term mrecv", a_term, wait_mrecv, BROKEN, EBUSY, ECONNRESET},
    {"term mrecvl", a_term, wait_mrecvl, BROKEN, EBUSY, ECONNRESET},
    {"term_done", full_term, wait_term_done, BROKEN, EBUSY, ECONNRESET},
    {"term_detach", a_term, wait_term_detach, GONE, EBUSY, ECONNRESET},
    {"term_detach, no room", full_term, wait_term_detach, GONE, EBUSY, ECONNRESET},

    {"http_sendrequest", full_http_for_lines, wait_http_sendrequest, BROKEN, EBUSY, ECONNRESET},
    {"http_sendstatus", full_http_for_lines, wait_http_sendstatus, BROKEN, EBUSY, ECONNRESET},
    {"http_sendfield", full_http_for_lines, wait_http_sendfield, BROKEN, EBUSY, ECONNRESET},
    {"http_done", full_http, wait_http_done, BROKEN, EBUSY, ECONNRESET},
    {"http_recvrequest", an_http, wait_http_recvrequest, BROKEN, EBUSY, ECONNRESET},
    {"http_recvstatus", an_http, wait_http_recvstatus, BROKEN, EBUSY, ECONNRESET},
    {"http_recvfield", an_http, wait_http_recvfield, BROKEN, EBUSY, ECONNRESET},
    {"http_detach", an_http, wait_http_detach, GONE, EBUSY, ECONNRESET},
    {"http_detach, no room", full_http, wait_http_detach, GONE, EBUSY, ECONNRESET},

    {"tls_attach_client", a_tcp, wait_tls_attach_client, GONE, EBADF, 0},
    {"tls_attach_client, no room", full_ipc, wait_tls_attach_client, GONE, EBADF, 0},
    {"tls_attach_server", a_tcp, wait_tls_attach_server, GONE, EBADF, 0},
    {"tls bsend", full_tls, wait_bsend, BROKEN, EBUSY, ECONNRESET},
    {"tls bsendl", full_tls, wait_bsendl, BROKEN, EBUSY, ECONNRESET},
    {"tls brecv", a_tls, wait_brecv, BROKEN, EBUSY, ECONNRESET},
    {"tls brecvl", a_tls, wait_brecvl, BROKEN, EBUSY, ECONNRESET},
    {"tls brecv, dropped", a_tls, wait_skip, BROKEN, EBUSY, ECONNRESET},
    {"tls_done", full_tls, wait_tls_done, BROKEN, EBUSY, ECONNRESET},
    {"tls_detach", a_tls, wait_tls_detach, GONE, EBUSY, ECONNRESET},
    {"tls_detach, no room", full_tls, wait_tls_detach, GONE, EBUSY, ECONNRESET},

    {"ws_attach_client", an_ipc, wait_ws_attach_client, GONE, EBADF, 0},
    {"ws_attach_client, no room", full_ipc, wait_ws_attach_client, GONE, EBADF, 0},
    {"ws_attach_server", an_ipc, wait_ws_attach_server, GONE, EBADF, 0},
    {"ws_send", full_ws, wait_ws_send, BROKEN, EBUSY, ECONNRESET},
    {"ws_sendl", full_ws, wait_ws_sendl, BROKEN, EBUSY, ECONNRESET},
    {"ws msend", full_ws, wait_msend, BROKEN, EBUSY, ECONNRESET},
    {"ws msendl", full_ws, wait_msendl, BROKEN, EBUSY, ECONNRESET},
    {"ws_recv", a_ws, wait_ws_recv, BROKEN, EBUSY, ECONNRESET},
    {"ws_recvl", a_ws, wait_ws_recvl, BROKEN, EBUSY, ECONNRESET},
    {"ws mrecv", a_ws, wait_mrecv, BROKEN, EBUSY, ECONNRESET},
    {"ws mrecvl", a_ws, wait_mrecvl, BROKEN, EBUSY, ECONNRESET},
    {"ws_done", full_ws, wait_ws_done, BROKEN, EBUSY, ECONNRESET},
    {"ws_detach", a_ws, wait_ws_detach, GONE, EBUSY, ECONNRESET},
    {"ws_detach, no room", full_ws, wait_ws_detach, GONE, EBUSY, ECONNRESET},

    {"socks5_client_connect", ipc_for_socks5, wait_socks5_connect, BROKEN, EBUSY, ECONNRESET},
    {"socks5_client_connect, no room", full_for_socks5, wait_socks5_connect, BROKEN, EBUSY, ECONNRESET},
    {"socks5_client_connectbyname", an_ipc, wait_socks5_connectbyname, BROKEN, EBUSY, ECONNRESET},
    {"socks5_proxy_auth", an_ipc, wait_socks5_auth, BROKEN, EBUSY, ECONNRESET},
    {"socks5_proxy_recvcommand", an_ipc, wait_socks5_command, BROKEN, EBUSY, ECONNRESET},
    {"socks5_proxy_recvcommandbyname", an_ipc, wait_socks5_commandbyname, BROKEN, EBUSY, ECONNRESET},
    {"socks5_proxy_sendreply", full_for_socks5, wait_socks5_reply, BROKEN, EBUSY, ECONNRESET},
};

#define WAITS (sizeof(waits) / sizeof(waits[0]))

/* To be called when nobody waits any more. */
static inline void clean_up(void) {
    answer();
    discard();
    unlink("mute");
}

static void expect(const struct waiting *w, const char *when, int rc, int want) {
    int err = errno;
    if(rc == -1 && err == want) return;
    fprintf(stderr, "%s, %s: %d, errno %d (%s), not %d (%s)\n", w->name, when, rc, err, strerror(err), want,
        strerror(want));
    CHECK(0);
}

/* The state in which the call has left its handle. */
static inline void expect_after(const struct waiting *w) {
    switch(w->after) {
    case SAME:
        expect(w, "again", w->call(0), ETIMEDOUT);
        break;
    case BROKEN:
        expect(w, "again", w->call(-1), ECONNRESET);
        expect(w, "once more", w->call(0), ECONNRESET);
        break;
    case GONE:
        expect(w, "again", w->call(-1), EBADF);
        CHECK_ERRNO(hclose(used), EBADF);
        break;
    }
}

#endif
