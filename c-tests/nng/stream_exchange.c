// define: _GNU_SOURCE
// What streams of every kind have in common: what operations move, how they queue, how they end.
#include "streams.h"
#include <sys/mman.h>

static struct pair p;
// What a stream tells whose peer has closed it.
static int gone;

static void five_bytes(void) {
    nng_aio *send = new_aio(), *recv = new_aio();
    char got[8] = "", a[3] = "", b[8] = "";
    nng_iov out[3] = { { "he", 2 }, { NULL, 0 }, { "llo", 3 } }, in[3] = { { a, 2 }, { b, 0 }, { b, 7 } };
    set_buffer(recv, got, sizeof got);
    nng_stream_recv(p.accepted, recv);
    set_buffer(send, "hello", 5);
    nng_stream_send(p.dialed, send);
    moved(send, 5);
    moved(recv, 5);
    CHECK_STR(got, "hello");
    CHECK(nng_aio_get_output(send, 0) == NULL);
    // Operations leave the buffers of their aio as they are.
    nng_stream_send(p.dialed, send);
    moved(send, 5);
    nng_stream_recv(p.accepted, recv);
    moved(recv, 5);
    CHECK_STR(got, "hello");
    // The other way, from and into several buffers.
    CHECK_OK(nng_aio_set_iov(send, 3, out));
    CHECK_OK(nng_aio_set_iov(recv, 3, in));
    nng_stream_send(p.accepted, send);
    moved(send, 5);
    nng_stream_recv(p.dialed, recv);
    moved(recv, 5);
    CHECK_STR(a, "he");
    CHECK_STR(b, "llo");
    nng_aio_free(send);
    nng_aio_free(recv);
}

// What an aio keeps of the buffers that it is given.
static void buffers(void) {
    nng_aio *send = new_aio();
    nng_iov out[9] = { { "ab", 2 }, { "cd", 2 } };
    CHECK_OK(nng_aio_set_iov(send, 2, out));
    // The array is copied.
    memset(out, 0, sizeof out);
    nng_stream_send(p.dialed, send);
    moved(send, 4);
    expect(p.accepted, "abcd");
    // Too many change nothing, none is none.
    CHECK_INT(nng_aio_set_iov(send, 9, out), NNG_EINVAL);
    nng_stream_send(p.dialed, send);
    moved(send, 4);
    expect(p.accepted, "abcd");
#if OURS
    // Nor does one that is nowhere.
    out[0].iov_len = 1;
    CHECK_INT(nng_aio_set_iov(send, 1, out), NNG_EINVAL);
    nng_stream_send(p.dialed, send);
    moved(send, 4);
    expect(p.accepted, "abcd");
#endif
    CHECK_OK(nng_aio_set_iov(send, 0, out));
    nng_stream_send(p.dialed, send);
    moved(send, 0);
    nng_aio_free(send);
}

static void nothing(void) {
    nng_aio *aio = new_aio();
    set_buffer(aio, "x", 0);
    nng_stream_send(p.dialed, aio);
    moved(aio, 0);
    CHECK_OK(nng_aio_set_iov(aio, 0, NULL));
    nng_stream_send(p.dialed, aio);
    moved(aio, 0);
#if OURS
    nng_stream_recv(p.dialed, aio);
    ended(aio, NNG_EINVAL);
    set_buffer(aio, "x", 0);
    nng_stream_recv(p.dialed, aio);
    ended(aio, NNG_EINVAL);
#endif
    nng_aio_free(aio);
}

