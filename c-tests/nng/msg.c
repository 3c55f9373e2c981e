// Messages as data: bodies, headers, numbers in both, copies.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <stdlib.h>

#define CHECK_BODY(msg, text) do { \
    CHECK_INT(nng_msg_len(msg), strlen(text)); \
    CHECK_MEM(nng_msg_body(msg), text, strlen(text)); \
} while(0)

#define CHECK_HEADER(msg, text) do { \
    CHECK_INT(nng_msg_header_len(msg), strlen(text)); \
    CHECK_MEM(nng_msg_header(msg), text, strlen(text)); \
} while(0)

static size_t capacity_of(size_t size) {
    nng_msg *msg;
    size_t i, capacity;
    CHECK_OK(nng_msg_alloc(&msg, size));
    CHECK_INT(nng_msg_len(msg), size);
    CHECK_INT(nng_msg_header_len(msg), 0);
    CHECK_INT(nng_msg_get_pipe(msg).id, 0);
    for(i = 0; i < size; i++) CHECK_INT(((char *)nng_msg_body(msg))[i], 0);
    capacity = nng_msg_capacity(msg);
    nng_msg_free(msg);
    return capacity;
}

static void sizes(void) {
    nng_msg *msg;
    char *body;
    CHECK_INT(capacity_of(0), 32);
    CHECK_INT(capacity_of(1), 33);
    CHECK_INT(capacity_of(512), 544);
    CHECK_INT(capacity_of(1023), 1055);
    CHECK_INT(capacity_of(1024), 1024);
    CHECK_INT(capacity_of(1025), 1057);
    CHECK_INT(capacity_of(4096), 4096);

    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK(nng_msg_header(msg) != NULL);
    CHECK(nng_msg_body(msg) != NULL);
    CHECK_OK(nng_msg_reserve(msg, 64));
    CHECK_INT(nng_msg_capacity(msg), 64);
    CHECK_INT(nng_msg_len(msg), 0);
    CHECK_OK(nng_msg_reserve(msg, 10));
    CHECK_INT(nng_msg_capacity(msg), 64);
    // What fits does not move the body, nor does what makes it shorter.
    body = (char *)nng_msg_body(msg);
    CHECK_OK(nng_msg_append(msg, "0123456789", 10));
    CHECK_OK(nng_msg_realloc(msg, 64));
    CHECK_OK(nng_msg_realloc(msg, 10));
    CHECK(nng_msg_body(msg) == body);
    CHECK_BODY(msg, "0123456789");
    CHECK_OK(nng_msg_trim(msg, 2));
    CHECK(nng_msg_body(msg) == body + 2);
    CHECK_INT(nng_msg_capacity(msg), 62);
    CHECK_OK(nng_msg_chop(msg, 2));
    CHECK(nng_msg_body(msg) == body + 2);
    CHECK_BODY(msg, "234567");
    nng_msg_clear(msg);
    CHECK_INT(nng_msg_len(msg), 0);
    CHECK_INT(nng_msg_capacity(msg), 62);
    CHECK_OK(nng_msg_append(msg, "ab", 2));
    CHECK_OK(nng_msg_realloc(msg, 1000));
    CHECK_INT(nng_msg_len(msg), 1000);
    CHECK_MEM(nng_msg_body(msg), "ab", 2);
    nng_msg_free(msg);
    nng_msg_free(NULL);
}

static void bytes(void) {
    nng_msg *msg;
    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK_OK(nng_msg_append(msg, "ghi", 3));
    CHECK_OK(nng_msg_insert(msg, "def", 3));
    CHECK_OK(nng_msg_insert(msg, "abc", 3));
    CHECK_OK(nng_msg_append(msg, "", 0));
    CHECK_BODY(msg, "abcdefghi");
    CHECK_INT(nng_msg_trim(msg, 10), NNG_EINVAL);
    CHECK_INT(nng_msg_chop(msg, 10), NNG_EINVAL);
    CHECK_BODY(msg, "abcdefghi");
    CHECK_OK(nng_msg_append(msg, NULL, 2));
    CHECK_INT(nng_msg_len(msg), 11);
    CHECK_OK(nng_msg_chop(msg, 2));
    CHECK_OK(nng_msg_insert(msg, NULL, 2));
    CHECK_INT(nng_msg_len(msg), 11);
    CHECK_OK(nng_msg_trim(msg, 2));
    CHECK_BODY(msg, "abcdefghi");
    CHECK_OK(nng_msg_trim(msg, 9));
    CHECK_BODY(msg, "");
    nng_msg_free(msg);
}

