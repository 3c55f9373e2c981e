// stdout: nng_stream_send.out
//
// The example of the manual pages nng_stream_send(3) and nng_aio_set_iov(3): all of two buffers is sent, however many
// steps that takes.

#include "nng_sample_stream.h"

#include <nng/supplemental/util/platform.h>

// EXAMPLE
// Carries out sends until nothing of the buffers is left.
static int send_all(nng_stream *stream, nng_aio *aio, nng_iov *iov, unsigned count) {
    while(count > 0) {
        size_t sent;
        int result = nng_aio_set_iov(aio, count, iov);
        if(result != 0) return result;
        nng_stream_send(stream, aio);
        nng_aio_wait(aio);
        if((result = nng_aio_result(aio)) != 0) return result;

        // A send may end early. The aio still has the buffers that it was given, so what is left is counted here.
        sent = nng_aio_count(aio);
        while(count > 0 && sent >= iov->iov_len) {
            sent -= iov->iov_len;
            ++iov;
            --count;
        }
        if(count > 0) {
            iov->iov_buf = (char *)iov->iov_buf + sent;
            iov->iov_len -= sent;
        }
    }
    return 0;
}

// Receives until the peer closes the stream. Returns how many bytes came.
static size_t recv_all(nng_stream *stream, nng_aio *aio) {
    char buffer[4096];
    nng_iov iov = { buffer, sizeof buffer };
    size_t total = 0;

    check(nng_aio_set_iov(aio, 1, &iov), "buffer");
    while(1) {
        nng_stream_recv(stream, aio);
        nng_aio_wait(aio);
        if(nng_aio_result(aio) == NNG_ECONNSHUT) return total;
        check(nng_aio_result(aio), "receive");
        total += nng_aio_count(aio);
    }
}
// END EXAMPLE

static void sender(void *arg) {
    static char header[100], body[3000000];
    nng_iov iov[] = { { header, sizeof header }, { body, sizeof body } };
    nng_aio *aio = sample_aio();
    check(send_all(arg, aio, iov, 2), "send");
    nng_aio_free(aio);
    nng_stream_close(arg);
}

int main(void) {
    nng_stream_listener *listener;
    nng_stream_dialer *dialer;
    nng_stream *accepted, *dialed;
    nng_thread *thread;
    nng_aio *aio = sample_aio();

    check(nng_stream_listener_alloc(&listener, "tcp://127.0.0.1:0"), "listener");
    check(nng_stream_listener_listen(listener), "listen");
    check(nng_stream_dialer_alloc(&dialer, sample_address(listener, "tcp://127.0.0.1:0")), "dialer");
    sample_connect(listener, dialer, &accepted, &dialed);
    check(nng_thread_create(&thread, sender, dialed), "thread");
    printf("%zu\n", recv_all(accepted, aio));

    nng_thread_destroy(thread);
    nng_aio_free(aio);
    nng_stream_free(dialed);
    nng_stream_free(accepted);
    nng_stream_dialer_free(dialer);
    nng_stream_listener_free(listener);
    return 0;
}
