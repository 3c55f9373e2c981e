// stdout: nng_stream_get.out
//
// The example of the manual pages nng_stream_get(3) and nng_stream_set(3): options of a dialer, a listener and a stream.

#include "nng_sample_stream.h"

// EXAMPLE
// Prints to which port a stream goes, and whether what is written to it leaves at once.
static void describe(nng_stream *stream) {
    nng_sockaddr peer;
    bool at_once;

    check(nng_stream_get_addr(stream, NNG_OPT_REMADDR, &peer), NNG_OPT_REMADDR);
    if(peer.s_family == NNG_AF_INET) {
        unsigned char ip[4];
        memcpy(ip, &peer.s_in.sa_addr, 4);
        printf("IPv4 %d.%d.%d.%d, ", ip[0], ip[1], ip[2], ip[3]);
    }
    check(nng_stream_get_bool(stream, NNG_OPT_TCP_NODELAY, &at_once), NNG_OPT_TCP_NODELAY);
    printf("%s\n", at_once ? "at once" : "gathered");
}

// All streams that the dialer makes from now on send at once.
static void hurry(nng_stream_dialer *dialer) {
    check(nng_stream_dialer_set_bool(dialer, NNG_OPT_TCP_NODELAY, true), NNG_OPT_TCP_NODELAY);
}
// END EXAMPLE

int main(void) {
    nng_stream_listener *listener;
    nng_stream_dialer *dialer;
    nng_stream *accepted, *dialed;

    check(nng_stream_listener_alloc(&listener, "tcp://127.0.0.1:0"), "listener");
    check(nng_stream_listener_listen(listener), "listen");
    check(nng_stream_dialer_alloc(&dialer, sample_address(listener, "tcp://127.0.0.1:0")), "dialer");
    for(int i = 0; i < 2; i++) {
        sample_connect(listener, dialer, &accepted, &dialed);
        describe(dialed);
        nng_stream_free(dialed);
        nng_stream_free(accepted);
        hurry(dialer);
    }
    nng_stream_dialer_free(dialer);
    nng_stream_listener_free(listener);
    return 0;
}
