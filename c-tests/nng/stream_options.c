// define: _GNU_SOURCE
// Options of streams, dialers and listeners over TCP: types, sizes, directions, defaults, effects.
#include "streams.h"

// What all accessors say of an option that an object does not know.
#define UNKNOWN(object, name, o) \
    do { \
        bool b_; \
        int i_; \
        nng_duration ms_; \
        size_t size_ = sizeof b_; \
        uint64_t u_; \
        char *text_; \
        void *ptr_; \
        nng_sockaddr sa_; \
        memset(&sa_, 0, sizeof sa_); \
        CHECK_INT(nng_##object##_get(o, name, &b_, &size_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_bool(o, name, &b_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_int(o, name, &i_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_ms(o, name, &ms_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_size(o, name, &size_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_uint64(o, name, &u_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_string(o, name, &text_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_ptr(o, name, &ptr_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_get_addr(o, name, &sa_), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set(o, name, "", 1), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_bool(o, name, true), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_int(o, name, 1), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_ms(o, name, 1), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_size(o, name, 1), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_uint64(o, name, 1), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_string(o, name, "x"), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_ptr(o, name, NULL), NNG_ENOTSUP); \
        CHECK_INT(nng_##object##_set_addr(o, name, &sa_), NNG_ENOTSUP); \
    } while(0)

// A boolean, false at first, which is read and written in every way.
#define BOOLEAN(object, name, o) \
    do { \
        bool b_ = true; \
        int i_; \
        nng_duration ms_; \
        size_t size_; \
        uint64_t u_; \
        char *text_, room_[8]; \
        void *ptr_; \
        nng_sockaddr sa_; \
        memset(&sa_, 0, sizeof sa_); \
        CHECK_OK(nng_##object##_get_bool(o, name, &b_)); \
        CHECK_INT(b_, false); \
        CHECK_OK(nng_##object##_set_bool(o, name, true)); \
        CHECK_OK(nng_##object##_get_bool(o, name, &b_)); \
        CHECK_INT(b_, true); \
        b_ = false; \
        CHECK_OK(nng_##object##_set(o, name, &b_, sizeof b_)); \
        b_ = true; \
        size_ = sizeof b_; \
        CHECK_OK(nng_##object##_get(o, name, &b_, &size_)); \
        CHECK_INT(b_, false); \
        CHECK_INT(size_, sizeof b_); \
        size_ = sizeof room_; \
        CHECK_OK(nng_##object##_get(o, name, room_, &size_)); \
        CHECK_INT(size_, sizeof b_); \
        size_ = 0; \
        CHECK_INT(nng_##object##_get(o, name, room_, &size_), NNG_EINVAL); \
        CHECK_INT(size_, sizeof b_); \
        CHECK_INT(nng_##object##_set(o, name, room_, 2), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set(o, name, room_, 0), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_int(o, name, &i_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_ms(o, name, &ms_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_size(o, name, &size_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_uint64(o, name, &u_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_string(o, name, &text_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_ptr(o, name, &ptr_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_get_addr(o, name, &sa_), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_int(o, name, 1), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_ms(o, name, 1), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_size(o, name, 1), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_uint64(o, name, 1), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_string(o, name, "x"), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_ptr(o, name, NULL), NNG_EBADTYPE); \
        CHECK_INT(nng_##object##_set_addr(o, name, &sa_), NNG_EBADTYPE); \
        CHECK_OK(nng_##object##_get_bool(o, name, &b_)); \
        CHECK_INT(b_, false); \
    } while(0)

// No option of TCP, or none of this object.
static const char *const others[] = { "no-such-option", "", NNG_OPT_URL, NNG_OPT_IPC_PERMISSIONS, NNG_OPT_IPC_PEER_UID,
    NNG_OPT_TLS_CONFIG, NNG_OPT_TLS_AUTH_MODE, NNG_OPT_TLS_SERVER_NAME, NNG_OPT_TLS_CA_FILE, NNG_OPT_TLS_CERT_KEY_FILE,
    NNG_OPT_TLS_VERIFIED, NNG_OPT_WS_PROTOCOL, NNG_OPT_RECVMAXSZ };

static void same_address(const nng_sockaddr *a, const nng_sockaddr *b) {
    CHECK_INT(a->s_family, NNG_AF_INET);
    CHECK_INT(b->s_family, NNG_AF_INET);
    CHECK_INT(a->s_in.sa_port, b->s_in.sa_port);
    CHECK_INT(a->s_in.sa_addr, b->s_in.sa_addr);
}

static void of_stream(nng_stream *s, nng_stream *other) {
    nng_sockaddr own, peer, untyped;
    struct { nng_sockaddr sa; char more[8]; } room;
    size_t size, i;
    bool b;
    for(i = 0; i < sizeof others / sizeof *others; i++) UNKNOWN(stream, others[i], s);
    UNKNOWN(stream, NNG_OPT_TCP_BOUND_PORT, s);
    BOOLEAN(stream, NNG_OPT_TCP_NODELAY, s);
    BOOLEAN(stream, NNG_OPT_TCP_KEEPALIVE, s);
    CHECK_OK(nng_stream_get_addr(s, NNG_OPT_LOCADDR, &own));
    CHECK_OK(nng_stream_get_addr(other, NNG_OPT_REMADDR, &peer));
    same_address(&own, &peer);
    CHECK_INT(own.s_in.sa_addr, htonl(INADDR_LOOPBACK));
    CHECK_OK(nng_stream_get_addr(s, NNG_OPT_REMADDR, &peer));
    CHECK(peer.s_in.sa_port != own.s_in.sa_port);
    size = sizeof untyped;
    CHECK_OK(nng_stream_get(s, NNG_OPT_LOCADDR, &untyped, &size));
    CHECK_INT(size, sizeof untyped);
    same_address(&own, &untyped);
    size = sizeof room;
    CHECK_OK(nng_stream_get(s, NNG_OPT_LOCADDR, &room, &size));
    CHECK_INT(size, sizeof untyped);
    memset(&untyped, 0, sizeof untyped);
    size = 4;
    CHECK_INT(nng_stream_get(s, NNG_OPT_LOCADDR, &untyped, &size), NNG_EINVAL);
    CHECK_INT(size, sizeof untyped);
    CHECK_INT(untyped.s_in.sa_port, own.s_in.sa_port);
    CHECK_INT(untyped.s_in.sa_addr, 0);
    CHECK_INT(nng_stream_get_bool(s, NNG_OPT_LOCADDR, &b), NNG_EBADTYPE);
    CHECK_INT(nng_stream_set(s, NNG_OPT_LOCADDR, &own, sizeof own), NNG_EREADONLY);
    CHECK_INT(nng_stream_set_bool(s, NNG_OPT_REMADDR, true), NNG_EREADONLY);
}

#if OURS
// Nothing in place of an object, a name, a value.
#define NULLS(object, o) \
    do { \
        bool b_; \
        size_t size_ = sizeof b_; \
        CHECK_INT(nng_##object##_get(NULL, NNG_OPT_TCP_NODELAY, &b_, &size_), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get(o, NULL, &b_, &size_), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get(o, NNG_OPT_TCP_NODELAY, NULL, &size_), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get(o, NNG_OPT_TCP_NODELAY, &b_, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_bool(NULL, NNG_OPT_TCP_NODELAY, &b_), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_bool(o, NULL, &b_), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_bool(o, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_int(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_ms(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_size(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_uint64(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_string(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_ptr(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_get_addr(o, NNG_OPT_LOCADDR, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set(NULL, NNG_OPT_TCP_NODELAY, &b_, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set(o, NULL, &b_, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set(o, NNG_OPT_TCP_NODELAY, NULL, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_bool(NULL, NNG_OPT_TCP_NODELAY, true), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_bool(o, NULL, true), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_int(NULL, NNG_OPT_TCP_NODELAY, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_ms(NULL, NNG_OPT_TCP_NODELAY, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_size(NULL, NNG_OPT_TCP_NODELAY, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_uint64(NULL, NNG_OPT_TCP_NODELAY, 1), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_string(NULL, NNG_OPT_TCP_NODELAY, "x"), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_ptr(NULL, NNG_OPT_TCP_NODELAY, NULL), NNG_EINVAL); \
        CHECK_INT(nng_##object##_set_addr(NULL, NNG_OPT_LOCADDR, NULL), NNG_EINVAL); \
    } while(0)
#else
#define NULLS(object, o)
#endif

static void of_dialer(nng_stream_dialer *d) {
    nng_sockaddr sa;
    size_t i;
    for(i = 0; i < sizeof others / sizeof *others; i++) UNKNOWN(stream_dialer, others[i], d);
    UNKNOWN(stream_dialer, NNG_OPT_TCP_BOUND_PORT, d);
    UNKNOWN(stream_dialer, NNG_OPT_REMADDR, d);
    BOOLEAN(stream_dialer, NNG_OPT_TCP_NODELAY, d);
    BOOLEAN(stream_dialer, NNG_OPT_TCP_KEEPALIVE, d);
    CHECK_OK(nng_stream_dialer_get_addr(d, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    CHECK_INT(nng_stream_dialer_set_int(d, NNG_OPT_LOCADDR, 1), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set(d, NNG_OPT_LOCADDR, &sa, sizeof sa - 1), NNG_EINVAL);
    // None, one of another kind, one with a port.
    CHECK_INT(nng_stream_dialer_set_addr(d, NNG_OPT_LOCADDR, &sa), NNG_EADDRINVAL);
    memset(&sa, 0, sizeof sa);
    sa.s_ipc.sa_family = NNG_AF_IPC;
    strcpy(sa.s_ipc.sa_path, "x");
    CHECK_INT(nng_stream_dialer_set_addr(d, NNG_OPT_LOCADDR, &sa), NNG_EADDRINVAL);
    memset(&sa, 0, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    sa.s_in.sa_addr = htonl(INADDR_LOOPBACK);
    sa.s_in.sa_port = htons(1);
    CHECK_INT(nng_stream_dialer_set_addr(d, NNG_OPT_LOCADDR, &sa), NNG_EADDRINVAL);
    CHECK_OK(nng_stream_dialer_get_addr(d, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
}

static void of_listener(nng_stream_listener *l) {
    nng_sockaddr sa;
    size_t size = 0, i;
    bool b;
    int port = 0;
    for(i = 0; i < sizeof others / sizeof *others; i++) UNKNOWN(stream_listener, others[i], l);
    UNKNOWN(stream_listener, NNG_OPT_REMADDR, l);
    BOOLEAN(stream_listener, NNG_OPT_TCP_NODELAY, l);
    BOOLEAN(stream_listener, NNG_OPT_TCP_KEEPALIVE, l);
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    CHECK_INT(nng_stream_listener_set_addr(l, NNG_OPT_LOCADDR, &sa), NNG_EREADONLY);
    CHECK_INT(nng_stream_listener_get_int(l, NNG_OPT_TCP_BOUND_PORT, &port), NNG_ESTATE);
    CHECK_INT(nng_stream_listener_get(l, NNG_OPT_TCP_BOUND_PORT, &port, &size), NNG_ESTATE);
#if OURS
    CHECK_INT(nng_stream_listener_set_int(l, NNG_OPT_TCP_BOUND_PORT, 1), NNG_EREADONLY);
#endif
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_OK(nng_stream_listener_get_int(l, NNG_OPT_TCP_BOUND_PORT, &port));
    CHECK(port > 0 && port < 65536);
    CHECK_INT(nng_stream_listener_get_bool(l, NNG_OPT_TCP_BOUND_PORT, &b), NNG_EBADTYPE);
    size = sizeof port;
    CHECK_OK(nng_stream_listener_get(l, NNG_OPT_TCP_BOUND_PORT, &port, &size));
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_in.sa_port, htons(port));
}

// What is set on dialers and listeners holds for the streams that they make from then on.
static void effects(void) {
    struct pair p, q;
    nng_sockaddr sa;
    bool b;
    listen_at(&p, "tcp://127.0.0.1:0");
    connect_pair(&p);
    q = p;
    memset(&sa, 0, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    sa.s_in.sa_addr = htonl(INADDR_LOOPBACK + 1);
    CHECK_OK(nng_stream_dialer_set_addr(p.dialer, NNG_OPT_LOCADDR, &sa));
    CHECK_OK(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_TCP_NODELAY, true));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_TCP_KEEPALIVE, true));
    connect_pair(&p);
    CHECK_OK(nng_stream_get_bool(q.dialed, NNG_OPT_TCP_NODELAY, &b));
    CHECK_INT(b, false);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TCP_NODELAY, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TCP_KEEPALIVE, &b));
    CHECK_INT(b, false);
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TCP_NODELAY, &b));
    CHECK_INT(b, false);
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TCP_KEEPALIVE, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_in.sa_addr, htonl(INADDR_LOOPBACK + 1));
    // An address that is not ours.
    sa.s_in.sa_addr = htonl(0xc0000201);
    sa.s_in.sa_port = 0;
    CHECK_OK(nng_stream_dialer_set_addr(p.dialer, NNG_OPT_LOCADDR, &sa));
    {
        nng_aio *aio = new_aio();
        nng_stream_dialer_dial(p.dialer, aio);
        ended(aio, NNG_EADDRINVAL);
        nng_aio_free(aio);
    }
    // What a stream knows of its peer survives it.
    nng_stream_free(q.dialed);
    nng_stream_free(p.dialed);
    p.dialed = NULL;
    {
        char byte;
        nng_aio *aio = new_aio();
        set_buffer(aio, &byte, 1);
        nng_stream_recv(p.accepted, aio);
        ended(aio, NNG_ECONNSHUT);
        nng_aio_free(aio);
    }
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_in.sa_addr, htonl(INADDR_LOOPBACK + 1));
#if OURS
    nng_stream_close(p.accepted);
    CHECK_INT(nng_stream_get_bool(p.accepted, NNG_OPT_TCP_NODELAY, &b), NNG_ECLOSED);
    CHECK_INT(nng_stream_set_bool(p.accepted, NNG_OPT_TCP_NODELAY, true), NNG_ECLOSED);
    CHECK_INT(nng_stream_get_addr(p.accepted, NNG_OPT_LOCADDR, &sa), NNG_ECLOSED);
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_REMADDR, &sa));
#endif
    nng_stream_free(q.accepted);
    close_pair(&p);
}

int main(void) {
    struct pair p;
    nng_stream_listener *l;
    nng_sockaddr sa;
    open_pair(&p, "tcp://127.0.0.1:0");
    of_stream(p.dialed, p.accepted);
    of_stream(p.accepted, p.dialed);
    NULLS(stream, p.dialed);
    NULLS(stream_dialer, p.dialer);
    NULLS(stream_listener, p.listener);
    of_dialer(p.dialer);
    CHECK_OK(nng_stream_listener_alloc(&l, "tcp://127.0.0.1:0"));
    of_listener(l);
    nng_stream_listener_free(l);
    close_pair(&p);
    effects();
    // IPv6.
    open_pair(&p, "tcp6://[::1]:0");
    CHECK_OK(nng_stream_get_addr(p.dialed, NNG_OPT_REMADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET6);
    CHECK_INT(sa.s_in6.sa_addr[15], 1);
    close_pair(&p);
    // All interfaces.
    CHECK_OK(nng_stream_listener_alloc(&l, "tcp6://:0"));
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET6);
    nng_stream_listener_free(l);
    CHECK_OK(nng_stream_listener_alloc(&l, "tcp://*:0"));
    CHECK_OK(nng_stream_listener_listen(l));
    CHECK_OK(nng_stream_listener_get_addr(l, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET);
    CHECK_INT(sa.s_in.sa_addr, 0);
    nng_stream_listener_free(l);
    return 0;
}
