// Who owns what below a protocol, by one table of all: after attaching and detaching, and after these have failed.
#include "fixtures.h"

static char text[64];

static int attach_prefix(int s) { return prefix_attach(s, 2, 0); }
static int attach_suffix(int s) { return suffix_attach(s, "\r\n", 2); }
static int attach_term(int s) { return term_attach(s, "STOP", 4); }
static int attach_tls(int s) { return tls_attach_client(s, now() + 10000); }
static int attach_ws(int s) { return ws_attach_client(s, WS_NOHTTP, NULL, NULL, -1); }

static int detach_prefix(int s, int64_t deadline) { (void)deadline; return prefix_detach(s); }
static int detach_ws(int s, int64_t deadline) { return ws_detach(s, 1000, NULL, 0, deadline); }

/* A receive that finds nothing, with a deadline that has passed, breaks the direction. */
static int break_messages(int s) { return (int)mrecv(s, text, 1, 0); }
static int break_bytes(int s) { return brecv(s, text, 1, 0); }
static int break_http(int s) { return http_recvfield(s, text, 10, text + 10, 10, 0); }

/* The peer comes to an end in good order. */
static coroutine void peer_of_tls(int s) {
    s = attach_as_server(s, -1);
    if(s < 0) return;
    s = tls_detach(s, -1);
    if(s < 0) return;
    brecv(s, text, 1, -1);
    hclose(s);
}

static void end_nothing(int s) { (void)s; }
static void end_term(int s) { CHECK_OK(bsend(s, "\0\4STOP", 6, -1)); }
static void end_http(int s) { CHECK_OK(bsend(s, "\r\n", 2, -1)); }
static void end_ws(int s) { CHECK_OK(bsend(s, "\x88\x00", 2, -1)); }

static const struct protocol {
    const char *name;
    int (*attach)(int s);
    int (*detach)(int s, int64_t deadline);
    int (*break_it)(int s);
    void (*end)(int s);
} protocols[] = {
    {"prefix", attach_prefix, detach_prefix, break_messages, end_nothing},
    {"suffix", attach_suffix, suffix_detach, break_messages, end_nothing},
    {"term", attach_term, term_detach, break_messages, end_term},
    {"http", http_attach, http_detach, break_http, end_http},
    {"tls", attach_tls, tls_detach, break_bytes, NULL},
    {"ws", attach_ws, detach_ws, break_messages, end_ws},
};

#define PROTOCOLS (sizeof(protocols) / sizeof(protocols[0]))

/* A socket of the program's own, over which the protocol can go, and that tells when it is closed. */
static int lower(const struct protocol *p) {
    int s[2];
    CHECK_OK(ipc_pair(s));
    others[0] = s[1];
    other_count = 1;
    if(p->attach == attach_term) return foreign_attach(&own, prefix_attach(s[0], 2, 0), msock_type);
    return foreign_attach(&own, s[0], bsock_type);
}

/* The protocol on it. Whoever is at the other end of TLS has to do its part. */
static int attached(const struct protocol *p, int *peer) {
    int s = lower(p), h;
    *peer = -1;
    if(!p->end) {
        *peer = go(peer_of_tls(others[0]));
        other_count = 0;
    }
    h = p->attach(s);
    if(h < 0) fprintf(stderr, "%s: errno %d\n", p->name, errno);
    CHECK(h >= 0 && h != s);
    CHECK_ERRNO(hclose(s), EBADF);
    CHECK_INT(own.closed, 0);
    on(h);
    return s;
}

static void finish(int peer) {
    if(peer >= 0) CHECK_OK(hclose(peer));
    discard();
}

/* More often than there are free numbers: none gets lost. */
static void and_back(const struct protocol *p) {
    int peer, s, h, i;
    for(i = 0; i != 300; ++i) {
        s = attached(p, &peer);
        if(p->end) p->end(others[0]);
        h = p->detach(used, -1);
        if(h < 0) fprintf(stderr, "%s: errno %d\n", p->name, errno);
        CHECK(h >= 0 && h != s && h != used);
        CHECK(h < 256 && used < 256 && s < 256);
        CHECK_ERRNO(p->detach(used, -1), EBADF);
        CHECK_ERRNO(hclose(used), EBADF);
        CHECK_INT(own.closed, 0);
        CHECK(hquery(h, own.type) != NULL);
        CHECK_OK(hclose(h));
        CHECK_INT(own.closed, 1);
        finish(peer);
    }
}

static void closing(const struct protocol *p) {
    int peer;
    attached(p, &peer);
    CHECK_OK(hclose(used));
    CHECK_INT(own.closed, 1);
    CHECK_ERRNO(hclose(used), EBADF);
    finish(peer);
    /* Under another number. */
    attached(p, &peer);
    on(hown(used));
    CHECK_INT(own.closed, 0);
    CHECK_OK(hclose(used));
    CHECK_INT(own.closed, 1);
    finish(peer);
}

static void failing_detach(const struct protocol *p) {
    int peer;
    attached(p, &peer);
    CHECK_ERRNO(p->break_it(used), ETIMEDOUT);
    CHECK_INT(own.closed, 0);
    CHECK_ERRNO(p->detach(used, -1), ECONNRESET);
    CHECK_INT(own.closed, 1);
    CHECK_ERRNO(hclose(used), EBADF);
    finish(peer);
}

static coroutine void attaches_when_cancelled(const struct protocol *p, int s) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(p->attach(s), ECANCELED);
    CHECK_INT(own.closed, 1);
    CHECK_ERRNO(hclose(s), EBADF);
}

static void cancelled(const struct protocol *p) {
    int s = lower(p), h = go(attaches_when_cancelled(p, s));
    CHECK_OK(hclose(h));
    CHECK_INT(own.closed, 1);
    no_handle();
    discard();
}

/* Three protocols deep, and the topmost is refused, or all are closed. */
static void tower(void) {
    struct http_storage *none = NULL;
    int s[2], h, last;
    for(last = 0; last != 3; ++last) {
        CHECK_OK(ipc_pair(s));
        h = foreign_attach(&own, s[0], bsock_type);
        h = term_attach(prefix_attach(h, 2, 0), "STOP", 4);
        CHECK(h >= 0);
        if(last == 0) CHECK_OK(hclose(h));
        /* No bytestream. */
        if(last == 1) CHECK_ERRNO(http_attach(h), ENOTSUP);
        if(last == 2) CHECK_ERRNO(http_attach_mem(h, none), EINVAL);
        CHECK_INT(own.closed, 1);
        CHECK_ERRNO(hclose(h), EBADF);
        CHECK_ERRNO(brecv(s[1], text, 1, -1), EPIPE);
        CHECK_OK(hclose(s[1]));
    }
}

int main(void) {
    size_t i;
    for(i = 0; i != PROTOCOLS; ++i) {
        and_back(&protocols[i]);
        closing(&protocols[i]);
        failing_detach(&protocols[i]);
        cancelled(&protocols[i]);
    }
    tower();
    return 0;
}
