// define: _GNU_SOURCE
// Accepts and dials: their order, how they end early, what closing does to them.
#include "streams.h"

#define FEW 4

// nng has the function since 1.6.
#if OURS
#define is_busy(aio) nng_aio_busy(aio)
#else
#define is_busy(aio) ((void)(aio), 1)
#endif

static void in_order(const char *url) {
    struct pair p;
    nng_aio *accepts[FEW], *dial = new_aio();
    nng_stream *dialed[FEW], *accepted[FEW];
    int i;
    listen_at(&p, url);
    for(i = 0; i < FEW; i++) nng_stream_listener_accept(p.listener, accepts[i] = new_aio());
    for(i = 0; i < FEW; i++) {
        int k;
        nng_stream_dialer_dial(p.dialer, dial);
        ended(dial, 0);
        dialed[i] = nng_aio_get_output(dial, 0);
        ended(accepts[i], 0);
        accepted[i] = nng_aio_get_output(accepts[i], 0);
        for(k = i + 1; k < FEW; k++) CHECK(is_busy(accepts[k]));
        send_all(dialed[i], "x", 1);
        expect(accepted[i], "x");
    }
    // Connections come first.
    for(i = 0; i < FEW; i++) {
        nng_stream_free(dialed[i]);
        nng_stream_free(accepted[i]);
        nng_stream_dialer_dial(p.dialer, dial);
        ended(dial, 0);
        dialed[i] = nng_aio_get_output(dial, 0);
        send_all(dialed[i], &"abcd"[i], 1);
    }
    for(i = 0; i < FEW; i++) {
        char text[2] = { "abcd"[i], 0 };
        nng_stream_listener_accept(p.listener, accepts[i]);
        ended(accepts[i], 0);
        accepted[i] = nng_aio_get_output(accepts[i], 0);
        expect(accepted[i], text);
        nng_stream_free(dialed[i]);
        nng_stream_free(accepted[i]);
        nng_aio_free(accepts[i]);
    }
    nng_aio_free(dial);
    close_pair(&p);
}

static void early_ends(const char *url) {
    struct pair p;
    nng_aio *accepts[FEW], *dial = new_aio();
    int i;
    listen_at(&p, url);
    for(i = 0; i < FEW; i++) accepts[i] = new_aio();
    nng_aio_set_timeout(accepts[0], 1);
    for(i = 0; i < FEW; i++) nng_stream_listener_accept(p.listener, accepts[i]);
    nng_aio_cancel(accepts[2]);
    ended(accepts[2], NNG_ECANCELED);
    ended(accepts[0], NNG_ETIMEDOUT);
    nng_stream_dialer_dial(p.dialer, dial);
    ended(dial, 0);
    nng_stream_free(nng_aio_get_output(dial, 0));
    ended(accepts[1], 0);
    nng_stream_free(nng_aio_get_output(accepts[1], 0));
    CHECK(is_busy(accepts[3]));
    // No time at all.
    nng_aio_set_timeout(accepts[0], 0);
    nng_stream_listener_accept(p.listener, accepts[0]);
    ended(accepts[0], NNG_ETIMEDOUT);
    nng_aio_set_timeout(dial, 0);
    nng_stream_dialer_dial(p.dialer, dial);
    ended(dial, NNG_ETIMEDOUT);
    CHECK(nng_aio_get_output(dial, 0) == NULL);
    // Closing.
    nng_stream_listener_close(p.listener);
    nng_stream_listener_close(p.listener);
    ended(accepts[3], NNG_ECLOSED);
    nng_aio_set_timeout(accepts[0], NNG_DURATION_INFINITE);
    nng_stream_listener_accept(p.listener, accepts[0]);
    ended(accepts[0], NNG_ECLOSED);
#if OURS
    CHECK_INT(nng_stream_listener_listen(p.listener), NNG_ECLOSED);
#endif
    nng_aio_set_timeout(dial, NNG_DURATION_INFINITE);
    nng_stream_dialer_dial(p.dialer, dial);
    ended(dial, NNG_ECONNREFUSED);
    nng_stream_dialer_close(p.dialer);
    nng_stream_dialer_close(p.dialer);
    nng_stream_dialer_dial(p.dialer, dial);
    ended(dial, NNG_ECLOSED);
    for(i = 0; i < FEW; i++) nng_aio_free(accepts[i]);
    nng_aio_free(dial);
    close_pair(&p);
}

static void states(const char *url) {
    nng_stream_listener *l;
    nng_aio *aio = new_aio(), *pending = new_aio();
    CHECK_OK(nng_stream_listener_alloc(&l, url));
    nng_stream_listener_accept(l, aio);
    ended(aio, NNG_ESTATE);
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_INT(nng_stream_listener_listen(l), NNG_ESTATE);
    nng_stream_listener_accept(l, pending);
    // Released with an accept under way.
    nng_stream_listener_free(l);
    ended(pending, NNG_ECLOSED);
#if OURS
    CHECK_OK(nng_stream_listener_alloc(&l, url));
    nng_stream_listener_close(l);
    CHECK_INT(nng_stream_listener_listen(l), NNG_ECLOSED);
    nng_stream_listener_accept(l, aio);
    ended(aio, NNG_ECLOSED);
    nng_stream_listener_free(l);
    nng_stream_listener_accept(NULL, aio);
    ended(aio, NNG_EINVAL);
    nng_stream_dialer_dial(NULL, aio);
    ended(aio, NNG_EINVAL);
    nng_stream_listener_close(NULL);
    nng_stream_dialer_close(NULL);
#endif
    nng_aio_free(aio);
    nng_aio_free(pending);
}

#if OURS
// Dials that cannot end: the queue of the listener is full, and it accepts nothing.
static void dials_under_way(void) {
    enum { DIALS = 8 };
    nng_stream_dialer *d;
    nng_aio *dials[DIALS];
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    char url[64];
    int i, closed = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(fd, 0), 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&sa, &len), 0);
    snprintf(url, sizeof url, "tcp://127.0.0.1:%d", ntohs(sa.sin_port));
    CHECK_OK(nng_stream_dialer_alloc(&d, url));
    for(i = 0; i < DIALS; i++) nng_stream_dialer_dial(d, dials[i] = new_aio());
    nng_aio_cancel(dials[DIALS - 1]);
    ended(dials[DIALS - 1], NNG_ECANCELED);
    nng_aio_set_timeout(dials[DIALS - 1], 1);
    nng_stream_dialer_dial(d, dials[DIALS - 1]);
    ended(dials[DIALS - 1], NNG_ETIMEDOUT);
    nng_stream_dialer_free(d);
    for(i = 0; i < DIALS - 1; i++) {
        nng_aio_wait(dials[i]);
        if(nng_aio_result(dials[i]) == 0) {
            nng_stream_free(nng_aio_get_output(dials[i], 0));
        } else {
            CHECK_INT(nng_aio_result(dials[i]), NNG_ECLOSED);
            closed++;
        }
    }
    CHECK(closed > 0);
    for(i = 0; i < DIALS; i++) nng_aio_free(dials[i]);
    close(fd);
}
#endif

int main(void) {
    static const char *const urls[] = { "tcp://127.0.0.1:0", "ipc://socket", "abstract://nng-stream-accept",
#if OURS
        "ws://127.0.0.1:0/path",
#endif
    };
    size_t i;
    for(i = 0; i < sizeof urls / sizeof *urls; i++) {
        in_order(urls[i]);
        early_ends(urls[i]);
        states(urls[i]);
    }
#if OURS
    dials_under_way();
#endif
    return 0;
}