// A receive that ends early does no harm, wherever it stands.
static void ended_early(void) {
    nng_aio *aios[5];
    char got[5][8] = { "" };
    int i;
    for(i = 0; i < 5; i++) {
        aios[i] = new_aio();
        set_buffer(aios[i], got[i], 1);
    }
    nng_aio_set_timeout(aios[1], 1);
    for(i = 0; i < 4; i++) nng_stream_recv(p.accepted, aios[i]);
    ended(aios[1], NNG_ETIMEDOUT);
    nng_aio_cancel(aios[0]);
    ended(aios[0], NNG_ECANCELED);
    nng_aio_abort(aios[3], NNG_EINTR);
    ended(aios[3], NNG_EINTR);
    nng_stream_recv(p.accepted, aios[4]);
#if OURS
    CHECK(nng_aio_busy(aios[2]) && nng_aio_busy(aios[4]));
#endif
    send_all(p.dialed, "ab", 2);
    moved(aios[2], 1);
    moved(aios[4], 1);
    CHECK_INT(got[2][0], 'a');
    CHECK_INT(got[4][0], 'b');
    // No time at all: nothing is received even if it is there.
    send_all(p.dialed, "c", 1);
    nng_aio_set_timeout(aios[0], 0);
    nng_stream_recv(p.accepted, aios[0]);
    ended(aios[0], NNG_ETIMEDOUT);
    nng_aio_set_timeout(aios[0], NNG_DURATION_INFINITE);
    nng_stream_recv(p.accepted, aios[0]);
    moved(aios[0], 1);
    CHECK_INT(got[0][0], 'c');
    // A stopped aio starts nothing.
    nng_aio_stop(aios[1]);
    nng_stream_recv(p.accepted, aios[1]);
    ended(aios[1], NNG_ECANCELED);
    for(i = 0; i < 5; i++) nng_aio_free(aios[i]);
}

#define MANY 40

// Receives get their bytes in the order in which they were started, and so do sends.
static void queues(void) {
    nng_aio *sends[MANY], *recvs[MANY];
    char in[MANY], out[MANY];
    int i;
    for(i = 0; i < MANY; i++) {
        out[i] = 'A' + i;
        sends[i] = new_aio();
        recvs[i] = new_aio();
        set_buffer(recvs[i], &in[i], 1);
        set_buffer(sends[i], &out[i], 1);
        nng_stream_recv(p.accepted, recvs[i]);
    }
    for(i = 0; i < MANY; i++) nng_stream_send(p.dialed, sends[i]);
    for(i = 0; i < MANY; i++) {
        moved(sends[i], 1);
        moved(recvs[i], 1);
        CHECK_INT(in[i], out[i]);
        nng_aio_free(sends[i]);
        nng_aio_free(recvs[i]);
    }
}

#define BIG (1 << 20)

static char big[BIG], back[BIG];

// More than the kernel keeps, in both directions at the same time, in pieces of odd sizes.
static void much(void) {
    nng_stream *ends[2];
    nng_aio *send[2] = { new_aio(), new_aio() }, *recv[2] = { new_aio(), new_aio() };
    size_t sent[2] = { 0, 0 }, received[2] = { 0, 0 };
    static char in[2][BIG];
    int i;
    ends[0] = p.dialed;
    ends[1] = p.accepted;
    for(i = 0; i < BIG; i++) big[i] = (char)(i * 7 + i / 251);
    for(i = 0; i < 2; i++) {
        set_buffer(recv[i], in[i], 12345);
        nng_stream_recv(ends[i], recv[i]);
        set_buffer(send[i], big, BIG);
        nng_stream_send(ends[i], send[i]);
    }
    while(received[0] < BIG || received[1] < BIG) {
        for(i = 0; i < 2; i++) {
            if(received[i] < BIG) {
                ended(recv[i], 0);
                received[i] += nng_aio_count(recv[i]);
                if(received[i] < BIG) {
                    size_t left = BIG - received[i];
                    set_buffer(recv[i], in[i] + received[i], left < 54321 ? left : 54321);
                    nng_stream_recv(ends[i], recv[i]);
                }
            }
            if(sent[i] < BIG && has_sent(send[i])) {
                ended(send[i], 0);
                sent[i] += nng_aio_count(send[i]);
                if(sent[i] < BIG) {
                    set_buffer(send[i], big + sent[i], BIG - sent[i]);
                    nng_stream_send(ends[i], send[i]);
                }
            }
        }
    }
    for(i = 0; i < 2; i++) {
        CHECK_MEM(in[i], big, BIG);
        nng_aio_free(send[i]);
        nng_aio_free(recv[i]);
    }
}

// Eight buffers of more than 2^31 bytes together: a part of them leaves.
static void huge(void) {
    size_t size = 300 << 20, count, n = 0;
    void *zeros = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    nng_aio *send = new_aio(), *recv = new_aio();
    nng_iov iov[8];
    int i;
    CHECK(zeros != MAP_FAILED);
    for(i = 0; i < 8; i++) {
        iov[i].iov_buf = zeros;
        iov[i].iov_len = size;
    }
    CHECK_OK(nng_aio_set_iov(send, 8, iov));
    nng_stream_send(p.dialed, send);
    ended(send, 0);
    count = nng_aio_count(send);
    CHECK(count > 0 && count < 8 * size);
    set_buffer(recv, back, BIG);
    while(n < count) {
        nng_stream_recv(p.accepted, recv);
        ended(recv, 0);
        n += nng_aio_count(recv);
    }
    CHECK_INT(n, count);
    nng_aio_free(send);
    nng_aio_free(recv);
    munmap(zeros, size);
}

