// HTTP over TLS: heads, content, the next message, and TLS's end.
#include "meter.h"
#include "tls.h"

static char a[256], b[256];

static coroutine void serves(int s) {
    char name[64], value[64], body[5];
    int i;
    s = attach_as_server(s, -1);
    CHECK(s >= 0);
    for(i = 0; i != 2; ++i) {
        s = http_attach(s);
        CHECK(s >= 0);
        CHECK_OK(http_recvrequest(s, name, sizeof(name), value, sizeof(value), -1));
        CHECK_STR(name, "POST");
        CHECK_STR(value, i ? "/second" : "/first");
        CHECK_OK(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1));
        CHECK_STR(name, "Content-Length");
        CHECK_ERRNO(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1), EPIPE);
        CHECK_OK(http_sendstatus(s, 200, "OK", -1));
        CHECK_OK(http_sendfield(s, "Content-Length", "5", -1));
        s = http_detach(s, -1);
        CHECK(s >= 0);
        CHECK_OK(brecv(s, body, 5, -1));
        CHECK_OK(bsend(s, body, 5, -1));
    }
    CHECK_OK(tls_done(s, -1));
    CHECK_ERRNO(brecv(s, body, 1, -1), EPIPE);
    s = tls_detach(s, -1);
    CHECK(s >= 0);
    /* Until the other end is closed. */
    CHECK_ERRNO(brecv(s, body, 1, -1), ECONNRESET);
    CHECK_OK(hclose(s));
}

static void exchanges(void) {
    static struct meter meter;
    int s[2], h, i, bndl = bundle();
    make_pair(s);
    CHECK_OK(bundle_go(bndl, serves(s[1])));
    h = tls_attach_client(meter_open(&meter, s[0]), -1);
    CHECK(h >= 0);
    for(i = 0; i != 2; ++i) {
        h = http_attach(h);
        CHECK(h >= 0);
        meter.sends = 0;
        CHECK_OK(http_sendrequest(h, "POST", i ? "/second" : "/first", -1));
        CHECK_OK(http_sendfield(h, "Content-Length", "5", -1));
        CHECK_OK(http_done(h, -1));
        /* The whole head in one record, or at least in one piece. */
        CHECK_INT(meter.sends, 1);
        CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 200);
        CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
        CHECK_STR(b, "5");
        h = http_detach(h, -1);
        CHECK(h >= 0);
        CHECK_OK(bsend(h, i ? "fghij" : "abcde", 5, -1));
        CHECK_OK(brecv(h, a, 5, -1));
        CHECK_MEM(a, i ? "fghij" : "abcde", 5);
    }
    h = tls_detach(h, -1);
    CHECK(h >= 0);
    CHECK_OK(hclose(h));
    CHECK_INT(meter.closed, 1);
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_OK(hclose(bndl));
}

/* Heads in pieces of any size and pieces with much in them: no line takes a byte too many. */
static void lines_and_records(void) {
    static const char messages[] = "HTTP/1.1 200 OK\r\na: 1\r\n\r\nHTTP/1.1 201 \r\n\r\ncontent";
    const size_t len = sizeof(messages) - 1;
    size_t record, at;
    for(record = 1; record <= len; record += record < 4 ? 1 : 13) {
        int s[2], h;
        make_tls_pair(s);
        for(at = 0; at < len; at += record) {
            CHECK_OK(bsend(s[1], messages + at, len - at < record ? len - at : record, -1));
        }
        h = http_attach(s[0]);
        CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 200);
        CHECK_OK(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1));
        CHECK_ERRNO(http_recvfield(h, a, sizeof(a), b, sizeof(b), -1), EPIPE);
        CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 201);
        h = http_detach(h, -1);
        CHECK(h >= 0);
        CHECK_OK(brecv(h, a, 7, 0));
        CHECK_MEM(a, "content", 7);
        CHECK_ERRNO(brecv(h, a, 1, 0), ETIMEDOUT);
        CHECK_OK(hclose(h));
        CHECK_OK(hclose(s[1]));
    }
}

static coroutine void receives(int h, int want, int *count) {
    char name[16], value[16];
    CHECK_ERRNO(http_recvfield(h, name, sizeof(name), value, sizeof(value), -1), want);
    ++*count;
}

static void ends(void) {
    static char line[9000];
    int s[2], h, count = 0, bndl = bundle();
    /* In good order, where a head may begin. */
    make_tls_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(tls_done(s[1], -1));
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), -1);
    CHECK_INT(errno, EPIPE);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));

    /* Inside of a head. */
    make_tls_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bsend(s[1], "HTTP/1.1 2", 10, -1));
    CHECK_OK(tls_done(s[1], -1));
    CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));

    /* Too long a line. */
    make_tls_pair(s);
    h = http_attach(s[0]);
    memset(line, 'x', sizeof(line));
    CHECK_OK(bsend(s[1], line, sizeof(line), -1));
    CHECK_ERRNO(http_recvstatus(h, a, sizeof(a), -1), EMSGSIZE);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));

    /* Closed under a waiter. */
    make_tls_pair(s);
    h = http_attach(s[0]);
    CHECK_OK(bundle_go(bndl, receives(h, ECONNRESET, &count)));
    CHECK_OK(hclose(h));
    CHECK_OK(bundle_wait(bndl, -1));
    CHECK_INT(count, 1);
    CHECK_ERRNO(brecv(s[1], a, 1, -1), EPIPE);
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(bndl));
}

int main(void) {
    exchanges();
    lines_and_records();
    ends();
    return 0;
}
