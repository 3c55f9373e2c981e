// Channels: every error, and which of several comes first.
#include "../check.h"
#include <libdill.h>
#include <libdillimpl.h>

static int finished;

static coroutine void other_size(int ch, int sends, size_t len) {
    char value[16] = "0123456789abcdef";
    if(sends) CHECK_ERRNO(chsend(ch, value, len, -1), EMSGSIZE);
    else CHECK_ERRNO(chrecv(ch, value, len, -1), EMSGSIZE);
    CHECK_MEM(value, "0123456789abcdef", 16);
    finished++;
}

static coroutine void sends(int ch) {
    CHECK_OK(chsend(ch, "xyz", 3, -1));
    finished++;
}

/* Both sides learn that their sizes differ. Nothing is copied, and the channel can be used further. */
static void sizes(int *ch) {
    char value[16] = "................";
    int b = bundle();
    CHECK_OK(bundle_go(b, other_size(ch[0], 1, 4)));
    CHECK_ERRNO(chrecv(ch[1], value, 3, -1), EMSGSIZE);
    CHECK_OK(bundle_go(b, other_size(ch[0], 0, 4)));
    CHECK_ERRNO(chsend(ch[1], value, 5, 0), EMSGSIZE);
    CHECK_OK(bundle_go(b, other_size(ch[0], 0, 0)));
    CHECK_ERRNO(chsend(ch[1], value, 16, -1), EMSGSIZE);
    CHECK_OK(bundle_go(b, other_size(ch[0], 1, 1)));
    CHECK_ERRNO(chrecv(ch[1], NULL, 0, -1), EMSGSIZE);
    CHECK_MEM(value, "................", 16);
    CHECK_OK(bundle_go(b, sends(ch[0])));
    CHECK_OK(chrecv(ch[1], value, 3, -1));
    CHECK_MEM(value, "xyz.", 4);
    CHECK_OK(bundle_wait(b, -1));
    CHECK_INT(finished, 5);
    CHECK_OK(hclose(b));
}

static int make_in_callback;

static void *query(struct hvfs *vfs, const void *type) {
    (void)vfs;
    (void)type;
    errno = ENOTSUP;
    return NULL;
}

/* Nothing may block in a close callback. */
static int callback_ch;

static void close_handle(struct hvfs *vfs) {
    int ch[2], value = 0;
    struct chclause clause = {CHRECV, callback_ch, &value, sizeof(value)};
    (void)vfs;
    CHECK_ERRNO(chmake(ch), ECANCELED);
    CHECK_ERRNO(chsend(callback_ch, &value, sizeof(value), 0), ECANCELED);
    CHECK_ERRNO(chrecv(callback_ch, &value, sizeof(value), 0), ECANCELED);
    CHECK_ERRNO(choose(&clause, 1, 0), ECANCELED);
    CHECK_OK(chdone(callback_ch));
    make_in_callback++;
}

/* One that is being cancelled cannot even do what needs no waiting, save for chdone and hclose. */
static coroutine void cancelled(int *ch, int partner) {
    int value = -1, made[2] = {7, 7};
    struct chclause clauses[] = {{CHRECV, partner, &value, sizeof(value)}, {CHSEND, ch[1], &value, sizeof(value)}};
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), -1), ECANCELED);
    CHECK_ERRNO(chrecv(ch[0], &value, sizeof(value), -1), ECANCELED);
    CHECK_ERRNO(chrecv(partner, &value, sizeof(value), -1), ECANCELED);
    CHECK_ERRNO(chsend(ch[1], &value, sizeof(value), -1), ECANCELED);
    CHECK_ERRNO(chsend(-1, NULL, 1, -1), ECANCELED);
    CHECK_ERRNO(choose(clauses, 2, -1), ECANCELED);
    CHECK_ERRNO(choose(clauses, -1, 0), ECANCELED);
    CHECK_ERRNO(chmake(made), ECANCELED);
    CHECK_INT(value, -1);
    CHECK_OK(chdone(ch[0]));
    CHECK_ERRNO(chdone(ch[0]), EPIPE);
    CHECK_OK(hclose(ch[0]));
    finished++;
}

static coroutine void cancelled_sender(int ch, int want_value) {
    int value = want_value;
    CHECK_ERRNO(chsend(ch, &value, sizeof(value), -1), ECANCELED);
    CHECK_ERRNO(chsend(ch, &value, sizeof(value), now() + 10000), ECANCELED);
    finished++;
}

