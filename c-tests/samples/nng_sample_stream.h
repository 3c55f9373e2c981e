/* What the programs of the manual pages about streams share: both ends of a connection in one program. */

#ifndef NNG_SAMPLE_STREAM_H_INCLUDED
#define NNG_SAMPLE_STREAM_H_INCLUDED

#include "nng_sample.h"

/* An aio that gives up after ten seconds. */
static inline nng_aio *sample_aio(void) {
    nng_aio *aio;
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, 10000);
    return aio;
}

/* Has the aio use one buffer. */
static inline void sample_buffer(nng_aio *aio, const void *buffer, size_t size) {
    nng_iov iov = { (void *)buffer, size };
    check(nng_aio_set_iov(aio, 1, &iov), "buffer");
}

/* Waits for the end of the operation and returns its result. */
static inline int sample_end(nng_aio *aio) {
    nng_aio_wait(aio);
    return nng_aio_result(aio);
}

/* The address to dial when a listener listens at "SCHEME://HOST:0", for the next call to replace. */
static inline const char *sample_address(nng_stream_listener *listener, const char *url) {
    static char text[128];
    int port;
    check(nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), "port");
    snprintf(text, sizeof text, "%.*s%d", (int)strlen(url) - 1, url, port);
    return text;
}

/* The two ends of a connection. */
static inline void sample_connect(nng_stream_listener *listener, nng_stream_dialer *dialer, nng_stream **accepted,
      nng_stream **dialed) {
    nng_aio *accept = sample_aio(), *dial = sample_aio();
    nng_stream_listener_accept(listener, accept);
    nng_stream_dialer_dial(dialer, dial);
    check(sample_end(dial), "dial");
    check(sample_end(accept), "accept");
    *dialed = nng_aio_get_output(dial, 0);
    *accepted = nng_aio_get_output(accept, 0);
    nng_aio_free(dial);
    nng_aio_free(accept);
}

/* Lets a client ask and a server answer over a new connection. Returns what the client's part of that ends with. */
static inline int sample_talk(nng_stream_listener *listener, nng_stream_dialer *dialer) {
    nng_aio *server = sample_aio(), *client = sample_aio();
    nng_stream *accepted, *dialed;
    char question[1], answer[1];
    int result;

    sample_connect(listener, dialer, &accepted, &dialed);
    sample_buffer(server, question, 1);
    nng_stream_recv(accepted, server);
    sample_buffer(client, "?", 1);
    nng_stream_send(dialed, client);
    result = sample_end(client);
    if(result == 0) {
        sample_buffer(client, answer, 1);
        nng_stream_recv(dialed, client);
        if(sample_end(server) == 0) {
            sample_buffer(server, "!", 1);
            nng_stream_send(accepted, server);
        } else {
            nng_stream_close(accepted);
        }
        result = sample_end(client);
    }
    nng_stream_free(dialed);
    nng_stream_free(accepted);
    nng_aio_free(client);
    nng_aio_free(server);
    return result;
}

#endif
