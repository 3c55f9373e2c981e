// UDP. Over the loopback interface a packet has arrived when the call that sent it returns, and comes in order.
// only: native
#include "../check.h"
#include <libdill.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

static int count;

static struct ipaddr local(void) {
    struct ipaddr addr;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    return addr;
}

static void opening(void) {
    struct udp_storage mem;
    struct ipaddr a = local(), b, v6;
    struct rlimit before, limit;
    int s, s2, port;
    CHECK_OK(ipaddr_local(&v6, "::1", 0, 0));
    s = udp_open(&a, NULL);
    CHECK(s >= 0);
    port = ipaddr_port(&a);
    CHECK(port > 0);
    CHECK_ERRNO(udp_open(&a, NULL), EADDRINUSE);
    CHECK_INT(ipaddr_port(&a), port);
    b = local();
    s2 = udp_open_mem(&b, &a, &mem);
    CHECK(s2 >= 0);
    CHECK(ipaddr_port(&b) != port && ipaddr_port(&b) > 0);
    CHECK_OK(hclose(s2));
    CHECK_OK(hclose(s));
    CHECK_ERRNO(hclose(s), EBADF);
    /* The address is free again. */
    s = udp_open(&a, NULL);
    CHECK(s >= 0);
    CHECK_OK(hclose(s));

    CHECK_ERRNO(udp_open(&v6, &a), EINVAL);
    CHECK_ERRNO(udp_open_mem(&a, NULL, NULL), EINVAL);
    CHECK_OK(ipaddr_remote(&b, "192.0.2.1", 0, 0, -1));
    CHECK_ERRNO(udp_open(&b, NULL), EADDRNOTAVAIL);
    memset(&b, 0, sizeof(b));
    CHECK_ERRNO(udp_open(&b, NULL), EAFNOSUPPORT);
    CHECK_ERRNO(udp_open(NULL, &b), EAFNOSUPPORT);

    CHECK_OK(getrlimit(RLIMIT_NOFILE, &before));
    limit = before;
    limit.rlim_cur = 3;
    CHECK_OK(setrlimit(RLIMIT_NOFILE, &limit));
    CHECK_ERRNO(udp_open(NULL, NULL), EMFILE);
    CHECK_OK(setrlimit(RLIMIT_NOFILE, &before));
}

static void exchange(void) {
    struct ipaddr a = local(), b = local(), c = local(), from;
    int s1 = udp_open(&a, NULL), s2, s3;
    char buf[20];
    s2 = udp_open(&b, &a);
    s3 = udp_open(&c, &b);
    CHECK(s1 >= 0 && s2 >= 0 && s3 >= 0);
    CHECK_OK(udp_send(s1, &b, "ABC", 3));
    CHECK_INT(mrecv(s2, buf, sizeof(buf), -1), 3);
    CHECK_MEM(buf, "ABC", 3);
    CHECK_OK(msend(s2, "DEFG", 4, -1));
    CHECK_INT(udp_recv(s1, &from, buf, sizeof(buf), -1), 4);
    CHECK_MEM(buf, "DEFG", 4);
    CHECK(ipaddr_equal(&from, &b, 0));
    CHECK_OK(udp_send(s2, NULL, "x", 1));
    CHECK_INT(udp_recv(s1, NULL, buf, sizeof(buf), 0), 1);
    /* An address of its own, although it was opened for another. */
    CHECK_OK(udp_send(s2, &c, "y", 1));
    CHECK_OK(udp_send(s2, &b, "to itself", 9));
    /* Packets of others than the peer are not seen. */
    CHECK_OK(udp_send(s3, NULL, "stranger", 8));
    CHECK_OK(udp_send(s3, NULL, "a packet that is too long", 25));
    CHECK_OK(udp_send(s1, &b, "peer", 4));
    CHECK_INT(udp_recv(s2, &from, buf, sizeof(buf), -1), 4);
    CHECK_MEM(buf, "peer", 4);
    CHECK(ipaddr_equal(&from, &a, 0));
    CHECK_OK(udp_send(s3, NULL, "stranger", 8));
    CHECK_ERRNO(udp_recv(s2, NULL, buf, sizeof(buf), 0), ETIMEDOUT);

    /* Empty packets. */
    CHECK_OK(udp_send(s1, &b, NULL, 0));
    CHECK_OK(udp_sendl(s1, &b, NULL, NULL));
    CHECK_INT(udp_recv(s2, NULL, buf, sizeof(buf), -1), 0);
    CHECK_INT(mrecv(s2, NULL, 0, -1), 0);

    /* Too long for the buffer: lost, and the next one is not concerned. */
    CHECK_OK(udp_send(s1, &b, "0123456789", 10));
    CHECK_OK(udp_send(s1, &b, "0123456789", 10));
    CHECK_OK(udp_send(s1, &b, "next", 4));
    buf[9] = 'z';
    CHECK_ERRNO(udp_recv(s2, NULL, buf, 9, -1), EMSGSIZE);
    CHECK_INT(buf[9], 'z');
    CHECK_ERRNO(mrecv(s2, NULL, 0, -1), EMSGSIZE);
    CHECK_INT(udp_recv(s2, NULL, buf, 4, -1), 4);
    CHECK_MEM(buf, "next", 4);
    CHECK_OK(hclose(s1));
    CHECK_OK(hclose(s2));
    CHECK_OK(hclose(s3));

    /* IPv6, if the machine has it. */
    CHECK_OK(ipaddr_local(&a, "::1", 0, 0));
    s1 = udp_open(&a, NULL);
    if(s1 >= 0) {
        CHECK_INT(ipaddr_family(&a), AF_INET6);
        s2 = udp_open(NULL, &a);
        CHECK(s2 >= 0);
        CHECK_OK(msend(s2, "six", 3, -1));
        CHECK_INT(udp_recv(s1, &from, buf, sizeof(buf), -1), 3);
        CHECK_INT(ipaddr_family(&from), AF_INET6);
        CHECK_OK(udp_send(s1, &from, "back", 4));
        CHECK_INT(mrecv(s2, buf, sizeof(buf), -1), 4);
        CHECK_OK(hclose(s1));
        CHECK_OK(hclose(s2));
    }
}

