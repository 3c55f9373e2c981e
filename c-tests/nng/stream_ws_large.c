// define: _GNU_SOURCE
// time-limit: 120
// 200,000 bytes through WebSockets whose frames are of odd sizes, in both directions at once, received in other sizes.
#include "streams.h"

#define SIZE 200000

static char data[2][SIZE], got[2][SIZE];

struct direction {
    nng_stream *from, *to;
    nng_aio *send, *recv;
    size_t sent, received, piece;
};

static void send_more(struct direction *d, const char *bytes) {
    set_buffer(d->send, bytes + d->sent, SIZE - d->sent);
    nng_stream_send(d->from, d->send);
}

static void recv_more(struct direction *d, char *bytes) {
    size_t left = SIZE - d->received;
    set_buffer(d->recv, bytes + d->received, left < d->piece ? left : d->piece);
    nng_stream_recv(d->to, d->recv);
}

static void exchange(struct pair *p, size_t piece) {
    struct direction d[2] = { { p->dialed, p->accepted, NULL, NULL, 0, 0, piece },
        { p->accepted, p->dialed, NULL, NULL, 0, 0, piece + 17 } };
    int i;
    memset(got, 0, sizeof got);
    for(i = 0; i < 2; i++) {
        d[i].send = new_aio();
        d[i].recv = new_aio();
        recv_more(&d[i], got[i]);
        send_more(&d[i], data[i]);
    }
    while(d[0].received < SIZE || d[1].received < SIZE) {
        for(i = 0; i < 2; i++) {
            // A send ends before what it sent can be missed, so neither wait is in vain.
            if(d[i].sent < SIZE) {
                size_t before = d[i].sent;
                while(d[i].sent == before && d[i].received < SIZE) {
                    ended(d[i].recv, 0);
                    d[i].received += nng_aio_count(d[i].recv);
                    if(d[i].received < SIZE) recv_more(&d[i], got[i]);
                    if(d[i].received > before) {
                        ended(d[i].send, 0);
                        CHECK(nng_aio_count(d[i].send) > 0);
                        d[i].sent += nng_aio_count(d[i].send);
                        if(d[i].sent < SIZE) send_more(&d[i], data[i]);
                    }
                }
            } else if(d[i].received < SIZE) {
                ended(d[i].recv, 0);
                d[i].received += nng_aio_count(d[i].recv);
                if(d[i].received < SIZE) recv_more(&d[i], got[i]);
            }
        }
    }
    for(i = 0; i < 2; i++) {
        CHECK_MEM(got[i], data[i], SIZE);
        nng_aio_free(d[i].send);
        nng_aio_free(d[i].recv);
    }
}

static void through(const char *url, size_t frame, size_t piece) {
    struct pair p;
    CHECK_OK(nng_stream_listener_alloc(&p.listener, url));
    nng_stream_listener_free(p.listener);
    listen_at(&p, url);
    if(strncmp(url, "wss", 3) == 0) {
        nng_tls_config *client = client_config("ca.crt"), *server = server_config("server.crt", "server.key");
        CHECK_OK(nng_tls_config_server_name(client, "localhost"));
        CHECK_OK(nng_stream_dialer_set_ptr(p.dialer, NNG_OPT_TLS_CONFIG, client));
        CHECK_OK(nng_stream_listener_set_ptr(p.listener, NNG_OPT_TLS_CONFIG, server));
        nng_tls_config_free(client);
        nng_tls_config_free(server);
    }
    CHECK_OK(nng_stream_dialer_set_size(p.dialer, NNG_OPT_WS_SENDMAXFRAME, frame));
    CHECK_OK(nng_stream_listener_set_size(p.listener, NNG_OPT_WS_SENDMAXFRAME, frame + 3));
    connect_pair(&p);
    exchange(&p, piece);
    close_pair(&p);
}

int main(void) {
    size_t i;
    for(i = 0; i < SIZE; i++) {
        data[0][i] = (char)(i * 7 + i / 251);
        data[1][i] = (char)(i * 13 + i / 127);
    }
    through("ws://127.0.0.1:0/test", 251, 333);
    through("ws://127.0.0.1:0/test", 4321, 7777);
    through("ws://127.0.0.1:0/test", 65535, 1023);
    through("ws://127.0.0.1:0/test", 0, SIZE);
#if OURS
    through("wss://127.0.0.1:0/test", 4321, 7777);
#endif
    return 0;
}
