/* WebSockets without an opening handshake over a bytestream of the program's own. */

#ifndef WSMEM_H_INCLUDED
#define WSMEM_H_INCLUDED

#include "memstream.h"

/* A string literal with NULs in it, and its length. */
#define BYTES(literal) literal, sizeof(literal) - 1

static inline int ws_server_of(struct memstream *mem, int flags, const char *in, size_t in_len) {
    int h = ws_attach_server(memstream_open(mem, in, in_len), WS_NOHTTP | flags, NULL, 0, NULL, 0, -1);
    CHECK(h >= 0);
    return h;
}

static inline int ws_client_of(struct memstream *mem, int flags, const char *in, size_t in_len) {
    int h = ws_attach_client(memstream_open(mem, in, in_len), WS_NOHTTP | flags, NULL, NULL, -1);
    CHECK(h >= 0);
    return h;
}

/* What was sent since the last look is exactly this. */
static inline void ws_sent(struct memstream *mem, const char *want, size_t len) {
    CHECK_INT(mem->out_len, len);
    CHECK_MEM(mem->out, want, len);
    mem->out_len = 0;
}

/* One masked frame with a payload of up to 125 bytes was sent, and nothing else. The payload is unmasked in place. */
static inline char *ws_sent_masked(struct memstream *mem, int first, size_t len) {
    size_t i;
    unsigned char *out = (unsigned char *)mem->out;
    CHECK_INT(mem->out_len, 6 + len);
    CHECK_INT(out[0], first);
    CHECK_INT(out[1], 0x80 | len);
    for(i = 0; i != len; ++i) out[6 + i] ^= out[2 + i % 4];
    mem->out_len = 0;
    return mem->out + 6;
}

#endif
