// Addresses as texts.
// reference: differs, it has no nng_str_sockaddr()
#include "../check.h"
#include <arpa/inet.h>
#include <nng/nng.h>

static char buf[NNG_MAXADDRSTRLEN];

static const char *text(const nng_sockaddr *sa) {
    memset(buf, 'x', sizeof buf);
    CHECK(nng_str_sockaddr(sa, buf, sizeof buf) == buf);
    return buf;
}

static const char *ipv6(const char *address, int port, uint32_t scope) {
    nng_sockaddr sa;
    memset(&sa, 0xff, sizeof sa);
    sa.s_in6.sa_family = NNG_AF_INET6;
    sa.s_in6.sa_port = htons(port);
    sa.s_in6.sa_scope = scope;
    CHECK_INT(inet_pton(AF_INET6, address, sa.s_in6.sa_addr), 1);
    return text(&sa);
}

static void internet(void) {
    nng_sockaddr sa;
    memset(&sa, 0xff, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    sa.s_in.sa_port = htons(80);
    sa.s_in.sa_addr = htonl(0x7f000001);
    CHECK_STR(text(&sa), "127.0.0.1:80");
    CHECK_STR(ipv6("::1", 80, 0), "[::1]:80");
    CHECK_STR(ipv6("::", 0, 0), "[::]:0");
    CHECK_STR(ipv6("fe80::1", 65535, 2), "[fe80::1%2]:65535");
    CHECK_STR(ipv6("2001:DB8:0:0:1:0:0:00ab", 1, 0), "[2001:db8::1:0:0:ab]:1");
    CHECK_STR(ipv6("1:2:3:0:5:6:7:8", 1, 0), "[1:2:3::5:6:7:8]:1");
    CHECK_STR(ipv6("1:0:2:0:0:0:3:4", 1, 0), "[1:0:2::3:4]:1");
    CHECK_STR(ipv6("1:2:3:4:5:6:7::", 1, 0), "[1:2:3:4:5:6:7::]:1");
    CHECK_STR(ipv6("::2:3:4:5:6:7:8", 1, 0), "[::2:3:4:5:6:7:8]:1");
    CHECK_STR(ipv6("a::", 1, 4294967295u), "[a::%4294967295]:1");
    CHECK_STR(ipv6("::ffff:1.2.3.4", 1, 0), "[::ffff:1.2.3.4]:1");
    CHECK_STR(ipv6("::1.2.3.4", 1, 0), "[::102:304]:1");
}

static void others(void) {
    nng_sockaddr sa;
    char want[NNG_MAXADDRSTRLEN];
    memset(&sa, 0, sizeof sa);
    sa.s_inproc.sa_family = NNG_AF_INPROC;
    strcpy(sa.s_inproc.sa_name, "here");
    CHECK_STR(text(&sa), "inproc[here]");
    // A name that nothing ends.
    memset(sa.s_inproc.sa_name, 'n', sizeof sa.s_inproc.sa_name);
    snprintf(want, sizeof want, "inproc[%.128s]", sa.s_inproc.sa_name);
    CHECK_STR(text(&sa), want);

    memset(&sa, 0, sizeof sa);
    sa.s_ipc.sa_family = NNG_AF_IPC;
    strcpy(sa.s_ipc.sa_path, "/run/socket");
    CHECK_STR(text(&sa), "/run/socket");

    memset(&sa, 0, sizeof sa);
    sa.s_abstract.sa_family = NNG_AF_ABSTRACT;
    CHECK_STR(text(&sa), "abstract[]");
    memcpy(sa.s_abstract.sa_name, "a\0name", 6);
    sa.s_abstract.sa_len = 6;
    CHECK_STR(text(&sa), "abstract[a%00name]");
    memset(sa.s_abstract.sa_name, 'n', sizeof sa.s_abstract.sa_name);
    sa.s_abstract.sa_len = 60000;
    CHECK_INT(strlen(text(&sa)), 107 + 10);

    memset(&sa, 0, sizeof sa);
    sa.s_zt.sa_family = NNG_AF_ZT;
    sa.s_zt.sa_nwid = 0xabc;
    sa.s_zt.sa_nodeid = 0x123456789aull;
    sa.s_zt.sa_port = 1000;
    CHECK_STR(text(&sa), "ZT[123456789a:abc:1000]");
}

static void unknown(void) {
    nng_sockaddr sa;
    memset(&sa, 0, sizeof sa);
    memset(buf, 'x', sizeof buf);
    CHECK_STR(nng_str_sockaddr(&sa, buf, sizeof buf), "unknown");
    sa.s_family = 99;
    CHECK_STR(nng_str_sockaddr(&sa, buf, sizeof buf), "unknown");
    CHECK_STR(nng_str_sockaddr(NULL, buf, sizeof buf), "unknown");
    CHECK_INT(buf[0], 'x');
}

static void little_room(void) {
    nng_sockaddr sa;
    memset(&sa, 0, sizeof sa);
    sa.s_in.sa_family = NNG_AF_INET;
    memset(buf, 'x', sizeof buf);
    CHECK(nng_str_sockaddr(&sa, buf, 4) == buf);
    CHECK_STR(buf, "0.0");
    CHECK_INT(buf[4], 'x');
    CHECK(nng_str_sockaddr(&sa, buf, 1) == buf);
    CHECK_STR(buf, "");
    buf[0] = 'x';
    CHECK(nng_str_sockaddr(&sa, buf, 0) == buf);
    CHECK_INT(buf[0], 'x');
    CHECK(nng_str_sockaddr(&sa, NULL, 10) == NULL);
}

int main(void) {
    internet();
    others();
    unknown();
    little_room();
    return 0;
}
