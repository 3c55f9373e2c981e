// stdout: nng_aio_set_timeout.out
//
// The example of the manual page nng_aio_set_timeout(3): a peer that says nothing, and one that does.

#include "nng_sample_stream.h"

// EXAMPLE
// Waits for a peer to say something, but not for long. Returns the number of bytes, 0 if it says nothing.
static size_t listen_for(nng_stream *stream, nng_duration milliseconds, void *buffer, size_t size) {
    nng_iov iov = { buffer, size };
    nng_aio *aio;
    size_t count;
    int result;

    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, milliseconds);
    check(nng_aio_set_iov(aio, 1, &iov), "buffer");
    nng_stream_recv(stream, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    if(result != NNG_ETIMEDOUT) check(result, "receive");
    // What has failed has moved nothing.
    count = nng_aio_count(aio);
    nng_aio_free(aio);
    return count;
}
// END EXAMPLE

int main(void) {
    nng_stream_listener *listener;
    nng_stream_dialer *dialer;
    nng_stream *accepted, *dialed;
    nng_aio *aio = sample_aio();
    char buffer[10];

    check(nng_stream_listener_alloc(&listener, "tcp://127.0.0.1:0"), "listener");
    check(nng_stream_listener_listen(listener), "listen");
    check(nng_stream_dialer_alloc(&dialer, sample_address(listener, "tcp://127.0.0.1:0")), "dialer");
    sample_connect(listener, dialer, &accepted, &dialed);

    printf("%zu\n", listen_for(dialed, 10, buffer, sizeof buffer));
    sample_buffer(aio, "hello", 5);
    nng_stream_send(accepted, aio);
    check(sample_end(aio), "send");
    printf("%zu\n", listen_for(dialed, 10000, buffer, sizeof buffer));

    nng_aio_free(aio);
    nng_stream_free(dialed);
    nng_stream_free(accepted);
    nng_stream_dialer_free(dialer);
    nng_stream_listener_free(listener);
    return 0;
}
