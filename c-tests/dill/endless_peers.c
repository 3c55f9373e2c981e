// Peers that never stop sending, over sockets of the program that never wait: deadlines hold all the same, and others get
// their turns.
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>

/* Sends a text, and then its end from some place on again and again. */
struct endless {
    struct hvfs hvfs;
    struct bsock_vfs bvfs;
    struct msock_vfs mvfs;
    const char *text;
    size_t len, at, again;
    int closed;
};

static struct endless peer;

static void *peer_query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    if(type == bsock_type) return &peer.bvfs;
    if(type == msock_type) return &peer.mvfs;
    errno = ENOTSUP;
    return NULL;
}

static void peer_close(struct hvfs *vfs) {
    (void)vfs;
    peer.closed++;
}

static int peer_bsendl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    (void)deadline;
    return 0;
}

static int peer_brecvl(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    size_t i;
    (void)vfs;
    (void)last;
    (void)deadline;
    for(; first; first = first->iol_next) {
        for(i = 0; i != first->iol_len; ++i) {
            if(first->iol_base) ((char *)first->iol_base)[i] = peer.text[peer.at];
            if(++peer.at == peer.len) peer.at = peer.again;
        }
    }
    return 0;
}

static int peer_msendl(struct msock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    (void)deadline;
    return 0;
}

static ssize_t peer_mrecvl(struct msock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    (void)deadline;
    return 0;
}

static int make_peer(const char *text, size_t len, size_t again) {
    int h;
    memset(&peer, 0, sizeof(peer));
    peer.hvfs.query = peer_query;
    peer.hvfs.close = peer_close;
    peer.bvfs.bsendl = peer_bsendl;
    peer.bvfs.brecvl = peer_brecvl;
    peer.mvfs.msendl = peer_msendl;
    peer.mvfs.mrecvl = peer_mrecvl;
    peer.text = text;
    peer.len = len;
    peer.again = again;
    h = hmake(&peer.hvfs);
    CHECK(h >= 0);
    return h;
}

static char text[16];

static int to_http(int s) { return http_attach(s); }
static int to_suffix(int s) { return suffix_attach(s, "\r\n", 2); }
static int to_term(int s) { return term_attach(s, "STOP", 4); }
static int to_ws(int s) { return ws_attach_client(s, WS_NOHTTP | WS_TEXT, NULL, NULL, -1); }

static int detach_http(int h, int64_t deadline) { return http_detach(h, deadline); }
static int skip(int h, int64_t deadline) { return (int)mrecvl(h, NULL, NULL, deadline); }
static int receive(int h, int64_t deadline) { return (int)mrecv(h, text, sizeof(text), deadline); }
static int detach_term(int h, int64_t deadline) { return term_detach(h, deadline); }
static int detach_ws(int h, int64_t deadline) { return ws_detach(h, 1000, NULL, 0, deadline); }

/* A string literal with NULs in it, and its length. */
#define BYTES(literal) literal, sizeof(literal) - 1

static const struct endless_call {
    const char *name;
    const char *text;
    size_t len, again;
    int (*attach)(int s);
    int (*call)(int h, int64_t deadline);
    /* Whether the call ends the handle. */
    int detaches;
} cases[] = {
    {"http_detach, lines", BYTES("a: b\r\n"), 0, to_http, detach_http, 1},
    {"suffix, one message", BYTES("x"), 0, to_suffix, skip, 0},
    {"suffix, halves of delimiters", BYTES("\r"), 0, to_suffix, skip, 0},
    {"term_detach, messages", BYTES("x"), 0, to_term, detach_term, 1},
    {"ws_detach, messages", BYTES("\x81\x01x"), 0, to_ws, detach_ws, 1},
    {"ws_detach, pongs", BYTES("\x8a\x00"), 0, to_ws, detach_ws, 1},
    {"ws_recv, pongs", BYTES("\x8a\x00"), 0, to_ws, receive, 0},
    {"ws_recv, pings", BYTES("\x89\x01x"), 0, to_ws, receive, 0},
    {"ws_recv, fragments", BYTES("\x01\x01x\x00\x01x"), 3, to_ws, skip, 0},
    {"ws_recv, empty fragments", BYTES("\x01\x00\x00\x00"), 2, to_ws, receive, 0},
};

static int prepare(const struct endless_call *c) {
    int h = c->attach(make_peer(c->text, c->len, c->again));
    CHECK(h >= 0);
    return h;
}

static void expect(const struct endless_call *c, int h, int rc, int want) {
    int err = errno;
    if(rc != -1 || err != want) fprintf(stderr, "%s: %d, errno %d (%s)\n", c->name, rc, err, strerror(err));
    CHECK(rc == -1 && err == want);
    if(c->detaches) {
        CHECK_ERRNO(hclose(h), EBADF);
    } else {
        CHECK_ERRNO(c->call(h, -1), ECONNRESET);
        CHECK_OK(hclose(h));
    }
    CHECK_INT(peer.closed, 1);
}

static int started;

static coroutine void calls(const struct endless_call *c) {
    int h = prepare(c);
    started = 1;
    expect(c, h, c->call(h, -1), ECANCELED);
    started = 2;
}

int main(void) {
    size_t i;
    int b;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        int h = prepare(&cases[i]);
        int64_t deadline = now() + 5;
        expect(&cases[i], h, cases[i].call(h, deadline), ETIMEDOUT);
        CHECK(now() >= deadline);

        /* This would not come to an end if it let nobody else run. */
        started = 0;
        b = go(calls(&cases[i]));
        CHECK_INT(started, 1);
        CHECK_OK(yield());
        CHECK_INT(started, 1);
        CHECK_OK(hclose(b));
        CHECK_INT(started, 2);
    }
    return 0;
}
