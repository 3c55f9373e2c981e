// The SOCKS5 messages of both sides, byte by byte, against raw peers; what each answer means.
#include "memstream.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define OK "\x05\x00\x00\x01\x01\x02\x03\x04\x00\x50"

static struct memstream mem;
static char text[300];
static struct ipaddr v4, v6, unix_addr;

/* What was sent is exactly this; and whatever came, no byte behind it was taken, and the handle is still there. */
static void finish(int h, const char *want, size_t len) {
    char rest;
    CHECK_INT(mem.out_len, len);
    CHECK_MEM(mem.out, want, len);
    CHECK_INT(mem.closed, 0);
    CHECK_OK(brecv(h, &rest, 1, -1));
    CHECK_INT(rest, '.');
    CHECK_OK(hclose(h));
    CHECK_INT(mem.closed, 1);
}

static void client(void) {
    int h = memstream_open(&mem, BYTES("\x05\x00" OK "."));
    CHECK_OK(socks5_client_connect(h, NULL, NULL, &v4, -1));
    finish(h, BYTES("\x05\x01\x00" "\x05\x01\x00\x01\x7f\x00\x00\x01\x12\x34"));

    /* The proxy names its address in some other way. */
    h = memstream_open(&mem, BYTES("\x05\x00" "\x05\x00\x00\x03\x03" "abc" "\x00\x00."));
    CHECK_OK(socks5_client_connect(h, NULL, NULL, &v6, -1));
    finish(h, BYTES("\x05\x01\x00" "\x05\x01\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x50"));

    h = memstream_open(&mem, BYTES("\x05\x00" "\x05\x00\x00\x04" "0123456789abcdef" "\x00\x00."));
    CHECK_OK(socks5_client_connectbyname(h, NULL, NULL, "example.org", 65535, -1));
    finish(h, BYTES("\x05\x01\x00" "\x05\x01\x00\x03\x0b" "example.org" "\xff\xff"));

    /* Literal addresses by name. */
    h = memstream_open(&mem, BYTES("\x05\x00" OK "."));
    CHECK_OK(socks5_client_connectbyname(h, "u", NULL, "127.0.0.1", 1, -1));
    finish(h, BYTES("\x05\x01\x00" "\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x01"));
    h = memstream_open(&mem, BYTES("\x05\x00" OK "."));
    CHECK_OK(socks5_client_connectbyname(h, NULL, "p", "::1", 80, -1));
    finish(h, BYTES("\x05\x01\x00" "\x05\x01\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x50"));

    /* User name and password, if the proxy wants them. */
    h = memstream_open(&mem, BYTES("\x05\x02" "\x01\x00" OK "."));
    CHECK_OK(socks5_client_connect(h, "user", "", &v4, -1));
    finish(h, BYTES("\x05\x02\x00\x02" "\x01\x04user\x00" "\x05\x01\x00\x01\x7f\x00\x00\x01\x12\x34"));
    h = memstream_open(&mem, BYTES("\x05\x00" OK "."));
    CHECK_OK(socks5_client_connect(h, "user", "secret", &v4, -1));
    finish(h, BYTES("\x05\x02\x00\x02" "\x05\x01\x00\x01\x7f\x00\x00\x01\x12\x34"));

    /* The longest ones. */
    memset(text, 'x', 255);
    text[255] = 0;
    h = memstream_open(&mem, BYTES("\x05\x02" "\x01\x00" OK "."));
    CHECK_OK(socks5_client_connectbyname(h, text, text, text, 80, -1));
    CHECK_INT(mem.out_len, 4 + 513 + 5 + 255 + 2);
    CHECK_MEM(mem.out + 4, "\x01\xffxxxx", 6);
    CHECK_MEM(mem.out + 4 + 2 + 255, "\xffxxxx", 5);
    CHECK_OK(hclose(h));
}

