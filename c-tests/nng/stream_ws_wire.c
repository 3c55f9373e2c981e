// define: _GNU_SOURCE
// WebSocket streams of a listener, frame by frame: what a peer sends, what the program receives, what the peer gets back.
#include "frames.h"

enum { MAX = 3, END = -1 };

struct frame {
    int first;
    const char *payload;
};

// The peer sends these frames. It gets these bytes back, and the end of the connection if the last is CLOSED. The program
// receives this text, and then the stream has ended if it was closed.
static const struct {
    const char *what;
    struct frame frames[MAX + 1];
    const char *received;
    const char *answer;
    size_t answer_size;
    bool closed;
    bool text;
    size_t max;
    bool ours;
} cases[] = {
    { "binary", { { WS_FIN | WS_BINARY, "hello" }, { END, NULL } }, "hello", "", 0, false, false, 0, false },
    { "two messages", { { WS_FIN | WS_BINARY, "ab" }, { WS_FIN | WS_BINARY, "cd" }, { END, NULL } },
        "abcd", "", 0, false, false, 0, false },
    { "fragments", { { WS_BINARY, "he" }, { WS_MORE, "ll" }, { WS_FIN | WS_MORE, "o" }, { END, NULL } },
        "hello", "", 0, false, false, 0, false },
    { "ping inside", { { WS_BINARY, "he" }, { WS_FIN | WS_PING, "p" }, { WS_FIN | WS_MORE, "llo" }, { END, NULL } },
        "hello", "\x8a\x01p", 3, false, false, 0, false },
    { "empty fragments", { { WS_BINARY, "" }, { WS_FIN | WS_MORE, "" }, { WS_FIN | WS_BINARY, "a" }, { END, NULL } },
        "a", "", 0, false, false, 0, false },
    { "pong", { { WS_FIN | WS_PONG, "x" }, { WS_FIN | WS_BINARY, "a" }, { END, NULL } },
        "a", "", 0, false, false, 0, false },
    { "ping", { { WS_FIN | WS_PING, "" }, { WS_FIN | WS_BINARY, "a" }, { END, NULL } },
        "a", "\x8a\0", 2, false, false, 0, false },
    { "text refused", { { WS_FIN | WS_TEXT, "hello" }, { END, NULL } },
        "", "\x88\2\x03\xeb", 4, true, false, 0, false },
    { "text accepted", { { WS_FIN | WS_TEXT, "hello" }, { END, NULL } }, "hello", "", 0, false, true, 0, false },
    { "binary where text is accepted", { { WS_FIN | WS_BINARY, "hello" }, { END, NULL } },
        "hello", "", 0, false, true, 0, false },
    { "of the largest size", { { WS_FIN | WS_BINARY, "12345" }, { END, NULL } },
        "12345", "", 0, false, false, 5, false },
    { "too large", { { WS_FIN | WS_BINARY, "123456" }, { END, NULL } },
        "", "\x88\2\x03\xf1", 4, true, false, 5, false },
    { "together larger", { { WS_BINARY, "12345" }, { WS_FIN | WS_MORE, "67890" }, { END, NULL } },
        "1234567890", "", 0, false, false, 5, false },
    { "too large behind data", { { WS_FIN | WS_BINARY, "12" }, { WS_FIN | WS_BINARY, "123456" }, { END, NULL } },
        "12", "\x88\2\x03\xf1", 4, true, false, 5, true },
    { "reserved bits", { { WS_FIN | 0x40 | WS_BINARY, "x" }, { END, NULL } },
        "", "\x88\2\x03\xea", 4, true, false, 0, false },
    { "unknown opcode", { { WS_FIN | 3, "x" }, { END, NULL } }, "", "\x88\2\x03\xea", 4, true, false, 0, false },
    { "continued nothing", { { WS_FIN | WS_MORE, "x" }, { END, NULL } },
        "", "\x88\2\x03\xea", 4, true, false, 0, false },
    { "message in message", { { WS_BINARY, "x" }, { WS_FIN | WS_BINARY, "y" }, { END, NULL } },
        "x", "\x88\2\x03\xea", 4, true, false, 0, true },
    { "fragment of a ping", { { WS_PING, "x" }, { END, NULL } }, "", "\x88\2\x03\xea", 4, true, false, 0, true },
    { "closed", { { WS_FIN | WS_CLOSE, "\x03\xe8" "bye" }, { END, NULL } },
        "", "\x88\2\x03\xe8", 4, true, false, 0, true },
    { "closed without a code", { { WS_FIN | WS_CLOSE, "" }, { END, NULL } }, "", "\x88\0", 2, true, false, 0, true },
    { "closed with an own code", { { WS_FIN | WS_CLOSE, "\x0f\xa1" }, { END, NULL } },
        "", "\x88\2\x0f\xa1", 4, true, false, 0, true },
    { "closed with half a code", { { WS_FIN | WS_CLOSE, "\x03" }, { END, NULL } },
        "", "\x88\2\x03\xea", 4, true, false, 0, true },
    { "closed behind data", { { WS_FIN | WS_BINARY, "hi" }, { WS_FIN | WS_CLOSE, "\x03\xe9" }, { END, NULL } },
        "hi", "\x88\2\x03\xe9", 4, true, false, 0, true },
    { "something behind the end", { { WS_FIN | WS_CLOSE, "\x03\xe8" }, { WS_FIN | WS_BINARY, "x" }, { END, NULL } },
        "", "\x88\2\x03\xe8", 4, true, false, 0, true },
};

