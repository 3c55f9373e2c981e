// Single lines: what is accepted, what is not, and what is sent; over TCP and over a bytestream of the program.
#include "memstream.h"
#include "pair.h"
#include <stdlib.h>

#define SIZE 16
/* A string that may hold NUL, with its length. */
#define S(text) text, sizeof(text) - 1

struct vector {
    const char *line;
    size_t len;
    /* 0 or a status, or the errno of the failure if `failed`. */
    int failed, result;
    const char *first, *second;
};

#define OK(line, first, second) {S(line), 0, 0, first, second}
#define STATUS(line, status, reason) {S(line), 0, status, reason, NULL}
#define FAIL(line, error) {S(line), 1, error, NULL, NULL}
/* The beginning is stored nevertheless. */
#define FAIL_AFTER(line, error, first) {S(line), 1, error, first, NULL}

#define A15 "aaaaaaaaaaaaaaa"
#define A16 A15 "a"

static const struct vector requests[] = {
    OK("GET / HTTP/1.1", "GET", "/"),
    OK("  GET   /   HTTP/1.1  ", "GET", "/"),
    OK("GET / HTTP/1.0", "GET", "/"),
    OK("GET / HTTP/1.9", "GET", "/"),
    OK("OPTIONS * HTTP/1.1", "OPTIONS", "*"),
    OK("CONNECT a.b:443 HTTP/1.1", "CONNECT", "a.b:443"),
    OK("GET http://a/b HTTP/1.1", "GET", "http://a/b"),
    OK("get /%41?x=\xc3\xa4 HTTP/1.1", "get", "/%41?x=\xc3\xa4"),
    FAIL("GET / XXXXXXXX", EPROTO),
    FAIL("GET / http/1.1", EPROTO),
    FAIL("GET / HTTP/1.15", EPROTO),
    FAIL("GET / HTTP/1.1foo", EPROTO),
    FAIL("GET / HTTP/1.1\r", EPROTO),
    FAIL_AFTER("  GET / HTTP/2", EPROTO, "GET"),
    FAIL("GET / HTTP/2.0", EPROTO),
    FAIL("GET / HTTP/1.", EPROTO),
    FAIL("GET / HTTP/1.a", EPROTO),
    FAIL("GET / HTTP/0.9", EPROTO),
    FAIL("GET / HTTP/1.1 x", EPROTO),
    FAIL("GET /", EPROTO),
    FAIL("GET / ", EPROTO),
    FAIL("GET", EPROTO),
    FAIL(" ", EPROTO),
    FAIL("    ", EPROTO),
    FAIL("", EPIPE),
    FAIL_AFTER("GET\t/ HTTP/1.1", EPROTO, "GET\t/"),
    FAIL("GET /\tx HTTP/1.1", EPROTO),
    FAIL("GET / HTTP/1.1\nHost:x", EPROTO),
    FAIL("G\rT / HTTP/1.1", EPROTO),
    FAIL("GET /\0x HTTP/1.1", EPROTO),
    FAIL("GET / HTTP/1.1\0", EPROTO),
    FAIL("G(T / HTTP/1.1", EPROTO),
    FAIL("\x80 / HTTP/1.1", EPROTO),
    OK(A15 " / HTTP/1.1", A15, "/"),
    OK("GET " A15 " HTTP/1.1", "GET", A15),
    FAIL(A16 " / HTTP/1.1", EMSGSIZE),
    FAIL_AFTER("GET " A16 " HTTP/1.1", EMSGSIZE, "GET"),
};

static const struct vector statuses[] = {
    STATUS("HTTP/1.1 200 OK", 200, "OK"),
    STATUS("HTTP/1.1 200 ", 200, ""),
    STATUS("HTTP/1.1 200", 200, ""),
    STATUS("HTTP/1.0 404 Not Found", 404, "Not Found"),
    STATUS("HTTP/1.9 204 a", 204, "a"),
    STATUS("HTTP/1.1 999 a", 999, "a"),
    STATUS("HTTP/1.1 100 a", 100, "a"),
    FAIL("XXXXXXXX 999 a", EPROTO),
    FAIL("HTTP/2 200 OK", EPROTO),
    FAIL("ICY 200 OK", EPROTO),
    FAIL("HTTP/1.1 20 OK", EPROTO),
    FAIL("HTTP/1.1 2000 OK", EPROTO),
    FAIL("HTTP/1.1 abc OK", EPROTO),
    FAIL("HTTP/1.1 +20 OK", EPROTO),
    FAIL("HTTP/1.1 000 a", EPROTO),
    FAIL("HTTP/1.1", EPROTO),
    FAIL("HTTP/1.1 ", EPROTO),
    FAIL("HTTP/1.1\t200 OK", EPROTO),
    FAIL("HTTP/1.1 200 O\nK", EPROTO),
    FAIL("HTTP/1.1 200 O\0K", EPROTO),
    FAIL("", EPIPE),
    STATUS("  HTTP/1.1  200   OK  ", 200, "OK"),
    STATUS("HTTP/1.1 200 a\tb", 200, "a\tb"),
    STATUS("HTTP/1.1 200 " A15, 200, A15),
    FAIL("HTTP/1.1 200 " A16, EMSGSIZE),
};

