// Lists are never written to: every socket sends and receives with lists in memory that cannot be written to.
#include "foreign.h"
#include "tls.h"
#include <sys/mman.h>

static const char text[] = "abcdefgh";
static char got[8];

/* Two lists of three elements, for sending and for receiving. In the second one a part is dropped. */
static struct iolist *out, *in;

static void make_lists(void) {
    struct iolist *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(page != MAP_FAILED);
    out = page;
    in = page + 3;
    out[0] = (struct iolist){(char *)text, 3, &out[1], 0};
    out[1] = (struct iolist){NULL, 0, &out[2], 0};
    out[2] = (struct iolist){(char *)text + 3, 5, NULL, 0};
    in[0] = (struct iolist){got, 2, &in[1], 0};
    in[1] = (struct iolist){NULL, 2, &in[2], 0};
    in[2] = (struct iolist){got + 4, 4, NULL, 0};
    CHECK_OK(mprotect(page, 4096, PROT_READ));
}

static void received(void) {
    CHECK_MEM(got, "ab\0\0efgh", 8);
    memset(got, 0, sizeof(got));
}

static void bytes(int s[2]) {
    CHECK_OK(bsendl(s[0], &out[0], &out[2], -1));
    CHECK_OK(brecvl(s[1], &in[0], &in[2], -1));
    received();
}

static void messages(int s[2]) {
    CHECK_OK(msendl(s[0], &out[0], &out[2], -1));
    CHECK_INT(mrecvl(s[1], &in[0], &in[2], -1), 8);
    received();
}

/* A message that ends within the list. */
static void short_message(int s[2]) {
    CHECK_OK(msend(s[0], "abc", 3, -1));
    CHECK_INT(mrecvl(s[1], &in[0], &in[2], -1), 3);
    CHECK_MEM(got, "ab", 2);
    memset(got, 0, sizeof(got));
}

static void close_pair(int s[2]) {
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    struct foreign foreign[2];
    struct ipaddr addrs[2];
    int s[2], i, flags;
    make_lists();

    make_pair(s);
    bytes(s);
    make_tls(s);
    bytes(s);
    for(i = 0; i != 2; ++i) s[i] = foreign_attach(&foreign[i], s[i], bsock_type);
    bytes(s);
    for(i = 0; i != 2; ++i) s[i] = prefix_attach(s[i], 2, PREFIX_BIG_ENDIAN);
    messages(s);
    short_message(s);
    close_pair(s);

    CHECK_OK(ipc_pair(s));
    bytes(s);
    for(i = 0; i != 2; ++i) s[i] = suffix_attach(s[i], "\r\n", 2);
    messages(s);
    short_message(s);
    for(i = 0; i != 2; ++i) s[i] = term_attach(s[i], "STOP", 4);
    messages(s);
    short_message(s);
    for(i = 0; i != 2; ++i) s[i] = foreign_attach(&foreign[i], s[i], msock_type);
    messages(s);
    short_message(s);
    close_pair(s);

    CHECK_OK(ipc_pair(s));
    s[0] = ws_attach_client(s[0], WS_NOHTTP | WS_BINARY, NULL, NULL, -1);
    s[1] = ws_attach_server(s[1], WS_NOHTTP | WS_BINARY, NULL, 0, NULL, 0, -1);
    for(i = 0; i != 2; ++i) {
        messages(s);
        short_message(s);
        CHECK_OK(ws_sendl(s[0], WS_BINARY, &out[0], &out[2], -1));
        CHECK_INT(ws_recvl(s[1], &flags, &in[0], &in[2], -1), 8);
        received();
        /* And the other way round. */
        flags = s[0];
        s[0] = s[1];
        s[1] = flags;
    }
    close_pair(s);

    for(i = 0; i != 2; ++i) CHECK_OK(ipaddr_local(&addrs[i], "127.0.0.1", 0, IPADDR_IPV4));
    s[1] = udp_open(&addrs[1], NULL);
    CHECK(s[1] >= 0);
    s[0] = udp_open(&addrs[0], &addrs[1]);
    CHECK(s[0] >= 0);
    messages(s);
    short_message(s);
    CHECK_OK(udp_sendl(s[0], NULL, &out[0], &out[2]));
    CHECK_INT(udp_recvl(s[1], NULL, &in[0], &in[2], -1), 8);
    received();
    close_pair(s);
    return 0;
}
