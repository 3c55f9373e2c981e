// stdout: nng_aio_begin.out
//
// The example of the manual page nng_aio_begin(3): an operation of the program's own, which waits for a message.

#include "nng_sample.h"

#include <nng/supplemental/util/platform.h>

// EXAMPLE
// A place where one thread leaves a message for whoever waits for one.
struct mailbox {
    nng_mtx *mtx;
    nng_msg *msg;
    nng_aio *waiting;
};

// Called when the operation shall end early: inside of nng_aio_cancel() and its like, or on a thread of the library when
// the time is over. It can meet mailbox_put(): whoever finds the operation waiting finishes it.
static void cancel(nng_aio *aio, void *arg, int error) {
    struct mailbox *box = arg;

    nng_mtx_lock(box->mtx);
    if(box->waiting == aio) {
        box->waiting = NULL;
        nng_aio_finish(aio, error);
    }
    nng_mtx_unlock(box->mtx);
}

// Starts to take the message. It is the message of the aio when the operation has ended.
static void mailbox_take(struct mailbox *box, nng_aio *aio) {
    nng_mtx_lock(box->mtx);
    if(!nng_aio_begin(aio)) {
        // The aio was stopped: there is nothing more to do.
    } else if(box->msg) {
        nng_aio_set_msg(aio, box->msg);
        box->msg = NULL;
        nng_aio_finish(aio, 0);
    } else if(box->waiting) {
        nng_aio_finish(aio, NNG_EBUSY);
    } else {
        box->waiting = aio;
        nng_aio_defer(aio, cancel, box);
    }
    nng_mtx_unlock(box->mtx);
}

// Leaves a message, which the mailbox takes over.
static int mailbox_put(struct mailbox *box, nng_msg *msg) {
    int error = 0;

    nng_mtx_lock(box->mtx);
    if(box->waiting) {
        nng_aio_set_msg(box->waiting, msg);
        nng_aio_finish(box->waiting, 0);
        box->waiting = NULL;
    } else if(box->msg) {
        error = NNG_EAGAIN;
    } else {
        box->msg = msg;
    }
    nng_mtx_unlock(box->mtx);
    return error;
}
// END EXAMPLE

static void show(nng_aio *aio) {
    nng_aio_wait(aio);
    printf("%s", nng_strerror(nng_aio_result(aio)));
    if(nng_aio_result(aio) == 0) {
        nng_msg *msg = nng_aio_get_msg(aio);
        printf(": %.*s", (int)nng_msg_len(msg), (char *)nng_msg_body(msg));
        nng_msg_free(msg);
    }
    printf("\n");
}

static nng_msg *message(const char *text) {
    nng_msg *msg;
    check(nng_msg_alloc(&msg, 0), "message");
    check(nng_msg_append(msg, text, strlen(text)), "message");
    return msg;
}

int main(void) {
    struct mailbox box = { NULL, NULL, NULL };
    nng_aio *aio;
    check(nng_mtx_alloc(&box.mtx), "mutex");
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");

    check(mailbox_put(&box, message("before")), "put");
    mailbox_take(&box, aio);
    show(aio);
    mailbox_take(&box, aio);
    check(mailbox_put(&box, message("after")), "put");
    show(aio);
    nng_aio_set_timeout(aio, 1);
    mailbox_take(&box, aio);
    show(aio);
    nng_aio_set_timeout(aio, NNG_DURATION_INFINITE);
    mailbox_take(&box, aio);
    nng_aio_cancel(aio);
    show(aio);

    nng_aio_free(aio);
    nng_mtx_free(box.mtx);
    return 0;
}