static const struct vector fields[] = {
    OK("a: b", "a", "b"),
    OK("a:b", "a", "b"),
    FAIL("  a: b", EPROTO),
    FAIL("\ta: b", EPROTO),
    FAIL("a :b", EPROTO),
    FAIL("a  :   b", EPROTO),
    OK("a:   b  ", "a", "b"),
    OK("a:", "a", ""),
    OK("a:   ", "a", ""),
    FAIL_AFTER(": v", EPROTO, ""),
    FAIL_AFTER("a b: c", EPROTO, "a"),
    FAIL("a", EPROTO),
    OK("a: b:c: d", "a", "b:c: d"),
    OK("a:\tc\t", "a", "c"),
    OK("a: c\td", "a", "c\td"),
    OK("X-!#$%&'*: v", "X-!#$%&'*", "v"),
    OK("+.^_`|~09azAZ: v", "+.^_`|~09azAZ", "v"),
    OK("a: \xe4", "a", "\xe4"),
    FAIL("na(me: v", EPROTO),
    FAIL("a\x80: v", EPROTO),
    FAIL("a: x\ny", EPROTO),
    FAIL("a: x\ry", EPROTO),
    FAIL("a: x\r", EPROTO),
    FAIL("a: x\0y", EPROTO),
    FAIL("a\0: x", EPROTO),
    FAIL("a: x\x7fy", EPROTO),
    FAIL("a: x\x01y", EPROTO),
    FAIL("", EPIPE),
    FAIL(A16 ": v", EMSGSIZE),
    OK("a: " A15, "a", A15),
    FAIL_AFTER("a: " A16, EMSGSIZE, "a"),
};

enum kind { REQUEST, STATUS_LINE, FIELD };

static void check_vector(int h, enum kind kind, const struct vector *v) {
    struct { char before, text[SIZE], after; } a = {1, "untouched", 2}, b = {3, "untouched", 4};
    int rc;
    errno = 0;
    switch(kind) {
    case REQUEST: rc = http_recvrequest(h, a.text, SIZE, b.text, SIZE, now() + 10000); break;
    case STATUS_LINE: rc = http_recvstatus(h, a.text, SIZE, now() + 10000); break;
    default: rc = http_recvfield(h, a.text, SIZE, b.text, SIZE, now() + 10000); break;
    }
    if(rc != (v->failed ? -1 : v->result) || (v->failed && errno != v->result)) {
        fprintf(stderr, "line \"%s\" of %d bytes: %d, errno %d\n", v->line, (int)v->len, rc, errno);
        CHECK(0);
    }
    if(v->first) CHECK_STR(a.text, v->first);
    if(v->second) CHECK_STR(b.text, v->second);
    CHECK(a.before == 1 && a.after == 2 && b.before == 3 && b.after == 4);
}

