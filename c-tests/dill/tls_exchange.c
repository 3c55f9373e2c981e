// Bytes through TLS, in all shapes of buffers.
#include "meter.h"
#include "tls.h"

static char text[300000], back[sizeof(text)];

static void fill_text(void) {
    size_t i;
    for(i = 0; i != sizeof(text); ++i) text[i] = (char)(i * 7 + i / 251);
}

static coroutine void answers(int s) {
    char word[3];
    int attached = attach_as_server(s, -1);
    CHECK(attached >= 0);
    CHECK_OK(brecv(attached, word, 3, -1));
    CHECK_MEM(word, "ABC", 3);
    CHECK_OK(bsend(attached, "DEF", 3, -1));
    CHECK_OK(tls_done(attached, -1));
    CHECK_ERRNO(brecv(attached, word, 1, -1), EPIPE);
    s = tls_detach(attached, -1);
    CHECK(s >= 0 && s != attached);
    CHECK_ERRNO(hclose(attached), EBADF);
    CHECK_OK(brecv(s, word, 3, -1));
    CHECK_MEM(word, "GHI", 3);
    CHECK_OK(bsend(s, "JKL", 3, -1));
    CHECK_OK(tcp_close(s, -1));
}

/* Word and answer, TLS's end, word and answer without TLS. */
static void there_and_back(void) {
    char word[3];
    int s[2], b = bundle(), attached;
    make_pair(s);
    CHECK_OK(bundle_go(b, answers(s[1])));
    attached = tls_attach_client(s[0], -1);
    CHECK(attached >= 0 && attached != s[0]);
    CHECK_ERRNO(hclose(s[0]), EBADF);
    CHECK_OK(bsend(attached, "ABC", 3, -1));
    CHECK_OK(tls_done(attached, -1));
    CHECK_ERRNO(bsend(attached, "x", 1, -1), EPIPE);
    CHECK_ERRNO(tls_done(attached, -1), EPIPE);
    CHECK_OK(brecv(attached, word, 3, -1));
    CHECK_MEM(word, "DEF", 3);
    CHECK_ERRNO(brecv(attached, word, 1, -1), EPIPE);
    CHECK_ERRNO(brecv(attached, word, 1, -1), EPIPE);
    s[0] = tls_detach(attached, -1);
    CHECK(s[0] >= 0 && s[0] != attached);
    CHECK_OK(bsend(s[0], "GHI", 3, -1));
    CHECK_OK(brecv(s[0], word, 3, -1));
    CHECK_MEM(word, "JKL", 3);
    CHECK_OK(tcp_close(s[0], -1));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
}

static coroutine void sends_in_parts(int s, size_t part, size_t parts) {
    size_t i;
    for(i = 0; i != parts; ++i) CHECK_OK(bsend(s, text + i * part % 1000, part, -1));
}

static void other_sizes(void) {
    static char got[257 * 2777];
    int s[2], b = bundle();
    size_t i;
    make_tls_pair(s);
    CHECK_OK(bundle_go(b, sends_in_parts(s[0], 2777, 257)));
    for(i = 0; i != 2777; ++i) CHECK_OK(brecv(s[1], got + i * 257, 257, -1));
    for(i = 0; i != 257; ++i) CHECK_MEM(got + i * 2777, text + i * 2777 % 1000, 2777);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static coroutine void sends(int s, const char *from, size_t len) {
    CHECK_OK(bsend(s, from, len, -1));
}

/* More than fits anywhere on the way, in both directions at the same time. */
static void large(void) {
    static char there[sizeof(text)];
    int s[2], b = bundle();
    make_tls_pair(s);
    CHECK_OK(bundle_go(b, sends(s[0], text, sizeof(text))));
    CHECK_OK(bundle_go(b, sends(s[1], text, sizeof(text))));
    CHECK_OK(brecv(s[1], there, sizeof(there), -1));
    CHECK_OK(brecv(s[0], back, sizeof(back), -1));
    CHECK_MEM(there, text, sizeof(text));
    CHECK_MEM(back, text, sizeof(text));
    CHECK_OK(bundle_wait(b, -1));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

static void lists(void) {
    static struct meter meter;
    struct iolist list[200];
    int s[2];
    size_t i;
    make_pair(s);
    s[0] = meter_open(&meter, s[0]);
    make_tls(s);
    meter.sends = 0;
    for(i = 0; i != 200; ++i) {
        list[i].iol_base = text + 10 * i;
        list[i].iol_len = i % 3 == 2 ? 0 : 10;
        list[i].iol_next = i == 199 ? NULL : &list[i + 1];
        list[i].iol_rsvd = 0;
    }
    CHECK_OK(bsendl(s[0], &list[0], &list[199], -1));
    CHECK_INT(meter.sends, 1);
    /* Skips the second half of what came, and every other buffer of the first. */
    for(i = 0; i != 200; ++i) {
        if(i % 3 == 2) continue;
        if(i % 2) {
            CHECK_OK(brecv(s[1], NULL, 10, -1));
        } else {
            CHECK_OK(brecv(s[1], back, 10, -1));
            CHECK_MEM(back, text + 10 * i, 10);
        }
    }
    list[0].iol_base = back;
    list[0].iol_len = 5;
    list[1].iol_base = NULL;
    list[1].iol_len = 50000;
    list[2].iol_base = back + 5;
    list[2].iol_len = 5;
    list[2].iol_next = NULL;
    CHECK_OK(bsend(s[0], text, 50010, -1));
    CHECK_OK(brecvl(s[1], &list[0], &list[2], -1));
    CHECK_MEM(back, text, 5);
    CHECK_MEM(back + 5, text + 50005, 5);

    /* Lists out of order do not even begin. */
    CHECK_ERRNO(bsendl(s[0], NULL, NULL, -1), EINVAL);
    CHECK_ERRNO(brecvl(s[0], &list[0], &list[1], -1), EINVAL);
    list[2].iol_rsvd = 1;
    CHECK_ERRNO(bsendl(s[0], &list[0], &list[2], -1), EINVAL);
    list[2].iol_rsvd = 0;
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(brecv(s[1], back, 1, -1));

    /* Nowhere to send from. */
    CHECK_ERRNO(bsend(s[0], NULL, 5, -1), EFAULT);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), ECONNRESET);
    CHECK_OK(hclose(s[0]));
    CHECK_INT(meter.closed, 1);
    CHECK_OK(hclose(s[1]));
}

