// define: _GNU_SOURCE
// Options of WebSocket streams, dialers and listeners: types, directions, defaults, what streams inherit.
#include "frames.h"


enum type { BOOL, INT, SIZE, STRING, ADDR, TYPES };

// What the typed accessors say, in the order of the types.
#define ALL_TYPES(object, o, name, result) \
    do { \
        bool b_; \
        int i_; \
        size_t size_; \
        char *s_ = NULL; \
        nng_sockaddr sa_; \
        (result)[BOOL] = nng_##object##_get_bool(o, name, &b_); \
        (result)[INT] = nng_##object##_get_int(o, name, &i_); \
        (result)[SIZE] = nng_##object##_get_size(o, name, &size_); \
        (result)[STRING] = nng_##object##_get_string(o, name, &s_); \
        (result)[ADDR] = nng_##object##_get_addr(o, name, &sa_); \
        if((result)[STRING] == 0) nng_strfree(s_); \
    } while(0)

#define SET_TYPES(object, o, name, result) \
    do { \
        nng_sockaddr sa_; \
        memset(&sa_, 0, sizeof sa_); \
        (result)[BOOL] = nng_##object##_set_bool(o, name, true); \
        (result)[INT] = nng_##object##_set_int(o, name, 1); \
        (result)[SIZE] = nng_##object##_set_size(o, name, 1000); \
        (result)[STRING] = nng_##object##_set_string(o, name, "X-Y: z"); \
        (result)[ADDR] = nng_##object##_set_addr(o, name, &sa_); \
    } while(0)

// An option: whether it can be read and written, or else what that gives, and its type.
struct option {
    const char *name;
    int get, set;
    enum type type;
    // nng crashes, or says something else.
    bool ours;
};

#define N NNG_ENOTSUP
#define R NNG_EREADONLY
#define W NNG_EWRITEONLY

static const struct option of_listener[] = {
    { NNG_OPT_URL, 0, R, STRING, false },
    { NNG_OPT_LOCADDR, 0, R, ADDR, false },
    { NNG_OPT_REMADDR, N, N, ADDR, false },
    { NNG_OPT_TCP_BOUND_PORT, 0, R, INT, true },
    { NNG_OPT_TCP_NODELAY, 0, 0, BOOL, false },
    { NNG_OPT_TCP_KEEPALIVE, 0, 0, BOOL, false },
    { NNG_OPT_WS_SEND_TEXT, 0, 0, BOOL, false },
    { NNG_OPT_WS_RECV_TEXT, 0, 0, BOOL, false },
    { NNG_OPT_WS_SENDMAXFRAME, 0, 0, SIZE, false },
    { NNG_OPT_WS_RECVMAXFRAME, 0, 0, SIZE, false },
    { NNG_OPT_WS_REQUEST_URI, N, N, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADERS, N, N, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADER "X-A", N, N, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADERS, W, 0, STRING, true },
    { NNG_OPT_WS_RESPONSE_HEADER "X-A", W, 0, STRING, true },
    { NNG_OPT_TLS_CONFIG, N, N, STRING, false },
    { NNG_OPT_TLS_AUTH_MODE, N, N, INT, false },
    { NNG_OPT_TLS_CA_FILE, N, N, STRING, false },
    { NNG_OPT_TLS_VERIFIED, N, N, BOOL, false },
    { "no-such-option", N, N, STRING, false },
};

static const struct option of_dialer[] = {
    { NNG_OPT_URL, N, N, STRING, false },
    { NNG_OPT_REMADDR, N, N, ADDR, false },
    { NNG_OPT_TCP_BOUND_PORT, N, N, INT, false },
    { NNG_OPT_TCP_NODELAY, 0, 0, BOOL, false },
    { NNG_OPT_TCP_KEEPALIVE, 0, 0, BOOL, false },
    { NNG_OPT_WS_SEND_TEXT, 0, 0, BOOL, false },
    { NNG_OPT_WS_RECV_TEXT, 0, 0, BOOL, false },
    { NNG_OPT_WS_SENDMAXFRAME, 0, 0, SIZE, false },
    { NNG_OPT_WS_RECVMAXFRAME, 0, 0, SIZE, false },
    { NNG_OPT_WS_REQUEST_URI, N, N, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADERS, N, N, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADER "X-A", N, N, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADERS, W, 0, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADER "X-A", W, 0, STRING, true },
    { NNG_OPT_TLS_CONFIG, N, N, STRING, false },
    { NNG_OPT_TLS_SERVER_NAME, N, N, STRING, false },
    { "no-such-option", N, N, STRING, false },
};

