// What libdill.h and libdillimpl.h say about types and constants is what programs were compiled with.

#include "abi/layout.h"
#include "check.h"
#include <libdillimpl.h>

LAYOUT(struct bundle_storage, 64, 1);
LAYOUT(struct chstorage, 144, 1);
LAYOUT(struct ipaddr, 32, 1);
LAYOUT(struct tcp_listener_storage, 56, 1);
LAYOUT(struct tcp_storage, 72, 1);
LAYOUT(struct ipc_listener_storage, 24, 1);
LAYOUT(struct ipc_storage, 72, 1);
LAYOUT(struct ipc_pair_storage, 144, 1);
LAYOUT(struct suffix_storage, 128, 1);
LAYOUT(struct udp_storage, 72, 1);
LAYOUT(struct http_storage, 1296, 1);
LAYOUT(struct tls_storage, 72, 1);
LAYOUT(struct dtls_storage, 88, 1);
LAYOUT(struct ws_storage, 176, 1);
LAYOUT(struct term_storage, 88, 1);
LAYOUT(struct prefix_storage, 56, 1);

#if defined __aarch64__
/* Programs compiled for libdill keep one of these in the library's memory. */
LAYOUT(sigjmp_buf, 312, 8);
#endif

LAYOUT(struct dill_iolist, 32, 8);
OFFSET(struct dill_iolist, iol_base, 0);
OFFSET(struct dill_iolist, iol_len, 8);
OFFSET(struct dill_iolist, iol_next, 16);
OFFSET(struct dill_iolist, iol_rsvd, 24);

LAYOUT(struct dill_chclause, 24, 8);
OFFSET(struct dill_chclause, op, 0);
OFFSET(struct dill_chclause, ch, 4);
OFFSET(struct dill_chclause, val, 8);
OFFSET(struct dill_chclause, len, 16);

LAYOUT(struct dill_hvfs, 16, 8);
OFFSET(struct dill_hvfs, query, 0);
OFFSET(struct dill_hvfs, close, 8);

LAYOUT(struct dill_bsock_vfs, 16, 8);
OFFSET(struct dill_bsock_vfs, bsendl, 0);
OFFSET(struct dill_bsock_vfs, brecvl, 8);

LAYOUT(struct dill_msock_vfs, 16, 8);
OFFSET(struct dill_msock_vfs, msendl, 0);
OFFSET(struct dill_msock_vfs, mrecvl, 8);

VALUE(DILL_CHSEND, 1);
VALUE(CHSEND, 1);
VALUE(DILL_CHRECV, 2);
VALUE(CHRECV, 2);
VALUE(DILL_IPADDR_IPV4, 1);
VALUE(IPADDR_IPV4, 1);
VALUE(DILL_IPADDR_IPV6, 2);
VALUE(IPADDR_IPV6, 2);
VALUE(DILL_IPADDR_PREF_IPV4, 3);
VALUE(IPADDR_PREF_IPV4, 3);
VALUE(DILL_IPADDR_PREF_IPV6, 4);
VALUE(IPADDR_PREF_IPV6, 4);
VALUE(DILL_IPADDR_MAXSTRLEN, 46);
VALUE(IPADDR_MAXSTRLEN, 46);
VALUE(DILL_PREFIX_BIG_ENDIAN, 0);
VALUE(PREFIX_BIG_ENDIAN, 0);
VALUE(DILL_PREFIX_LITTLE_ENDIAN, 1);
VALUE(PREFIX_LITTLE_ENDIAN, 1);
VALUE(DILL_WS_BINARY, 0);
VALUE(WS_BINARY, 0);
VALUE(DILL_WS_TEXT, 1);
VALUE(WS_TEXT, 1);
VALUE(DILL_WS_NOHTTP, 2);
VALUE(WS_NOHTTP, 2);
VALUE(DILL_SOCKS5_CONNECT, 1);
VALUE(SOCKS5_CONNECT, 1);
VALUE(DILL_SOCKS5_BIND, 2);
VALUE(SOCKS5_BIND, 2);
VALUE(DILL_SOCKS5_UDP_ASSOCIATE, 3);
VALUE(SOCKS5_UDP_ASSOCIATE, 3);
VALUE(DILL_SOCKS5_SUCCESS, 0);
VALUE(SOCKS5_SUCCESS, 0);
VALUE(DILL_SOCKS5_GENERAL_FAILURE, 1);
VALUE(SOCKS5_GENERAL_FAILURE, 1);
VALUE(DILL_SOCKS5_CONNECTION_NOT_ALLOWED, 2);
VALUE(SOCKS5_CONNECTION_NOT_ALLOWED, 2);
VALUE(DILL_SOCKS5_NETWORK_UNREACHABLE, 3);
VALUE(SOCKS5_NETWORK_UNREACHABLE, 3);
VALUE(DILL_SOCKS5_HOST_UNREACHABLE, 4);
VALUE(SOCKS5_HOST_UNREACHABLE, 4);
VALUE(DILL_SOCKS5_CONNECTION_REFUSED, 5);
VALUE(SOCKS5_CONNECTION_REFUSED, 5);
VALUE(DILL_SOCKS5_TTL_EXPIRED, 6);
VALUE(SOCKS5_TTL_EXPIRED, 6);
VALUE(DILL_SOCKS5_COMMAND_NOT_SUPPORTED, 7);
VALUE(SOCKS5_COMMAND_NOT_SUPPORTED, 7);
VALUE(DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED, 8);
VALUE(SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED, 8);
VALUE(DILL_WS_KEY_SIZE, 32);
VALUE(WS_KEY_SIZE, 32);

VALUE(DILL_VERSION_CURRENT, 25);
VALUE(DILL_VERSION_REVISION, 0);
VALUE(DILL_VERSION_AGE, 5);

/* The types of members and callbacks: a difference is a warning, which is an error here. */
static void *query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    return NULL;
}

static void close_(struct hvfs *vfs) { (void)vfs; }

static int bsocket(struct bsock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    return (int)deadline;
}

static ssize_t receive(struct msock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    return (ssize_t)deadline;
}

static int transmit(struct msock_vfs *vfs, struct iolist *first, struct iolist *last, int64_t deadline) {
    (void)vfs;
    (void)first;
    (void)last;
    return (int)deadline;
}

static int authenticate(const char *username, const char *password) { return username == password; }

int main(void) {
    struct hvfs handle = {query, close_};
    struct bsock_vfs bytes = {bsocket, bsocket};
    struct msock_vfs messages = {transmit, receive};
    dill_socks5_auth_function *function = authenticate;
    char buffer[1];
    struct iolist list = {buffer, sizeof(buffer), NULL, 0};
    struct chclause clause = {CHSEND, 0, buffer, sizeof(buffer)};
    CHECK(handle.query(&handle, NULL) == NULL);
    CHECK_INT(bytes.bsendl(&bytes, &list, &list, 1), 1);
    CHECK_INT(messages.mrecvl(&messages, &list, &list, 2), 2);
    CHECK_INT(function(NULL, NULL), 1);
    CHECK(clause.val == list.iol_base);
    return 0;
}