static void headers(void) {
    nng_msg *msg;
    char bytes[65];
    memset(bytes, 'x', sizeof bytes);
    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK_OK(nng_msg_append(msg, "body", 4));
    CHECK_OK(nng_msg_header_append(msg, "def", 3));
    CHECK_OK(nng_msg_header_insert(msg, "abc", 3));
    CHECK_HEADER(msg, "abcdef");
    CHECK_INT(nng_msg_header_trim(msg, 7), NNG_EINVAL);
    CHECK_INT(nng_msg_header_chop(msg, 7), NNG_EINVAL);
    CHECK_INT(nng_msg_header_append(msg, bytes, 59), NNG_EINVAL);
    CHECK_INT(nng_msg_header_insert(msg, bytes, 59), NNG_EINVAL);
    CHECK_HEADER(msg, "abcdef");
    CHECK_OK(nng_msg_header_trim(msg, 2));
    CHECK_OK(nng_msg_header_chop(msg, 1));
    CHECK_HEADER(msg, "cde");
    nng_msg_header_clear(msg);
    CHECK_HEADER(msg, "");
    CHECK_INT(nng_msg_header_append(msg, bytes, 65), NNG_EINVAL);
    CHECK_OK(nng_msg_header_append(msg, bytes, 64));
    CHECK_INT(nng_msg_header_append_u16(msg, 1), NNG_EINVAL);
    CHECK_INT(nng_msg_header_insert_u64(msg, 1), NNG_EINVAL);
    CHECK_INT(nng_msg_header_len(msg), 64);
    CHECK_BODY(msg, "body");
    nng_msg_free(msg);
}