static const struct option of_stream[] = {
    { NNG_OPT_LOCADDR, 0, R, ADDR, false },
    { NNG_OPT_REMADDR, 0, R, ADDR, false },
    { NNG_OPT_TCP_NODELAY, 0, 0, BOOL, false },
    { NNG_OPT_TCP_KEEPALIVE, 0, 0, BOOL, false },
    { NNG_OPT_TCP_BOUND_PORT, N, N, INT, false },
    { NNG_OPT_URL, N, N, STRING, false },
    { NNG_OPT_WS_SEND_TEXT, 0, R, BOOL, false },
    { NNG_OPT_WS_RECV_TEXT, 0, R, BOOL, false },
    { NNG_OPT_WS_SENDMAXFRAME, N, N, SIZE, false },
    { NNG_OPT_WS_RECVMAXFRAME, N, N, SIZE, false },
    { NNG_OPT_WS_PROTOCOL, N, N, STRING, false },
    { NNG_OPT_WS_REQUEST_URI, 0, R, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADERS, 0, R, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADERS, 0, R, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADER "sec-websocket-version", 0, R, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADER "Upgrade", 0, R, STRING, false },
    { NNG_OPT_WS_REQUEST_HEADER "X-None", NNG_ENOENT, R, STRING, false },
    { NNG_OPT_WS_RESPONSE_HEADER "X-None", NNG_ENOENT, R, STRING, false },
    { NNG_OPT_TLS_VERIFIED, N, N, BOOL, false },
    { "no-such-option", N, N, STRING, false },
};

