// Inputs, outputs and buffers: their numbers, and when they change.
#include "../check.h"
#include <nng/nng.h>

int main(void) {
    nng_aio *aio;
    nng_iov iov[9];
    char bytes[9];
    int i;
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));

    for(i = 0; i < 4; i++) {
        CHECK(nng_aio_get_input(aio, i) == NULL);
        CHECK(nng_aio_get_output(aio, i) == NULL);
        CHECK_OK(nng_aio_set_input(aio, i, &bytes[i]));
        CHECK_OK(nng_aio_set_output(aio, i, &bytes[4 + i]));
    }
    CHECK_INT(nng_aio_set_input(aio, 4, bytes), NNG_EINVAL);
    CHECK_INT(nng_aio_set_output(aio, 4, bytes), NNG_EINVAL);
    CHECK(nng_aio_get_input(aio, 4) == NULL);
    CHECK(nng_aio_get_output(aio, 4) == NULL);
    for(i = 0; i < 4; i++) {
        CHECK(nng_aio_get_input(aio, i) == &bytes[i]);
        CHECK(nng_aio_get_output(aio, i) == &bytes[4 + i]);
    }

    // A begin clears the outputs and leaves the inputs; a finish keeps both.
    CHECK(nng_aio_begin(aio));
    for(i = 0; i < 4; i++) {
        CHECK(nng_aio_get_input(aio, i) == &bytes[i]);
        CHECK(nng_aio_get_output(aio, i) == NULL);
    }
    CHECK_OK(nng_aio_set_output(aio, 1, bytes));
    nng_aio_finish(aio, 5);
    nng_aio_wait(aio);
    CHECK_INT(nng_aio_result(aio), 5);
    CHECK(nng_aio_get_output(aio, 1) == bytes);
    CHECK(nng_aio_get_output(aio, 1) == bytes);
    CHECK(nng_aio_begin(aio));
    CHECK_INT(nng_aio_result(aio), 0);
    CHECK(nng_aio_get_output(aio, 1) == NULL);
    nng_aio_finish(aio, 0);
    nng_aio_wait(aio);

    // The message is only kept, through operations too.
    CHECK(nng_aio_get_msg(aio) == NULL);
    nng_aio_set_msg(aio, (nng_msg *)bytes);
    CHECK(nng_aio_begin(aio));
    nng_aio_finish(aio, 0);
    nng_aio_wait(aio);
    CHECK(nng_aio_get_msg(aio) == (nng_msg *)bytes);
    nng_aio_set_msg(aio, NULL);

    for(i = 0; i < 9; i++) {
        iov[i].iov_buf = &bytes[i];
        iov[i].iov_len = 1;
    }
    CHECK_OK(nng_aio_set_iov(aio, 8, iov));
    CHECK_INT(nng_aio_set_iov(aio, 9, iov), NNG_EINVAL);
    CHECK_INT(nng_aio_set_iov(aio, 1024, iov), NNG_EINVAL);
    CHECK_OK(nng_aio_set_iov(aio, 0, iov));

    nng_aio_free(aio);
    return 0;
}
