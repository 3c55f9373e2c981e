// define: _GNU_SOURCE
// time-limit: 60
// Streams over TLS: bytes, options, who the peer is, what goes wrong in the handshake.
// reference: no, operations over TLS sometimes never end
#include "streams.h"
#include <fcntl.h>

#define URL "tls+tcp://127.0.0.1:0"

static char big[450001], back[450001];

static void use(struct pair *p, nng_tls_config *client, nng_tls_config *server) {
    if(client) {
        CHECK_OK(nng_stream_dialer_set_ptr(p->dialer, NNG_OPT_TLS_CONFIG, client));
        nng_tls_config_free(client);
    }
    if(server) {
        CHECK_OK(nng_stream_listener_set_ptr(p->listener, NNG_OPT_TLS_CONFIG, server));
        nng_tls_config_free(server);
    }
}

// Sends one way and receives the other way at the same time; returns the result of the first operation that failed.
static int exchange(nng_stream *from, nng_stream *to, const char *data, size_t size) {
    nng_aio *send = new_aio(), *recv = new_aio();
    size_t sent = 0, received = 0;
    int failed = 0;
    set_buffer(send, data, size);
    set_buffer(recv, back, size);
    nng_stream_recv(to, recv);
    nng_stream_send(from, send);
    while(received < size && !failed) {
        nng_aio_wait(recv);
        if((failed = nng_aio_result(recv)) != 0) break;
        received += nng_aio_count(recv);
        if(received < size) {
            set_buffer(recv, back + received, size - received < 7777 ? size - received : 7777);
            nng_stream_recv(to, recv);
        }
        while(sent < size && has_sent(send)) {
            if((failed = nng_aio_result(send)) != 0) break;
            sent += nng_aio_count(send);
            if(sent == size) break;
            set_buffer(send, data + sent, size - sent);
            nng_stream_send(from, send);
        }
    }
    if(!failed) {
        // The last part may not have been noticed yet.
        if(sent < size) moved(send, size - sent);
        CHECK_INT(received, size);
        CHECK_MEM(back, data, size);
    } else {
        nng_aio_cancel(send);
    }
    nng_aio_free(send);
    nng_aio_free(recv);
    return failed;
}

static void much(void) {
    struct pair p;
    nng_tls_config *config = client_config("ca.crt"), *held;
    void *ptr;
    size_t i;
    bool b;
    nng_sockaddr own, peer;
    nng_aio *aio = new_aio();
    for(i = 0; i < sizeof big; i++) big[i] = (char)(i * 7 + i / 251);
    listen_at(&p, URL);
    CHECK_OK(nng_stream_listener_set_bool(p.listener, NNG_OPT_TCP_NODELAY, true));
    use(&p, config, server_config("server.crt", "server.key"));
    // The live object: what is changed in it counts.
    CHECK_OK(nng_stream_dialer_get_ptr(p.dialer, NNG_OPT_TLS_CONFIG, &ptr));
    CHECK(ptr == config);
    held = ptr;
    CHECK_OK(nng_tls_config_server_name(held, "localhost"));
    connect_pair(&p);
#if OURS
    CHECK_INT(nng_tls_config_server_name(held, "localhost"), NNG_EBUSY);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_AUTH_MODE, NNG_TLS_AUTH_MODE_NONE), NNG_EBUSY);
    nng_tls_config_free(held);
#endif
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TCP_NODELAY, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_addr(p.accepted, NNG_OPT_LOCADDR, &own));
    CHECK_OK(nng_stream_get_addr(p.dialed, NNG_OPT_REMADDR, &peer));
    CHECK_INT(own.s_in.sa_port, peer.s_in.sa_port);
    CHECK_INT(exchange(p.dialed, p.accepted, big, sizeof big), 0);
    CHECK_INT(exchange(p.accepted, p.dialed, big, sizeof big), 0);
    CHECK_INT(exchange(p.accepted, p.dialed, "x", 1), 0);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    set_buffer(aio, back, 5);
