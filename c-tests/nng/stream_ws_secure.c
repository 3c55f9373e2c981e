// define: _GNU_SOURCE
// WebSocket streams over TLS: configurations, options, who the peer is, what goes wrong in the handshake.
// reference: differs, its handshake of TLS ends with other errors
#include "frames.h"

#define URL "wss://127.0.0.1:0/path"

static void use_pair(struct pair *p, nng_tls_config *client, nng_tls_config *server) {
    listen_at(p, URL);
    if(client) {
        CHECK_OK(nng_stream_dialer_set_ptr(p->dialer, NNG_OPT_TLS_CONFIG, client));
        nng_tls_config_free(client);
    }
    if(server) {
        CHECK_OK(nng_stream_listener_set_ptr(p->listener, NNG_OPT_TLS_CONFIG, server));
        nng_tls_config_free(server);
    }
}

// The result of a dial.
static int dial_result(struct pair *p) {
    nng_aio *aio = new_aio();
    int result;
    nng_stream_dialer_dial(p->dialer, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    if(result == 0) nng_stream_free(nng_aio_get_output(aio, 0));
    nng_aio_free(aio);
    return result;
}

static void with_configurations(void) {
    struct pair p;
    bool b;
    char *cn, **names;
    void *ptr;
    use_pair(&p, client_config("ca.crt"), server_config("server.crt", "server.key"));
    connect_pair(&p);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, false);
    CHECK_OK(nng_stream_get_string(p.dialed, NNG_OPT_TLS_PEER_CN, &cn));
    CHECK(*cn != 0);
    nng_strfree(cn);
    CHECK_OK(nng_stream_get_ptr(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, &ptr));
    names = ptr;
    CHECK(names[0] != NULL);
    for(; *names; names++) free(*names);
    free(ptr);
    CHECK_INT(nng_stream_set_bool(p.dialed, NNG_OPT_TLS_VERIFIED, true), NNG_EREADONLY);
    send_all(p.dialed, "hello", 5);
    expect(p.accepted, "hello");
    send_all(p.accepted, "world", 5);
    expect(p.dialed, "world");
    // The end comes as with a plain connection.
    nng_stream_close(p.accepted);
    CHECK_INT(ws_recv_result(p.dialed), NNG_ECLOSED);
    close_pair(&p);
}

// The configuration that is there is changed by options; files are read at once.
static void with_options(void) {
    struct pair p;
    bool b;
    void *config;
    char url[64];
    // For the server's side, options have to come before it listens, at which the configuration is fixed.
    CHECK_OK(nng_stream_listener_alloc(&p.listener, URL));
    CHECK_INT(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, "no-such-file"), NNG_ENOENT);
    CHECK_INT(nng_stream_listener_get_ptr(p.listener, NNG_OPT_TLS_CA_FILE, &config), NNG_EWRITEONLY);
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, pem("server.pem")));
    CHECK_OK(nng_stream_listener_listen(p.listener));
    CHECK_INT(nng_stream_listener_set_int(p.listener, NNG_OPT_TLS_AUTH_MODE, NNG_TLS_AUTH_MODE_NONE), NNG_EBUSY);
    snprintf(url, sizeof url, "wss://127.0.0.1:%d/path", ws_port(p.listener));
    CHECK_OK(nng_stream_dialer_alloc(&p.dialer, url));
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, "no-such-file"), NNG_ENOENT);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_AUTH_MODE, 17), NNG_EINVAL);
    CHECK_INT(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_TLS_AUTH_MODE, true), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set_ptr(p.dialer, NNG_OPT_TLS_CONFIG, NULL), NNG_EINVAL);
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, pem("ca.crt")));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_SERVER_NAME, "localhost"));
    connect_pair(&p);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_SERVER_NAME, "other"), NNG_EBUSY);
    close_pair(&p);
}

static void unverified(void) {
    struct pair p;
    nng_tls_config *config;
    bool b;
    // Nobody is trusted; somebody else; another name.
    use_pair(&p, NULL, server_config("server.crt", "server.key"));
    CHECK_INT(dial_result(&p), NNG_EPEERAUTH);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
    use_pair(&p, client_config("other-ca.crt"), server_config("server.crt", "server.key"));
    CHECK_INT(dial_result(&p), NNG_EPEERAUTH);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
    config = client_config("ca.crt");
    CHECK_OK(nng_tls_config_server_name(config, "elsewhere.example"));
    use_pair(&p, config, server_config("server.crt", "server.key"));
    CHECK_INT(dial_result(&p), NNG_EPEERAUTH);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
    // Unless that does not matter.
    config = new_config(NNG_TLS_MODE_CLIENT);
    CHECK_OK(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_OPTIONAL));
    use_pair(&p, config, server_config("server.crt", "server.key"));
    connect_pair(&p);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, false);
    send_all(p.dialed, "x", 1);
    expect(p.accepted, "x");
    close_pair(&p);
}

// A listener without a certificate, and one without TLS, let nobody in.
static void mismatched(void) {
    struct pair p;
    nng_stream_listener *plain = ws_listener("ws://127.0.0.1:0/path");
    char url[64];
    int result;
    use_pair(&p, client_config("ca.crt"), NULL);
    result = dial_result(&p);
    CHECK(result == NNG_ECRYPTO || result == NNG_ECONNSHUT || result == NNG_ECONNRESET);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(p.listener);
    CHECK_OK(nng_stream_listener_listen(plain));
    snprintf(url, sizeof url, "wss://127.0.0.1:%d/path", ws_port(plain));
    CHECK_OK(nng_stream_dialer_alloc(&p.dialer, url));
    result = dial_result(&p);
    CHECK(result == NNG_ECRYPTO || result == NNG_ECONNSHUT || result == NNG_ECONNRESET);
    nng_stream_dialer_free(p.dialer);
    nng_stream_listener_free(plain);
}

// The configuration is that of the HTTP server.
static void shared(void) {
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_sockaddr sa;
    nng_stream_listener *listener;
    nng_http_client *client;
    nng_tls_config *of_server;
    void *of_listener;
    char url[64];
    raw_static(server, "/", "hello");
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_server_get_addr(server, &sa));
    snprintf(url, sizeof url, "wss://127.0.0.1:%d/path", ntohs(sa.s_in.sa_port));
    listener = ws_listener(url);
    CHECK_OK(nng_stream_listener_listen(listener));
    CHECK_OK(nng_http_server_get_tls(server, &of_server));
    CHECK_OK(nng_stream_listener_get_ptr(listener, NNG_OPT_TLS_CONFIG, &of_listener));
    CHECK(of_server == of_listener);
    nng_tls_config_free(of_server);
    nng_tls_config_free(of_listener);
    client = secure_client(ntohs(sa.s_in.sa_port), client_config("ca.crt"));
    CHECK_INT(get(client), 0);
    nng_http_client_free(client);
    nng_http_server_release(server);
    nng_stream_listener_free(listener);
}

int main(void) {
    with_configurations();
    with_options();
    unverified();
    mismatched();
    shared();
    return 0;
}