static nng_stream_listener *listener;
static int port;

static void one(size_t i) {
    int fd, k;
    nng_stream *stream;
    CHECK_OK(nng_stream_listener_set_bool(listener, NNG_OPT_WS_RECV_TEXT, cases[i].text));
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, cases[i].max));
    fd = ws_connect(port);
    stream = ws_accept(listener);
    for(k = 0; cases[i].frames[k].first != END; k++)
        ws_send_text(fd, cases[i].frames[k].first, cases[i].frames[k].payload);
    expect(stream, cases[i].received);
    if(cases[i].closed) CHECK_INT(ws_recv_result(stream), NNG_ECLOSED);
    ws_expect(fd, cases[i].answer, cases[i].answer_size);
    if(cases[i].closed) {
        CHECK_INT(ws_send_result(stream), NNG_ECLOSED);
        shutdown(fd, SHUT_WR);
        raw_expect_end(fd);
    } else {
        // The stream is as good as before, in both directions.
        ws_send_text(fd, WS_FIN | WS_BINARY, "more");
        expect(stream, "more");
        send_all(stream, "!", 1);
        ws_expect(fd, "\x82\1!", 3);
    }
    nng_stream_free(stream);
    close(fd);
}

// Frames of a client have to be masked.
static void unmasked(void) {
    int fd = ws_connect(port);
    nng_stream *stream = ws_accept(listener);
    unsigned char frame[8];
    ws_write(fd, frame, ws_frame(frame, WS_FIN | WS_BINARY, "x", 1, NULL));
    CHECK_INT(ws_recv_result(stream), NNG_ECLOSED);
    ws_expect(fd, "\x88\2\x03\xea", 4);
    nng_stream_free(stream);
    close(fd);
}

// Frames may come with the request, byte by byte, and their borders mean nothing.
static void cut_anyhow(void) {
    int fd = raw_connect(port);
    nng_stream *stream;
    unsigned char bytes[64];
    char got[4];
    size_t n = 0, i, size = ws_frame(bytes, WS_FIN | WS_BINARY, "ear", 3, "k3y!");
    nng_aio *aio = new_aio();
    size += ws_frame(bytes + size, WS_BINARY, "l", 1, "\0\0\0\0");
    size += ws_frame(bytes + size, WS_FIN | WS_MORE, "y birds", 7, "abcd");
    raw_send(fd, WS_REQUEST);
    ws_write(fd, bytes, 5);
    raw_expect(fd, WS_RESPONSE "\r\n");
    stream = ws_accept(listener);
    for(i = 5; i < size; i++) ws_write(fd, bytes + i, 1);
    while(n < 3) {
        set_buffer(aio, got + n, 3 - n);
        nng_stream_recv(stream, aio);
        ended(aio, 0);
        n += nng_aio_count(aio);
    }
    CHECK_MEM(got, "ear", 3);
    expect(stream, "ly birds");
    nng_aio_free(aio);
    nng_stream_free(stream);
    close(fd);
}

