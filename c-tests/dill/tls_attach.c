// Attaching TLS: what fails, with which errno, and that the connection is closed then.
#include "meter.h"
#include "tls.h"
#include <fcntl.h>

static struct meter meter;

/* One end of a connection, over a meter that tells when it is closed; the other end in `peer`. */
static int measured(int *peer) {
    int s[2];
    make_pair(s);
    *peer = s[1];
    return meter_open(&meter, s[0]);
}

static void bad_files(void) {
    static const char *const pairs[][2] = {
        {"server.crt", "no such file"},
        {"no such file", "server.key"},
        {"server.key", "server.key"},
        {"server.crt", "server.crt"},
        {"server.crt", "second.key"},
        {"server.crt", "server-aes128.key"},
        {"", "server.key"},
    };
    size_t i;
    int peer;
    for(i = 0; i != sizeof(pairs) / sizeof(pairs[0]); ++i) {
        int s = measured(&peer);
        CHECK_ERRNO(tls_attach_server(s, pem(0, pairs[i][0]), pem(1, pairs[i][1]), -1), EFAULT);
        CHECK_INT(meter.closed, 1);
        CHECK_INT(meter.sends + meter.receives, 0);
        CHECK_ERRNO(hclose(s), EBADF);
        CHECK_OK(hclose(peer));
    }
    CHECK_ERRNO(tls_attach_server(measured(&peer), NULL, pem(1, "server.key"), -1), EFAULT);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
    CHECK_ERRNO(tls_attach_server(measured(&peer), pem(0, "server.crt"), NULL, -1), EFAULT);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
}

static void bad_handles(void) {
    struct ipaddr addr;
    int h, peer;
    CHECK_ERRNO(tls_attach_client(-1, -1), EBADF);
    CHECK_ERRNO(attach_as_server(5000, -1), EBADF);
    h = listen_on_loopback(&addr);
    CHECK_ERRNO(tls_attach_client(h, -1), EPROTO);
    CHECK_ERRNO(hclose(h), EBADF);
    h = bundle();
    CHECK_ERRNO(attach_as_server(h, -1), EPROTO);
    CHECK_ERRNO(hclose(h), EBADF);

    CHECK_ERRNO(tls_attach_client_mem(measured(&peer), NULL, -1), EINVAL);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
    CHECK_ERRNO(
        tls_attach_server_mem(measured(&peer), pem(0, "server.crt"), pem(1, "server.key"), NULL, -1), EINVAL);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));

    CHECK_ERRNO(tls_done(-1, -1), EBADF);
    CHECK_ERRNO(tls_detach(-1, -1), EBADF);
    h = measured(&peer);
    CHECK_ERRNO(tls_done(h, -1), ENOTSUP);
    CHECK_ERRNO(tls_detach(h, -1), ENOTSUP);
    CHECK_INT(meter.closed, 0);
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(peer));
}

/* The two sides of an attempt. */
static int as_client(int s, int64_t deadline) {
    return tls_attach_client(s, deadline);
}

static void bad_peers(int (*attach)(int s, int64_t deadline)) {
    char alert[7];
    int peer;
    /* Speaks no TLS. It is told so. */
    int s = measured(&peer);
    CHECK_OK(bsend(peer, "GET / HTTP/1.0\r\n\r\n", 18, -1));
    CHECK_ERRNO(attach(s, now() + 10000), EPROTO);
    CHECK_INT(meter.closed, 1);
    CHECK_ERRNO(hclose(s), EBADF);
    if(attach == attach_as_server) {
        CHECK_OK(brecv(peer, alert, sizeof(alert), now() + 10000));
        CHECK_MEM(alert, "\x15\x03", 2);
        CHECK_MEM(alert + 3, "\x00\x02\x02", 3);
    }
    CHECK_OK(hclose(peer));

    /* Says that this side does something wrong. */
    s = measured(&peer);
    CHECK_OK(bsend(peer, "\x15\x03\x03\x00\x02\x02\x28", 7, -1));
    CHECK_ERRNO(attach(s, now() + 10000), EPROTO);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));

    /* Finishes at once; in the middle of a record; is cut off. */
    s = measured(&peer);
    CHECK_OK(tcp_done(peer, -1));
    CHECK_ERRNO(attach(s, now() + 10000), ECONNRESET);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
    s = measured(&peer);
    CHECK_OK(bsend(peer, "\x16\x03\x01\x01", 4, -1));
    CHECK_OK(tcp_done(peer, -1));
    CHECK_ERRNO(attach(s, now() + 10000), ECONNRESET);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
    s = measured(&peer);
    CHECK_OK(hclose(peer));
    CHECK_ERRNO(attach(s, now() + 10000), ECONNRESET);
    CHECK_INT(meter.closed, 1);

    /* Says nothing. */
    s = measured(&peer);
    CHECK_ERRNO(attach(s, 0), ETIMEDOUT);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
    s = measured(&peer);
    CHECK_OK(bsend(peer, "\x16\x03\x01", 3, -1));
    CHECK_ERRNO(attach(s, now() + 5), ETIMEDOUT);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(peer));
}

static coroutine void is_cancelled(int s, int (*attach)(int s, int64_t deadline), int *done) {
    CHECK_ERRNO(attach(s, -1), ECANCELED);
    CHECK_INT(meter.closed, 1);
    ++*done;
}

static coroutine void was_cancelled(int s, int *done) {
    CHECK_ERRNO(msleep(-1), ECANCELED);
    CHECK_ERRNO(tls_attach_client(s, -1), ECANCELED);
    CHECK_INT(meter.closed, 1);
    CHECK_INT(meter.sends, 0);
    ++*done;
}

static void cancelled(void) {
    int s, peer, h, count = 0;
    s = measured(&peer);
    h = go(is_cancelled(s, as_client, &count));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(peer));
    s = measured(&peer);
    h = go(is_cancelled(s, attach_as_server, &count));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(peer));
    s = measured(&peer);
    h = go(was_cancelled(s, &count));
    CHECK_OK(hclose(h));
    CHECK_OK(hclose(peer));
    CHECK_INT(count, 3);
}

/* A peer that sends empty records without end: the deadline holds all the same. */
static coroutine void never_stops(int s) {
    static char records[6000];
    size_t i;
    for(i = 0; i != sizeof(records); i += 6) memcpy(records + i, "\x14\x03\x03\x00\x01\x01", 6);
    while(bsend(s, records, sizeof(records), -1) == 0);
    CHECK_INT(errno, ECONNRESET);
    CHECK_OK(hclose(s));
}

static void endless(void) {
    int s, peer, b = bundle();
    s = measured(&peer);
    CHECK_OK(bundle_go(b, never_stops(peer)));
    /* Either it is too long or too much. */
    CHECK_INT(as_client(s, now() + 1000), -1);
    CHECK(errno == EPROTO || errno == ETIMEDOUT);
    CHECK_INT(meter.closed, 1);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
}

/* Errors are returned, and not printed as well. */
static void says_nothing(void) {
    int kept = dup(2), file = open("said", O_CREAT | O_RDWR, 0600);
    CHECK_INT(dup2(file, 2), 2);
    bad_files();
    bad_peers(as_client);
    bad_peers(attach_as_server);
    CHECK_INT(dup2(kept, 2), 2);
    CHECK_INT(lseek(file, 0, SEEK_END), 0);
}

int main(void) {
    bad_files();
    bad_handles();
    bad_peers(as_client);
    bad_peers(attach_as_server);
    cancelled();
    endless();
    says_nothing();
    return 0;
}
