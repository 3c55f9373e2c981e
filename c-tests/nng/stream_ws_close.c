// define: _GNU_SOURCE
// How WebSocket streams end, and operations on them: closing with things under way, cancelling in the middle of a frame.
#include "frames.h"

static nng_stream_listener *listener;
static int port;

// A side that is closed says so, and the peer learns it.
static void local(void) {
    int fd = ws_connect(port);
    nng_stream *stream = ws_accept(listener);
    nng_stream_close(stream);
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    ws_send_text(fd, WS_FIN | WS_CLOSE, "\x03\xe8");
    ws_expect_end(fd);
    nng_stream_free(stream);
    close(fd);
    // Data comes first.
    fd = ws_connect(port);
    stream = ws_accept(listener);
    send_all(stream, "last words", 10);
    nng_stream_free(stream);
    ws_expect(fd, "\x82\nlast words\x88\2\x03\xe8", 16);
    // A peer that does not answer is left behind.
    ws_expect_end(fd);
    close(fd);
}

#if OURS
// Both ends in one program.
static void pair_ends(void) {
    struct pair p;
    open_pair(&p, "ws://127.0.0.1:0/");
    send_all(p.dialed, "last words", 10);
    nng_stream_free(p.dialed);
    expect(p.accepted, "last words");
    CHECK_INT(ws_recv_result(p.accepted), NNG_ECLOSED);
    nng_stream_free(p.accepted);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
}

static void ignored(void) {
    // What arrives after closing is dropped, pings among it, and the peer may take its time to answer.
    int fd = ws_connect(port);
    nng_stream *stream = ws_accept(listener);
    nng_stream_close(stream);
    ws_send_text(fd, WS_FIN | WS_BINARY, "late");
    ws_send_text(fd, WS_FIN | WS_PING, "late");
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    ws_send_text(fd, WS_FIN | WS_CLOSE, "\x03\xe8");
    ws_expect_end(fd);
    CHECK_INT(ws_recv_result(stream), NNG_ECLOSED);
    CHECK_INT(ws_send_result(stream), NNG_ECLOSED);
    nng_stream_free(stream);
    close(fd);
    // So is a ping that was not answered yet when the program closed; and a peer that breaks the protocol then.
    fd = ws_connect(port);
    stream = ws_accept(listener);
    nng_stream_close(stream);
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    ws_write(fd, "GET / HTTP/1.1\r\n\r\n", 18);
    ws_expect_end(fd);
    nng_stream_free(stream);
    close(fd);
}
#endif

#define BIG (8 << 20)

static char big[BIG], got[BIG + 64];

// A socket and a stream whose first send is in the middle of its frame: the kernel has taken a part of it.
static int blocked(nng_stream **stream, nng_aio *send) {
    int fd = ws_connect(port), size = 1 << 16;
    // Otherwise the kernel might take all of it.
    CHECK_INT(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), 0);
    *stream = ws_accept(listener);
    set_buffer(send, big, BIG);
    nng_stream_send(*stream, send);
    // The beginning of the frame is there.
    ws_expect(fd, "\x82\x7f\0\0\0\0\0\x80\0\0", 10);
    return fd;
}

// Receives the rest of that frame, and what follows.
static void rest(int fd, const void *more, size_t size) {
    size_t n = 0;
    while(n < BIG + size) {
        ssize_t k = recv(fd, got + n, BIG + size - n, 0);
        CHECK(k > 0);
        n += k;
    }
    CHECK_MEM(got, big, BIG);
    CHECK_MEM(got + BIG, more, size);
}

#if OURS
// A frame that was begun is completed, whatever becomes of its send; what waits behind it follows.
static void in_the_middle(void) {
    nng_aio *send = new_aio(), *next = new_aio(), *third = new_aio();
    nng_stream *stream;
    char tail[9];
    int fd = blocked(&stream, send);
    set_buffer(next, "never", 5);
    nng_stream_send(stream, next);
    set_buffer(third, "next", 4);
    nng_stream_send(stream, third);
    nng_aio_cancel(next);
    ended(next, NNG_ECANCELED);
    nng_aio_cancel(send);
    ended(send, NNG_ECANCELED);
    // A ping in between is answered between the frames.
    ws_send_text(fd, WS_FIN | WS_PING, "p");
    rest(fd, "", 0);
    moved(third, 4);
    CHECK_INT(recv(fd, tail, sizeof tail, MSG_WAITALL), sizeof tail);
    CHECK(memcmp(tail, "\x8a\1p\x82\4next", 9) == 0 || memcmp(tail, "\x82\4next\x8a\1p", 9) == 0);
    nng_stream_free(stream);
    close(fd);
    // Time may end it, too.
    fd = blocked(&stream, send);
    nng_aio_set_timeout(next, 1);
    nng_stream_send(stream, next);
    ended(next, NNG_ETIMEDOUT);
    nng_aio_set_timeout(next, NNG_DURATION_INFINITE);
    nng_aio_abort(send, NNG_EINTR);
    ended(send, NNG_EINTR);
    rest(fd, "", 0);
    nng_stream_free(stream);
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    close(fd);
    nng_aio_free(send);
    nng_aio_free(next);
    nng_aio_free(third);
}

