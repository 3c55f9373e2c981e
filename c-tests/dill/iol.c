// Gather and scatter lists of any shape: what is sent with some is received with others, in part dropped.
#include "../check.h"
#include <libdill.h>
#include <stdlib.h>

#define ROUNDS 1000
#define PARTS 5
#define MAX_PART 32
#define TOTAL (ROUNDS * PARTS * MAX_PART)

static unsigned char sent[TOTAL], received[TOTAL], wanted[TOTAL];

static void make_list(struct iolist *list, unsigned char *data, size_t *lens) {
    int i;
    /* Padding is compared as well. */
    memset(list, 0, PARTS * sizeof(*list));
    for(i = 0; i != PARTS; ++i) {
        list[i].iol_base = data;
        list[i].iol_len = lens[i];
        list[i].iol_next = i + 1 == PARTS ? NULL : &list[i + 1];
        data += lens[i];
    }
}

static coroutine void sender(int s, size_t total) {
    size_t at = 0;
    while(at != total) {
        struct iolist list[PARTS], copy[PARTS];
        size_t lens[PARTS], len = 0;
        int i;
        for(i = 0; i != PARTS; ++i) {
            lens[i] = (size_t)rand() % MAX_PART;
            if(lens[i] > total - at - len) lens[i] = total - at - len;
            len += lens[i];
        }
        make_list(list, sent + at, lens);
        memcpy(copy, list, sizeof(list));
        CHECK_OK(bsendl(s, &list[0], &list[PARTS - 1], -1));
        CHECK_MEM(list, copy, sizeof(list));
        at += len;
    }
    CHECK_OK(ipc_close(s, -1));
}

int main(void) {
    static size_t lens[ROUNDS][PARTS];
    static int dropped[ROUNDS][PARTS];
    size_t total = 0, at = 0, i;
    int s[2], h, round, k;
    srand(1);
    for(round = 0; round != ROUNDS; ++round) {
        for(k = 0; k != PARTS; ++k) {
            lens[round][k] = (size_t)rand() % MAX_PART;
            dropped[round][k] = rand() % 10 == 0;
            total += lens[round][k];
        }
    }
    for(i = 0; i != total; ++i) sent[i] = (unsigned char)rand();
    CHECK_OK(ipc_pair(s));
    h = go(sender(s[1], total));
    for(round = 0; round != ROUNDS; ++round) {
        struct iolist list[PARTS], copy[PARTS];
        make_list(list, received + at, lens[round]);
        for(k = 0; k != PARTS; ++k) {
            if(dropped[round][k]) list[k].iol_base = NULL;
            else memcpy(wanted + at, sent + at, lens[round][k]);
            at += lens[round][k];
        }
        memcpy(copy, list, sizeof(list));
        CHECK_OK(brecvl(s[0], &list[0], &list[PARTS - 1], -1));
        CHECK_MEM(list, copy, sizeof(list));
    }
    CHECK_MEM(received, wanted, TOTAL);
    CHECK_ERRNO(brecv(s[0], received, 1, -1), EPIPE);
    CHECK_OK(ipc_close(s[0], -1));
    CHECK_OK(bundle_wait(h, -1));
    CHECK_OK(hclose(h));
    return 0;
}