#if OURS
    // Cancelling a receive does no harm.
    nng_stream_recv(p.accepted, aio);
    nng_aio_cancel(aio);
    ended(aio, NNG_ECANCELED);
    CHECK_INT(exchange(p.dialed, p.accepted, "after", 5), 0);
#endif
    // The end is announced, and can be told from a connection that breaks.
    nng_stream_close(p.dialed);
    nng_stream_recv(p.accepted, aio);
    nng_aio_wait(aio);
    CHECK(nng_aio_result(aio) == NNG_ECONNSHUT || (!OURS && nng_aio_result(aio) == NNG_ECONNREFUSED));
    nng_aio_free(aio);
    close_pair(&p);
}

static void send_early_ends(void) {
    // A send that the kernel does not take, and that is given up: the others follow in good order.
    struct pair p;
    nng_aio *send = new_aio(), *last = new_aio(), *recv = new_aio();
    size_t sent = 0, received = 0;
    static char sink[1 << 16];
    char tail[4] = "";
    listen_at(&p, URL);
    use(&p, client_config("ca.crt"), server_config("server.crt", "server.key"));
    connect_pair(&p);
    CHECK_INT(exchange(p.dialed, p.accepted, "x", 1), 0);
    memset(big, 'x', sizeof big);
    set_buffer(send, big, sizeof big);
    for(;;) {
        nng_aio_set_timeout(send, 50);
        nng_stream_send(p.dialed, send);
        nng_aio_wait(send);
        if(nng_aio_result(send) != 0) break;
        sent += nng_aio_count(send);
    }
    ended(send, NNG_ETIMEDOUT);
    set_buffer(last, "end", 3);
    nng_stream_send(p.dialed, last);
    // How much of what was given up has left nobody knows, but it is in front of the rest.
    while(memcmp(tail, "end", 3) != 0) {
        set_buffer(recv, sink, sizeof sink);
        nng_stream_recv(p.accepted, recv);
        ended(recv, 0);
        received += nng_aio_count(recv);
        if(nng_aio_count(recv) >= 3) {
            memcpy(tail, sink + nng_aio_count(recv) - 3, 3);
        } else {
            size_t n = nng_aio_count(recv);
            memmove(tail, tail + n, 3 - n);
            memcpy(tail + 3 - n, sink, n);
        }
    }
    moved(last, 3);
    CHECK(received >= sent + 3);
    nng_aio_free(send);
    nng_aio_free(last);
    nng_aio_free(recv);
    close_pair(&p);
}

