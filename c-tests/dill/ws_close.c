// Close frames: sending, receiving, what they say, and taking the bytestream back.
#include "pair.h"
#include "wsmem.h"

static struct memstream mem;
static char buf[1000];

static void arguments(void) {
    int h = ws_server_of(&mem, WS_TEXT, "", 0), b = bundle(), detach;
    memset(buf, 'r', sizeof(buf));
    for(detach = 0; detach != 2; ++detach) {
        int (*call)(int, int, const void *, size_t, int64_t) = detach ? ws_detach : ws_done;
        static const int bad[] = {-1, 1, 999, 5000, 65536 + 1000};
        size_t i;
        for(i = 0; i != sizeof(bad) / sizeof(bad[0]); ++i) CHECK_ERRNO(call(h, bad[i], NULL, 0, -1), EINVAL);
        CHECK_ERRNO(call(h, 1000, NULL, 1, -1), EINVAL);
        CHECK_ERRNO(call(h, 1000, buf, 124, -1), EINVAL);
        CHECK_ERRNO(call(h, 0, buf, 1, -1), EINVAL);
        /* That is looked at first. */
        CHECK_ERRNO(call(1000, 1, NULL, 0, -1), EINVAL);
        CHECK_ERRNO(call(1000, 1000, NULL, 0, -1), EBADF);
        CHECK_ERRNO(call(b, 1000, NULL, 0, -1), ENOTSUP);
    }
    CHECK_OK(hclose(b));
    CHECK_INT(mem.out_len, 0);
    CHECK_OK(ws_done(h, 4999, buf, 123, -1));
    CHECK_INT(mem.out_len, 127);
    CHECK_MEM(mem.out, "\x88\x7d\x13\x87rrr", 7);
    CHECK_ERRNO(ws_done(h, 1000, NULL, 0, -1), EPIPE);
    CHECK_ERRNO(ws_send(h, WS_TEXT, "x", 1, -1), EPIPE);
    CHECK_ERRNO(msend(h, "x", 1, -1), EPIPE);
    CHECK_INT(mem.out_len, 127);
    CHECK_OK(hclose(h));

    h = ws_server_of(&mem, WS_TEXT, "", 0);
    CHECK_OK(ws_done(h, 0, NULL, 0, -1));
    ws_sent(&mem, BYTES("\x88\x00"));
    CHECK_OK(hclose(h));
}

static void status(void) {
    int h = ws_client_of(&mem, WS_TEXT, BYTES("\x81\x01x\x88\x05\x03\xe8" "bye")), code = -1;
    CHECK_ERRNO(ws_status(h, NULL, NULL, 1), EINVAL);
    CHECK_ERRNO(ws_status(1000, NULL, NULL, 0), EBADF);
    CHECK_ERRNO(ws_status(h, &code, buf, sizeof(buf)), EAGAIN);
    CHECK_INT(mrecv(h, buf, 1, -1), 1);
    CHECK_ERRNO(ws_status(h, &code, buf, sizeof(buf)), EAGAIN);
    CHECK_ERRNO(mrecv(h, buf, 1, -1), EPIPE);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, -1), EPIPE);
    CHECK_ERRNO(mrecvl(h, NULL, NULL, -1), EPIPE);
    memset(buf, '-', 5);
    CHECK_ERRNO(ws_status(h, &code, buf, 2), EMSGSIZE);
    CHECK_INT(code, -1);
    CHECK_INT(ws_status(h, &code, buf, 3), 3);
    CHECK_INT(code, 1000);
    CHECK_MEM(buf, "bye--", 5);
    CHECK_INT(ws_status(h, NULL, NULL, 0), 3);
    /* Nothing was answered: that is the program's to do. */
    CHECK_INT(mem.out_len, 0);
    CHECK_OK(ws_send(h, WS_TEXT, "more", 4, -1));
    CHECK_OK(hclose(h));

    h = ws_client_of(&mem, WS_TEXT, BYTES("\x88\x00"));
    CHECK_ERRNO(mrecv(h, buf, 1, -1), EPIPE);
    CHECK_INT(ws_status(h, &code, buf, 0), 0);
    CHECK_INT(code, 0);
    CHECK_OK(hclose(h));

    h = bundle();
    CHECK_ERRNO(ws_status(h, NULL, NULL, 0), ENOTSUP);
    CHECK_OK(hclose(h));
}

