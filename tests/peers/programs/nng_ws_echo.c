/* A listener of WebSocket streams that sends back each byte. Prints its port; for each stream that has ended, a line with
   the target, a field of the request, the protocol, how many bytes there were, and the result of the last receive.

     nng_ws_echo [CERTIFICATE-AND-KEY] */

#include "../../../c-tests/check.h"
#include <nng/nng.h>

static char *field(nng_stream *stream, const char *name) {
    char *text;
    return nng_stream_get_string(stream, name, &text) == 0 ? text : nng_strdup("-");
}

static void echo(nng_stream *stream) {
    static char buffer[50000];
    char *uri = field(stream, NNG_OPT_WS_REQUEST_URI), *word = field(stream, NNG_OPT_WS_REQUEST_HEADER "X-Word");
    char *protocol = field(stream, NNG_OPT_WS_RESPONSE_HEADER "Sec-WebSocket-Protocol");
    size_t bytes = 0, sent;
    nng_aio *aio;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    for(;;) {
        nng_iov iov = { buffer, sizeof(buffer) };
        size_t len;
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_stream_recv(stream, aio);
        nng_aio_wait(aio);
        if(nng_aio_result(aio) != 0) break;
        len = nng_aio_count(aio);
        bytes += len;
        for(sent = 0; sent < len; sent += nng_aio_count(aio)) {
            iov.iov_buf = buffer + sent;
            iov.iov_len = len - sent;
            CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
            nng_stream_send(stream, aio);
            nng_aio_wait(aio);
            CHECK_OK(nng_aio_result(aio));
        }
    }
    printf("%s %s %s %zu %s\n", uri, word, protocol, bytes, nng_strerror(nng_aio_result(aio)));
    fflush(stdout);
    nng_strfree(uri);
    nng_strfree(word);
    nng_strfree(protocol);
    nng_aio_free(aio);
    nng_stream_free(stream);
}

int main(int argc, char *argv[]) {
    nng_stream_listener *listener;
    nng_aio *aio;
    int port;
    CHECK_OK(nng_stream_listener_alloc(&listener, argc > 1 ? "wss://127.0.0.1:0/echo" : "ws://127.0.0.1:0/echo"));
    if(argc > 1) CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_TLS_CERT_KEY_FILE, argv[1]));
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_PROTOCOL, "echo"));
    CHECK_OK(nng_stream_listener_set_string(listener, NNG_OPT_WS_RESPONSE_HEADER "X-Answer", "yes"));
    CHECK_OK(nng_stream_listener_listen(listener));
    CHECK_OK(nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port));
    printf("%d\n", port);
    fflush(stdout);
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    for(;;) {
        nng_stream_listener_accept(listener, aio);
        nng_aio_wait(aio);
        CHECK_OK(nng_aio_result(aio));
        echo(nng_aio_get_output(aio, 0));
    }
}