// Numbers of every size, in and out at both ends of both parts.
#define NUMBERS(part, bits, value, ...) do { \
    static const unsigned char wire[] = { __VA_ARGS__ }; \
    uint##bits##_t got = 0; \
    nng_msg *msg; \
    CHECK_OK(nng_msg_alloc(&msg, 0)); \
    CHECK_INT(nng_msg##part##_trim_u##bits(msg, &got), NNG_EINVAL); \
    CHECK_INT(nng_msg##part##_chop_u##bits(msg, &got), NNG_EINVAL); \
    CHECK_OK(nng_msg##part##_append(msg, "a", 1)); \
    CHECK_INT(nng_msg##part##_trim_u##bits(msg, &got), NNG_EINVAL); \
    CHECK_INT(nng_msg##part##_chop_u##bits(msg, &got), NNG_EINVAL); \
    CHECK_INT(got, 0); \
    CHECK_INT(BYTES##part(msg)[0], 'a'); \
    CHECK_OK(nng_msg##part##_append_u##bits(msg, value)); \
    CHECK_MEM(BYTES##part(msg) + 1, wire, sizeof wire); \
    CHECK_OK(nng_msg##part##_insert_u##bits(msg, value)); \
    CHECK_MEM(BYTES##part(msg), wire, sizeof wire); \
    CHECK_INT(nng_msg##part##_len(msg), 2 * sizeof wire + 1); \
    CHECK_OK(nng_msg##part##_trim_u##bits(msg, &got)); \
    CHECK(got == value); \
    got = 0; \
    CHECK_OK(nng_msg##part##_chop_u##bits(msg, &got)); \
    CHECK(got == value); \
    CHECK_INT(nng_msg##part##_len(msg), 1); \
    CHECK_INT(BYTES##part(msg)[0], 'a'); \
    nng_msg_free(msg); \
} while(0)
#define BYTES(msg) ((unsigned char *)nng_msg_body(msg))
#define BYTES_header(msg) ((unsigned char *)nng_msg_header(msg))

static void numbers(void) {
    NUMBERS(, 16, 0x89abu, 0x89, 0xab);
    NUMBERS(, 32, 0x89abcdefu, 0x89, 0xab, 0xcd, 0xef);
    NUMBERS(, 64, 0x89abcdef01234567u, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67);
    NUMBERS(_header, 16, 0x89abu, 0x89, 0xab);
    NUMBERS(_header, 32, 0x89abcdefu, 0x89, 0xab, 0xcd, 0xef);
    NUMBERS(_header, 64, 0x89abcdef01234567u, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67);
}

static void copies(void) {
    nng_msg *msg, *copy;
    nng_pipe pipe = NNG_PIPE_INITIALIZER;
    CHECK_OK(nng_msg_alloc(&msg, 0));
    pipe.id = 5;
    nng_msg_set_pipe(msg, pipe);
    CHECK_OK(nng_msg_append(msg, "body", 4));
    CHECK_OK(nng_msg_header_append(msg, "head", 4));
    CHECK_OK(nng_msg_dup(&copy, msg));
    CHECK_OK(nng_msg_append(msg, "!", 1));
    CHECK_OK(nng_msg_header_insert(msg, "!", 1));
    CHECK_OK(nng_msg_insert(copy, "no", 2));
    CHECK_BODY(msg, "body!");
    CHECK_HEADER(msg, "!head");
    nng_msg_free(msg);
    CHECK_BODY(copy, "nobody");
    CHECK_HEADER(copy, "head");
    CHECK_INT(nng_msg_get_pipe(copy).id, 5);
    nng_msg_free(copy);
}

static void carried_by_aio(void) {
    nng_msg *msg;
    nng_aio *aio;
    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK_OK(nng_msg_append(msg, "body", 4));
    CHECK_OK(nng_aio_alloc(&aio, NULL, NULL));
    nng_aio_set_msg(aio, msg);
    nng_sleep_aio(1, aio);
    nng_aio_wait(aio);
    CHECK(nng_aio_get_msg(aio) == msg);
    CHECK_BODY(msg, "body");
    nng_aio_free(aio);
    nng_msg_free(msg);
}

#if NNG_MINOR_VERSION >= 6
// What the reference does not survive, here and below.

// Bytes in front of a body of every size, with room for them and without.
static void insertions(void) {
    static char bytes[1024];
    int size, more, i;
    nng_msg *msg;
    for(i = 0; i < 1024; i++) bytes[i] = (char)(i * 7);
    for(size = 0; size < 128; size++) {
        for(more = 0; more < 1024; more++) {
            CHECK_OK(nng_msg_alloc(&msg, size));
            memset(nng_msg_body(msg), 'b', size);
            CHECK_OK(nng_msg_insert(msg, bytes, more));
            CHECK_INT(nng_msg_len(msg), size + more);
            CHECK(memcmp(nng_msg_body(msg), bytes, more) == 0);
            for(i = 0; i < size; i++) CHECK(BYTES(msg)[more + i] == 'b');
            nng_msg_free(msg);
        }
    }
}

static void wrong_arguments(void) {
    nng_msg *msg, *none = NULL;
    uint16_t got;
    CHECK_INT(nng_msg_alloc(&none, SIZE_MAX), NNG_ENOMEM);
    CHECK(none == NULL);
    CHECK_INT(nng_msg_alloc(NULL, 1), NNG_EINVAL);
    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK_OK(nng_msg_append(msg, "body", 4));
    CHECK_INT(nng_msg_reserve(msg, SIZE_MAX), NNG_ENOMEM);
    CHECK_INT(nng_msg_realloc(msg, SIZE_MAX), NNG_ENOMEM);
    CHECK_INT(nng_msg_append(msg, NULL, SIZE_MAX), NNG_ENOMEM);
    CHECK_INT(nng_msg_insert(msg, NULL, SIZE_MAX), NNG_ENOMEM);
    CHECK_INT(nng_msg_trim_u16(msg, NULL), NNG_EINVAL);
    CHECK_INT(nng_msg_dup(NULL, msg), NNG_EINVAL);
    CHECK_BODY(msg, "body");
    nng_msg_free(msg);
    CHECK_INT(nng_msg_dup(&none, NULL), NNG_EINVAL);
    CHECK_INT(nng_msg_append(NULL, "a", 1), NNG_EINVAL);
    CHECK_INT(nng_msg_trim_u16(NULL, &got), NNG_EINVAL);
    CHECK_INT(nng_msg_len(NULL) + nng_msg_header_len(NULL) + nng_msg_capacity(NULL), 0);
    CHECK(nng_msg_body(NULL) == NULL && nng_msg_header(NULL) == NULL);
    CHECK_INT(nng_msg_get_pipe(NULL).id, 0);
    nng_msg_clear(NULL);
    nng_msg_header_clear(NULL);
}
#endif

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void options(void) {
    nng_msg *msg;
    CHECK_OK(nng_msg_alloc(&msg, 0));
    CHECK_INT(nng_msg_getopt(msg, 1, NULL, NULL), NNG_ENOTSUP);
    nng_msg_free(msg);
}

int main(void) {
    sizes();
    bytes();
    headers();
    numbers();
    copies();
    carried_by_aio();
#if NNG_MINOR_VERSION >= 6
    insertions();
    wrong_arguments();
#endif
    options();
    return 0;
}