static void peer_names(void) {
#if OURS
    static const char *const names[] = { "localhost", "*.example.com", "127.0.0.1", "::1", "root@localhost",
        "https://localhost/", NULL };
    struct pair p;
    char *cn, **alt, room[64];
    void *ptr;
    size_t size = 3, i;
    bool b;
    int v;
    listen_at(&p, URL);
    use(&p, client_config("ca.crt"), server_config("server.crt", "server.key"));
    connect_pair(&p);
    // Nothing is known before the handshake.
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, false);
    CHECK_INT(nng_stream_get_string(p.dialed, NNG_OPT_TLS_PEER_CN, &cn), NNG_ENOENT);
    CHECK_INT(nng_stream_get_ptr(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, &ptr), NNG_ENOENT);
    CHECK_INT(exchange(p.accepted, p.dialed, "x", 1), 0);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_string(p.dialed, NNG_OPT_TLS_PEER_CN, &cn));
    CHECK_STR(cn, "server");
    nng_strfree(cn);
    size = sizeof room;
    CHECK_OK(nng_stream_get(p.dialed, NNG_OPT_TLS_PEER_CN, room, &size));
    CHECK_INT(size, 7);
    CHECK_STR(room, "server");
    CHECK_OK(nng_stream_get_ptr(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, &ptr));
    alt = ptr;
    for(i = 0; names[i]; i++) {
        CHECK_STR(alt[i], names[i]);
        nng_strfree(alt[i]);
    }
    CHECK(alt[i] == NULL);
    nng_free(alt, 0);
    size = 4;
    CHECK_INT(nng_stream_get(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, &ptr, &size), NNG_EINVAL);
    CHECK_INT(size, sizeof ptr);
    CHECK_INT(nng_stream_get_int(p.dialed, NNG_OPT_TLS_VERIFIED, &v), NNG_EBADTYPE);
    CHECK_INT(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_PEER_CN, &b), NNG_EBADTYPE);
    CHECK_INT(nng_stream_set_bool(p.dialed, NNG_OPT_TLS_VERIFIED, true), NNG_EREADONLY);
    CHECK_INT(nng_stream_set_string(p.dialed, NNG_OPT_TLS_PEER_CN, "x"), NNG_EREADONLY);
    CHECK_INT(nng_stream_set_ptr(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, NULL), NNG_EREADONLY);
    CHECK_INT(nng_stream_get_ptr(p.dialed, NNG_OPT_TLS_CONFIG, &ptr), NNG_ENOTSUP);
    // The client has no certificate.
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, false);
    CHECK_INT(nng_stream_get_string(p.accepted, NNG_OPT_TLS_PEER_CN, &cn), NNG_ENOENT);
    close_pair(&p);
    // One that has only a name, and only an old one.
    listen_at(&p, URL);
    use(&p, client_config("ca.crt"), server_config("common-name-ip.crt", "common-name-ip.key"));
    connect_pair(&p);
    CHECK_INT(exchange(p.accepted, p.dialed, "x", 1), 0);
    CHECK_OK(nng_stream_get_ptr(p.dialed, NNG_OPT_TLS_PEER_ALT_NAMES, &ptr));
    alt = ptr;
    CHECK(alt[0] == NULL);
    nng_free(alt, 0);
    close_pair(&p);
#endif
}

// Everything by options.
static void files(void) {
    struct pair p;
    char path[4096];
    bool b;
    int i;
    void *ptr;
    char *s;
    listen_at(&p, URL);
    CHECK_INT(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, "no-such-file"), NNG_ENOENT);
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, "no-such-file"), NNG_ENOENT);
    close(open("empty", O_CREAT | O_WRONLY, 0600));
    CHECK_INT(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, "empty"), NNG_ECRYPTO);
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, "empty"), NNG_ECRYPTO);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_CA_FILE, 1), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_AUTH_MODE, "x"), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_AUTH_MODE, 3), NNG_EINVAL);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_AUTH_MODE, -1), NNG_EINVAL);
    CHECK_INT(nng_stream_dialer_set(p.dialer, NNG_OPT_TLS_SERVER_NAME, "localhost", 5), NNG_EINVAL);
    CHECK_OK(nng_stream_dialer_set(p.dialer, NNG_OPT_TLS_SERVER_NAME, "localhost", 10));
    CHECK_INT(nng_stream_dialer_get_int(p.dialer, NNG_OPT_TLS_AUTH_MODE, &i), NNG_EWRITEONLY);
    CHECK_INT(nng_stream_dialer_get_string(p.dialer, NNG_OPT_TLS_SERVER_NAME, &s), NNG_EWRITEONLY);
    CHECK_INT(nng_stream_dialer_get_string(p.dialer, NNG_OPT_TLS_CA_FILE, &s), NNG_EWRITEONLY);
    CHECK_INT(nng_stream_listener_get_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, &s), NNG_EWRITEONLY);
    CHECK_INT(nng_stream_dialer_get_bool(p.dialer, NNG_OPT_TLS_CONFIG, &b), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set_ptr(p.dialer, NNG_OPT_TLS_CONFIG, NULL), NNG_EINVAL);
    CHECK_INT(nng_stream_dialer_set_int(p.dialer, NNG_OPT_TLS_CONFIG, 1), NNG_EBADTYPE);
    CHECK_INT(nng_stream_dialer_set_bool(p.dialer, NNG_OPT_TLS_VERIFIED, true), NNG_ENOTSUP);