static void client_arguments(void) {
    int h = memstream_open(&mem, BYTES("\x05\x00" OK)), b = bundle();
    memset(text, 'x', 256);
    text[256] = 0;
    CHECK_ERRNO(socks5_client_connect(h, NULL, NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connect(h, NULL, NULL, &unix_addr, -1), EAFNOSUPPORT);
    CHECK_ERRNO(socks5_client_connect(h, text, "p", &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connect(h, "u", text, &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connect(h, text, NULL, &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, NULL, 80, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, "", 80, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, text, 80, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, "a", 0, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, "a", -1, -1), EINVAL);
    CHECK_ERRNO(socks5_client_connectbyname(h, NULL, NULL, "a", 65536, -1), EINVAL);
    CHECK_INT(mem.sends + mem.receives, 0);
    CHECK_ERRNO(socks5_client_connect(1000, NULL, NULL, &v4, -1), EBADF);
    CHECK_ERRNO(socks5_client_connectbyname(1000, NULL, NULL, "a", 80, -1), EBADF);
    CHECK_ERRNO(socks5_client_connect(b, NULL, NULL, &v4, -1), ENOTSUP);
    CHECK_ERRNO(socks5_client_connectbyname(b, NULL, NULL, "a", 80, -1), ENOTSUP);
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(h));
}

static void client_refused(void) {
    static const struct { const char *in; size_t len; int credentials; int error; } cases[] = {
        {BYTES("\x04\x00"), 0, EPROTO}, {BYTES("\x05\xff"), 0, EACCES}, {BYTES("\x05\xff"), 1, EACCES},
        {BYTES("\x05\x02"), 0, EPROTO}, {BYTES("\x05\x01"), 1, EPROTO}, {BYTES("\x05\x80"), 0, EPROTO},
        {BYTES("\x05\x02\x05\x00"), 1, EPROTO}, {BYTES("\x05\x02\x01\x01"), 1, EACCES},
        {BYTES("\x05\x02\x01\xff"), 1, EACCES},
        {BYTES("\x05\x00\x04\x00\x00\x01"), 0, EPROTO}, {BYTES("\x05\x00\x05\x00\x01\x01"), 0, EPROTO},
        {BYTES("\x05\x00\x05\x00\x00\x02"), 0, EPROTO},
        {BYTES("\x05\x00\x05\x01\x00\x01" "addrpp"), 0, EIO}, {BYTES("\x05\x00\x05\x02\x00\x01" "addrpp"), 0, EACCES},
        {BYTES("\x05\x00\x05\x03\x00\x01" "addrpp"), 0, ENETUNREACH},
        {BYTES("\x05\x00\x05\x04\x00\x01" "addrpp"), 0, EHOSTUNREACH},
        {BYTES("\x05\x00\x05\x05\x00\x01" "addrpp"), 0, ECONNREFUSED},
        {BYTES("\x05\x00\x05\x06\x00\x01" "addrpp"), 0, ETIMEDOUT},
        {BYTES("\x05\x00\x05\x07\x00\x01" "addrpp"), 0, EOPNOTSUPP},
        {BYTES("\x05\x00\x05\x08\x00\x01" "addrpp"), 0, EAFNOSUPPORT},
        {BYTES("\x05\x00\x05\x09\x00\x01" "addrpp"), 0, EPROTO},
        {BYTES(""), 0, EPIPE}, {BYTES("\x05"), 0, EPIPE}, {BYTES("\x05\x00\x05\x00\x00\x01" "ad"), 0, EPIPE},
    };
    size_t i;
    int h;
    for(i = 0; i != sizeof(cases) / sizeof(cases[0]); ++i) {
        h = memstream_open(&mem, cases[i].in, cases[i].len);
        CHECK_ERRNO(socks5_client_connect(h, cases[i].credentials ? "u" : NULL, "p", &v4, -1), cases[i].error);
        CHECK_INT(mem.closed, 0);
        CHECK_OK(hclose(h));
    }
    h = memstream_open(&mem, BYTES("\x05\x00"));
    mem.send_error = ECONNRESET;
    CHECK_ERRNO(socks5_client_connect(h, NULL, NULL, &v4, -1), ECONNRESET);
    mem.receive_error = ETIMEDOUT;
    CHECK_ERRNO(socks5_client_connect(h, NULL, NULL, &v4, -1), ETIMEDOUT);
    CHECK_OK(hclose(h));
}

static char username[300], password[300];
static int let_in;

static int check(const char *user, const char *pass) {
    strcpy(username, user);
    strcpy(password, pass);
    return let_in;
}

static void proxy_auth(void) {
    static const struct { const char *in; size_t len; int error; } bad[] = {
        {BYTES("\x04\x01\x00"), EPROTO}, {BYTES("\x05\x01\x02" "\x05\x01u\x01p"), EPROTO},
        {BYTES("\x05\x01\x02" "\x01\x01\x00\x01p"), EPROTO}, {BYTES("\x05\x01\x02" "\x01\x01u\x02p\x00"), EPROTO},
        {BYTES(""), EPIPE}, {BYTES("\x05\x02\x02"), EPIPE}, {BYTES("\x05\x01\x02" "\x01\x01u\x02p"), EPIPE},
    };
    size_t i;
    int h = memstream_open(&mem, BYTES("\x05\x03\x80\x00\x02.")), b = bundle();
    CHECK_OK(socks5_proxy_auth(h, NULL, -1));
    finish(h, BYTES("\x05\x00"));
    h = memstream_open(&mem, BYTES("\x05\x01\x02."));
    CHECK_ERRNO(socks5_proxy_auth(h, NULL, -1), EACCES);
    finish(h, BYTES("\x05\xff"));
    h = memstream_open(&mem, BYTES("\x05\x00."));
    CHECK_ERRNO(socks5_proxy_auth(h, NULL, -1), EACCES);
    finish(h, BYTES("\x05\xff"));
    h = memstream_open(&mem, BYTES("\x05\x02\x00\x01."));
    CHECK_ERRNO(socks5_proxy_auth(h, check, -1), EACCES);
    finish(h, BYTES("\x05\xff"));

    let_in = -5;
    h = memstream_open(&mem, BYTES("\x05\x02\x00\x02" "\x01\x04user\x06secret."));
    CHECK_OK(socks5_proxy_auth(h, check, -1));
    finish(h, BYTES("\x05\x02\x01\x00"));
    CHECK_STR(username, "user");
    CHECK_STR(password, "secret");
    let_in = 0;
    h = memstream_open(&mem, BYTES("\x05\x01\x02" "\x01\x00\x00."));
    CHECK_ERRNO(socks5_proxy_auth(h, check, -1), EACCES);
    finish(h, BYTES("\x05\x02\x01\xff"));
    CHECK_STR(username, "");
    CHECK_STR(password, "");
    /* The longest ones. */
    {
        static char in[3 + 3 + 2 * 255];
        memset(in, 'x', sizeof(in));
        memcpy(in, "\x05\x01\x02\x01\xff", 5);
        in[5 + 255] = (char)255;
        let_in = 1;
        h = memstream_open(&mem, in, sizeof(in));
        CHECK_OK(socks5_proxy_auth(h, check, -1));
        CHECK_INT(strlen(username), 255);
        CHECK_INT(strlen(password), 255);
        CHECK_OK(hclose(h));
    }
    for(i = 0; i != sizeof(bad) / sizeof(bad[0]); ++i) {
        h = memstream_open(&mem, bad[i].in, bad[i].len);
        CHECK_ERRNO(socks5_proxy_auth(h, check, -1), bad[i].error);
        CHECK_INT(mem.closed, 0);
        CHECK_OK(hclose(h));
    }
    CHECK_ERRNO(socks5_proxy_auth(1000, NULL, -1), EBADF);
    CHECK_ERRNO(socks5_proxy_auth(b, NULL, -1), ENOTSUP);
    CHECK_OK(hclose(b));
}

static void proxy_command(void) {
    static const struct { const char *in; size_t len; int error; } bad[] = {
        {BYTES("\x04\x01\x00\x01" "addrpp"), EPROTO}, {BYTES("\x05\x00\x00\x01" "addrpp"), EPROTO},
        {BYTES("\x05\x04\x00\x01" "addrpp"), EPROTO}, {BYTES("\x05\x01\x01\x01" "addrpp"), EPROTO},
        {BYTES("\x05\x01\x00\x02" "addrpp"), EPROTO}, {BYTES("\x05\x01\x00\x03\x00" "pp"), EPROTO},
        {BYTES("\x05\x01\x00\x03\x03" "a\0bpp"), EPROTO}, {BYTES("\x05\x01\x00\x01" "addrp"), EPIPE},
        {BYTES(""), EPIPE},
    };
    struct ipaddr got;
    char string[IPADDR_MAXSTRLEN], host[256];
    int h = memstream_open(&mem, BYTES("\x05\x01\x00\x01\x7f\x00\x00\x01\x12\x34.")), b = bundle(), port;
    size_t i;
    CHECK_INT(socks5_proxy_recvcommand(h, &got, -1), SOCKS5_CONNECT);
    CHECK(ipaddr_equal(&got, &v4, 0));
    finish(h, "", 0);
    h = memstream_open(&mem, BYTES("\x05\x02\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x50."));
    CHECK_INT(socks5_proxy_recvcommand(h, &got, -1), SOCKS5_BIND);
    CHECK_STR(ipaddr_str(&got, string), "::1");
    CHECK_INT(ipaddr_port(&got), 80);
    finish(h, "", 0);
    /* A name, of which this one means an address to every machine. */
    h = memstream_open(&mem, BYTES("\x05\x03\x00\x03\x09localhost\x00\x50."));
    CHECK_INT(socks5_proxy_recvcommand(h, &got, now() + 10000), SOCKS5_UDP_ASSOCIATE);
    CHECK_STR(ipaddr_str(&got, string), "127.0.0.1");
    CHECK_INT(ipaddr_port(&got), 80);
    finish(h, "", 0);

    h = memstream_open(&mem, BYTES("\x05\x01\x00\x03\x0b" "example.org\x01\xbb."));
    CHECK_INT(socks5_proxy_recvcommandbyname(h, host, &port, -1), SOCKS5_CONNECT);
    CHECK_STR(host, "example.org");
    CHECK_INT(port, 443);
    finish(h, "", 0);
    h = memstream_open(&mem, BYTES("\x05\x02\x00\x01\x7f\x00\x00\x01\xff\xff."));
    CHECK_INT(socks5_proxy_recvcommandbyname(h, host, &port, -1), SOCKS5_BIND);
    CHECK_STR(host, "127.0.0.1");
    CHECK_INT(port, 65535);
    finish(h, "", 0);
    h = memstream_open(&mem, BYTES("\x05\x03\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x00."));
    CHECK_INT(socks5_proxy_recvcommandbyname(h, host, &port, -1), SOCKS5_UDP_ASSOCIATE);
    CHECK_STR(host, "2001:db8::1");
    CHECK_INT(port, 0);
    finish(h, "", 0);
    /* The longest name fills the buffer. */
    {
        static char in[5 + 255 + 2];
        memset(in, 'n', sizeof(in));
        memcpy(in, "\x05\x01\x00\x03\xff", 5);
        h = memstream_open(&mem, in, sizeof(in));
        CHECK_INT(socks5_proxy_recvcommandbyname(h, host, &port, -1), SOCKS5_CONNECT);
        CHECK_INT(strlen(host), 255);
        CHECK_OK(hclose(h));
    }
    for(i = 0; i != sizeof(bad) / sizeof(bad[0]); ++i) {
        h = memstream_open(&mem, bad[i].in, bad[i].len);
        CHECK_ERRNO(socks5_proxy_recvcommand(h, &got, -1), bad[i].error);
        CHECK_OK(hclose(h));
        h = memstream_open(&mem, bad[i].in, bad[i].len);
        CHECK_ERRNO(socks5_proxy_recvcommandbyname(h, host, &port, -1), bad[i].error);
        CHECK_INT(mem.out_len, 0);
        CHECK_INT(mem.closed, 0);
        CHECK_OK(hclose(h));
    }
    h = memstream_open(&mem, BYTES("."));
    CHECK_ERRNO(socks5_proxy_recvcommand(h, NULL, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_recvcommandbyname(h, NULL, &port, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_recvcommandbyname(h, host, NULL, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_recvcommand(1000, &got, -1), EBADF);
    CHECK_ERRNO(socks5_proxy_recvcommandbyname(1000, host, &port, -1), EBADF);
    CHECK_ERRNO(socks5_proxy_recvcommand(b, &got, -1), ENOTSUP);
    CHECK_ERRNO(socks5_proxy_recvcommandbyname(b, host, &port, -1), ENOTSUP);
    finish(h, "", 0);
    CHECK_OK(hclose(b));
}

static void proxy_reply(void) {
    int h = memstream_open(&mem, BYTES(".")), b = bundle(), reply;
    CHECK_ERRNO(socks5_proxy_sendreply(h, -1, &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_sendreply(h, 9, &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_sendreply(h, 256, &v4, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_sendreply(h, 0, NULL, -1), EINVAL);
    CHECK_ERRNO(socks5_proxy_sendreply(h, 0, &unix_addr, -1), EAFNOSUPPORT);
    CHECK_ERRNO(socks5_proxy_sendreply(1000, 0, &v4, -1), EBADF);
    CHECK_ERRNO(socks5_proxy_sendreply(b, 0, &v4, -1), ENOTSUP);
    CHECK_OK(hclose(b));
    for(reply = SOCKS5_SUCCESS; reply <= SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED; ++reply) {
        char want[] = "\x05?\x00\x01\x7f\x00\x00\x01\x12\x34";
        want[1] = (char)reply;
        CHECK_OK(socks5_proxy_sendreply(h, reply, &v4, -1));
        CHECK_INT(mem.sends, reply + 1);
        CHECK_INT(mem.out_len, 10);
        CHECK_MEM(mem.out, want, 10);
        mem.out_len = 0;
    }
    CHECK_OK(socks5_proxy_sendreply(h, 0, &v6, -1));
    finish(h, BYTES("\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x50"));
}

int main(void) {
    CHECK_OK(ipaddr_local(&v4, "127.0.0.1", 0x1234, 0));
    CHECK_OK(ipaddr_local(&v6, "::1", 80, 0));
    memset(&unix_addr, 0, sizeof(unix_addr));
    unix_addr._[0] = 1;
    client();
    client_arguments();
    client_refused();
    proxy_auth();
    proxy_command();
    proxy_reply();
    return 0;
}
