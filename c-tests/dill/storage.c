// Memory of the program for handles: at any address and with anything in it, and nothing around it is touched; or none.
#include "fixtures.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { GUARD = 64 };

/* The memory begins at an odd address. */
static char block[GUARD + 1 + 2048];
static char *const storage = block + GUARD + 1;

static struct ipaddr addr;
static int fds[2] = {-1, -1};

/* The other one of two handles that were made. */
static int other_end;

static void any_port(void) {
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    no_handle();
}

static void a_connected_listener(void) {
    on(listen_on_loopback(&addr));
    also(tcp_connect(&addr, -1));
}

static void no_path(void) {
    unlink("path");
    no_handle();
}

static void a_path(void) {
    unlink("path");
    on(ipc_listen("path", 10));
    also(ipc_connect("path", -1));
}

static void tcp_listening_descriptor(void) {
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(listen(fds[0], 1));
    no_handle();
}

static void tcp_descriptor(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof(sa);
    int listener;
    tcp_listening_descriptor();
    listener = fds[0];
    CHECK_OK(getsockname(listener, (struct sockaddr *)&sa, &len));
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_OK(connect(fds[0], (struct sockaddr *)&sa, len));
    CHECK_OK(close(listener));
}

static void ipc_listening_descriptor(void) {
    struct sockaddr_un sa = {AF_UNIX, "path"};
    no_path();
    fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_OK(bind(fds[0], (struct sockaddr *)&sa, sizeof(sa)));
    CHECK_OK(listen(fds[0], 1));
}

static void ipc_descriptor(void) {
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    CHECK_OK(close(fds[1]));
    no_handle();
}

static int both(int rc, const int h[2]) {
    if(rc != 0) return rc;
    other_end = h[1];
    return h[0];
}

static int make_channel(void *mem) {
    int h[2];
    return both(chmake_mem(mem, h), h);
}

static int make_ipc_pair(void *mem) {
    int h[2];
    return both(ipc_pair_mem(mem, h), h);
}

static coroutine void peer_attaches(int as_server) {
    int s = as_server ? attach_as_server(others[0], -1) : tls_attach_client(others[0], -1);
    CHECK(s >= 0);
    others[0] = s;
}

static int attach_tls(int as_server, void *mem) {
    int h, b = mem ? go(peer_attaches(!as_server)) : bundle();
    CHECK(b >= 0);
    h = as_server ? tls_attach_server_mem(used, pem(0, "ed25519.crt"), pem(1, "ed25519.key"), mem, now() + 10000)
        : tls_attach_client_mem(used, mem, now() + 10000);
    if(h < 0) return h;
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    return h;
}

enum kind { BYTES, MESSAGES, NEITHER };

static int call_bundle_mem(void *mem) { return bundle_mem(mem); }
static int call_chmake_mem(void *mem) { return make_channel(mem); }
static int call_tcp_listen_mem(void *mem) { return tcp_listen_mem(&addr, 1, mem); }
static int call_tcp_accept_mem(void *mem) { return tcp_accept_mem(used, NULL, mem, -1); }
static int call_tcp_connect_mem(void *mem) { return tcp_connect_mem(&addr, mem, -1); }
static int call_tcp_fromfd_mem(void *mem) { return tcp_fromfd_mem(fds[0], mem); }
static int call_tcp_listener_fromfd_mem(void *mem) { return tcp_listener_fromfd_mem(fds[0], mem); }
static int call_ipc_listen_mem(void *mem) { return ipc_listen_mem("path", 1, mem); }
static int call_ipc_accept_mem(void *mem) { return ipc_accept_mem(used, mem, -1); }
static int call_ipc_connect_mem(void *mem) { return ipc_connect_mem("path", mem, -1); }
static int call_ipc_fromfd_mem(void *mem) { return ipc_fromfd_mem(fds[0], mem); }
static int call_ipc_listener_fromfd_mem(void *mem) { return ipc_listener_fromfd_mem(fds[0], mem); }
static int call_ipc_pair_mem(void *mem) { return make_ipc_pair(mem); }
static int call_udp_open_mem(void *mem) { return udp_open_mem(&addr, NULL, mem); }
static int call_prefix_attach_mem(void *mem) { return prefix_attach_mem(used, 2, 0, mem); }
static int call_suffix_attach_mem(void *mem) { return suffix_attach_mem(used, "x", 1, mem); }
static int call_term_attach_mem(void *mem) { return term_attach_mem(used, "x", 1, mem); }
static int call_http_attach_mem(void *mem) { return http_attach_mem(used, mem); }
static int call_tls_attach_client_mem(void *mem) { return attach_tls(0, mem); }
static int call_tls_attach_server_mem(void *mem) { return attach_tls(1, mem); }
static int call_ws_attach_client_mem(void *mem) { return ws_attach_client_mem(used, WS_NOHTTP, NULL, NULL, mem, -1); }
static int call_ws_attach_server_mem(void *mem) { return ws_attach_server_mem(used, WS_NOHTTP, NULL, 0, NULL, 0, mem, -1); }