#if OURS
    {
        // Of the wrong side.
        nng_tls_config *config = new_config(NNG_TLS_MODE_SERVER);
        size_t size = sizeof ptr;
        CHECK_INT(nng_stream_dialer_set_ptr(p.dialer, NNG_OPT_TLS_CONFIG, config), NNG_EINVAL);
        nng_tls_config_free(config);
        config = new_config(NNG_TLS_MODE_CLIENT);
        CHECK_OK(nng_stream_dialer_set(p.dialer, NNG_OPT_TLS_CONFIG, &config, sizeof config));
        CHECK_INT(nng_stream_dialer_set(p.dialer, NNG_OPT_TLS_CONFIG, &config, 4), NNG_EINVAL);
        CHECK_OK(nng_stream_dialer_get(p.dialer, NNG_OPT_TLS_CONFIG, &ptr, &size));
        CHECK_INT(size, sizeof ptr);
        CHECK(ptr == config);
        nng_tls_config_free(ptr);
        nng_tls_config_free(config);
        CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_SERVER_NAME, "localhost"));
    }
#else
    (void)ptr;
#endif
    snprintf(path, sizeof path, "%s", pem("ca.crt"));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, path));
    snprintf(path, sizeof path, "%s", pem("server.pem"));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, path));
    connect_pair(&p);
    CHECK_INT(exchange(p.dialed, p.accepted, "hello", 5), 0);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    close_pair(&p);
}

// The same for the client's own certificate, which the server asks for.
static void files_of_clients(void) {
#if OURS
    struct pair p;
    char path[4096];
    bool b;
    FILE *both = fopen("client.pem", "w");
    CHECK(both != NULL);
    fprintf(both, "%s%s", pem_text("client.crt"), pem_text("client.key"));
    CHECK_OK(fclose(both));
    listen_at(&p, URL);
    snprintf(path, sizeof path, "%s", pem("ca.crt"));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, path));
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CERT_KEY_FILE, "client.pem"));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, pem("server.pem")));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CA_FILE, path));
    CHECK_OK(nng_stream_listener_set_int(p.listener, NNG_OPT_TLS_AUTH_MODE, NNG_TLS_AUTH_MODE_REQUIRED));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_SERVER_NAME, "localhost"));
    connect_pair(&p);
    CHECK_INT(exchange(p.dialed, p.accepted, "hello", 5), 0);
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    close_pair(&p);
    // One without: the server tells both directions.
    listen_at(&p, URL);
    CHECK_OK(nng_stream_dialer_set_string(p.dialer, NNG_OPT_TLS_CA_FILE, path));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CERT_KEY_FILE, pem("server.pem")));
    CHECK_OK(nng_stream_listener_set_string(p.listener, NNG_OPT_TLS_CA_FILE, path));
    CHECK_OK(nng_stream_listener_set_int(p.listener, NNG_OPT_TLS_AUTH_MODE, NNG_TLS_AUTH_MODE_REQUIRED));
    connect_pair(&p);
    CHECK_INT(exchange(p.dialed, p.accepted, "hello", 5), NNG_EPEERAUTH);
    close_pair(&p);
#endif
}

// What a client sees of a server that it may not want.
static int seen(nng_tls_config *client, nng_tls_config *server, bool *verified) {
    struct pair p;
    int result;
    listen_at(&p, URL);
    use(&p, client, server);
    connect_pair(&p);
    result = exchange(p.accepted, p.dialed, "x", 1);
    CHECK_OK(nng_stream_get_bool(p.dialed, NNG_OPT_TLS_VERIFIED, verified));
    close_pair(&p);
    return result;
}

