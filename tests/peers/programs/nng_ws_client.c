/* A WebSocket stream to a server that sends back each message.

     nng_ws_client URL [AUTHORITIES]

   Under a URL that ends in /closes, the server closes instead. Prints how the stream ended. */

#include "../../../c-tests/check.h"
#include <nng/nng.h>

static const size_t sizes[] = { 1, 125, 126, 65535, 65536, 200000 };
static char sent[200000], received[200000];
static nng_aio *aio;

static void move(nng_stream *stream, void (*start)(nng_stream *, nng_aio *), char *bytes, size_t size) {
    while(size > 0) {
        nng_iov iov = { bytes, size };
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        start(stream, aio);
        nng_aio_wait(aio);
        CHECK_OK(nng_aio_result(aio));
        bytes += nng_aio_count(aio);
        size -= nng_aio_count(aio);
    }
}

int main(int argc, char *argv[]) {
    nng_stream_dialer *dialer;
    nng_stream *stream;
    nng_iov iov = { received, 1 };
    size_t i;
    CHECK(argc > 1);
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    nng_aio_set_timeout(aio, 30000);
    CHECK_OK(nng_stream_dialer_alloc(&dialer, argv[1]));
    if(argc > 2) CHECK_OK(nng_stream_dialer_set_string(dialer, NNG_OPT_TLS_CA_FILE, argv[2]));
    CHECK_OK(nng_stream_dialer_set_bool(dialer, NNG_OPT_WS_SEND_TEXT, true));
    CHECK_OK(nng_stream_dialer_set_bool(dialer, NNG_OPT_WS_RECV_TEXT, true));
    nng_stream_dialer_dial(dialer, aio);
    nng_aio_wait(aio);
    CHECK_OK(nng_aio_result(aio));
    stream = nng_aio_get_output(aio, 0);
    nng_stream_dialer_free(dialer);
    if(!strstr(argv[1], "/closes")) {
        for(i = 0; i < sizeof(sent); i++) sent[i] = ' ' + i % 90;
        for(i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            move(stream, nng_stream_send, sent, sizes[i]);
            move(stream, nng_stream_recv, received, sizes[i]);
            CHECK_MEM(received, sent, sizes[i]);
        }
        /* The server cuts this one in fragments, with a ping between them, and waits for the pong. */
        move(stream, nng_stream_send, (char *)"fragments", 9);
        move(stream, nng_stream_recv, received, 100004);
        CHECK_MEM(received, "aaaa", 4);
        CHECK_MEM(received + 100000, "pong", 4);
        nng_stream_close(stream);
    }
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
    nng_stream_recv(stream, aio);
    nng_aio_wait(aio);
    printf("%s\n", nng_strerror(nng_aio_result(aio)));
    nng_stream_free(stream);
    nng_aio_free(aio);
    return 0;
}