static void lists(void) {
    static char large[70000];
    struct ipaddr a = local();
    struct iolist x = {"ab", 2, NULL, 0}, y = {NULL, 0, NULL, 0}, z = {"cde", 3, NULL, 0}, many[100];
    char p[2], q[30], back[100];
    struct iolist u = {p, 2, NULL, 0}, v = {NULL, 1, NULL, 0}, w = {q, 30, NULL, 0};
    int s, i;
    s = udp_open(&a, NULL);
    x.iol_next = &y;
    y.iol_next = &z;
    u.iol_next = &v;
    v.iol_next = &w;
    CHECK_OK(udp_sendl(s, &a, &x, &z));
    CHECK_INT(udp_recvl(s, NULL, &u, &w, -1), 5);
    CHECK_MEM(p, "ab", 2);
    CHECK_MEM(q, "de", 2);
    /* No buffers at all: dropped, however long. */
    CHECK_OK(udp_sendl(s, &a, &x, &z));
    CHECK_INT(udp_recvl(s, NULL, NULL, NULL, -1), 5);
    CHECK_OK(udp_send(s, &a, large, 60000));
    CHECK_INT(mrecvl(s, NULL, NULL, -1), 60000);
    CHECK_OK(udp_send(s, &a, large, 60000));
    CHECK_INT(udp_recv(s, NULL, NULL, SIZE_MAX, -1), 60000);
    CHECK_OK(udp_send(s, &a, large, 60000));
    CHECK_ERRNO(udp_recv(s, NULL, NULL, 59999, -1), EMSGSIZE);
    /* Many pieces. */
    for(i = 0; i != 100; ++i) {
        large[i] = (char)i;
        many[i].iol_base = &large[i];
        many[i].iol_len = 1;
        many[i].iol_next = i == 99 ? NULL : &many[i + 1];
        many[i].iol_rsvd = 0;
    }
    CHECK_OK(udp_sendl(s, &a, &many[0], &many[99]));
    CHECK_INT(udp_recv(s, NULL, back, 100, -1), 100);
    CHECK_MEM(back, large, 100);
    CHECK_OK(udp_send(s, &a, large, 100));
    memset(back, 0, 100);
    for(i = 0; i != 100; ++i) many[i].iol_base = &back[i];
    CHECK_INT(udp_recvl(s, NULL, &many[0], &many[99], -1), 100);
    CHECK_MEM(back, large, 100);
    CHECK_OK(udp_send(s, &a, large, 101));
    CHECK_ERRNO(udp_recvl(s, NULL, &many[0], &many[99], -1), EMSGSIZE);

    /* Too big for a packet, in one piece and in many. */
    CHECK_ERRNO(udp_send(s, &a, large, sizeof(large)), EMSGSIZE);
    many[0].iol_base = large;
    many[0].iol_len = sizeof(large);
    CHECK_ERRNO(udp_sendl(s, &a, &many[0], &many[99]), EMSGSIZE);
    CHECK_ERRNO(udp_send(s, &a, NULL, 1), EFAULT);

    CHECK_ERRNO(udp_sendl(s, &a, &x, NULL), EINVAL);
    CHECK_ERRNO(udp_sendl(s, &a, NULL, &x), EINVAL);
    CHECK_ERRNO(udp_sendl(s, &a, &x, &y), EINVAL);
    CHECK_ERRNO(msendl(s, NULL, NULL, -1), EINVAL);
    z.iol_rsvd = 1;
    CHECK_ERRNO(udp_sendl(s, &a, &x, &z), EINVAL);
    CHECK_ERRNO(udp_recvl(s, NULL, &u, NULL, -1), EINVAL);
    CHECK_ERRNO(udp_recvl(s, NULL, NULL, &u, -1), EINVAL);
    CHECK_ERRNO(udp_recvl(s, NULL, &u, &v, -1), EINVAL);
    w.iol_next = &u;
    CHECK_ERRNO(udp_recvl(s, NULL, &u, &w, -1), EINVAL);
    /* Nothing of that was sent. */
    CHECK_ERRNO(udp_recv(s, NULL, back, 100, 0), ETIMEDOUT);
    CHECK_OK(hclose(s));
}