// Of the typed accessors one fits; if none may, all say why.
#define CHECK_OPTIONS(object, o, table) \
    do { \
        size_t row_; \
        int type_, got_[TYPES]; \
        for(row_ = 0; row_ < sizeof(table) / sizeof *(table); row_++) { \
            const struct option *option_ = &(table)[row_]; \
            char room_[4096]; \
            size_t have_ = sizeof room_; \
            if(!OURS && option_->ours) continue; \
            fprintf(stderr, #object " %s\n", option_->name); \
            ALL_TYPES(object, o, option_->name, got_); \
            for(type_ = 0; type_ < TYPES; type_++) \
                CHECK_INT(got_[type_], option_->get ? option_->get : option_->type == (enum type)type_ ? 0 : NNG_EBADTYPE); \
            CHECK_INT(nng_##object##_get(o, option_->name, room_, &have_), option_->get); \
            if(option_->get == 0) { \
                size_t none_ = 0; \
                CHECK_INT(nng_##object##_get(o, option_->name, room_, &none_), NNG_EINVAL); \
                CHECK_INT(none_, have_); \
            } \
            SET_TYPES(object, o, option_->name, got_); \
            for(type_ = 0; type_ < TYPES; type_++) \
                CHECK_INT(got_[type_], option_->set ? option_->set : option_->type == (enum type)type_ ? 0 : NNG_EBADTYPE); \
            CHECK_INT(nng_##object##_set(o, option_->name, room_, 0), option_->set ? option_->set : NNG_EINVAL); \
        } \
    } while(0)

#define CHECK_STRING(object, o, name, wanted) \
    do { \
        char *got_; \
        CHECK_OK(nng_##object##_get_string(o, name, &got_)); \
        CHECK_STR(got_, wanted); \
        nng_strfree(got_); \
    } while(0)

static void of_each_kind(void) {
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0/path?query");
    nng_sockaddr sa;
    struct pair p;
    size_t size;
    bool b;
    int port;
    // Before it listens.
    CHECK_INT(nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), NNG_ESTATE);
    CHECK_OK(nng_stream_listener_get_addr(listener, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_UNSPEC);
    CHECK_STRING(stream_listener, listener, NNG_OPT_URL, "ws://127.0.0.1:0/path?query");
    CHECK_STRING(stream_listener, listener, NNG_OPT_WS_PROTOCOL, "");
    CHECK_OK(nng_stream_listener_get_size(listener, NNG_OPT_WS_SENDMAXFRAME, &size));
    CHECK_INT(size, 65536);
    CHECK_OK(nng_stream_listener_get_size(listener, NNG_OPT_WS_RECVMAXFRAME, &size));
    CHECK_INT(size, 1 << 20);
    CHECK_OK(nng_stream_listener_get_bool(listener, NNG_OPT_WS_SEND_TEXT, &b));
    CHECK_INT(b, false);
    CHECK_OK(nng_stream_listener_get_bool(listener, NNG_OPT_TCP_NODELAY, &b));
    CHECK_INT(b, false);
    nng_stream_listener_free(listener);
    open_pair(&p, "ws://127.0.0.1:0/path?query");
    CHECK_STRING(stream_dialer, p.dialer, NNG_OPT_WS_PROTOCOL, "");
    CHECK_OK(nng_stream_dialer_get_size(p.dialer, NNG_OPT_WS_RECVMAXFRAME, &size));
    CHECK_INT(size, 1 << 20);
#if OURS
    CHECK_OK(nng_stream_dialer_get_size(p.dialer, NNG_OPT_WS_SENDMAXFRAME, &size));
    CHECK_INT(size, 1 << 20);
#endif
    CHECK_OK(nng_stream_listener_get_addr(p.listener, NNG_OPT_LOCADDR, &sa));
    CHECK_INT(sa.s_family, NNG_AF_INET);
    CHECK_INT(ntohs(sa.s_in.sa_port), ws_port(p.listener));
    CHECK_OPTIONS(stream_listener, p.listener, of_listener);
    CHECK_OPTIONS(stream_dialer, p.dialer, of_dialer);
    CHECK_OPTIONS(stream, p.dialed, of_stream);
    CHECK_OPTIONS(stream, p.accepted, of_stream);
    close_pair(&p);
}

static void limits(void) {
    nng_stream_listener *listener = ws_listener("ws://127.0.0.1:0");
    size_t size;
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, 0xffffffff));
    CHECK_INT(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, (size_t)1 << 32), NNG_EINVAL);
    CHECK_INT(nng_stream_listener_set_size(listener, NNG_OPT_WS_SENDMAXFRAME, (size_t)-1), NNG_EINVAL);
    CHECK_OK(nng_stream_listener_get_size(listener, NNG_OPT_WS_RECVMAXFRAME, &size));
    CHECK_INT(size, 0xffffffff);
    CHECK_OK(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, 0));
    CHECK_INT(nng_stream_listener_set(listener, NNG_OPT_WS_RECVMAXFRAME, &size, 3), NNG_EINVAL);
    nng_stream_listener_free(listener);
}

static void addresses(void) {
    struct pair p;
    nng_sockaddr sa, own, peer;
    memset(&sa, 0, sizeof sa);
    listen_at(&p, "ws://127.0.0.1:0/");
    CHECK_OK(nng_stream_dialer_get_addr(p.dialer, NNG_OPT_LOCADDR, &own));
    CHECK_INT(own.s_family, NNG_AF_UNSPEC);
    sa.s_in.sa_family = NNG_AF_INET;
    sa.s_in.sa_addr = htonl(INADDR_LOOPBACK + 1);
    sa.s_in.sa_port = htons(1);
    CHECK_INT(nng_stream_dialer_set_addr(p.dialer, NNG_OPT_LOCADDR, &sa), NNG_EADDRINVAL);
    sa.s_in.sa_port = 0;
    CHECK_OK(nng_stream_dialer_set_addr(p.dialer, NNG_OPT_LOCADDR, &sa));
    connect_pair(&p);
    CHECK_OK(nng_stream_get_addr(p.dialed, NNG_OPT_LOCADDR, &own));
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_REMADDR, &peer));
    CHECK_INT(own.s_in.sa_addr, sa.s_in.sa_addr);
    CHECK_INT(peer.s_in.sa_addr, sa.s_in.sa_addr);
    CHECK_INT(peer.s_in.sa_port, own.s_in.sa_port);
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_LOCADDR, &own));
    CHECK_OK(nng_stream_get_addr(p.dialed, NNG_OPT_REMADDR, &peer));
    CHECK_INT(peer.s_in.sa_port, own.s_in.sa_port);
    CHECK_INT(ntohs(own.s_in.sa_port), ws_port(p.listener));
    close_pair(&p);
}