/* Its partner came first: this call succeeds, the next one fails. */
static coroutine void met_before(int ch) {
    int value;
    CHECK_OK(chrecv(ch, &value, sizeof(value), -1));
    CHECK_INT(value, 99);
    CHECK_ERRNO(chrecv(ch, &value, sizeof(value), -1), ECANCELED);
    finished++;
}

static coroutine void waits_to_send(int ch) {
    int value = 1;
    CHECK_ERRNO(chsend(ch, &value, sizeof(value), -1), EPIPE);
    finished++;
}

static void cancellation(void) {
    int a[2], b[2], value = 99, h;
    CHECK_OK(chmake(a));
    CHECK_OK(chmake(b));
    finished = 0;
    h = go(waits_to_send(b[0]));
    CHECK(h >= 0);
    {
        int h2 = go(cancelled(a, b[1]));
        CHECK_OK(hclose(h2));
    }
    CHECK_INT(finished, 1);
    /* Who was to meet it still waits. */
    CHECK_ERRNO(chsend(b[1], &value, sizeof(value), 0), ETIMEDOUT);
    CHECK_OK(hclose(b[0]));
    CHECK_OK(hclose(b[1]));
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 2);
    CHECK_OK(hclose(a[1]));

    CHECK_OK(chmake(a));
    h = go(cancelled_sender(a[0], 1));
    CHECK_OK(hclose(h));
    /* It does not wait any more. */
    CHECK_ERRNO(chrecv(a[1], &value, sizeof(value), 0), ETIMEDOUT);
    value = 99;
    h = go(met_before(a[0]));
    CHECK_OK(chsend(a[1], &value, sizeof(value), 0));
    CHECK_OK(hclose(h));
    CHECK_INT(finished, 4);
    CHECK_OK(hclose(a[0]));
    CHECK_OK(hclose(a[1]));
}

int main(void) {
    struct hvfs vfs = {query, close_handle};
    struct chstorage mem;
    int ch[2], b = bundle(), h, value = 0;
    CHECK_OK(chmake(ch));

    CHECK_ERRNO(chmake(NULL), EINVAL);
    CHECK_ERRNO(chmake_mem(NULL, ch), EINVAL);
    CHECK_ERRNO(chmake_mem(&mem, NULL), EINVAL);

    CHECK_ERRNO(chsend(-1, &value, sizeof(value), -1), EBADF);
    CHECK_ERRNO(chsend(1000000, NULL, 1, -1), EBADF);
    CHECK_ERRNO(chrecv(-1, &value, sizeof(value), -1), EBADF);
    CHECK_ERRNO(chrecv(INT32_MAX, NULL, 1, -1), EBADF);
    CHECK_ERRNO(chdone(INT32_MIN), EBADF);
    CHECK_ERRNO(chsend(b, NULL, 1, -1), ENOTSUP);
    CHECK_ERRNO(chrecv(b, &value, sizeof(value), -1), ENOTSUP);
    CHECK_ERRNO(chdone(b), ENOTSUP);

    /* A missing value, with and without a partner; the partner does not notice. */
    CHECK_ERRNO(chsend(ch[0], NULL, 1, -1), EINVAL);
    CHECK_ERRNO(chrecv(ch[0], NULL, SIZE_MAX, -1), EINVAL);
    CHECK_OK(bundle_go(b, sends(ch[0])));
    CHECK_ERRNO(chrecv(ch[1], NULL, 3, -1), EINVAL);
    {
        char three[3];
        CHECK_OK(chrecv(ch[1], three, 3, -1));
        CHECK_MEM(three, "xyz", 3);
    }
    CHECK_OK(bundle_wait(b, -1));
    finished = 0;
    sizes(ch);

    /* Channels are no sockets. */
    CHECK(hquery(ch[0], bsock_type) == NULL && errno == ENOTSUP);
    CHECK(hquery(ch[0], msock_type) == NULL && errno == ENOTSUP);

    callback_ch = ch[0];
    h = hmake(&vfs);
    CHECK_OK(hclose(h));
    CHECK_INT(make_in_callback, 1);
    CHECK_ERRNO(chdone(ch[0]), EPIPE);
    /* A finished direction goes before what else is wrong later, but not before a missing value. */
    CHECK_ERRNO(chsend(ch[0], &value, sizeof(value), 0), EPIPE);
    CHECK_ERRNO(chsend(ch[0], NULL, 1, 0), EINVAL);
    CHECK_OK(hclose(ch[0]));
    CHECK_OK(hclose(ch[1]));
    CHECK_OK(hclose(b));

    cancellation();
    return 0;
}
