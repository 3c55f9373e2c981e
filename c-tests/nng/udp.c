// UDP sockets: datagrams, their senders, order, errors, multicast groups.
// reference: differs, its UDP is not public
#include "../check.h"
#include <arpa/inet.h>
#include <nng/nng.h>

static nng_udp *a, *b;
static nng_sockaddr a_addr, b_addr;
static nng_aio *sending, *receiving;

static nng_sockaddr loopback(void) {
    nng_sockaddr sa;
    memset(&sa, 0, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    sa.s_in.sa_addr = htonl(INADDR_LOOPBACK);
    return sa;
}

static void set_buffer(nng_aio *aio, void *buf, size_t len) {
    nng_iov iov;
    iov.iov_buf = buf;
    iov.iov_len = len;
    CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
}

static void send_to(nng_udp *udp, nng_sockaddr *to, const char *text) {
    set_buffer(sending, (void *)text, strlen(text));
    CHECK_OK(nng_aio_set_input(sending, 0, to));
    nng_udp_send(udp, sending);
    nng_aio_wait(sending);
    CHECK_OK(nng_aio_result(sending));
    CHECK_INT(nng_aio_count(sending), strlen(text));
}

static void check_address(const nng_sockaddr *got, const nng_sockaddr *want) {
    CHECK_INT(got->s_family, NNG_AF_INET);
    CHECK_INT(got->s_in.sa_port, want->s_in.sa_port);
    CHECK_INT(got->s_in.sa_addr, want->s_in.sa_addr);
}

static void open_and_close(void) {
    nng_sockaddr sa;
    nng_udp *udp;
    a_addr = loopback();
    CHECK_OK(nng_udp_open(&a, &a_addr));
    CHECK_OK(nng_udp_sockname(a, &a_addr));
    CHECK_INT(a_addr.s_in.sa_addr, htonl(INADDR_LOOPBACK));
    CHECK(a_addr.s_in.sa_port != 0);
    b_addr = loopback();
    CHECK_OK(nng_udp_open(&b, &b_addr));
    CHECK_OK(nng_udp_sockname(b, &b_addr));
    CHECK_INT(nng_udp_open(&udp, &a_addr), NNG_EADDRINUSE);
    CHECK_INT(nng_udp_open(&udp, NULL), NNG_EADDRINVAL);
    CHECK_INT(nng_udp_open(NULL, &a_addr), NNG_EINVAL);
    memset(&sa, 0, sizeof sa);
    CHECK_INT(nng_udp_open(&udp, &sa), NNG_EADDRINVAL);
    sa.s_ipc.sa_family = NNG_AF_IPC;
    CHECK_INT(nng_udp_open(&udp, &sa), NNG_EADDRINVAL);
    // TEST-NET-1 of RFC 5737 is nobody's.
    sa = loopback();
    sa.s_in.sa_addr = htonl(0xc0000201);
    CHECK_INT(nng_udp_open(&udp, &sa), NNG_EADDRINVAL);
    CHECK_INT(nng_udp_sockname(NULL, &sa), NNG_EINVAL);
    CHECK_INT(nng_udp_sockname(a, NULL), NNG_EINVAL);
    nng_udp_close(NULL);
}

static void datagrams(void) {
    char buf[16], first[2], second[8];
    nng_sockaddr from;
    nng_iov iov[2];
    CHECK_OK(nng_aio_alloc(&sending, NULL, NULL));
    CHECK_OK(nng_aio_alloc(&receiving, NULL, NULL));
    CHECK_OK(nng_aio_set_input(receiving, 0, &from));

    // The receiver first, then the sender first.
    set_buffer(receiving, buf, sizeof buf);
    nng_udp_recv(b, receiving);
    CHECK(nng_aio_busy(receiving));
    send_to(a, &b_addr, "hello");
    nng_aio_wait(receiving);
    CHECK_OK(nng_aio_result(receiving));
    CHECK_INT(nng_aio_count(receiving), 5);
    CHECK_MEM(buf, "hello", 5);
    check_address(&from, &a_addr);
    send_to(b, &a_addr, "world!");
    nng_udp_recv(a, receiving);
    nng_aio_wait(receiving);
    CHECK_INT(nng_aio_count(receiving), 6);
    CHECK_MEM(buf, "world!", 6);
    check_address(&from, &b_addr);

    // An empty one, one in two parts, one for which there is too little room.
    send_to(a, &b_addr, "");
    send_to(a, &b_addr, "parts");
    send_to(a, &b_addr, "too long");
    send_to(a, &b_addr, "next");
    nng_udp_recv(b, receiving);
    nng_aio_wait(receiving);
    CHECK_OK(nng_aio_result(receiving));
    CHECK_INT(nng_aio_count(receiving), 0);
    iov[0].iov_buf = first;
    iov[0].iov_len = sizeof first;
    iov[1].iov_buf = second;
    iov[1].iov_len = sizeof second;
    CHECK_OK(nng_aio_set_iov(receiving, 2, iov));
    nng_udp_recv(b, receiving);
    nng_aio_wait(receiving);
    CHECK_INT(nng_aio_count(receiving), 5);
    CHECK_MEM(first, "pa", 2);
    CHECK_MEM(second, "rts", 3);
    set_buffer(receiving, buf, 3);
    nng_udp_recv(b, receiving);
    nng_aio_wait(receiving);
    CHECK_OK(nng_aio_result(receiving));
    CHECK_INT(nng_aio_count(receiving), 3);
    CHECK_MEM(buf, "too", 3);
    // Without a place for the sender's address.
    CHECK_OK(nng_aio_set_input(receiving, 0, NULL));
    set_buffer(receiving, buf, sizeof buf);
    nng_udp_recv(b, receiving);
    nng_aio_wait(receiving);
    CHECK_INT(nng_aio_count(receiving), 4);
}

static void ordered_and_cancelled(void) {
    enum { N = 4 };
    nng_aio *aios[N];
    char bufs[N][8];
    int i;
    for(i = 0; i < N; i++) {
        CHECK_OK(nng_aio_alloc(&aios[i], NULL, NULL));
        set_buffer(aios[i], bufs[i], sizeof bufs[i]);
        nng_udp_recv(b, aios[i]);
    }
    nng_aio_cancel(aios[1]);
    nng_aio_wait(aios[1]);
    CHECK_INT(nng_aio_result(aios[1]), NNG_ECANCELED);
    send_to(a, &b_addr, "0");
    send_to(a, &b_addr, "2");
    nng_aio_wait(aios[0]);
    nng_aio_wait(aios[2]);
    CHECK_MEM(bufs[0], "0", 1);
    CHECK_MEM(bufs[2], "2", 1);
    CHECK(nng_aio_busy(aios[3]));
    nng_aio_set_timeout(aios[1], 1);
    nng_udp_recv(b, aios[1]);
    nng_aio_wait(aios[1]);
    CHECK_INT(nng_aio_result(aios[1]), NNG_ETIMEDOUT);
    nng_udp_close(b);
    nng_aio_wait(aios[3]);
    CHECK_INT(nng_aio_result(aios[3]), NNG_ECLOSED);
    for(i = 0; i < N; i++) nng_aio_free(aios[i]);
}

static int send_result(nng_sockaddr *to, void *buf, size_t len) {
    set_buffer(sending, buf, len);
    CHECK_OK(nng_aio_set_input(sending, 0, to));
    nng_udp_send(a, sending);
    nng_aio_wait(sending);
    CHECK_INT(nng_aio_count(sending), 0);
    return nng_aio_result(sending);
}

static void unsendable(void) {
    static char large[70000];
    nng_sockaddr sa;
    CHECK_INT(send_result(NULL, large, 1), NNG_EADDRINVAL);
    memset(&sa, 0, sizeof sa);
    CHECK_INT(send_result(&sa, large, 1), NNG_EADDRINVAL);
    sa.s_ipc.sa_family = NNG_AF_IPC;
    CHECK_INT(send_result(&sa, large, 1), NNG_EADDRINVAL);
    memset(&sa, 0, sizeof sa);
    sa.s_in6.sa_family = NNG_AF_INET6;
    sa.s_in6.sa_port = htons(1);
    CHECK_INT(send_result(&sa, large, 1), NNG_ENOTSUP);
    CHECK_INT(send_result(&a_addr, large, sizeof large), NNG_EMSGSIZE);
    // To everybody, which takes more than this.
    sa = loopback();
    sa.s_in.sa_addr = htonl(0x7fffffff);
    sa.s_in.sa_port = htons(1);
    CHECK_INT(send_result(&sa, large, 1), NNG_EPERM);
    // The socket is none the worse for it.
    send_to(a, &a_addr, "still there");
    nng_udp_send(NULL, sending);
    nng_udp_recv(NULL, sending);
    nng_udp_recv(a, NULL);
}

static void multicast(void) {
    nng_sockaddr sa = loopback();
    CHECK_INT(nng_udp_multicast_membership(a, &sa, true), NNG_EINVAL);
    // A group of RFC 2365, administratively scoped.
    sa.s_in.sa_addr = htonl(0xefff0001);
    CHECK_INT(nng_udp_multicast_membership(a, &sa, false), NNG_EADDRINVAL);
    CHECK_OK(nng_udp_multicast_membership(a, &sa, true));
    CHECK_INT(nng_udp_multicast_membership(a, &sa, true), NNG_EADDRINUSE);
    CHECK_OK(nng_udp_multicast_membership(a, &sa, false));
    memset(&sa, 0, sizeof sa);
    CHECK_INT(nng_udp_multicast_membership(a, &sa, true), NNG_EADDRINVAL);
    sa.s_in6.sa_family = NNG_AF_INET6;
    CHECK_INT(nng_udp_multicast_membership(a, &sa, true), NNG_EADDRINVAL);
    CHECK_INT(nng_udp_multicast_membership(a, NULL, true), NNG_EINVAL);
    CHECK_INT(nng_udp_multicast_membership(NULL, &sa, true), NNG_EINVAL);
}

// The end of the library closes sockets, too.
static void after_the_end(void) {
    nng_udp_recv(a, receiving);
    nng_aio_wait(receiving);
    CHECK_OK(nng_aio_result(receiving));
    nng_udp_recv(a, receiving);
    nng_fini();
    CHECK_INT(nng_aio_result(receiving), NNG_ECLOSED);
    CHECK_INT(nng_udp_sockname(a, &a_addr), NNG_ECLOSED);
    nng_udp_recv(a, receiving);
    nng_aio_wait(receiving);
    CHECK_INT(nng_aio_result(receiving), NNG_ECLOSED);
    nng_udp_close(a);
    nng_aio_free(sending);
    nng_aio_free(receiving);
}

int main(void) {
    open_and_close();
    datagrams();
    ordered_and_cancelled();
    unsendable();
    multicast();
    after_the_end();
    return 0;
}