static void verification(void) {
    static const struct {
        // What the server has, what the client trusts, and by which name; without one it is the URL's host.
        const char *crt, *key, *ca, *name;
        nng_tls_auth_mode mode;
        int result;
        bool verified;
    } rows[] = {
        { "server.crt", "server.key", NULL, "localhost", NNG_TLS_AUTH_MODE_REQUIRED, NNG_EPEERAUTH, false },
        { "server.crt", "server.key", "other-ca.crt", "localhost", NNG_TLS_AUTH_MODE_REQUIRED, NNG_EPEERAUTH, false },
        { "server.crt", "server.key", "ca.crt", "elsewhere.test", NNG_TLS_AUTH_MODE_REQUIRED, NNG_EPEERAUTH, false },
        { "server.crt", "server.key", "ca.crt", "localhost", NNG_TLS_AUTH_MODE_REQUIRED, 0, true },
        { "server.crt", "server.key", "ca.crt", NULL, NNG_TLS_AUTH_MODE_REQUIRED, 0, true },
        { "server.crt", "server.key", "ca.crt", "localhost", NNG_TLS_AUTH_MODE_OPTIONAL, 0, true },
        { "server.crt", "server.key", "other-ca.crt", "localhost", NNG_TLS_AUTH_MODE_OPTIONAL, 0, false },
        { "server.crt", "server.key", NULL, NULL, NNG_TLS_AUTH_MODE_OPTIONAL, 0, false },
        { "server.crt", "server.key", "other-ca.crt", "localhost", NNG_TLS_AUTH_MODE_NONE, 0, false },
#if OURS
        { "second.crt", "second.key", "ca.crt", NULL, NNG_TLS_AUTH_MODE_REQUIRED, NNG_EPEERAUTH, false },
        { "second.crt", "second.key", "ca.crt", NULL, NNG_TLS_AUTH_MODE_OPTIONAL, 0, false },
#endif
    };
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_tls_config *config = new_config(NNG_TLS_MODE_CLIENT);
        bool verified;
        int result;
        printf("%s as %s, trusting %s\n", rows[i].crt, rows[i].name ? rows[i].name : "the host",
            rows[i].ca ? rows[i].ca : "nobody");
        if(rows[i].ca) CHECK_OK(nng_tls_config_ca_chain(config, pem_text(rows[i].ca), NULL));
        if(rows[i].name) CHECK_OK(nng_tls_config_server_name(config, rows[i].name));
        CHECK_OK(nng_tls_config_auth_mode(config, rows[i].mode));
        result = seen(config, server_config(rows[i].crt, rows[i].key), &verified);
        if(OURS || !rows[i].result) CHECK_INT(result, rows[i].result);
        else CHECK(result != 0);
        CHECK_INT(verified, rows[i].verified);
    }
}

static void protocol_versions(void) {
#if OURS
    unsigned theirs, ours;
    for(theirs = NNG_TLS_1_2; theirs <= NNG_TLS_1_3; theirs++) {
        for(ours = NNG_TLS_1_2; ours <= NNG_TLS_1_3; ours++) {
            nng_tls_config *server = server_config("server.crt", "server.key"), *client = client_config("ca.crt");
            bool verified;
            CHECK_OK(nng_tls_config_version(server, (nng_tls_version)theirs, (nng_tls_version)theirs));
            CHECK_OK(nng_tls_config_version(client, (nng_tls_version)ours, (nng_tls_version)ours));
            CHECK_INT(seen(client, server, &verified), ours == theirs ? 0 : NNG_ECRYPTO);
            CHECK_INT(verified, ours == theirs);
        }
    }
#endif
}