// The peer closes: what it sent before can be received, then both directions fail.
static void peer_closes(void) {
    nng_aio *first = new_aio(), *second = new_aio(), *send = new_aio();
    char got[2][8];
    send_all(p.dialed, "bye", 3);
    nng_stream_close(p.dialed);
    expect(p.accepted, "bye");
    set_buffer(first, got[0], 8);
    set_buffer(second, got[1], 8);
    nng_stream_recv(p.accepted, first);
    nng_stream_recv(p.accepted, second);
    ended(first, gone);
    ended(second, gone);
    CHECK_INT(nng_aio_count(first), 0);
    set_buffer(send, "x", 1);
    do {
        nng_stream_send(p.accepted, send);
        nng_aio_wait(send);
    } while(nng_aio_result(send) == 0);
    CHECK(nng_aio_result(send) == gone || nng_aio_result(send) == NNG_ECONNRESET ||
          (!OURS && nng_aio_result(send) == NNG_ECLOSED));
    nng_aio_free(first);
    nng_aio_free(second);
    nng_aio_free(send);
}

// The peer breaks the connection off: that is not its end.
static void reset(void) {
    struct linger now = { 1, 0 };
    nng_sockaddr sa;
    nng_aio *aio = new_aio();
    char got[8];
    int fd;
    listen_at(&p, "tcp://127.0.0.1:0");
    CHECK_OK(nng_stream_listener_get_addr(p.listener, NNG_OPT_LOCADDR, &sa));
    fd = raw_connect(ntohs(sa.s_in.sa_port));
    nng_stream_listener_accept(p.listener, aio);
    ended(aio, 0);
    p.accepted = nng_aio_get_output(aio, 0);
    CHECK_OK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now));
    close(fd);
    set_buffer(aio, got, sizeof got);
    nng_stream_recv(p.accepted, aio);
    nng_aio_wait(aio);
    CHECK(nng_aio_result(aio) == NNG_ECONNRESET || (!OURS && nng_aio_result(aio) == NNG_ECONNSHUT));
    nng_aio_free(aio);
    close_pair(&p);
}

// Closing ends what is under way, and what is started later at once.
static void closing(void) {
    nng_aio *aios[4];
    char got[8];
    int i;
    for(i = 0; i < 4; i++) {
        aios[i] = new_aio();
        set_buffer(aios[i], got, 8);
    }
    nng_stream_recv(p.accepted, aios[0]);
    nng_stream_recv(p.accepted, aios[1]);
    nng_stream_close(p.accepted);
    nng_stream_close(p.accepted);
    ended(aios[0], NNG_ECLOSED);
    ended(aios[1], NNG_ECLOSED);
#if OURS
    nng_stream_recv(p.accepted, aios[2]);
    ended(aios[2], NNG_ECLOSED);
    nng_stream_send(p.accepted, aios[3]);
    ended(aios[3], NNG_ECLOSED);
    // That comes before anything else.
    set_buffer(aios[2], got, 0);
    nng_stream_recv(p.accepted, aios[2]);
    ended(aios[2], NNG_ECLOSED);
#endif
    for(i = 0; i < 4; i++) nng_aio_free(aios[i]);
}