static void nothing(void) {
    static struct meter meter;
    char byte;
    int s[2];
    make_pair(s);
    s[0] = meter_open(&meter, s[0]);
    make_tls(s);
    meter.sends = meter.receives = 0;
    errno = 4711;
    CHECK_OK(bsend(s[0], "", 0, 0));
    CHECK_OK(bsend(s[0], NULL, 0, 0));
    CHECK_OK(brecv(s[0], &byte, 0, -1));
    CHECK_OK(brecv(s[0], NULL, 0, -1));
    CHECK_INT(meter.sends + meter.receives, 0);
    /* What needs no waiting leaves errno alone. */
    CHECK_OK(bsend(s[0], "ab", 2, 0));
    CHECK_OK(brecv(s[1], &byte, 1, 0));
    CHECK_OK(brecv(s[1], &byte, 1, 0));
    CHECK_INT(errno, 4711);
    CHECK_INT(byte, 'b');
    CHECK_INT(meter.sends, 1);
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
}

/* Memory of the program at an odd address; other numbers; no message socket; TLS through TLS. */
static coroutine void attaches_in(int s, void *mem, int *attached) {
    *attached = tls_attach_server_mem(s, pem(0, "ed25519.crt"), pem(1, "ed25519.key"), mem, -1);
}

static void handles(void) {
    static char mem[2 * sizeof(struct tls_storage) + 1];
    char byte;
    int s[2], h, b = bundle();
    CHECK_INT(sizeof(struct tls_storage), 72);
    memset(mem, 0xff, sizeof(mem));
    make_pair(s);
    CHECK_OK(bundle_go(b, attaches_in(s[1], mem + 1, &s[1])));
    s[0] = tls_attach_client_mem(s[0], (void *)(mem + 1 + sizeof(struct tls_storage)), -1);
    CHECK(s[0] >= 0);
    CHECK_OK(bundle_wait(b, -1));
    h = hown(s[0]);
    CHECK(h >= 0);
    CHECK_ERRNO(bsend(s[0], "x", 1, -1), EBADF);
    s[0] = h;
    CHECK_ERRNO(msend(s[0], "x", 1, -1), ENOTSUP);
    CHECK_ERRNO(mrecv(s[0], &byte, 1, -1), ENOTSUP);
    CHECK_ERRNO(tcp_done(s[0], -1), ENOTSUP);
    make_tls(s);
    CHECK_OK(bsend(s[0], "y", 1, -1));
    CHECK_OK(brecv(s[1], &byte, 1, -1));
    CHECK_INT(byte, 'y');
    CHECK_OK(hclose(s[0]));
    CHECK_OK(hclose(s[1]));
    CHECK_OK(hclose(b));
}

int main(void) {
    fill_text();
    there_and_back();
    other_sizes();
    large();
    lists();
    nothing();
    handles();
    return 0;
}