static void failures(void) {
    nng_tls_config *config;
    struct pair p;
    nng_aio *aio = new_aio(), *other = new_aio();
    char byte;
    int fd;
    nng_sockaddr sa;
#if OURS
    // Both directions are told, and so is the other side.
    listen_at(&p, URL);
    use(&p, NULL, server_config("server.crt", "server.key"));
    connect_pair(&p);
    set_buffer(aio, &byte, 1);
    set_buffer(other, "x", 1);
    nng_stream_recv(p.dialed, aio);
    nng_stream_send(p.dialed, other);
    CHECK(exchange(p.accepted, p.dialed, "x", 1) != 0);
    ended(aio, NNG_EPEERAUTH);
    ended(other, NNG_EPEERAUTH);
    nng_stream_send(p.dialed, other);
    ended(other, NNG_EPEERAUTH);
    nng_stream_recv(p.accepted, aio);
    nng_aio_wait(aio);
    CHECK(nng_aio_result(aio) != 0);
    close_pair(&p);
    // A peer that does not speak TLS, and one that says nothing.
    listen_at(&p, URL);
    use(&p, NULL, server_config("server.crt", "server.key"));
    CHECK_OK(nng_stream_listener_get_addr(p.listener, NNG_OPT_LOCADDR, &sa));
    fd = raw_connect(ntohs(sa.s_in.sa_port));
    nng_stream_listener_accept(p.listener, aio);
    ended(aio, 0);
    p.accepted = nng_aio_get_output(aio, 0);
    nng_aio_set_timeout(other, 20);
    set_buffer(other, &byte, 1);
    nng_stream_recv(p.accepted, other);
    ended(other, NNG_ETIMEDOUT);
    nng_aio_set_timeout(other, NNG_DURATION_INFINITE);
    nng_stream_recv(p.accepted, other);
    raw_send(fd, "GET / HTTP/1.1\r\n\r\n");
    ended(other, NNG_ECRYPTO);
    close(fd);
    nng_stream_free(p.accepted);
    fd = raw_connect(ntohs(sa.s_in.sa_port));
    nng_stream_listener_accept(p.listener, aio);
    ended(aio, 0);
    p.accepted = nng_aio_get_output(aio, 0);
    nng_stream_recv(p.accepted, other);
    close(fd);
    ended(other, NNG_ECONNSHUT);
    close_pair(&p);
    // Closed in the middle of it.
    listen_at(&p, URL);
    config = server_config("server.crt", "server.key");
    nng_tls_config_hold(config);
    use(&p, client_config("ca.crt"), config);
    CHECK_OK(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_NONE));
    // An accept has begun, so it is in use.
    nng_stream_listener_accept(p.listener, other);
    CHECK_INT(nng_tls_config_auth_mode(config, NNG_TLS_AUTH_MODE_NONE), NNG_EBUSY);
    nng_tls_config_free(config);
    nng_aio_cancel(other);
    ended(other, NNG_ECANCELED);
    connect_pair(&p);
    set_buffer(aio, &byte, 1);
    nng_stream_recv(p.dialed, aio);
    nng_stream_close(p.dialed);
    ended(aio, NNG_ECLOSED);
    close_pair(&p);
#else
    (void)p;
    (void)other;
    (void)byte;
    (void)fd;
    (void)sa;
#endif
    nng_aio_free(aio);
    nng_aio_free(other);
}

static void client_certificate(void) {
#if OURS
    struct pair p;
    nng_tls_config *client = client_config("ca.crt"), *server = server_config("server.crt", "server.key");
    char *cn;
    bool b;
    CHECK_OK(nng_tls_config_own_cert(client, pem_text("client.crt"), pem_text("client.key"), NULL));
    CHECK_OK(nng_tls_config_auth_mode(server, NNG_TLS_AUTH_MODE_REQUIRED));
    CHECK_OK(nng_tls_config_ca_chain(server, pem_text("ca.crt"), NULL));
    listen_at(&p, URL);
    use(&p, client, server);
    connect_pair(&p);
    CHECK_INT(exchange(p.dialed, p.accepted, "hello", 5), 0);
    CHECK_OK(nng_stream_get_bool(p.accepted, NNG_OPT_TLS_VERIFIED, &b));
    CHECK_INT(b, true);
    CHECK_OK(nng_stream_get_string(p.accepted, NNG_OPT_TLS_PEER_CN, &cn));
    CHECK_STR(cn, "client");
    nng_strfree(cn);
    close_pair(&p);
#endif
}

int main(void) {
    much();
#if OURS
    send_early_ends();
#endif
    peer_names();
    files();
    files_of_clients();
    verification();
    protocol_versions();
    failures();
    client_certificate();
    return 0;
}
