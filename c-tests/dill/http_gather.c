// When lines leave: together, and never later than the program waits for something.
// memcheck: leaks, a thread ends without closing its handles
#include "memstream.h"
#include "pair.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define LINES "HTTP/1.1 200 OK\r\na: b\r\n"

static struct memstream mem, other;
static char a[256], b[256];
static int gathering;

/* A handle with two lines that have not left yet. */
static int gather(void) {
    int h = http_attach(memstream_open(&mem, "GET / HTTP/1.1\r\n\r\n", 18));
    CHECK_OK(http_sendstatus(h, 200, "OK", -1));
    CHECK_OK(http_sendfield(h, "a", "b", -1));
    CHECK_INT(mem.sends, 0);
    return h;
}

static void has_left(const char *what) {
    if(mem.sends != 1) fprintf(stderr, "after %s\n", what);
    CHECK_INT(mem.sends, 1);
    memstream_sent(&mem, LINES);
    CHECK_OK(hclose(gathering));
    CHECK_INT(mem.sends, 1);
    CHECK_INT(mem.closed, 1);
}

#define LEAVES_WITH(call) do { gathering = gather(); call; has_left(#call); } while(0)

static coroutine void nothing(void) {
}

static coroutine void gathers_and_ends(void) {
    gather();
}

static coroutine void sleeps(void) {
    msleep(-1);
}

static void everything_that_waits(void) {
    int s[2], pipe_fds[2], bndl, h, h2;
    struct ipaddr addr;
    make_pair(s);
    CHECK_OK(pipe(pipe_fds));
    CHECK_OK(bsend(s[1], "abcdefgh", 8, -1));

    LEAVES_WITH(yield());
    LEAVES_WITH(msleep(0));
    LEAVES_WITH(fdin(pipe_fds[0], 0));
    LEAVES_WITH(fdout(pipe_fds[1], 0));
    LEAVES_WITH(h = go(nothing()); hclose(h));
    LEAVES_WITH(brecv(s[0], a, 1, -1));
    LEAVES_WITH(bsend(s[0], "x", 1, -1));
    LEAVES_WITH(http_recvrequest(gathering, a, sizeof(a), b, sizeof(b), -1));
    LEAVES_WITH(http_recvfield(gathering, a, sizeof(a), b, sizeof(b), -1));
    LEAVES_WITH(http_recvstatus(gathering, a, sizeof(a), -1));
    h2 = http_attach(memstream_open(&other, "a: b\r\n", 6));
    LEAVES_WITH(http_recvfield(h2, a, sizeof(a), b, sizeof(b), -1));
    LEAVES_WITH(http_done(h2, -1));
    LEAVES_WITH(hclose(h2));
    LEAVES_WITH(ipaddr_remote(&addr, "localhost", 1, 0, now() + 10000));
    bndl = bundle();
    CHECK_OK(bundle_go(bndl, sleeps()));
    LEAVES_WITH(bundle_wait(bndl, 0));
    LEAVES_WITH(hclose(bndl));
    LEAVES_WITH(tcp_done(s[0], -1));
    LEAVES_WITH(tcp_close(s[0], 0));
    CHECK_OK(hclose(s[1]));

    /* Closing it. */
    gathering = gather();
    CHECK_OK(hclose(gathering));
    CHECK_INT(mem.sends, 1);
    memstream_sent(&mem, LINES);

    /* Its coroutine ends without any of that. */
    h = go(gathers_and_ends());
    CHECK_INT(mem.sends, 1);
    memstream_sent(&mem, LINES);
    CHECK_OK(hclose(h));

    /* Two handles: both. */
    h = http_attach(memstream_open(&other, "", 0));
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    LEAVES_WITH(yield());
    memstream_sent(&other, "GET / HTTP/1.1\r\n");
    CHECK_OK(hclose(h));

    /* What does not wait does not send, either. */
    gathering = gather();
    CHECK(now() > 0);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    CHECK_OK(http_sendfield(gathering, "c", "d", -1));
    CHECK_INT(mem.sends, 0);
    CHECK_OK(http_done(gathering, -1));
    CHECK_INT(mem.sends, 1);
    memstream_sent(&mem, LINES "c: d\r\n\r\n");
    CHECK_OK(hclose(gathering));
}

/* Whose deadline holds for the lines: that of the call in which they leave if it is one on the handle. */
static void deadlines(void) {
    int h = gather();
    CHECK_OK(http_sendfield(h, "c", "d", 12345));
    CHECK_OK(yield());
    CHECK_INT(mem.deadline, 12345);
    CHECK_OK(hclose(h));

    h = gather();
    CHECK_OK(http_done(h, 23456));
    CHECK_INT(mem.deadline, 23456);
    CHECK_OK(hclose(h));

    h = gather();
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), 34567));
    CHECK_INT(mem.deadline, 34567);
    CHECK_OK(hclose(h));
}

