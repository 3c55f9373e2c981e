// Gather/scatter lists: contents, and what is refused without a trace.
#include "pair.h"
#include <stdlib.h>

static unsigned seed = 1;

static unsigned chance(unsigned below) {
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

static size_t make_list(struct iolist *list, int n, unsigned char *buffer, int skip) {
    size_t total = 0;
    int i;
    /* Padding is compared as well. */
    memset(list, 0, n * sizeof(*list));
    for(i = 0; i != n; ++i) {
        list[i].iol_len = chance(32);
        list[i].iol_base = skip && chance(10) == 0 ? NULL : buffer + total;
        list[i].iol_next = i + 1 == n ? NULL : &list[i + 1];
        total += list[i].iol_len;
    }
    return total;
}

static coroutine void send_lists(int s, size_t rounds) {
    unsigned char buffer[40 * 32], next = 0;
    struct iolist list[40], copy[40];
    size_t i, total, j;
    for(i = 0; i != rounds; ++i) {
        int n = 1 + (int)chance(40);
        total = make_list(list, n, buffer, 0);
        for(j = 0; j != total; ++j) buffer[j] = next++;
        memcpy(copy, list, sizeof(list));
        CHECK_OK(bsendl(s, &list[0], &list[n - 1], -1));
        CHECK_MEM(copy, list, sizeof(struct iolist) * n);
    }
    CHECK_OK(tcp_done(s, -1));
}

static void contents(void) {
    unsigned char buffer[5 * 32], next = 0;
    struct iolist list[5];
    int s[2], b = bundle(), j;
    size_t i, total;
    make_pair(s);
    CHECK_OK(bundle_go(b, send_lists(s[0], 1000)));
    for(;;) {
        total = make_list(list, 5, buffer, 1);
        memset(buffer, 0xaa, sizeof(buffer));
        if(brecvl(s[1], &list[0], &list[4], -1) != 0) break;
        for(j = 0; j != 5; ++j) {
            for(i = 0; i != list[j].iol_len; ++i, ++next) {
                if(list[j].iol_base) CHECK_INT(((unsigned char *)list[j].iol_base)[i], next);
            }
        }
        for(i = total; i != sizeof(buffer); ++i) CHECK_INT(buffer[i], 0xaa);
    }
    CHECK_INT(errno, EPIPE);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

/* More elements than the kernel takes at a time. */
static void long_list(void) {
    enum { N = 3000 };
    static struct iolist list[N];
    static char bytes[N], got[N];
    int s[2], i;
    make_pair(s);
    for(i = 0; i != N; ++i) {
        bytes[i] = (char)i;
        list[i] = (struct iolist){&bytes[i], 1, i + 1 == N ? NULL : &list[i + 1], 0};
    }
    CHECK_OK(bsendl(s[0], &list[0], &list[N - 1], -1));
    CHECK_OK(brecv(s[1], got, N, -1));
    CHECK_MEM(got, bytes, N);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static void malformed(void) {
    char bytes[4] = "abc";
    struct iolist list[4], copy[4];
    struct { int first, last, from, to, rsvd; } cases[] = {
        {-1, -1, 0, 1, -1}, /* NULL, NULL */
        {0, -1, 0, 1, -1}, {-1, 3, 0, 1, -1}, /* one is NULL */
        {0, 2, 0, 1, -1}, /* last is not the end */
        {1, 0, 0, 1, -1}, /* last comes before first */
        {0, 3, 1, 2, -1}, /* last cannot be reached */
        {0, 3, 3, 0, -1}, {0, 3, 3, 3, -1}, {0, 3, 3, 2, -1}, {0, 3, 1, 1, -1}, {0, 3, 2, 1, -1}, /* loops */
        {0, 3, 0, 1, 0}, {0, 3, 0, 1, 3}, /* iol_rsvd is set */
    };
    int s[2], i, round;
    make_pair(s);
    CHECK_OK(bsend(s[1], "12345678", 8, -1));
    for(i = 0; i != (int)(sizeof(cases) / sizeof(*cases)); ++i) {
        memset(list, 0, sizeof(list));
        for(round = 0; round != 4; ++round) {
            list[round].iol_base = bytes;
            list[round].iol_len = 1;
            list[round].iol_next = round == 3 ? NULL : &list[round + 1];
        }
        list[cases[i].from].iol_next = &list[cases[i].to];
        if(cases[i].from == 1 && cases[i].to == 2) list[1].iol_next = NULL;
        if(cases[i].rsvd >= 0) list[cases[i].rsvd].iol_rsvd = 1;
        memcpy(copy, list, sizeof(list));
        CHECK_ERRNO(bsendl(s[0], cases[i].first < 0 ? NULL : &list[cases[i].first],
            cases[i].last < 0 ? NULL : &list[cases[i].last], -1), EINVAL);
        CHECK_ERRNO(brecvl(s[0], cases[i].first < 0 ? NULL : &list[cases[i].first],
            cases[i].last < 0 ? NULL : &list[cases[i].last], -1), EINVAL);
        CHECK_MEM(copy, list, sizeof(list));
    }
    /* Nothing is broken, nothing was taken. */
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(brecv(s[0], bytes, 4, -1));
    CHECK_MEM(bytes, "1234", 4);
    CHECK_ERRNO(bsendl(1000, list, list, -1), EBADF);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    contents();
    long_list();
    malformed();
    return 0;
}