// Closing ends all operations at once. What the program gave is not needed any more then.
static void with_everything(void) {
    nng_aio *send = new_aio(), *next = new_aio(), *recv[2] = { new_aio(), new_aio() };
    nng_stream *stream;
    char byte;
    int fd = blocked(&stream, send), i;
    set_buffer(next, "never", 5);
    nng_stream_send(stream, next);
    for(i = 0; i < 2; i++) {
        set_buffer(recv[i], &byte, 1);
        nng_stream_recv(stream, recv[i]);
    }
    nng_stream_close(stream);
    memset(big, 0xee, BIG);
    ended(send, NNG_ECLOSED);
    ended(next, NNG_ECLOSED);
    for(i = 0; i < 2; i++) {
        ended(recv[i], NNG_ECLOSED);
        nng_aio_free(recv[i]);
    }
    nng_stream_free(stream);
    // The peer reads too late or not: it gets the frame up to where it ends for it, and never the program's new bytes.
    for(;;) {
        ssize_t k = read(fd, got, sizeof got);
        if(k <= 0) break;
        CHECK(memchr(got, 0xee, k) == NULL);
    }
    memset(big, 'x', BIG);
    close(fd);
    nng_aio_free(send);
    nng_aio_free(next);
}

// A peer that closes while it is being sent to.
static void peer_in_the_middle(void) {
    nng_aio *send = new_aio();
    nng_stream *stream;
    int fd = blocked(&stream, send);
    ws_send_text(fd, WS_FIN | WS_CLOSE, "\x03\xe9");
    ended(send, NNG_ECLOSED);
    ws_expect_end(fd);
    nng_stream_free(stream);
    close(fd);
    nng_aio_free(send);
}

// A peer that sends without end and takes nothing: pings are not collected, and neither is what nobody receives.
static void flood(void) {
    int fd = ws_connect(port), i;
    nng_stream *stream = ws_accept(listener);
    char payload[125], ping[131], answer[127];
    memset(payload, 'p', sizeof payload);
    ws_frame((unsigned char *)ping, WS_FIN | WS_PING, payload, sizeof payload, "mask");
    answer[0] = '\x8a';
    answer[1] = 125;
    memcpy(answer + 2, payload, sizeof payload);
    for(i = 0; i < 200000; i++) ws_write(fd, ping, sizeof ping);
    ws_send_text(fd, WS_FIN | WS_BINARY, "still there");
    expect(stream, "still there");
    ws_expect(fd, answer, sizeof answer);
    nng_stream_free(stream);
    close(fd);
}

// A stream and its operations from callbacks: the last one releases the stream.
static nng_stream *in_callback;
static nng_aio *callback_aio, *done_aio;
static char callback_byte;

static void receive_one(void *arg) {
    (void)arg;
    if(nng_aio_result(callback_aio) == 0 && callback_byte != 'q') {
        nng_stream_recv(in_callback, callback_aio);
        return;
    }
    nng_stream_free(in_callback);
    nng_aio_finish(done_aio, 0);
}

static void from_callbacks(void) {
    int fd = ws_connect(port), i;
    in_callback = ws_accept(listener);
    done_aio = new_aio();
    CHECK(nng_aio_begin(done_aio));
    CHECK_OK(nng_aio_alloc(&callback_aio, receive_one, NULL));
    set_buffer(callback_aio, &callback_byte, 1);
    nng_stream_recv(in_callback, callback_aio);
    for(i = 0; i < 100; i++) ws_send_text(fd, WS_FIN | WS_BINARY, i == 99 ? "q" : "x");
    ended(done_aio, 0);
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    nng_aio_free(callback_aio);
    nng_aio_free(done_aio);
    close(fd);
}
#endif

int main(void) {
    listener = ws_listener("ws://127.0.0.1:0/ws");
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_SENDMAXFRAME, 0));
    CHECK_OK(nng_stream_listener_listen(listener));
    port = ws_port(listener);
    memset(big, 'x', BIG);
    local();
#if OURS
    from_callbacks();
    pair_ends();
    ignored();
    in_the_middle();
    with_everything();
    peer_in_the_middle();
    flood();
#endif
    nng_stream_listener_free(listener);
    return 0;
}
