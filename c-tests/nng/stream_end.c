// define: _GNU_SOURCE
// The end of the library, and of objects, while operations are under way.
// reference: differs, it lacks nng_socket_pair(), and nng_fini() waits without end
#include "streams.h"

static nng_mtx *mtx;
static nng_cv *cv;
static int done;

struct busy {
    struct pair p;
    nng_aio *aio;
    char buffer[16];
    int rounds;
};

// Releases the stream whose operation has ended, in the callback.
static void received(void *arg) {
    struct busy *b = arg;
    int result = nng_aio_result(b->aio);
    if(result == 0 && ++b->rounds < 20) {
        nng_stream_recv(b->p.accepted, b->aio);
        return;
    }
    CHECK(result == 0 || result == NNG_ECONNSHUT || result == NNG_ECONNRESET || result == NNG_ECLOSED);
    nng_stream_free(b->p.accepted);
    nng_mtx_lock(mtx);
    done++;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
}

// Streams are released here and in callbacks on other threads, while bytes are on their way.
static void released_anywhere(const char *url) {
    enum { MANY = 50 };
    static struct busy all[MANY];
    struct pair p;
    int i, k;
    listen_at(&p, url);
    done = 0;
    for(i = 0; i < MANY; i++) {
        struct busy *b = &all[i];
        connect_pair(&p);
        b->p = p;
        b->rounds = 0;
        CHECK_OK(nng_aio_alloc(&b->aio, received, b));
        set_buffer(b->aio, b->buffer, sizeof b->buffer);
        nng_stream_recv(b->p.accepted, b->aio);
    }
    // Neither dialer nor listener is needed any more.
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
    for(k = 0; k < 10; k++) {
        for(i = 0; i < MANY; i++) send_all(all[i].p.dialed, "0123456789abcdef", 16);
    }
    for(i = 0; i < MANY; i++) nng_stream_free(all[i].p.dialed);
    nng_mtx_lock(mtx);
    while(done < MANY) nng_cv_wait(cv);
    nng_mtx_unlock(mtx);
    for(i = 0; i < MANY; i++) nng_aio_free(all[i].aio);
}

// Streams that nobody has fetched yet, and operations that wait.
static void end_of_library(void) {
    struct pair p;
    nng_stream_listener *given;
    nng_stream *alone;
    nng_aio *recv = new_aio(), *accept = new_aio(), *dialed = new_aio(), *accepted = new_aio();
    char byte;
    int fds[2];
    open_pair(&p, "ipc://socket");
    nng_stream_dialer_dial(p.dialer, dialed);
    ended(dialed, 0);
    nng_stream_listener_accept(p.listener, accepted);
    ended(accepted, 0);
    nng_stream_listener_accept(p.listener, accept);
    // A peer that does not end with the library, so that nothing but its end can end the receive.
    CHECK_OK(nng_socket_pair(fds));
    CHECK_OK(nng_stream_listener_alloc(&given, "socket://"));
    CHECK_OK(nng_stream_listener_set_int(given, NNG_OPT_SOCKET_FD, fds[0]));
    nng_stream_listener_accept(given, recv);
    ended(recv, 0);
    alone = nng_aio_get_output(recv, 0);
    set_buffer(recv, &byte, 1);
    nng_stream_recv(alone, recv);
    nng_fini();
    ended(recv, NNG_ECLOSED);
    raw_expect_end(fds[1]);
    close(fds[1]);
    ended(accept, NNG_ECLOSED);
    CHECK_INT(access("socket", F_OK), -1);
    set_buffer(recv, "x", 1);
    nng_stream_send(p.dialed, recv);
    ended(recv, NNG_ECLOSED);
    close_pair(&p);
    nng_stream_free(alone);
    nng_stream_listener_free(given);
    nng_stream_free(nng_aio_get_output(dialed, 0));
    nng_stream_free(nng_aio_get_output(accepted, 0));
    // It starts again.
    open_pair(&p, "ipc://socket");
    send_all(p.dialed, "x", 1);
    expect(p.accepted, "x");
    close_pair(&p);
    nng_aio_free(recv);
    nng_aio_free(accept);
    nng_aio_free(dialed);
    nng_aio_free(accepted);
}

// A WebSocket whose peer says nothing, one that is being dialed, one that waits to be accepted, and one that is ending.
static void end_of_websockets(void) {
    struct pair p;
    struct sockaddr_in sa;
    socklen_t len = sizeof sa;
    nng_aio *recv = new_aio(), *accept = new_aio(), *dialed = new_aio(), *dial = new_aio();
    nng_stream_dialer *silent;
    char byte, url[64];
    int server = socket(AF_INET, SOCK_STREAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_INT(bind(server, (struct sockaddr *)&sa, sizeof sa), 0);
    CHECK_INT(listen(server, 1), 0);
    CHECK_INT(getsockname(server, (struct sockaddr *)&sa, &len), 0);
    snprintf(url, sizeof url, "ws://127.0.0.1:%d/", ntohs(sa.sin_port));
    CHECK_OK(nng_stream_dialer_alloc(&silent, url));
    open_pair(&p, "ws://127.0.0.1:0/");
    nng_stream_close(p.dialed);
    nng_stream_free(p.dialed);
    nng_stream_free(p.accepted);
    connect_pair(&p);
    nng_stream_dialer_dial(silent, dial);
    nng_stream_dialer_dial(p.dialer, dialed);
    ended(dialed, 0);
    set_buffer(recv, &byte, 1);
    nng_stream_recv(p.accepted, recv);
    nng_fini();
    ended(recv, NNG_ECLOSED);
    ended(dial, NNG_ECLOSED);
    nng_stream_listener_accept(p.listener, accept);
    ended(accept, NNG_ECLOSED);
    set_buffer(recv, "x", 1);
    nng_stream_send(p.dialed, recv);
    ended(recv, NNG_ECLOSED);
    close_pair(&p);
    nng_stream_free(nng_aio_get_output(dialed, 0));
    nng_stream_dialer_free(silent);
    // It starts again.
    open_pair(&p, "ws://127.0.0.1:0/");
    nng_stream_listener_accept(p.listener, accept);
    send_all(p.dialed, "x", 1);
    expect(p.accepted, "x");
    nng_fini();
    ended(accept, NNG_ECLOSED);
    close_pair(&p);
    close(server);
    nng_aio_free(recv);
    nng_aio_free(accept);
    nng_aio_free(dialed);
    nng_aio_free(dial);
}

int main(void) {
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    released_anywhere("tcp://127.0.0.1:0");
    released_anywhere("ipc://many");
    released_anywhere("ws://127.0.0.1:0/many");
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    end_of_library();
    end_of_websockets();
    return 0;
}
