// A message leaves in one system call, and never later than the program waits for something.
#include "held.h"
#include "memstream.h"
#include "tls.h"

static char content[10000];

static void head_and_content(void (*make)(int s[2])) {
    struct iolist list[2] = {{"con", 3, NULL, 0}, {"tent", 4, NULL, 0}};
    int s[2];
    make(s);
    sends_requests(s[0], REQUEST);
    s[1] = answer(s[1], -1);
    CHECK_INT(sends, 0);
    CHECK_OK(bsend(s[1], "content", 7, -1));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "content");
    /* What follows is sent when it is handed over. */
    CHECK_OK(bsend(s[1], "more", 4, -1));
    CHECK_INT(sends, 2);
    receives(s[0], "more");

    /* A list. */
    sends_requests(s[0], REQUEST);
    s[1] = answer(s[1], -1);
    list[0].iol_next = &list[1];
    CHECK_OK(bsendl(s[1], &list[0], &list[1], -1));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "content");

    /* No content: an empty list makes the head leave, too. */
    sends_requests(s[0], REQUEST);
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], "", 0, -1));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD);

    /* http_done makes it leave. */
    sends_requests(s[0], REQUEST);
    s[1] = http_attach(s[1]);
    receive_request(s[1]);
    CHECK_OK(http_sendstatus(s[1], 200, "OK", -1));
    CHECK_OK(http_sendfield(s[1], "a", "b", -1));
    CHECK_OK(http_done(s[1], -1));
    CHECK_INT(sends, 1);
    s[1] = http_detach(s[1], -1);
    receives(s[0], HEAD);
    CHECK_INT(sends, 1);
    close_both(s);
}

/* Fields that the program leaves out are in the buffer, so skipping them is no waiting. */
static void fields_not_received(void) {
    int s[2];
    make_pair(s);
    sends_requests(s[0], REQUEST);
    s[1] = http_attach(s[1]);
    CHECK_OK(http_recvrequest(s[1], a, sizeof(a), b, sizeof(b), -1));
    s[1] = respond(s[1], -1);
    CHECK_OK(bsend(s[1], "content", 7, -1));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "content");
    close_both(s);
}

/* Bytestreams of the program get the head when it is detached. */
static void own_bytestream(void) {
    static struct memstream mem;
    int s = answer(memstream_open(&mem, REQUEST, strlen(REQUEST)), -1);
    CHECK_INT(mem.sends, 1);
    memstream_sent(&mem, HEAD);
    CHECK_OK(bsend(s, "content", 7, -1));
    CHECK_INT(mem.sends, 2);
    CHECK_OK(hclose(s));
}

/* The program may have another descriptor of the connection. */
static void descriptor_of_the_program(void) {
    char text[64];
    int fds[2], s, duplicate;
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    duplicate = dup(fds[1]);
    s = ipc_fromfd(fds[1]);
    CHECK_INT(write(fds[0], REQUEST, strlen(REQUEST)), strlen(REQUEST));
    s = answer(s, -1);
    CHECK_INT(write(duplicate, "content", 7), 7);
    CHECK_INT(read(fds[0], text, sizeof(text)), strlen(HEAD) + 7);
    CHECK_MEM(text, HEAD "content", strlen(HEAD) + 7);
    CHECK_OK(hclose(s));
    close(duplicate);
    close(fds[0]);
}

/* Everything that is answered without asking the kernel for more input leaves together. */
static void batch(void (*make)(int s[2])) {
    int s[2], i;
    make(s);
    sends_requests(s[0], REQUEST REQUEST REQUEST REQUEST "GET /");
    for(i = 0; i != 4; ++i) {
        s[1] = answer(s[1], -1);
        /* One has no content. */
        if(i != 1) CHECK_OK(bsend(s[1], i == 2 ? "second" : "first", i == 2 ? 6 : 5, -1));
    }
    CHECK_INT(sends, 0);
    s[1] = http_attach(s[1]);
    CHECK_ERRNO(http_recvrequest(s[1], a, sizeof(a), b, sizeof(b), 0), ETIMEDOUT);
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "first" HEAD HEAD "second" HEAD "first");
    close_both(s);
}

/* The content of the last one makes it leave, and so does much content. */
static void ends_of_batches(void) {
    static const char requests[] = REQUEST REQUEST REQUEST;
    int s[2];
    make_pair(s);
    sends_requests(s[0], requests);
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], content, 10000, -1));
    CHECK_INT(sends, 1);
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_INT(sends, 2);
    receives(s[0], HEAD "x" HEAD);
    CHECK_OK(brecv(s[0], NULL, 10000, -1));
    receives(s[0], HEAD "x");

    /* No more is kept than a few KiB. */
    sends_requests(s[0], requests);
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], content, 8000, -1));
    CHECK_INT(sends, 0);
    s[1] = answer(s[1], -1);
    CHECK_OK(bsend(s[1], content, 8000, -1));
    CHECK_INT(sends, 1);
    s[1] = answer(s[1], -1);
    CHECK_INT(sends, 1);
    CHECK_OK(brecv(s[0], NULL, 2 * (strlen(HEAD) + 8000), -1));
    receives(s[0], HEAD);
    CHECK_INT(sends, 2);

    /* Content that is in the buffer already does not make the program wait. */
    sends_requests(s[0], REQUEST "content");
    s[1] = answer(s[1], -1);
    receives(s[1], "content");
    CHECK_INT(sends, 0);
    CHECK_OK(bsend(s[1], "x", 1, -1));
    CHECK_INT(sends, 1);
    receives(s[0], HEAD "x");
    close_both(s);
}

static int held[2];