static const struct call {
    const char *name;
    size_t size;
    void (*make)(void);
    int (*call)(void *mem);
    enum kind kind;
    /* Whether it takes the handle even if it fails. */
    int takes;
} calls[] = {
    {"bundle_mem", sizeof(struct bundle_storage), no_handle, call_bundle_mem, NEITHER, 0},
    {"chmake_mem", sizeof(struct chstorage), no_handle, call_chmake_mem, NEITHER, 0},
    {"tcp_listen_mem", sizeof(struct tcp_listener_storage), any_port, call_tcp_listen_mem, NEITHER, 0},
    {"tcp_accept_mem", sizeof(struct tcp_storage), a_connected_listener, call_tcp_accept_mem, BYTES, 0},
    {"tcp_connect_mem", sizeof(struct tcp_storage), a_connected_listener, call_tcp_connect_mem, BYTES, 0},
    {"tcp_fromfd_mem", sizeof(struct tcp_storage), tcp_descriptor, call_tcp_fromfd_mem, BYTES, 0},
    {"tcp_listener_fromfd_mem", sizeof(struct tcp_listener_storage), tcp_listening_descriptor, call_tcp_listener_fromfd_mem, NEITHER, 0},
    {"ipc_listen_mem", sizeof(struct ipc_listener_storage), no_path, call_ipc_listen_mem, NEITHER, 0},
    {"ipc_accept_mem", sizeof(struct ipc_storage), a_path, call_ipc_accept_mem, BYTES, 0},
    {"ipc_connect_mem", sizeof(struct ipc_storage), a_path, call_ipc_connect_mem, BYTES, 0},
    {"ipc_fromfd_mem", sizeof(struct ipc_storage), ipc_descriptor, call_ipc_fromfd_mem, BYTES, 0},
    {"ipc_listener_fromfd_mem", sizeof(struct ipc_listener_storage), ipc_listening_descriptor, call_ipc_listener_fromfd_mem, NEITHER, 0},
    {"ipc_pair_mem", sizeof(struct ipc_pair_storage), no_handle, call_ipc_pair_mem, BYTES, 0},
    {"udp_open_mem", sizeof(struct udp_storage), any_port, call_udp_open_mem, MESSAGES, 0},
    {"prefix_attach_mem", sizeof(struct prefix_storage), an_ipc, call_prefix_attach_mem, MESSAGES, 1},
    {"suffix_attach_mem", sizeof(struct suffix_storage), an_ipc, call_suffix_attach_mem, MESSAGES, 1},
    {"term_attach_mem", sizeof(struct term_storage), a_prefix, call_term_attach_mem, MESSAGES, 1},
    {"http_attach_mem", sizeof(struct http_storage), an_ipc, call_http_attach_mem, NEITHER, 1},
    {"tls_attach_client_mem", sizeof(struct tls_storage), an_ipc, call_tls_attach_client_mem, BYTES, 1},
    {"tls_attach_server_mem", sizeof(struct tls_storage), an_ipc, call_tls_attach_server_mem, BYTES, 1},
    {"ws_attach_client_mem", sizeof(struct ws_storage), an_ipc, call_ws_attach_client_mem, MESSAGES, 1},
    {"ws_attach_server_mem", sizeof(struct ws_storage), an_ipc, call_ws_attach_server_mem, MESSAGES, 1},
};

static void with_memory(const struct call *c) {
    size_t i;
    int h;
    CHECK(c->size <= sizeof(block) - 2 * GUARD - 1);
    memset(block, 0x5a, sizeof(block));
    memset(storage, 0xff, c->size);
    c->make();
    other_end = -1;
    h = c->call(storage);
    if(h < 0) fprintf(stderr, "%s: errno %d\n", c->name, errno);
    CHECK(h >= 0);
    CHECK_INT(hquery(h, bsock_type) != NULL, c->kind == BYTES);
    CHECK_INT(hquery(h, msock_type) != NULL, c->kind == MESSAGES);
    /* In use until all is closed; then it is free. */
    CHECK_OK(hclose(h));
    if(other_end >= 0) CHECK_OK(hclose(other_end));
    for(i = 0; i != GUARD + 1; ++i) CHECK_INT(block[i], 0x5a);
    for(i = GUARD + 1 + c->size; i != sizeof(block); ++i) CHECK_INT(block[i], 0x5a);
    memset(storage, 0xff, c->size);
    CHECK_OK(yield());
    discard();
}

static void without_memory(const struct call *c) {
    int rc;
    c->make();
    errno = 0;
    rc = c->call(NULL);
    if(rc != -1 || errno != EINVAL) fprintf(stderr, "%s(NULL): %d, errno %d\n", c->name, rc, errno);
    CHECK(rc == -1 && errno == EINVAL);
    if(c->takes) {
        CHECK_ERRNO(hclose(used), EBADF);
    } else if(used >= 0) {
        CHECK_OK(hclose(used));
    }
    /* Descriptors stay the program's. */
    if(fds[0] >= 0) CHECK_OK(close(fds[0]));
    discard();
}

int main(void) {
    size_t i;
    for(i = 0; i != sizeof(calls) / sizeof(calls[0]); ++i) {
        with_memory(&calls[i]);
        fds[0] = -1;
        without_memory(&calls[i]);
        fds[0] = -1;
    }
    return 0;
}