static void much(void) {
    static char value[1001];
    int h = http_attach(memstream_open(&mem, "", 0)), i;
    memset(value, 'v', 1000);
    for(i = 0; i != 10; ++i) CHECK_OK(http_sendfield(h, "a", value, -1));
    CHECK(mem.sends >= 1 && mem.sends <= 3);
    CHECK_OK(http_done(h, -1));
    CHECK_INT(mem.out_len, 10 * 1005 + 2);
    CHECK_OK(hclose(h));
}

/* Who is told of an error. */
static void errors(void) {
    int h;
    /* The call in which it happened, if it is one on the handle. */
    h = gather();
    mem.send_error = ETIMEDOUT;
    CHECK_ERRNO(http_done(h, -1), ETIMEDOUT);
    CHECK_ERRNO(http_done(h, -1), ECONNRESET);
    CHECK_ERRNO(http_sendfield(h, "a", "b", -1), ECONNRESET);
    CHECK_ERRNO(http_sendstatus(h, 200, "OK", -1), ECONNRESET);
    CHECK_INT(mem.sends, 1);
    /* The other direction is not affected. */
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_ERRNO(http_detach(h, -1), ECONNRESET);
    CHECK_INT(mem.closed, 1);

    /* Otherwise the next one, once. */
    h = gather();
    mem.send_error = EIO;
    CHECK_OK(yield());
    CHECK_ERRNO(http_sendfield(h, "a", "", -1), EPROTO);
    CHECK_ERRNO(http_sendfield(h, "a", "b", -1), EIO);
    CHECK_ERRNO(http_sendfield(h, "a", "b", -1), ECONNRESET);
    CHECK_OK(hclose(h));

    h = gather();
    mem.send_error = EIO;
    CHECK_ERRNO(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1), EIO);
    CHECK_OK(http_recvrequest(h, a, sizeof(a), b, sizeof(b), -1));
    CHECK_ERRNO(http_done(h, -1), ECONNRESET);
    CHECK_OK(hclose(h));

    h = gather();
    mem.send_error = EIO;
    CHECK_ERRNO(http_detach(h, -1), EIO);
    CHECK_ERRNO(hclose(h), EBADF);
    CHECK_INT(mem.closed, 1);
}

/* A peer that waits for a single line gets it, although the head is not done. */
static coroutine void answers_line(int s) {
    char line[64];
    CHECK_OK(brecv(s, line, 16, -1));
    CHECK_MEM(line, "GET / HTTP/1.1\r\n", 16);
    CHECK_OK(bsend(s, "HTTP/1.1 400 No\r\n\r\n", 19, -1));
}

static void line_by_line(void) {
    int s[2], h, bndl = bundle();
    make_pair(s);
    CHECK_OK(bundle_go(bndl, answers_line(s[1])));
    h = http_attach(s[0]);
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
    CHECK_INT(http_recvstatus(h, a, sizeof(a), -1), 400);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(bndl));
}

/* Threads and processes end. */
static void send_line_to(int fd) {
    int s = tcp_fromfd(fd), h = http_attach(s);
    CHECK(h >= 0);
    CHECK_OK(http_sendrequest(h, "GET", "/", -1));
}

static void *ending_thread(void *arg) {
    send_line_to(*(int *)arg);
    return NULL;
}

static coroutine void exits_in_coroutine(int fd) {
    send_line_to(fd);
    exit(0);
}

static void ends(void) {
    char line[64];
    int i, fd, status;
    for(i = 0; i != 3; ++i) {
        struct ipaddr addr;
        int ls = socket(AF_INET, SOCK_STREAM, 0), conn;
        pid_t child;
        socklen_t len = sizeof(addr);
        CHECK_OK(listen(ls, 1));
        CHECK_OK(getsockname(ls, (struct sockaddr *)&addr, &len));
        fd = socket(AF_INET, SOCK_STREAM, 0);
        CHECK_OK(connect(fd, ipaddr_sockaddr(&addr), ipaddr_len(&addr)));
        conn = accept(ls, NULL, NULL);
        child = fork();
        if(child == 0) {
            pthread_t thread;
            int h;
            switch(i) {
            case 0:
                send_line_to(fd);
                exit(0);
            case 1:
                h = go(exits_in_coroutine(fd));
                _exit(h < 0);
            case 2:
                CHECK_OK(pthread_create(&thread, NULL, ending_thread, &fd));
                CHECK_OK(pthread_join(thread, NULL));
                _exit(0);
            }
        }
        close(fd);
        CHECK(waitpid(child, &status, 0) == child && status == 0);
        CHECK_INT(recv(conn, line, 16, MSG_WAITALL), 16);
        CHECK_MEM(line, "GET / HTTP/1.1\r\n", 16);
        close(conn);
        close(ls);
    }
}

int main(void) {
    /* Before the library is used in this process: forking with its state is not supported. */
    ends();
    everything_that_waits();
    deadlines();
    much();
    errors();
    line_by_line();
    return 0;
}
