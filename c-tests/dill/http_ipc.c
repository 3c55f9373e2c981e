// HTTP over a UNIX-domain connection.
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>
#include <unistd.h>

static coroutine void client(int s) {
    char reason[64], name[64], value[64];
    s = http_attach(s);
    CHECK(s >= 0);
    CHECK_OK(http_sendrequest(s, "GET", "/a/b?c=d", -1));
    CHECK_OK(http_sendfield(s, "Host", "www.example.org", -1));
    CHECK_OK(http_sendfield(s, "Date", "Tue, 15 Nov 1994 08:12:31 GMT", -1));
    CHECK_ERRNO(http_sendfield(s, "not a token", "x", -1), EINVAL);
    CHECK_OK(http_sendfield(s, "A", "   left", -1));
    CHECK_OK(http_sendfield(s, "B", "right   ", -1));
    CHECK_OK(http_sendfield(s, "C", "   both sides ", -1));
    CHECK_OK(http_done(s, -1));
    CHECK_INT(http_recvstatus(s, reason, sizeof(reason), -1), 200);
    CHECK_STR(reason, "OK");
    CHECK_OK(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1));
    CHECK_STR(name, "Content-Length");
    CHECK_STR(value, "5");
    CHECK_ERRNO(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1), EPIPE);
    s = http_detach(s, -1);
    CHECK(s >= 0);
    CHECK_OK(brecv(s, value, 5, -1));
    CHECK_MEM(value, "hello", 5);
    CHECK_OK(ipc_close(s, -1));
}

static void check_field(int s, const char *name, const char *value) {
    char n[64], v[64];
    CHECK_OK(http_recvfield(s, n, sizeof(n), v, sizeof(v), -1));
    CHECK_STR(n, name);
    CHECK_STR(v, value);
}

static void exchange(void) {
    char command[16], resource[64], name[64], value[64];
    int s[2], h;
    CHECK_OK(ipc_pair(s));
    h = go(client(s[0]));
    s[1] = http_attach(s[1]);
    CHECK_OK(http_recvrequest(s[1], command, sizeof(command), resource, sizeof(resource), -1));
    CHECK_STR(command, "GET");
    CHECK_STR(resource, "/a/b?c=d");
    check_field(s[1], "Host", "www.example.org");
    check_field(s[1], "Date", "Tue, 15 Nov 1994 08:12:31 GMT");
    check_field(s[1], "A", "left");
    check_field(s[1], "B", "right");
    check_field(s[1], "C", "both sides");
    CHECK_ERRNO(http_recvfield(s[1], name, sizeof(name), value, sizeof(value), -1), EPIPE);
    CHECK_OK(http_sendstatus(s[1], 200, "OK", -1));
    CHECK_OK(http_sendfield(s[1], "Content-Length", "5", -1));
    s[1] = http_detach(s[1], -1);
    CHECK(s[1] >= 0);
    CHECK_OK(bsend(s[1], "hello", 5, -1));
    CHECK_OK(ipc_close(s[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
}

/* Nothing after the head is received, not even a descriptor that follows it. */
static void what_follows(void) {
    char head[] = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n", command[16], resource[64], body[4];
    int s[2], p[2], fd;
    CHECK_OK(ipc_pair(s));
    CHECK_OK(pipe(p));
    CHECK_OK(bsend(s[0], head, sizeof(head) - 1, -1));
    CHECK_OK(ipc_sendfd(s[0], p[1], -1));
    CHECK_OK(bsend(s[0], "body", 4, -1));
    s[1] = http_attach(s[1]);
    CHECK_OK(http_recvrequest(s[1], command, sizeof(command), resource, sizeof(resource), 0));
    CHECK_STR(command, "POST");
    s[1] = http_detach(s[1], 0);
    CHECK(s[1] >= 0);
    fd = ipc_recvfd(s[1], 0);
    CHECK(fd >= 0);
    CHECK_OK(brecv(s[1], body, 4, 0));
    CHECK_MEM(body, "body", 4);
    close(fd);
    close(p[0]);
    close(p[1]);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

/* Lines that are too long, and lines that arrive in any number of pieces. */
static void lines(void) {
    static char line[20000];
    char command[16], resource[64], reason[9000];
    const char *text = "HTTP/1.1 200 in\rpieces\n\r\n", *at;
    int s[2], h;
    CHECK_OK(ipc_pair(s));
    h = http_attach(s[1]);
    memset(line, 'x', sizeof(line));
    CHECK_OK(bsend(s[0], line, sizeof(line), -1));
    CHECK_ERRNO(http_recvrequest(h, command, sizeof(command), resource, sizeof(resource), -1), EMSGSIZE);
    CHECK_ERRNO(http_recvrequest(h, command, sizeof(command), resource, sizeof(resource), -1), ECONNRESET);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[0]));

    /* The longest one: 8192 bytes without its end. */
    CHECK_OK(ipc_pair(s));
    h = http_attach(s[1]);
    memcpy(line, "HTTP/1.1 200 ", 13);
    memcpy(line + 8192, "\r\n\r\n", 4);
    CHECK_OK(bsend(s[0], line, 8196, -1));
    CHECK_INT(http_recvstatus(h, reason, sizeof(reason), -1), 200);
    CHECK_INT(strlen(reason), 8192 - 13);
    CHECK_ERRNO(http_recvfield(h, command, sizeof(command), resource, sizeof(resource), -1), EPIPE);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[0]));

    /* A line ends with both characters, in this order. Others are part of it, and malformed. */
    CHECK_OK(ipc_pair(s));
    h = http_attach(s[1]);
    for(at = text; *at; ++at) CHECK_OK(bsend(s[0], at, 1, -1));
    CHECK_ERRNO(http_recvstatus(h, reason, sizeof(reason), -1), EPROTO);
    CHECK_OK(bsend(s[0], "HTTP/1.1 204 \r\n", 15, -1));
    CHECK_INT(http_recvstatus(h, reason, sizeof(reason), -1), 204);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[0]));
}

int main(void) {
    exchange();
    what_follows();
    lines();
    return 0;
}
