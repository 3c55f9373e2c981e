// Messages and the bytes they become, in both directions and both roles.
#include "wsmem.h"

static struct memstream mem;
static char buf[70000];

static struct iolist element(void *base, size_t len, struct iolist *next) {
    struct iolist l;
    memset(&l, 0, sizeof(l));
    l.iol_base = base;
    l.iol_len = len;
    l.iol_next = next;
    return l;
}

static void sent_by_server(void) {
    static const struct { size_t len; const char *header; size_t header_len; } sizes[] = {
        {0, BYTES("\x82\x00")}, {125, BYTES("\x82\x7d")}, {126, BYTES("\x82\x7e\x00\x7e")},
        {10000, BYTES("\x82\x7e\x27\x10")},
    };
    size_t i;
    int h = ws_server_of(&mem, WS_BINARY, "", 0);
    struct iolist c = element("c", 1, NULL), none = element(NULL, 0, &c), a = element("ab", 2, &none);
    struct iolist null = element(NULL, 1, NULL);
    for(i = 0; i != sizeof(sizes) / sizeof(sizes[0]); ++i) {
        memset(buf, 'x', sizes[i].len);
        CHECK_OK(ws_send(h, WS_BINARY, buf, sizes[i].len, -1));
        CHECK_INT(mem.sends, i + 1);
        CHECK_INT(mem.out_len, sizes[i].header_len + sizes[i].len);
        CHECK_MEM(mem.out, sizes[i].header, sizes[i].header_len);
        CHECK_MEM(mem.out + sizes[i].header_len, buf, sizes[i].len);
        mem.out_len = 0;
    }
    /* The type is chosen for each message, or is that of the socket. */
    CHECK_OK(ws_send(h, WS_TEXT, "t", 1, -1));
    ws_sent(&mem, BYTES("\x81\x01t"));
    CHECK_OK(msend(h, "b", 1, -1));
    ws_sent(&mem, BYTES("\x82\x01" "b"));
    CHECK_OK(ws_sendl(h, WS_TEXT, &a, &c, -1));
    ws_sent(&mem, BYTES("\x81\x03" "abc"));
    CHECK_OK(msendl(h, &a, &c, -1));
    ws_sent(&mem, BYTES("\x82\x03" "abc"));

    /* What is refused changes nothing. */
    CHECK_ERRNO(ws_sendl(h, WS_TEXT, NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(ws_sendl(h, WS_TEXT, &a, NULL, -1), EINVAL);
    CHECK_ERRNO(ws_sendl(h, WS_TEXT, &a, &none, -1), EINVAL);
    c.iol_rsvd = 1;
    CHECK_ERRNO(ws_sendl(h, WS_TEXT, &a, &c, -1), EINVAL);
    CHECK_ERRNO(ws_send(h, WS_TEXT, NULL, 1, -1), EFAULT);
    CHECK_ERRNO(ws_sendl(h, WS_TEXT, &null, &null, -1), EFAULT);
    CHECK_INT(mem.out_len, 0);
    CHECK_OK(ws_send(h, WS_TEXT, NULL, 0, -1));
    ws_sent(&mem, BYTES("\x81\x00"));

    /* A failure is for ever. The other direction does not notice. */
    mem.send_error = ETIMEDOUT;
    CHECK_ERRNO(ws_send(h, WS_TEXT, "x", 1, -1), ETIMEDOUT);
    CHECK_ERRNO(ws_send(h, WS_TEXT, "x", 1, -1), ECONNRESET);
    CHECK_ERRNO(ws_done(h, 1000, NULL, 0, -1), ECONNRESET);
    CHECK_ERRNO(ws_recv(h, NULL, buf, 1, -1), EPIPE);
    CHECK_OK(hclose(h));
    CHECK_INT(mem.closed, 1);

    h = ws_server_of(&mem, WS_TEXT, "", 0);
    CHECK_OK(msend(h, "t", 1, -1));
    ws_sent(&mem, BYTES("\x81\x01t"));
    CHECK_OK(hclose(h));
}

static void sent_by_client(void) {
    int h = ws_client_of(&mem, WS_TEXT, "", 0), i, differ = 0;
    char text[] = "attack at dawn", keys[8][4];
    struct iolist c = element("fghij", 5, NULL), b = element("e", 1, &c), a = element("abcd", 3, &b);
    for(i = 0; i != 8; ++i) {
        CHECK_OK(msend(h, text, 14, -1));
        CHECK_INT(mem.sends, i + 1);
        memcpy(keys[i], mem.out + 2, 4);
        CHECK_MEM(ws_sent_masked(&mem, 0x81, 14), "attack at dawn", 14);
        CHECK_STR(text, "attack at dawn");
        differ += i && memcmp(keys[i], keys[i - 1], 4) != 0;
    }
    CHECK(differ > 0);
    /* The mask goes on from buffer to buffer. */
    CHECK_OK(ws_sendl(h, WS_BINARY, &a, &c, -1));
    CHECK_MEM(ws_sent_masked(&mem, 0x82, 9), "abcefghij", 9);
    CHECK_OK(ws_send(h, WS_BINARY, NULL, 0, -1));
    ws_sent_masked(&mem, 0x82, 0);
    CHECK_OK(ws_done(h, 1000, "OK", 2, -1));
    CHECK_MEM(ws_sent_masked(&mem, 0x88, 4), "\x03\xe8OK", 4);
    CHECK_OK(hclose(h));
}

static void received_by_client(void) {
    static const char in[] = "\x81\x05Hello" "\x82\x00" "\x82\x7e\x00\x80" "1234567890123456"
        "1234567890123456" "1234567890123456" "1234567890123456" "1234567890123456" "1234567890123456"
        "1234567890123456" "1234567890123456" "\x81\x03one" "\x81\x03two" "\x81\x05three" "\x81\x01.";
    int flags = -1, h = ws_client_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    char x[3] = "", y[3] = "";
    struct iolist last = element(y, 2, NULL), hole = element(NULL, 1, &last), none = element(x, 0, &hole),
        first = element(x, 2, &none);
    CHECK_INT(ws_recv(h, &flags, buf, 5, -1), 5);
    CHECK_INT(flags, WS_TEXT);
    CHECK_MEM(buf, "Hello", 5);
    CHECK_INT(ws_recv(h, &flags, buf, 10, -1), 0);
    CHECK_INT(flags, WS_BINARY);
    CHECK_INT(ws_recv(h, NULL, buf, sizeof(buf), -1), 128);
    CHECK_MEM(buf + 112, "1234567890123456", 16);
    CHECK_INT(mrecv(h, buf, 10, -1), 3);
    /* Dropped: by NULL, without a list, in part. */
    CHECK_INT(ws_recv(h, &flags, NULL, 3, -1), 3);
    CHECK_INT(flags, WS_TEXT);
    CHECK_INT(ws_recvl(h, NULL, &first, &last, -1), 5);
    CHECK_MEM(x, "th", 2);
    CHECK_MEM(y, "ee", 2);
    CHECK_INT(mrecvl(h, NULL, NULL, -1), 1);
    CHECK_ERRNO(ws_recvl(h, NULL, &first, NULL, -1), EINVAL);
    CHECK_ERRNO(ws_recvl(h, NULL, NULL, &last, -1), EINVAL);
    CHECK_ERRNO(ws_recvl(h, NULL, &first, &none, -1), EINVAL);
    /* The bytestream ends between two messages, and was not asked for anything more than was there. */
    CHECK_ERRNO(mrecv(h, buf, 10, -1), EPIPE);
    CHECK_ERRNO(mrecv(h, buf, 10, -1), EPIPE);
    CHECK_ERRNO(ws_status(h, NULL, NULL, 0), EAGAIN);
    CHECK_OK(hclose(h));
}

/* The mask of the client goes on through split buffers, through what is dropped, and through fragments. */
static void received_by_server(void) {
    static const char in[] = "\x82\x85\x01\x02\x03\x04" "\x30\x30\x30\x30\x34"
        "\x02\x82\x00\x00\x00\x01" "ab" "\x80\x81\x20\x00\x00\x00" "C"
        "\x82\x86\x01\x02\x03\x04" "\x30\x30\x30\x30\x34\x34";
    int h = ws_server_of(&mem, WS_BINARY, in, sizeof(in) - 1);
    char x[3] = "", y[4] = "";
    struct iolist b = element(y, 3, NULL), a = element(x, 2, &b);
    struct iolist d = element(y, 2, NULL), hole = element(NULL, 2, &d), c = element(x, 2, &hole);
    CHECK_INT(mrecvl(h, &a, &b, -1), 5);
    CHECK_MEM(x, "12", 2);
    CHECK_MEM(y, "345", 3);
    CHECK_INT(mrecv(h, buf, 10, -1), 3);
    CHECK_MEM(buf, "abc", 3);
    CHECK_INT(mrecvl(h, &c, &d, -1), 6);
    CHECK_MEM(x, "12", 2);
    CHECK_MEM(y, "56", 2);
    CHECK_OK(hclose(h));
}

static void fragments(void) {
    static const char in[] = "\x01\x03Hel" "\x00\x00" "\x89\x02hi" "\x00\x01l" "\x8a\x03huh" "\x80\x01o"
        "\x02\x01x" "\x80\x00" "\x02\x00\x80\x00";
    int flags = -1, h = ws_client_of(&mem, 0, in, sizeof(in) - 1);
    CHECK_INT(ws_recv(h, &flags, buf, 5, -1), 5);
    CHECK_INT(flags, WS_TEXT);
    CHECK_MEM(buf, "Hello", 5);
    /* The ping in the middle was answered, the pong was not. */
    CHECK_MEM(ws_sent_masked(&mem, 0x8a, 2), "hi", 2);
    CHECK_INT(ws_recv(h, &flags, buf, 5, -1), 1);
    CHECK_INT(flags, WS_BINARY);
    CHECK_INT(ws_recv(h, &flags, buf, 5, -1), 0);
    CHECK_OK(hclose(h));
}

/* A message of the other type is used up, and the next one is fine. */
static void other_type(void) {
    static const char in[] = "\x82\x01x\x81\x02ok\x82\x01y";
    int h = ws_client_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    CHECK_ERRNO(mrecv(h, buf, 10, -1), EPROTO);
    CHECK_INT(mrecv(h, buf, 10, -1), 2);
    CHECK_MEM(buf, "ok", 2);
    CHECK_ERRNO(mrecvl(h, NULL, NULL, -1), EPROTO);
    CHECK_OK(hclose(h));
}

/* What breaks the receiving direction, and with what. */
static void errors(void) {
    static const struct { const char *in; size_t len; int server; int error; } cases[] = {
        {BYTES("\xc1\x01x"), 0, EPROTO},                     /* a reserved bit */
        {BYTES("\x83\x01x"), 0, EPROTO},                     /* opcodes that nobody knows */
        {BYTES("\x8b\x00"), 0, EPROTO},
        {BYTES("\x81\x81\x00\x00\x00\x00x"), 0, EPROTO},     /* a server that masks */
        {BYTES("\x81\x01x"), 1, EPROTO},                     /* a client that does not */
        {BYTES("\x89\x7e\x00\x7e"), 0, EPROTO},              /* control frames: too long, */
        {BYTES("\x09\x00"), 0, EPROTO},                      /* in fragments */
        {BYTES("\x80\x01x"), 0, EPROTO},                     /* a continuation of nothing */
        {BYTES("\x01\x01x\x81\x01y"), 0, EPROTO},            /* a message inside of another */
        {BYTES("\x82\x7e\x00\x01x"), 0, EPROTO},             /* not the shortest form */
        {BYTES("\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00"), 0, EPROTO},
        {BYTES("\x88\x01x"), 0, EPROTO},                     /* close frames: half a status, */
        {BYTES("\x88\x02\x03\xe7"), 0, EPROTO},              /* 999, 5000 */
        {BYTES("\x88\x02\x13\x88"), 0, EPROTO},
        {BYTES("\x81\x06" "abcdef"), 0, EMSGSIZE},
        {BYTES("\x01\x05" "abcde\x80\x01" "f"), 0, EMSGSIZE},
        {BYTES("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"), 0, EMSGSIZE},
        {BYTES("\x01\x01x"), 0, ECONNRESET},                 /* cut off: inside of a message, */
        {BYTES("\x01\x00"), 0, ECONNRESET},
        {BYTES("\x89\x02"), 0, ECONNRESET},                  /* inside of a frame */
        {BYTES("\x81\x7e"), 0, ECONNRESET},
    };
    size_t i;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        int h = cases[i].server ? ws_server_of(&mem, WS_TEXT, cases[i].in, cases[i].len)
            : ws_client_of(&mem, WS_TEXT, cases[i].in, cases[i].len);
        memset(buf, '-', 6);
        CHECK_ERRNO(ws_recv(h, NULL, buf, 5, -1), cases[i].error);
        CHECK_INT(buf[5], '-');
        CHECK_ERRNO(ws_recv(h, NULL, buf, 5, -1), ECONNRESET);
        CHECK_ERRNO(mrecvl(h, NULL, NULL, -1), ECONNRESET);
        CHECK_ERRNO(ws_status(h, NULL, NULL, 0), EAGAIN);
        /* The other direction goes on. */
        CHECK_OK(ws_send(h, WS_TEXT, "x", 1, -1));
        CHECK_OK(hclose(h));
        CHECK_INT(mem.closed, 1);
    }
}

/* Pings before a message, after the own close frame, and when the answer cannot be sent. */
static void pings(void) {
    static const char in[] = "\x89\x80\x01\x02\x03\x04" "\x89\x83\x00\x00\x00\x00" "abc" "\x81\x81\x00\x00\x00\x00x";
    int h = ws_server_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    CHECK_INT(mrecv(h, buf, 10, -1), 1);
    ws_sent(&mem, BYTES("\x8a\x00\x8a\x03" "abc"));
    CHECK_OK(hclose(h));

    h = ws_server_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    CHECK_OK(ws_done(h, 0, NULL, 0, -1));
    CHECK_INT(mrecv(h, buf, 10, -1), 1);
    ws_sent(&mem, BYTES("\x88\x00"));
    CHECK_OK(hclose(h));

    h = ws_server_of(&mem, WS_TEXT, in, sizeof(in) - 1);
    mem.send_error = ECONNRESET;
    CHECK_INT(mrecv(h, buf, 10, -1), 1);
    CHECK_INT(mem.out_len, 0);
    CHECK_ERRNO(msend(h, "x", 1, -1), ECONNRESET);
    CHECK_OK(hclose(h));
}

static void wrong_handles(void) {
    int b = bundle();
    CHECK_ERRNO(ws_send(1000, 0, "x", 1, -1), EBADF);
    CHECK_ERRNO(ws_send(b, 0, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(ws_recv(1000, NULL, buf, 1, -1), EBADF);
    CHECK_ERRNO(ws_recv(b, NULL, buf, 1, -1), ENOTSUP);
    CHECK_ERRNO(ws_recvl(b, NULL, NULL, NULL, -1), ENOTSUP);
    CHECK_OK(hclose(b));
    b = ws_server_of(&mem, 0, "", 0);
    CHECK(hquery(b, msock_type) != NULL);
    CHECK(hquery(b, bsock_type) == NULL);
    CHECK_ERRNO(bsend(b, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(b, buf, 1, -1), ENOTSUP);
    CHECK_OK(hclose(b));
}

int main(void) {
    sent_by_server();
    sent_by_client();
    received_by_client();
    received_by_server();
    fragments();
    other_type();
    errors();
    pings();
    wrong_handles();
    return 0;
}
