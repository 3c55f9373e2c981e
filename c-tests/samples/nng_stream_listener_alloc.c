// stdout: nng_stream_listener_alloc.out
// reference: no, its nng_fini does not wait for streams that callbacks release
//
// The example of the manual pages about listeners and dialers: a server that sends back what it gets, and a client.

#include "nng_sample_stream.h"

// EXAMPLE
// A server whose callbacks accept and answer, without a thread of its own.
struct echo {
    nng_aio *aio;
    nng_stream *stream;
    bool receives;
    char buffer[1024];
};

static void echo_next(void *arg) {
    struct echo *echo = arg;
    nng_iov iov = { echo->buffer, sizeof echo->buffer };

    if(nng_aio_result(echo->aio) != 0) {
        nng_stream_free(echo->stream);
        nng_aio_reap(echo->aio);
        free(echo);
        return;
    }
    echo->receives = !echo->receives;
    // This example sends so little at a time that it leaves as a whole.
    if(!echo->receives) iov.iov_len = nng_aio_count(echo->aio);
    nng_aio_set_iov(echo->aio, 1, &iov);
    if(echo->receives)
        nng_stream_recv(echo->stream, echo->aio);
    else
        nng_stream_send(echo->stream, echo->aio);
}

static void echo_start(nng_stream *stream) {
    struct echo *echo = calloc(1, sizeof *echo);

    if(!echo) check(NNG_ENOMEM, "echo");
    echo->stream = stream;
    check(nng_aio_alloc(&echo->aio, echo_next, echo), "aio");
    echo_next(echo);
}

struct server {
    nng_stream_listener *listener;
    nng_aio *aio;
};

static void accepted(void *arg) {
    struct server *server = arg;

    // When the listener is closed, this ends.
    if(nng_aio_result(server->aio) != 0) return;
    echo_start(nng_aio_get_output(server->aio, 0));
    nng_stream_listener_accept(server->listener, server->aio);
}

static void serve(struct server *server, const char *url) {
    check(nng_stream_listener_alloc(&server->listener, url), url);
    check(nng_stream_listener_listen(server->listener), url);
    check(nng_aio_alloc(&server->aio, accepted, server), "aio");
    nng_stream_listener_accept(server->listener, server->aio);
}

static void stop(struct server *server) {
    nng_stream_listener_close(server->listener);
    nng_aio_free(server->aio);
    nng_stream_listener_free(server->listener);
}
// END EXAMPLE

int main(void) {
    struct server server;
    nng_stream_dialer *dialer;
    nng_stream *stream;
    nng_aio *aio = sample_aio();
    char answer[6] = "";

    serve(&server, "tcp://127.0.0.1:0");
    check(nng_stream_dialer_alloc(&dialer, sample_address(server.listener, "tcp://127.0.0.1:0")), "dialer");
    nng_stream_dialer_dial(dialer, aio);
    check(sample_end(aio), "dial");
    stream = nng_aio_get_output(aio, 0);
    sample_buffer(aio, "hello", 5);
    nng_stream_send(stream, aio);
    check(sample_end(aio), "send");
    sample_buffer(aio, answer, 5);
    nng_stream_recv(stream, aio);
    check(sample_end(aio), "receive");
    printf("%s\n", answer);

    nng_stream_free(stream);
    nng_stream_dialer_free(dialer);
    nng_aio_free(aio);
    stop(&server);
    // Lets the server's end of the stream go.
    nng_fini();
    return 0;
}
