// stdout: nng_udp_open.out
// reference: differs, nng 1.5 has no UDP
//
// The example of the manual page nng_udp_open(3): a question and an answer in one datagram each.

#include "nng_sample_stream.h"

// EXAMPLE
// Sends a datagram back to where it came from.
static void answer_one(nng_udp *udp, nng_aio *aio) {
    nng_sockaddr sender;
    char packet[1500];
    nng_iov iov = { packet, sizeof packet };

    // Input 0 says where the address of the sender is stored, and where the answer goes to.
    nng_aio_set_input(aio, 0, &sender);
    nng_aio_set_iov(aio, 1, &iov);
    nng_udp_recv(udp, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "receive");
    iov.iov_len = nng_aio_count(aio);
    nng_aio_set_iov(aio, 1, &iov);
    nng_udp_send(udp, aio);
    nng_aio_wait(aio);
    check(nng_aio_result(aio), "send");
}
// END EXAMPLE

static nng_udp *socket_here(void) {
    nng_sockaddr address = { .s_in = { .sa_family = NNG_AF_INET } };
    nng_udp *udp;
    address.s_in.sa_addr = htonl(0x7f000001);
    check(nng_udp_open(&udp, &address), "socket");
    return udp;
}

int main(void) {
    nng_udp *server = socket_here(), *client = socket_here();
    nng_sockaddr address;
    nng_aio *aio = sample_aio();
    char text[10] = "";

    check(nng_udp_sockname(server, &address), "address");
    nng_aio_set_input(aio, 0, &address);
    sample_buffer(aio, "hello", 5);
    nng_udp_send(client, aio);
    check(sample_end(aio), "send");
    answer_one(server, aio);
    nng_aio_set_input(aio, 0, NULL);
    sample_buffer(aio, text, sizeof text);
    nng_udp_recv(client, aio);
    check(sample_end(aio), "receive");
    printf("%zu bytes: %s\n", nng_aio_count(aio), text);

    nng_aio_free(aio);
    nng_udp_close(client);
    nng_udp_close(server);
    return 0;
}