static void detach(void) {
    int h, s;
    /* Data of the client that nobody has received, in one piece and in many, and a ping. */
    static const char in[] = "\x81\x82\x01\x01\x01\x01" "ab" "\x02\x80\x00\x00\x00\x00" "\x89\x80\x00\x00\x00\x00"
        "\x80\x81\x00\x00\x00\x00" "x" "\x88\x80\x00\x00\x00\x00" "next";
    h = ws_server_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    s = ws_detach(h, 1000, "OK", 2, -1);
    CHECK(s >= 0 && s != h);
    ws_sent(&mem, BYTES("\x88\x04\x03\xe8OK"));
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(brecv(s, buf, 4, -1));
    CHECK_MEM(buf, "next", 4);
    CHECK_INT(mem.closed, 0);
    CHECK_OK(hclose(s));
    CHECK_INT(mem.closed, 1);

    /* Both close frames went before: nothing is sent or received. */
    h = ws_client_of(&mem, WS_TEXT, BYTES("\x88\x00."));
    CHECK_ERRNO(mrecv(h, buf, 1, -1), EPIPE);
    CHECK_OK(ws_done(h, 0, NULL, 0, -1));
    mem.out_len = 0;
    mem.sends = mem.receives = 0;
    h = ws_detach(h, 1000, NULL, 0, -1);
    CHECK(h >= 0);
    CHECK_INT(mem.sends + mem.receives, 0);
    CHECK_OK(brecv(h, buf, 1, -1));
    CHECK_INT(buf[0], '.');
    CHECK_OK(hclose(h));

    /* The end of the bytestream will do for a close frame. */
    h = ws_client_of(&mem, WS_TEXT, BYTES("\x81\x01x"));
    h = ws_detach(h, 0, NULL, 0, -1);
    CHECK(h >= 0);
    CHECK_OK(hclose(h));
}

/* A detach that fails closes everything. */
static void failing_detach(void) {
    static const struct { const char *in; size_t len; int error; } cases[] = {
        {BYTES("\x81\x02x"), ECONNRESET}, {BYTES("\x01\x01x"), ECONNRESET}, {BYTES("\x83\x00"), EPROTO},
    };
    size_t i;
    int h;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        h = ws_client_of(&mem, WS_TEXT, cases[i].in, cases[i].len);
        CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), cases[i].error);
        CHECK_INT(mem.closed, 1);
        CHECK_ERRNO(hclose(h), EBADF);
    }
    /* Broken before. */
    h = ws_client_of(&mem, WS_TEXT, BYTES("\x81\x02xx\x88\x00"));
    CHECK_ERRNO(mrecv(h, buf, 1, -1), EMSGSIZE);
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), ECONNRESET);
    CHECK_INT(mem.closed, 1);
    h = ws_client_of(&mem, WS_TEXT, BYTES("\x88\x00"));
    mem.send_error = ETIMEDOUT;
    CHECK_ERRNO(msend(h, "x", 1, -1), ETIMEDOUT);
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), ECONNRESET);
    CHECK_INT(mem.closed, 1);
    /* The close frame cannot be sent. */
    h = ws_client_of(&mem, WS_TEXT, BYTES("\x88\x00"));
    mem.send_error = ECONNRESET;
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), ECONNRESET);
    CHECK_INT(mem.closed, 1);
}

/* Deadlines, over a real connection: the peer is silent. */
static void deadlines(void) {
    int s[2], h;
    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, 0), ETIMEDOUT);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(brecv(s[1], buf, 8, now() + 10000));
    CHECK_ERRNO(brecv(s[1], buf, 1, now() + 10000), ECONNRESET);
    CHECK_OK(hclose(s[1]));

    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, 0), ETIMEDOUT);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, 0), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));
}

static int outcome;

static coroutine void detacher(int h) {
    outcome = ws_detach(h, 1000, NULL, 0, -1) == -1 ? errno : 0;
}

static coroutine void receiver(int h) {
    outcome = ws_recv(h, NULL, buf, sizeof(buf), -1) == -1 ? errno : 0;
}

/* Other coroutines: cancelled, and pulled the rug from under their feet. */
static void others(void) {
    int s[2], h, b;
    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    b = go(detacher(h));
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), EBUSY);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, -1), EBUSY);
    CHECK_OK(hclose(b));
    CHECK_INT(outcome, ECANCELED);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_OK(hclose(s[1]));

    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    b = go(receiver(h));
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, -1), EBUSY);
    CHECK_ERRNO(ws_detach(h, 1000, NULL, 0, -1), EBUSY);
    CHECK_OK(ws_send(h, WS_TEXT, "x", 1, -1));
    CHECK_OK(hclose(b));
    CHECK_INT(outcome, ECANCELED);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));

    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    b = go(receiver(h));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_INT(outcome, ECONNRESET);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[1]));

    make_pair(s);
    h = ws_attach_client(s[0], WS_NOHTTP, NULL, NULL, -1);
    b = go(detacher(h));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_INT(outcome, ECONNRESET);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    arguments();
    status();
    detach();
    failing_detach();
    deadlines();
    others();
    return 0;
}