static void check_all(enum kind kind, const struct vector *vectors, size_t n) {
    static const struct vector next_field = OK("next: line", "next", "line"), next_request = OK("GET /next HTTP/1.1", "GET", "/next");
    struct memstream mem;
    char bytes[256];
    size_t i;
    for(i = 0; i != n; ++i) {
        const struct vector *v = &vectors[i];
        int ended = v->failed && v->result == EPIPE, s[2], h;
        size_t len = v->len, whole;
        memcpy(bytes, v->line, len);
        memcpy(bytes + len, ended ? "\r\nGET /next HTTP/1.1\r\nrest" : "\r\nnext: line\r\nrest", ended ? 26 : 18);
        whole = len + (ended ? 26 : 18);

        /* The line is used up whatever comes out, and nothing but the line. */
        h = http_attach(memstream_open(&mem, bytes, whole));
        check_vector(h, kind, v);
        CHECK_INT(mem.in_at, len + 2);
        if(ended) CHECK_ERRNO(http_recvfield(h, bytes + 200, 16, bytes + 220, 16, 0), EPIPE);
        check_vector(h, ended ? REQUEST : FIELD, ended ? &next_request : &next_field);
        CHECK_INT(mem.in_at, whole - 4);
        CHECK_OK(hclose(h));
        CHECK_INT(mem.closed, 1);

        make_pair(s);
        CHECK_OK(bsend(s[0], bytes, whole, -1));
        h = http_attach(s[1]);
        check_vector(h, kind, v);
        check_vector(h, ended ? REQUEST : FIELD, ended ? &next_request : &next_field);
        CHECK_OK(hclose(h));
        CHECK_OK(hclose(s[0]));
    }
}

static void sending(void) {
    struct memstream mem;
    char name[3] = "a?", value[4] = "x?y";
    int h = http_attach(memstream_open(&mem, "", 0)), c;
    CHECK_OK(http_sendrequest(h, "GET", "/x", -1));
    CHECK_OK(http_sendstatus(h, 100, "", -1));
    CHECK_OK(http_sendstatus(h, 599, "a\tb \xe4", -1));
    CHECK_OK(http_sendfield(h, "a", "  v w  ", -1));
    CHECK_OK(http_sendfield(h, "a", "Thu, 01 Jan 1970 00:00:00 GMT", -1));
    CHECK_OK(http_done(h, -1));
    memstream_sent(&mem, "GET /x HTTP/1.1\r\nHTTP/1.1 100 \r\nHTTP/1.1 599 a\tb \xe4\r\na: v w\r\n"
        "a: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n");
    CHECK_INT(mem.sends, 1);

    /* What is refused, is refused before anything is sent, and breaks nothing. */
    mem.out_len = 0;
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_ERRNO(http_sendrequest(h, "G\n", "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G\r", "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G T", "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G\t", "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "", "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G", "", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G", "/ x", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G", "/\t", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G", "/\r\nInj: 1", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, NULL, "/", -1), EINVAL);
    CHECK_ERRNO(http_sendrequest(h, "G", NULL, -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, 99, "OK", -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, 600, "OK", -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, -200, "OK", -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, 200 + 65536, "OK", -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, 200, "OK\r\nInj: 1", -1), EINVAL);
    CHECK_ERRNO(http_sendstatus(h, 200, NULL, -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, "a", "", -1), EPROTO);
    CHECK_ERRNO(http_sendfield(h, "a", "   ", -1), EPROTO);
    CHECK_ERRNO(http_sendfield(h, "a:", "v", -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, "a b", "v", -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, "", "v", -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, "a", "v\r\nInj: 1", -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, NULL, "v", -1), EINVAL);
    CHECK_ERRNO(http_sendfield(h, "a", NULL, -1), EINVAL);
    for(c = 1; c != 256; ++c) {
        int token = strchr("!#$%&'*+-.^_`|~0123456789", c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        int text = c == '\t' || (c >= ' ' && c != 0x7f);
        name[1] = value[1] = (char)c;
        if(!token) CHECK_ERRNO(http_sendfield(h, name, "v", -1), EINVAL);
        if(!token) CHECK_ERRNO(http_sendrequest(h, name, "/", -1), EINVAL);
        if(!text) CHECK_ERRNO(http_sendfield(h, "a", value, -1), EINVAL);
        if(!text) CHECK_ERRNO(http_sendstatus(h, 200, value, -1), EINVAL);
        if(c <= ' ' || c == 0x7f) CHECK_ERRNO(http_sendrequest(h, "G", value, -1), EINVAL);
    }
    CHECK_OK(http_done(h, -1));
    memstream_sent(&mem, "HTTP/1.1 200 OK\r\n\r\n");

    /* And everything else is sent. */
    for(c = 1; c != 256; ++c) {
        char want[64];
        if(c != '\t' && (c < ' ' || c == 0x7f)) continue;
        value[1] = (char)c;
        mem.out_len = 0;
        CHECK_OK(http_sendstatus(h, 200, value, -1));
        CHECK_OK(http_sendfield(h, "a", value, -1));
        CHECK_OK(http_done(h, -1));
        snprintf(want, sizeof(want), "HTTP/1.1 200 %s\r\na: %s\r\n\r\n", value, value);
        memstream_sent(&mem, want);
    }
    CHECK_OK(hclose(h));
}

/* Long lines: far more than 1023 bytes, but not without end. */
static void long_lines(void) {
    static char line[100000], value[100000];
    char name[16];
    struct memstream mem;
    size_t len;
    int s[2] = {-1, -1}, h, over_tcp;
    for(over_tcp = 0; over_tcp != 2; ++over_tcp) {
        for(len = 1020; len <= 8192; len += len < 1030 ? 1 : 717) {
            memset(line, 'x', len);
            memcpy(line, "a: ", 3);
            memcpy(line + len, "\r\n\r\n", 4);
            h = memstream_open(&mem, line, len + 4);
            if(over_tcp) {
                CHECK_OK(hclose(h));
                make_pair(s);
                CHECK_OK(bsend(s[0], line, len + 4, -1));
                h = s[1];
            }
            h = http_attach(h);
            CHECK_OK(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1));
            CHECK_INT(strlen(value), len - 3);
            CHECK_ERRNO(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1), EPIPE);
            CHECK_OK(hclose(h));
            if(over_tcp) CHECK_OK(hclose(s[0]));
        }
        memset(line, 'x', sizeof(line));
        h = memstream_open(&mem, line, sizeof(line));
        if(over_tcp) {
            CHECK_OK(hclose(h));
            make_pair(s);
            CHECK_OK(bsend(s[0], line, sizeof(line), -1));
            h = s[1];
        }
        h = http_attach(h);
        CHECK_ERRNO(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1), EMSGSIZE);
        CHECK_ERRNO(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1), ECONNRESET);
        CHECK_ERRNO(http_recvrequest(h, name, sizeof(name), value, sizeof(value), -1), ECONNRESET);
        CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
        CHECK_ERRNO(hclose(h), EBADF);
        if(over_tcp) CHECK_OK(hclose(s[0]));
    }

    /* No limit on what is sent. */
    h = memstream_open(&mem, "", 0);
    memset(value, 'v', 12000);
    value[12000] = 0;
    h = http_attach(h);
    CHECK_OK(http_sendfield(h, "a", value, -1));
    CHECK_OK(http_done(h, -1));
    CHECK_INT(mem.out_len, 12000 + 7);
    CHECK_OK(hclose(h));
}