// Sends wait when the peer does not receive; cancelling the one that waits leaves the stream as it was.
static void full(void) {
    nng_aio *send = new_aio(), *last = new_aio(), *recv = new_aio();
    size_t sent = 0, received = 0;
    set_buffer(send, big, BIG);
    for(;;) {
        // Until the kernel takes no more: that one stays where it is.
        nng_aio_set_timeout(send, 50);
        nng_stream_send(p.dialed, send);
        nng_aio_wait(send);
        if(nng_aio_result(send) == NNG_ETIMEDOUT) break;
        ended(send, 0);
        sent += nng_aio_count(send);
    }
    CHECK_INT(nng_aio_count(send), 0);
    nng_aio_set_timeout(send, NNG_DURATION_INFINITE);
    set_buffer(send, "dropped", 7);
    nng_stream_send(p.dialed, send);
    set_buffer(last, "end", 3);
    nng_stream_send(p.dialed, last);
    nng_aio_cancel(send);
    nng_aio_wait(send);
    // What the kernel had on its way may have made room meanwhile.
    if(nng_aio_result(send) == 0) sent += nng_aio_count(send);
    else CHECK_INT(nng_aio_result(send), NNG_ECANCELED);
    set_buffer(recv, back, BIG);
    while(received < sent + 3) {
        nng_stream_recv(p.accepted, recv);
        ended(recv, 0);
        received += nng_aio_count(recv);
    }
    moved(last, 3);
    CHECK_INT(received, sent + 3);
    CHECK_MEM(back + nng_aio_count(recv) - 1, "d", 1);
    nng_aio_free(send);
    nng_aio_free(last);
    nng_aio_free(recv);
}

// Callbacks that start the next operation: an echo.
static struct echo {
    nng_stream *stream;
    nng_aio *aio;
    char buffer[64];
    int sending;
} echo;

static void echoed(void *arg) {
    struct echo *e = arg;
    if(nng_aio_result(e->aio) != 0) return;
    if(!e->sending) set_buffer(e->aio, e->buffer, nng_aio_count(e->aio));
    else set_buffer(e->aio, e->buffer, sizeof e->buffer);
    e->sending = !e->sending;
    if(e->sending) nng_stream_send(e->stream, e->aio);
    else nng_stream_recv(e->stream, e->aio);
}

static void callbacks(void) {
    int i;
    echo.stream = p.accepted;
    echo.sending = 0;
    CHECK_OK(nng_aio_alloc(&echo.aio, echoed, &echo));
    set_buffer(echo.aio, echo.buffer, sizeof echo.buffer);
    nng_stream_recv(echo.stream, echo.aio);
    for(i = 0; i < 200; i++) {
        send_all(p.dialed, "ping", 4);
        expect(p.dialed, "ping");
    }
    // The aio goes first, with its operation under way.
    nng_aio_free(echo.aio);
}

// Releasing a stream ends its operations.
static void released(void) {
    nng_aio *aio = new_aio();
    char got[8];
    set_buffer(aio, got, 8);
    nng_stream_recv(p.accepted, aio);
    nng_stream_free(p.accepted);
    ended(aio, NNG_ECLOSED);
    p.accepted = NULL;
    nng_aio_free(aio);
}

static void run(const char *url, int is_socket) {
    static void (*const all[])(void) = { five_bytes, buffers, nothing, ended_early, queues, much, callbacks };
    size_t i;
    gone = is_socket ? NNG_ECONNSHUT : NNG_ECLOSED;
    open_pair(&p, url);
    for(i = 0; i < sizeof all / sizeof *all; i++) all[i]();
    if(is_socket) {
        // A WebSocket completes its frames, also of sends that were cancelled.
        full();
        huge();
    }
    peer_closes();
    close_pair(&p);
    open_pair(&p, url);
    closing();
    close_pair(&p);
    open_pair(&p, url);
    released();
    close_pair(&p);
}

int main(void) {
    nng_aio *aio = new_aio();
    run("tcp://127.0.0.1:0", 1);
    run("tcp4://127.0.0.1:0", 1);
    run("tcp6://[::1]:0", 1);
    run("ipc://socket", 1);
#if OURS
    run("unix://./socket", 1);
#endif
    run("abstract://nng%00stream%20exchange", 1);
#if OURS
    // nng counts no bytes that are sent.
    run("ws://127.0.0.1:0/path", 0);
    run("ws4://127.0.0.1:0", 0);
    run("ws6://[::1]:0/", 0);
#endif
    reset();
    // NULL is allowed for what releases, and an error for the rest.
    nng_stream_free(NULL);
    nng_stream_dialer_free(NULL);
    nng_stream_listener_free(NULL);
#if OURS
    nng_stream_close(NULL);
    nng_stream_send(NULL, aio);
    ended(aio, NNG_EINVAL);
    nng_stream_recv(NULL, aio);
    ended(aio, NNG_EINVAL);
    open_pair(&p, "tcp://127.0.0.1:0");
    nng_stream_send(p.dialed, NULL);
    nng_stream_recv(p.dialed, NULL);
    close_pair(&p);
#endif
    nng_aio_free(aio);
    return 0;
}
