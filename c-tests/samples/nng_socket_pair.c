// stdout: nng_socket_pair.out
// reference: differs, nng 1.5 has neither socket pairs nor socket://
//
// The example of the manual page nng_socket_pair(3): a stream between two parts of a program, or to a child process.

#include "nng_sample_stream.h"

#include <unistd.h>

// EXAMPLE
// Makes a stream of one end of a pair of sockets, and returns the other end.
static int open_stream(nng_stream **streamp) {
    nng_stream_listener *listener;
    nng_aio *aio;
    int fds[2];

    check(nng_socket_pair(fds), "socket pair");
    check(nng_stream_listener_alloc(&listener, "socket://"), "listener");
    check(nng_stream_listener_listen(listener), "listen");
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    // From here on the descriptor belongs to the listener, and then to the stream.
    check(nng_stream_listener_set_int(listener, NNG_OPT_SOCKET_FD, fds[0]), NNG_OPT_SOCKET_FD);
    nng_stream_listener_accept(listener, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "accept");
    *streamp = nng_aio_get_output(aio, 0);
    nng_aio_free(aio);
    nng_stream_listener_free(listener);
    return fds[1];
}
// END EXAMPLE

int main(void) {
    nng_stream *stream;
    nng_aio *aio = sample_aio();
    char text[6] = "";
    int fd = open_stream(&stream);

    if(write(fd, "hello", 5) != 5) return 1;
    sample_buffer(aio, text, 5);
    nng_stream_recv(stream, aio);
    check(sample_end(aio), "receive");
    printf("%s\n", text);
    close(fd);
    nng_aio_free(aio);
    nng_stream_free(stream);
    return 0;
}