#define CHECK_BOOL(o, name, wanted) \
    do { \
        bool got_; \
        CHECK_OK(nng_stream_get_bool(o, name, &got_)); \
        CHECK_INT(got_, wanted); \
    } while(0)

// Streams have what was set when they were made, each side on its own.
static void inherited(void) {
    struct pair p;
    nng_stream *dialed, *accepted;
    listen_at(&p, "ws://127.0.0.1:0/x");
    CHECK_OK(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_TCP_NODELAY, true));
    CHECK_OK(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_WS_SEND_TEXT, true));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_TCP_KEEPALIVE, true));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_WS_RECV_TEXT, true));
    connect_pair(&p);
    dialed = p.dialed;
    accepted = p.accepted;
    CHECK_OK(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_WS_SEND_TEXT, false));
    CHECK_OK(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_WS_RECV_TEXT, true));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_WS_RECV_TEXT, false));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_WS_SEND_TEXT, true));
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_TCP_NODELAY, true));
    connect_pair(&p);
    CHECK_BOOL(dialed, NNG_OPT_TCP_NODELAY, true);
    CHECK_BOOL(dialed, NNG_OPT_TCP_KEEPALIVE, false);
    CHECK_BOOL(dialed, NNG_OPT_WS_SEND_TEXT, true);
    CHECK_BOOL(dialed, NNG_OPT_WS_RECV_TEXT, false);
    CHECK_BOOL(accepted, NNG_OPT_TCP_NODELAY, false);
    CHECK_BOOL(accepted, NNG_OPT_TCP_KEEPALIVE, true);
    CHECK_BOOL(accepted, NNG_OPT_WS_SEND_TEXT, false);
    CHECK_BOOL(accepted, NNG_OPT_WS_RECV_TEXT, true);
    CHECK_BOOL(p.dialed, NNG_OPT_WS_SEND_TEXT, false);
    CHECK_BOOL(p.dialed, NNG_OPT_WS_RECV_TEXT, true);
    CHECK_BOOL(p.accepted, NNG_OPT_WS_SEND_TEXT, true);
    CHECK_BOOL(p.accepted, NNG_OPT_WS_RECV_TEXT, false);
    CHECK_BOOL(p.accepted, NNG_OPT_TCP_NODELAY, true);
    send_all(dialed, "text", 4);
    expect(accepted, "text");
    send_all(p.accepted, "text", 4);
    expect(p.dialed, "text");
    send_all(accepted, "binary", 6);
    expect(dialed, "binary");
    nng_stream_free(dialed);
    nng_stream_free(accepted);
    close_pair(&p);
}