static void buffers(void) {
    struct memstream mem;
    char a[16], b[16];
    int h = http_attach(memstream_open(&mem, "GET / HTTP/1.1\r\nn: v\r\nn: v\r\n\r\n", 30));
    /* Refused before anything is received. */
    CHECK_ERRNO(http_recvrequest(h, a, 0, b, 16, -1), EINVAL);
    CHECK_ERRNO(http_recvrequest(h, a, 16, b, 0, -1), EINVAL);
    CHECK_ERRNO(http_recvrequest(h, NULL, 16, b, 16, -1), EINVAL);
    CHECK_ERRNO(http_recvrequest(h, a, 16, NULL, 16, -1), EINVAL);
    CHECK_ERRNO(http_recvstatus(h, a, 0, -1), EINVAL);
    CHECK_ERRNO(http_recvstatus(h, NULL, 16, -1), EINVAL);
    CHECK_ERRNO(http_recvfield(h, a, 0, b, 16, -1), EINVAL);
    CHECK_ERRNO(http_recvfield(h, a, 16, b, 0, -1), EINVAL);
    CHECK_ERRNO(http_recvfield(h, NULL, 1, NULL, 1, -1), EINVAL);
    CHECK_INT(mem.receives, 0);
    /* The smallest ones that are enough. */
    CHECK_OK(http_recvrequest(h, a, 4, b, 2, -1));
    CHECK_OK(http_recvfield(h, a, 2, b, 2, -1));
    CHECK_ERRNO(http_recvfield(h, a, 2, b, 1, -1), EMSGSIZE);
    CHECK_ERRNO(http_recvfield(h, a, 2, b, 2, -1), EPIPE);
    CHECK_OK(hclose(h));
}

int main(void) {
    check_all(REQUEST, requests, sizeof(requests) / sizeof(*requests));
    check_all(STATUS_LINE, statuses, sizeof(statuses) / sizeof(*statuses));
    check_all(FIELD, fields, sizeof(fields) / sizeof(*fields));
    sending();
    long_lines();
    buffers();
    return 0;
}
