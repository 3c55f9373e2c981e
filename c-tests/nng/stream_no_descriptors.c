// define: _GNU_SOURCE
// memcheck: no, valgrind has accept(2) succeed without a descriptor and closes the connection
// Accepts wait while the process has no descriptors left; all else fails.
// reference: differs, its accepts fail
#include "streams.h"
#include <sys/resource.h>

int main(void) {
    struct pair p;
    nng_stream_listener *tcp, *ipc;
    struct rlimit old, limit;
    nng_aio *accept = new_aio(), *dial = new_aio();
    int client;
    listen_at(&p, "tcp://127.0.0.1:0");
    CHECK_OK(nng_stream_listener_alloc(&tcp, "tcp://127.0.0.1:0"));
    CHECK_OK(nng_stream_listener_alloc(&ipc, "ipc://socket"));
    {
        nng_sockaddr sa;
        CHECK_OK(nng_stream_listener_get_addr(p.listener, NNG_OPT_LOCADDR, &sa));
        client = raw_connect(ntohs(sa.s_in.sa_port));
    }
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &old), 0);
    limit = old;
    limit.rlim_cur = 0;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    CHECK_INT(nng_stream_listener_listen(tcp), NNG_ENOFILES);
    CHECK_INT(nng_stream_listener_listen(ipc), NNG_ENOFILES);
    nng_stream_listener_accept(p.listener, accept);
    nng_stream_dialer_dial(p.dialer, dial);
    ended(dial, NNG_ENOFILES);
    CHECK(nng_aio_busy(accept));
    // It can be cancelled like any other.
    nng_aio_cancel(accept);
    ended(accept, NNG_ECANCELED);
    nng_stream_listener_accept(p.listener, accept);
    CHECK(nng_aio_busy(accept));
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &old), 0);
    ended(accept, 0);
    p.accepted = nng_aio_get_output(accept, 0);
    raw_send(client, "hello");
    expect(p.accepted, "hello");
    close(client);
    CHECK_OK(nng_stream_listener_listen(tcp));
    CHECK_OK(nng_stream_listener_listen(ipc));
    nng_stream_listener_free(tcp);
    nng_stream_listener_free(ipc);
    nng_aio_free(accept);
    nng_aio_free(dial);
    close_pair(&p);
    return 0;
}
