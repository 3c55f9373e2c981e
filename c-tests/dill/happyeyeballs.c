// Connecting by name. The order of attempts is tested in the library; here is what a program sees of it.
#include "../check.h"
#include <libdill.h>
#include <fcntl.h>

static int count;

static int descriptors(void) {
    int n = 0;
    for(int fd = 0; fd != 200; ++fd) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static coroutine void serve(int listener) {
    int s = tcp_accept(listener, NULL, -1);
    CHECK(s >= 0);
    CHECK_OK(bsend(s, "hello", 5, -1));
    CHECK_OK(tcp_close(s, -1));
    count++;
}

static void exchange(const char *name, int listener, int port, int64_t deadline) {
    int h = go(serve(listener)), s;
    char buf[5];
    errno = EXDEV;
    s = happyeyeballs_connect(name, port, deadline);
    CHECK(s >= 0);
    CHECK_INT(errno, 0);
    CHECK_OK(brecv(s, buf, 5, -1));
    CHECK_MEM(buf, "hello", 5);
    CHECK_OK(tcp_close(s, -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
}

static coroutine void connects(const char *name, int port, int64_t deadline, int want) {
    CHECK_ERRNO(happyeyeballs_connect(name, port, deadline), want);
    count++;
}

static coroutine void cancelled(int port) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", port, -1), ECANCELED);
    count++;
}

static int listen_at(const char *name, int *port) {
    struct ipaddr addr;
    int listener;
    CHECK_OK(ipaddr_local(&addr, name, 0, 0));
    listener = tcp_listen(&addr, 1);
    if(listener >= 0) *port = ipaddr_port(&addr);
    return listener;
}

int main(void) {
    struct ipaddr addr;
    int listener, port, closed, h, before, s[100], n;
    char no_name[400];
    int64_t deadline;

    CHECK_ERRNO(happyeyeballs_connect(NULL, 80, -1), EINVAL);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", 0, -1), EINVAL);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", -1, -1), EINVAL);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", 65536, -1), EINVAL);

    listener = listen_at("127.0.0.1", &port);
    CHECK(listener >= 0);
    exchange("127.0.0.1", listener, port, -1);
    before = descriptors();
    exchange("127.0.0.1", listener, port, 0);
    exchange("127.0.0.1", listener, port, now() + 10000);
    CHECK_INT(count, 3);
    CHECK_INT(descriptors(), before);
    CHECK_OK(hclose(listener));

    /* Nobody listens: it fails at once, whatever the deadline, and leaves nothing behind. */
    listener = listen_at("127.0.0.1", &closed);
    CHECK_OK(hclose(listener));
    before = descriptors();
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", closed, -1), ECONNREFUSED);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", closed, 0), ECONNREFUSED);
    CHECK_INT(descriptors(), before);

    listener = listen_at("::1", &port);
    if(listener >= 0) {
        exchange("::1", listener, port, -1);
        CHECK_OK(hclose(listener));
    }

    /* A listener with as many connections as it takes does not answer. */
    listener = listen_at("127.0.0.1", &port);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", port, 0));
    for(n = 0; n != 100; ++n) {
        s[n] = tcp_connect(&addr, now() + 20);
        if(s[n] < 0) break;
    }
    CHECK(n != 100);
    CHECK_INT(errno, ETIMEDOUT);
    before = descriptors();
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", port, 0), ETIMEDOUT);
    deadline = now() + 5;
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", port, deadline), ETIMEDOUT);
    CHECK(now() >= deadline);
    CHECK_ERRNO(happyeyeballs_connect("127.0.0.1", port, now() - 5), ETIMEDOUT);
    count = 0;
    h = bundle();
    CHECK_OK(bundle_go(h, connects("127.0.0.1", port, -1, ECANCELED)));
    CHECK_OK(bundle_go(h, cancelled(closed)));
    CHECK_OK(bundle_go(h, connects("127.0.0.1", closed, -1, ECONNREFUSED)));
    while(count != 1) CHECK_OK(msleep(now() + 1));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 3);
    CHECK_INT(descriptors(), before);
    while(n > 0) CHECK_OK(hclose(s[--n]));
    CHECK_OK(hclose(listener));

    /* By name, which may mean ::1 as well; nobody listens there. */
    if(ipaddr_remote(&addr, "localhost", 0, IPADDR_IPV4, -1) == 0) {
        listener = listen_at("127.0.0.1", &port);
        exchange("localhost", listener, port, -1);
        CHECK_OK(hclose(listener));
        CHECK_ERRNO(happyeyeballs_connect("localhost", closed, -1), ECONNREFUSED);
    }
    /* Names that nobody can have; no name server is asked. */
    memset(no_name, 'a', sizeof(no_name));
    no_name[399] = 0;
    CHECK_ERRNO(happyeyeballs_connect(no_name, closed, -1), EADDRNOTAVAIL);
    CHECK_ERRNO(happyeyeballs_connect("", closed, -1), EADDRNOTAVAIL);
    count = 0;
    h = go(connects(no_name, closed, -1, ECANCELED));
    CHECK_OK(hclose(h));
    CHECK_INT(count, 1);
    return 0;
}
