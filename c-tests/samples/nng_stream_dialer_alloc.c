// stdout: nng_stream_dialer_alloc.out
//
// The example of the manual page nng_stream_dialer_alloc(3): a client connects, says something and leaves.

#include "nng_sample_stream.h"

// EXAMPLE
// Connects to a server, within five seconds. Returns the stream, or NULL.
static nng_stream *connect_to(const char *url) {
    nng_stream_dialer *dialer;
    nng_stream *stream = NULL;
    nng_aio *aio;

    check(nng_stream_dialer_alloc(&dialer, url), url);
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, 5000);
    nng_stream_dialer_dial(dialer, aio);
    nng_aio_wait(aio);
    if(nng_aio_result(aio) == 0)
        stream = nng_aio_get_output(aio, 0);
    else
        fprintf(stderr, "%s: %s\n", url, nng_strerror(nng_aio_result(aio)));
    nng_aio_free(aio);
    // The stream goes on without the dialer.
    nng_stream_dialer_free(dialer);
    return stream;
}
// END EXAMPLE

int main(void) {
    nng_stream_listener *listener;
    nng_stream *stream;
    nng_aio *accept = sample_aio();

    check(nng_stream_listener_alloc(&listener, "tcp://127.0.0.1:0"), "listener");
    check(nng_stream_listener_listen(listener), "listen");
    nng_stream_listener_accept(listener, accept);
    stream = connect_to(sample_address(listener, "tcp://127.0.0.1:0"));
    check(sample_end(accept), "accept");
    printf("%s\n", stream ? "connected" : "not connected");
    nng_stream_free(stream);
    nng_stream_free(nng_aio_get_output(accept, 0));
    nng_stream_listener_free(listener);
    // Nobody listens at this port.
    printf("%s\n", connect_to("tcp://127.0.0.1:1") ? "connected" : "not connected");
    nng_aio_free(accept);
    return 0;
}
