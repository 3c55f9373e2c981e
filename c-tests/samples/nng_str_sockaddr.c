// stdout: nng_str_sockaddr.out
// reference: differs, nng 1.5 has no texts of addresses
//
// The example of the manual page nng_sockaddr(3): an address that is put together, and its text.

#include "nng_sample.h"

// EXAMPLE
// An address of IPv4, of numbers as people write them.
static nng_sockaddr ipv4(uint32_t ip, uint16_t port) {
    nng_sockaddr address = { .s_in = { .sa_family = NNG_AF_INET } };

    address.s_in.sa_addr = htonl(ip);
    address.s_in.sa_port = htons(port);
    return address;
}

static void print(const nng_sockaddr *address) {
    char text[NNG_MAXADDRSTRLEN];

    printf("%s\n", nng_str_sockaddr(address, text, sizeof text));
}
// END EXAMPLE

int main(void) {
    nng_sockaddr address = ipv4(0x7f000001, 8080), none = { .s_family = NNG_AF_UNSPEC };

    print(&address);
    print(&none);
    return 0;
}