// What a stream knows of its handshake, on both sides alike.
static void handshake(void) {
    nng_stream *ends[2];
    struct pair p;
    int i;
    listen_at(&p, "ws://127.0.0.1:0/path?query");
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_WS_PROTOCOL, "chat"));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_PROTOCOL, "chat"));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_REQUEST_HEADER "X-Ask", "what"));
#if OURS
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_WS_RESPONSE_HEADER "X-Say", "that"));
#endif
    connect_pair(&p);
    ends[0] = p.dialed;
    ends[1] = p.accepted;
    for(i = 0; i < 2; i++) {
        char *text;
        CHECK_STRING(stream, ends[i], NNG_OPT_WS_REQUEST_URI, "/path?query");
        CHECK_STRING(stream, ends[i], NNG_OPT_WS_REQUEST_HEADER "Sec-WebSocket-Version", "13");
        CHECK_STRING(stream, ends[i], NNG_OPT_WS_REQUEST_HEADER "x-ask", "what");
        CHECK_STRING(stream, ends[i], NNG_OPT_WS_RESPONSE_HEADER "Upgrade", "websocket");
        CHECK_STRING(stream, ends[i], NNG_OPT_WS_RESPONSE_HEADER "Sec-WebSocket-Protocol", "chat");
        CHECK_OK(nng_stream_get_string(ends[i], NNG_OPT_WS_REQUEST_HEADERS, &text));
        CHECK(strncmp(text, "Host: 127.0.0.1:", 16) == 0);
        CHECK(strstr(text, "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "));
        CHECK_STR(strstr(text, "\r\nSec-WebSocket-Version"),
            "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\nX-Ask: what\r\n");
        nng_strfree(text);
        CHECK_OK(nng_stream_get_string(ends[i], NNG_OPT_WS_RESPONSE_HEADERS, &text));
        CHECK(strncmp(text, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ", 63) == 0);
#if OURS
        CHECK_STR(strstr(text, "\r\nSec-WebSocket-Protocol"), "\r\nSec-WebSocket-Protocol: chat\r\nX-Say: that\r\n");
#endif
        nng_strfree(text);
    }
#if OURS
    // The handshake outlives the connection.
    nng_stream_close(p.dialed);
    CHECK_STRING(stream, p.dialed, NNG_OPT_WS_REQUEST_HEADER "X-Ask", "what");
#endif
    close_pair(&p);
}

#if OURS
// Nothing that a program sets can be read as something else than one field of its own, and nothing is set by halves.
static void refused(void) {
    static const char *const lines[] = { "junk", "X-A", ": x", "X A: b", " X-A: b", "X-A: b\nX-B: c", "X-A: b\r\n\r\n",
        "X-A: b\r\n\r\nGET / HTTP/1.1\r\n", "X-A: b\r\n folded", "X-A: b\rX-B: c", "X-A: \x01", "X-A: b\r\nbad line\r\n",
        "Upgrade: h2c", "connection: close", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 8", "Sec-WebSocket-Accept: x",
        "Sec-WebSocket-Extensions: x", "Content-Length: 5", "Transfer-Encoding: chunked" };
    static const struct { const char *name, *value; } fields[] = { { "X-A", "b\r\nX-B: c" }, { "X-A", "b\n" }, { "", "x" },
        { "X A", "x" }, { "X-A:", "x" }, { "X-A\r\nX-B", "x" }, { "Upgrade", "x" }, { "content-length", "1" },
        { "Sec-WebSocket-Protocol", "a b" } };
    static const char *const protocols[] = { "a b", "a\r\nX: y", "a,,b", "\"a\"", "," };
    struct pair p;
    char name[64], *text;
    size_t i;
    listen_at(&p, "ws://127.0.0.1:0/");
    for(i = 0; i < sizeof lines / sizeof *lines; i++) {
        CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_REQUEST_HEADERS, lines[i]), NNG_EINVAL);
        CHECK_INT(nng_stream_listener_set_string(p.listener, NNG_OPT_WS_RESPONSE_HEADERS, lines[i]), NNG_EINVAL);
    }
    for(i = 0; i < sizeof fields / sizeof *fields; i++) {
        snprintf(name, sizeof name, NNG_OPT_WS_REQUEST_HEADER "%s", fields[i].name);
        CHECK_INT(nng_stream_dialer_set_string(p.dialer, name, fields[i].value), NNG_EINVAL);
        snprintf(name, sizeof name, NNG_OPT_WS_RESPONSE_HEADER "%s", fields[i].name);
        CHECK_INT(nng_stream_listener_set_string(p.listener, name, fields[i].value), NNG_EINVAL);
    }
    for(i = 0; i < sizeof protocols / sizeof *protocols; i++)
        CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_PROTOCOL, protocols[i]), NNG_EINVAL);
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_PROTOCOL, NULL), NNG_EINVAL);
    connect_pair(&p);
    CHECK_OK(nng_stream_get_string(p.accepted, NNG_OPT_WS_REQUEST_HEADERS, &text));
    CHECK(strstr(text, "X-") == NULL);
    nng_strfree(text);
    CHECK_INT(nng_stream_get_string(p.dialed, NNG_OPT_WS_RESPONSE_HEADER "X-A", &text), NNG_ENOENT);
    nng_stream_free(p.dialed);
    nng_stream_free(p.accepted);
    // The field of a protocol is the protocol.
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_WS_REQUEST_HEADERS, "Sec-WebSocket-Protocol: a, b\r\n"));
    CHECK_STRING(stream_dialer, p.dialer, NNG_OPT_WS_PROTOCOL, "a, b");
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_WS_RESPONSE_HEADER "Sec-WebSocket-Protocol", "b"));
    connect_pair(&p);
    CHECK_STRING(stream, p.dialed, NNG_OPT_WS_RESPONSE_HEADER "Sec-WebSocket-Protocol", "b");
    close_pair(&p);
}
#endif

int main(void) {
    of_each_kind();
    limits();
    addresses();
    inherited();
    handshake();
#if OURS
    refused();
#endif
    return 0;
}
