// stdout: nng_msg_append.out
//
// The example of the manual pages about messages: one that is put together and taken apart.

#include "nng_sample.h"

// EXAMPLE
// Makes a message of a text: its length, its bytes, and behind them the sum of these. The header says what kind it is.
static nng_msg *pack(const char *text) {
    size_t size = strlen(text);
    uint32_t sum = 0;
    nng_msg *msg;

    for(size_t i = 0; i < size; i++) sum += (unsigned char)text[i];
    check(nng_msg_alloc(&msg, 0), "message");
    check(nng_msg_append(msg, text, size), "text");
    check(nng_msg_insert_u16(msg, (uint16_t)size), "length");
    check(nng_msg_append_u32(msg, sum), "sum");
    check(nng_msg_header_append_u32(msg, 7), "kind");
    return msg;
}

// Prints the text of a message and releases it. Whatever is wrong with the message, nothing beyond it is read.
static void unpack(nng_msg *msg) {
    uint32_t kind, sum;
    uint16_t size;

    if(nng_msg_header_trim_u32(msg, &kind) == 0 && kind == 7 && nng_msg_trim_u16(msg, &size) == 0 &&
          nng_msg_chop_u32(msg, &sum) == 0 && nng_msg_len(msg) == size)
        printf("%.*s (%u)\n", (int)size, (char *)nng_msg_body(msg), sum);
    else
        printf("not a text\n");
    nng_msg_free(msg);
}
// END EXAMPLE

int main(void) {
    nng_msg *msg = pack("hello"), *copy;

    check(nng_msg_dup(&copy, msg), "copy");
    printf("%zu bytes\n", nng_msg_len(msg));
    unpack(msg);
    check(nng_msg_chop(copy, 1), "end");
    unpack(copy);
    return 0;
}