static void errors(void) {
    struct ipaddr a = local();
    int s = udp_open(&a, NULL), h = bundle(), pair[2], p;
    char c;
    CHECK_ERRNO(udp_send(s, NULL, "x", 1), EINVAL);
    CHECK_ERRNO(msend(s, "x", 1, -1), EINVAL);
    CHECK_ERRNO(udp_send(9999, &a, "x", 1), EBADF);
    CHECK_ERRNO(udp_sendl(9999, &a, NULL, NULL), EBADF);
    CHECK_ERRNO(udp_recv(9999, NULL, &c, 1, -1), EBADF);
    CHECK_ERRNO(udp_recvl(9999, NULL, NULL, NULL, -1), EBADF);
    CHECK_ERRNO(udp_send(h, &a, "x", 1), ENOTSUP);
    CHECK_ERRNO(udp_recv(h, NULL, &c, 1, -1), ENOTSUP);
    /* Another message socket is none of these. */
    CHECK_OK(ipc_pair(pair));
    p = prefix_attach(pair[0], 1, 0);
    CHECK_ERRNO(udp_send(p, &a, "x", 1), ENOTSUP);
    CHECK_ERRNO(udp_sendl(p, &a, NULL, NULL), ENOTSUP);
    CHECK_ERRNO(udp_recv(p, NULL, &c, 1, -1), ENOTSUP);
    CHECK_ERRNO(udp_recvl(p, NULL, NULL, NULL, -1), ENOTSUP);
    CHECK_ERRNO(bsend(s, "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(brecv(s, &c, 1, -1), ENOTSUP);
    CHECK_OK(hclose(p));
    CHECK_OK(hclose(pair[1]));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(s));
}

static coroutine void receives(int s, int64_t deadline, int want) {
    char c;
    errno = EXDEV;
    ssize_t size = udp_recv(s, NULL, &c, 1, deadline);
    if(want) CHECK_ERRNO(size, want);
    else {
        CHECK_INT(size, 1);
        /* What woke it, or nothing if it did not wait. */
        CHECK_INT(errno, deadline ? 0 : EXDEV);
    }
    count++;
}

static coroutine void cancelled(struct ipaddr *addr) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(udp_open(addr, NULL), ECANCELED);
    CHECK_ERRNO(udp_open(NULL, NULL), ECANCELED);
    count++;
}

static void waiting(void) {
    struct ipaddr a = local(), b = local();
    int s = udp_open(&a, NULL), h = bundle(), c;
    char buf;
    CHECK_ERRNO(udp_recv(s, NULL, &buf, 1, 0), ETIMEDOUT);
    CHECK_ERRNO(udp_recv(s, NULL, &buf, 1, now() + 5), ETIMEDOUT);
    CHECK_ERRNO(mrecv(s, &buf, 1, now() - 5), ETIMEDOUT);
    /* Sending goes on while another coroutine receives; a second receiver does not disturb the first. */
    count = 0;
    CHECK_OK(bundle_go(h, receives(s, -1, 0)));
    CHECK_ERRNO(udp_recv(s, NULL, &buf, 1, -1), EBUSY);
    CHECK_ERRNO(mrecvl(s, NULL, NULL, -1), EBUSY);
    CHECK_OK(udp_send(s, &a, "x", 1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_INT(count, 1);
    /* Cancelled, and then usable as before. */
    c = go(receives(s, -1, ECANCELED));
    CHECK_OK(hclose(c));
    CHECK_OK(udp_send(s, &a, "x", 1));
    receives(s, 0, 0);
    CHECK_INT(count, 3);
    /* Closed meanwhile. */
    CHECK_OK(bundle_go(h, receives(s, -1, ECONNRESET)));
    CHECK_OK(hclose(s));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_INT(count, 4);
    c = go(cancelled(&b));
    CHECK_OK(hclose(c));
    CHECK_INT(count, 5);
    CHECK_INT(ipaddr_port(&b), 0);
    CHECK_OK(hclose(h));
}

/* A socket that nobody receives from: packets are lost, and the sender is neither delayed nor told. */
static void overflow(void) {
    static char packet[50000];
    struct ipaddr a = local();
    int s = udp_open(&a, NULL), i;
    for(i = 0; i != 200; ++i) CHECK_OK(udp_send(s, &a, packet, sizeof(packet)));
    for(i = 0; mrecvl(s, NULL, NULL, 0) >= 0; ++i);
    CHECK_INT(errno, ETIMEDOUT);
    CHECK(i > 0 && i < 200);
    CHECK_OK(hclose(s));
}

int main(void) {
    opening();
    exchange();
    lists();
    errors();
    waiting();
    overflow();
    return 0;
}