static void has_left(const char *what, int own) {
    int s = held[0];
    if(sends < 1) fprintf(stderr, "after %s\n", what);
    CHECK(sends >= 1);
    receives(s, HEAD);
    CHECK_OK(hclose(s));
    if(!own) CHECK_OK(hclose(held[1]));
}

#define LEAVES_WITH(call) do { hold(held, -1); call; has_left(#call, 0); } while(0)
/* The call closes the handle. */
#define LEAVES_BEFORE(call) do { hold(held, -1); call; has_left(#call, 1); } while(0)

static coroutine void nothing(void) {
}

static coroutine void answers_and_ends(int s) {
    held[1] = answer(s, -1);
    CHECK_INT(sends, 0);
}

static coroutine void finishes(int s) {
    receives(s, HEAD);
    CHECK_ERRNO(brecv(s, a, 1, -1), EPIPE);
    CHECK_OK(tcp_done(s, -1));
}

static void everything_that_waits(void) {
    int p[2], other[2], unix_pair[2], h, bndl = bundle();
    CHECK_OK(pipe(p));
    make_pair(other);
    CHECK_OK(ipc_pair(unix_pair));
    CHECK_OK(bsend(other[0], "abcd", 4, -1));
    LEAVES_WITH(yield());
    LEAVES_WITH(msleep(0));
    LEAVES_WITH(fdin(p[0], 0));
    LEAVES_WITH(h = go(nothing()); CHECK_OK(hclose(h)));
    LEAVES_WITH(brecv(other[1], a, 1, -1));
    LEAVES_WITH(brecv(unix_pair[1], a, 1, 0));
    LEAVES_WITH(bsend(other[1], "x", 1, -1));
    LEAVES_WITH(ipc_sendfd(unix_pair[0], p[0], -1));
    LEAVES_WITH(tcp_done(other[1], -1));
    LEAVES_WITH(tcp_close(other[1], 0));
    LEAVES_WITH(hclose(other[0]));
    LEAVES_WITH(brecv(held[1], a, 1, 0));
    LEAVES_WITH(tcp_done(held[1], -1));
    LEAVES_WITH(held[1] = http_attach(held[1]); CHECK_ERRNO(http_recvfield(held[1], a, 9, b, 9, 0), ETIMEDOUT));
    LEAVES_WITH(held[1] = prefix_attach(held[1], 2, 0); CHECK_ERRNO(mrecv(held[1], a, 9, 0), ETIMEDOUT));
    LEAVES_BEFORE(CHECK_ERRNO(tls_attach_client(held[1], 0), ETIMEDOUT));
    make_pair(held);
    sends_requests(held[0], REQUEST);
    CHECK_OK(bundle_go(bndl, answers_and_ends(held[1])));
    has_left("end of the coroutine", 0);
    CHECK_OK(hclose(bndl));
    CHECK_OK(hclose(unix_pair[0]));
    CHECK_OK(hclose(unix_pair[1]));
    close(p[0]);
    close(p[1]);

    /* Closing it in good order. */
    hold(held, -1);
    h = go(finishes(held[0]));
    CHECK_OK(tcp_close(held[1], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(held[0]));

    /* Closing it at once lets go of it, but what arrives is up to the kernel. */
    hold(held, -1);
    CHECK_OK(hclose(held[1]));
    CHECK_INT(sends, 1);
    CHECK_OK(hclose(held[0]));

    /* A descriptor follows the head. */
    CHECK_OK(ipc_pair(held));
    sends_requests(held[0], REQUEST);
    held[1] = answer(held[1], -1);
    CHECK_OK(ipc_sendfd(held[1], 0, -1));
    receives(held[0], HEAD);
    h = ipc_recvfd(held[0], -1);
    CHECK(h >= 0);
    close(h);
    close_both(held);

    /* What does not wait does not send, either. */
    hold(held, -1);
    CHECK(now() > 0);
    held[1] = hown(held[1]);
    held[1] = http_attach(held[1]);
    CHECK_OK(http_sendstatus(held[1], 200, "OK", -1));
    CHECK_INT(sends, 0);
    CHECK_OK(http_done(held[1], -1));
    CHECK_INT(sends, 1);
    receives(held[0], HEAD "HTTP/1.1 200 OK\r\n\r\n");
    close_both(held);
}

/* Each connection gets what is its own. */
static void several(void) {
    int x[2], y[2], z[2];
    hold(x, -1);
    make_pair(y);
    CHECK_OK(bsend(y[0], REQUEST REQUEST, 2 * strlen(REQUEST), -1));
    make_pair(z);
    CHECK_OK(bsend(z[0], REQUEST, strlen(REQUEST), -1));
    y[1] = http_attach(y[1]);
    receive_request(y[1]);
    z[1] = http_attach(z[1]);
    receive_request(z[1]);
    sends = 0;
    x[1] = http_attach(x[1]);
    CHECK_OK(http_sendstatus(x[1], 200, "OK", -1));
    x[1] = http_detach(x[1], 0);
    CHECK_INT(x[1], -1);
    CHECK_INT(errno, ETIMEDOUT);
    CHECK_INT(sends, 1);
    y[1] = respond(y[1], -1);
    z[1] = respond(z[1], -1);
    CHECK_INT(sends, 1);
    CHECK_OK(bsend(z[1], "z", 1, -1));
    CHECK_INT(sends, 3);
    receives(y[0], HEAD);
    receives(z[0], HEAD "z");
    CHECK_OK(hclose(x[0]));
    close_both(y);
    close_both(z);
}

int main(void) {
    head_and_content(make_pair);
    head_and_content(make_ipc_pair);
    head_and_content(make_tls_pair);
    fields_not_received();
    own_bytestream();
    descriptor_of_the_program();
    batch(make_pair);
    batch(make_tls_pair);
    ends_of_batches();
    everything_that_waits();
    several();
    return 0;
}
