// Whole exchanges: heads in sequence, interim responses, persistent connections, ends of the peer, detaching.
#include "memstream.h"
#include "pair.h"

static char a[256], b[256];

static int served;

/* The server of a persistent connection: one handle per exchange, the bytestream in between. */
static coroutine void server(int s, int exchanges) {
    int i, h;
    for(i = 0; i != exchanges; ++i) {
        h = http_attach(s);
        CHECK(h >= 0 && h != s);
        CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
        CHECK_STR(a, "POST");
        CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
        CHECK_STR(a, "Content-Length");
        CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
        CHECK_OK(http_sendstatus(h, 200, "OK", -1));
        CHECK_OK(http_sendfield(h, "Content-Length", "4", -1));
        s = http_detach(h, -1);
        CHECK(s >= 0 && s != h);
        CHECK_INT(errno, 0);
        CHECK_ERRNO(hclose(h), EBADF);
        CHECK_OK(brecv(s, a, 4, -1));
        CHECK_MEM(a, "ping", 4);
        CHECK_OK(bsend(s, "pong", 4, -1));
        served++;
    }
    CHECK_OK(tcp_close(s, -1));
}

static void persistent(void) {
    int s[2], i, bndl = bundle(), status;
    make_pair(s);
    CHECK_OK(bundle_go(bndl, server(s[1], 5)));
    for(i = 0; i != 5; ++i) {
        s[0] = http_attach(s[0]);
        CHECK_OK(http_sendrequest(s[0], "POST", "/", -1));
        CHECK_OK(http_sendfield(s[0], "Content-Length", "4", -1));
        CHECK_OK(http_done(s[0], -1));
        if(i % 2) {
            /* The body, sent before the answer is looked at. */
            CHECK_ERRNO(bsend(s[0], "x", 1, -1), ENOTSUP);
            CHECK_ERRNO(brecv(s[0], a, 1, -1), ENOTSUP);
            CHECK_ERRNO(msend(s[0], "x", 1, -1), ENOTSUP);
            CHECK_ERRNO(mrecv(s[0], a, 1, -1), ENOTSUP);
        }
        status = http_recvstatus(s[0], a, sizeof(a), -1);
        CHECK_INT(status, 200);
        CHECK_OK(http_recvfield(s[0], a, sizeof(a), b, sizeof(b), -1));
        CHECK_STR(b, "4");
        CHECK_ERRNO(http_recvfield(s[0], a, sizeof(a), b, sizeof(b), -1), EPIPE);
        CHECK_ERRNO(http_recvfield(s[0], a, sizeof(a), b, sizeof(b), -1), EPIPE);
        s[0] = http_detach(s[0], -1);
        CHECK(s[0] >= 0);
        CHECK_OK(bsend(s[0], "ping", 4, -1));
        CHECK_OK(brecv(s[0], a, 4, -1));
        CHECK_MEM(a, "pong", 4);
    }
    CHECK_OK(tcp_close(s[0], -1));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(served, 5);
    CHECK_OK(hclose(bndl));
}

/* Several heads on one handle, in both directions. */
static void heads_in_sequence(void) {
    struct memstream mem;
    static const char in[] = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
        "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody";
    int h = http_attach(memstream_open(&mem, in, sizeof(in) - 1));
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 100);
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 103);
    CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 200);
    CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);

    CHECK_OK(http_sendstatus(h, 100, "Continue", -1));
    CHECK_OK(http_done(h, -1));
    CHECK_ERRNO(http_done(h, -1), EPIPE);
    CHECK_ERRNO(http_sendfield(h, "late", "x", -1), EPIPE);
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_OK(http_sendfield(h, "a", "b", -1));
    CHECK_OK(http_done(h, -1));
    CHECK_ERRNO(http_sendfield(h, "late", "x", -1), EPIPE);
    h = http_detach(h, -1);
    CHECK(h >= 0);
    memstream_sent(&mem, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: b\r\n\r\n");
    /* The body begins where the head ends. */
    CHECK_OK(brecv(h, a, 4, -1));
    CHECK_MEM(a, "body", 4);
    CHECK_INT(mem.closed, 0);
    CHECK_OK(hclose(h));
    CHECK_INT(mem.closed, 1);
}