// What is sent: one frame a send, final, not masked, of at most the size that is set.
static void sends(void) {
    static char big[200000];
    static unsigned char frame[200014];
    static const struct { size_t max, sent; } sizes[] = { { 65536, 65536 }, { 1000, 1000 }, { 125, 125 }, { 1, 1 },
        { 0, sizeof big } };
    size_t i, n;
    nng_aio *aio = new_aio();
    for(i = 0; i < sizeof big; i++) big[i] = (char)(i * 31);
    for(i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int fd;
        nng_stream *stream;
        // The first one is what a listener has at first.
        if(i > 0) CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_SENDMAXFRAME, sizes[i].max));
        CHECK_OK(nng_stream_listener_set_bool(listener, NNG_OPT_WS_SEND_TEXT, i % 2));
        fd = ws_connect(port);
        stream = ws_accept(listener);
        set_buffer(aio, big, sizeof big);
        nng_stream_send(stream, aio);
        n = ws_frame(frame, WS_FIN | (i % 2 ? WS_TEXT : WS_BINARY), big, sizes[i].sent, NULL);
        ws_expect(fd, frame, n);
        moved(aio, sizes[i].sent);
        // An empty message.
        set_buffer(aio, big, 0);
        nng_stream_send(stream, aio);
        ws_expect(fd, i % 2 ? "\x81\0" : "\x82\0", 2);
        moved(aio, 0);
        nng_stream_free(stream);
        close(fd);
    }
    nng_aio_free(aio);
}

#if OURS
// While nobody receives, pings are answered and the end is noticed, up to the next payload.
static void attentive(void) {
    int fd = ws_connect(port);
    nng_stream *stream = ws_accept(listener);
    ws_send_text(fd, WS_FIN | WS_PING, "here?");
    ws_expect(fd, "\x8a\5here?", 7);
    ws_send_text(fd, WS_FIN | WS_BINARY, "data");
    ws_send_text(fd, WS_FIN | WS_PING, "first");
    ws_send_text(fd, WS_FIN | WS_PING, "last");
    // That is there before it is looked at, so one answer will do.
    ws_send_text(fd, WS_FIN | WS_CLOSE, "\x03\xe8");
    expect(stream, "data");
    CHECK_INT(ws_recv_result(stream), NNG_ECLOSED);
    nng_stream_free(stream);
    close(fd);
    fd = ws_connect(port);
    stream = ws_accept(listener);
    ws_send_text(fd, WS_FIN | WS_CLOSE, "\x03\xe8");
    ws_expect(fd, "\x88\2\x03\xe8", 4);
    CHECK_INT(ws_send_result(stream), NNG_ECLOSED);
    nng_stream_free(stream);
    close(fd);
}
#endif

// The connection ends without a word.
static void cut(void) {
    int fd = ws_connect(port);
    nng_stream *stream = ws_accept(listener);
    nng_aio *aio = new_aio();
    char byte;
    set_buffer(aio, &byte, 1);
    nng_stream_recv(stream, aio);
    ws_write(fd, "\x82\x85mas", 5);
    close(fd);
    ended(aio, NNG_ECLOSED);
    nng_stream_free(stream);
#if OURS
    fd = ws_connect(port);
    stream = ws_accept(listener);
    ws_send_text(fd, WS_FIN | WS_BINARY, "bye");
    close(fd);
    expect(stream, "bye");
    CHECK_INT(ws_recv_result(stream), NNG_ECLOSED);
    nng_stream_free(stream);
#endif
    nng_aio_free(aio);
}

int main(void) {
    size_t i;
    listener = ws_listener("ws://127.0.0.1:0/ws");
    CHECK_OK(nng_stream_listener_listen(listener));
    port = ws_port(listener);
    for(i = 0; i < sizeof cases / sizeof *cases; i++) {
        fprintf(stderr, "%s\n", cases[i].what);
        if(OURS || !cases[i].ours) one(i);
    }
    unmasked();
    cut_anyhow();
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, 0));
    sends();
#if OURS
    attentive();
#endif
    cut();
    nng_stream_listener_free(listener);
    return 0;
}