/* Detaching completes what is not complete. */
static void detach(void) {
    struct memstream mem;
    static const char in[] = "GET / HTTP/1.1\r\nA: b\r\nnonsense\r\n\r\n\r\nbody";
    int h = http_attach(memstream_open(&mem, in, sizeof(in) - 1)), i;
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    h = http_detach(h, -1);
    CHECK(h >= 0);
    memstream_sent(&mem, "GET / HTTP/1.1\r\n\r\n");
    CHECK_OK(brecv(h, a, 6, -1));
    CHECK_MEM(a, "\r\nbody", 6);
    CHECK_OK(hclose(h));

    /* More lines than a head has; nothing was sent but the blank line. */
    {
        static char many[40000];
        for(i = 0; i != 10000; ++i) memcpy(many + i * 4, i == 9999 ? "\r\nzz" : "x\n\r\n", 4);
        h = http_attach(memstream_open(&mem, many, sizeof(many)));
        h = http_detach(h, -1);
        CHECK(h >= 0);
        memstream_sent(&mem, "\r\n");
        CHECK_OK(brecv(h, a, 2, -1));
        CHECK_MEM(a, "zz", 2);
        CHECK_OK(hclose(h));
    }

    /* Not HTTP: left alone. */
    h = memstream_open(&mem, "", 0);
    CHECK_ERRNO(http_detach(h, -1), ENOTSUP);
    CHECK_ERRNO(http_done(h, -1), ENOTSUP);
    CHECK_ERRNO(http_sendrequest(h, "GET", "/", -1), ENOTSUP);
    CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), ENOTSUP);
    CHECK_INT(mem.closed, 0);
    CHECK_OK(hclose(h));
    CHECK_ERRNO(http_detach(h, -1), EBADF);
    CHECK_ERRNO(http_done(h, -1), EBADF);
    CHECK_ERRNO(http_sendrequest(h, "GET", "/", -1), EBADF);
    CHECK_ERRNO(http_sendstatus(h, 200, "OK", -1), EBADF);
    CHECK_ERRNO(http_sendfield(h, "a", "b", -1), EBADF);
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), EBADF);
    CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), EBADF);
    CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EBADF);
}

/* How the peer's end is reported, at every place, over both kinds of bytestreams. */
static void ends(void) {
    static const char head[] = "GET / HTTP/1.1\r\nA: b\r\n\r\n";
    struct memstream mem;
    size_t len;
    int s[2] = {-1, -1}, h, over_tcp, rc, i;
    for(over_tcp = 0; over_tcp != 2; ++over_tcp) {
        for(len = 0; len < sizeof(head) - 1; ++len) {
            h = memstream_open(&mem, head, len);
            if(over_tcp) {
                CHECK_OK(hclose(h));
                make_pair(s);
                CHECK_OK(bsend(s[0], head, len, -1));
                CHECK_OK(tcp_done(s[0], -1));
                h = s[1];
            }
            h = http_attach(h);
            rc = http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1);
            if(len == 0 || (len == 1 && !over_tcp)) {
                /* Nothing came, or what a bytestream of the program lost because it was not enough. */
                CHECK_INT(rc, -1);
                CHECK_INT(errno, EPIPE);
            } else if(len < 16) {
                CHECK_INT(rc, -1);
                CHECK_INT(errno, ECONNRESET);
            } else {
                CHECK_OK(rc);
                if(len >= 22) CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
                CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
            }
            /* The loop that everybody writes comes to an end. */
            for(i = 0; i != 3; ++i) CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
            CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), ECONNRESET);
            CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), ECONNRESET);
            if(len % 2) {
                CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
                CHECK_ERRNO(hclose(h), EBADF);
                CHECK_ERRNO(http_detach(h, -1), EBADF);
            } else {
                CHECK_OK(hclose(h));
            }
            if(over_tcp) CHECK_OK(hclose(s[0]));
            else CHECK_INT(mem.closed, 1);
        }
    }
    /* After a complete head: the next one may be missing. */
    h = http_attach(memstream_open(&mem, head, sizeof(head) - 1));
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    while(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1) == 0);
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
    CHECK_OK(hclose(h));
}

static coroutine void drip(int s, const char *text) {
    for(; *text; ++text) {
        CHECK_OK(bsend(s, text, 1, -1));
        CHECK_OK(yield());
    }
    CHECK_OK(tcp_done(s, -1));
}

/* Bytes come one at a time, and pipelined messages at once. */
static void any_pieces(void) {
    static const char in[] = "GET /1 HTTP/1.1\r\nA: b\r\n\r\nGET /2 HTTP/1.1\r\nA: b\r\n\r\nabc";
    int s[2], bndl = bundle(), i, round;
    for(round = 0; round != 2; ++round) {
        make_pair(s);
        if(round == 0) CHECK_OK(bundle_go(bndl, drip(s[0], in)));
        else CHECK_OK(bsend(s[0], in, sizeof(in) - 1, -1));
        for(i = 1; i != 3; ++i) {
            s[1] = http_attach(s[1]);
            CHECK_OK(http_recvrequest(s[1], a, sizeof(a), b, sizeof(b), -1));
            CHECK_STR(b, i == 1 ? "/1" : "/2");
            s[1] = http_detach(s[1], -1);
            CHECK(s[1] >= 0);
        }
        CHECK_OK(brecv(s[1], a, 3, -1));
        CHECK_MEM(a, "abc", 3);
        CHECK_OK(bundle_wait(bndl, -1));
        CHECK_OK(hclose(s[0]));
        CHECK_OK(hclose(s[1]));
    }
    CHECK_OK(hclose(bndl));
}

int main(void) {
    persistent();
    heads_in_sequence();
    detach();
    ends();
    any_pieces();
    return 0;
}
