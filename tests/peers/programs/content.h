/* Content of HTTP messages: how it ends, and making some. */

#ifndef CONTENT_H_INCLUDED
#define CONTENT_H_INCLUDED

#include "pattern.h"
#include <libdill.h>
#include <strings.h>

/* What the fields of a head say about the content (RFC 9112 section 6.3). */
struct framing {
    int64_t length; /* -1 if unknown */
    int chunked, close, expect;
};

static inline void look(struct framing *f, const char *name, const char *value) {
    if(strcasecmp(name, "Content-Length") == 0) f->length = atoll(value);
    if(strcasecmp(name, "Transfer-Encoding") == 0) f->chunked = strcasecmp(value, "chunked") == 0;
    if(strcasecmp(name, "Expect") == 0) f->expect = strcasecmp(value, "100-continue") == 0;
    if(strcasecmp(name, "Connection") == 0) f->close |= strcasecmp(value, "close") == 0;
}

/* Receives the fields of a head. Returns -1 if it breaks off. */
static inline int receive_fields(int h, struct framing *f, int64_t deadline) {
    char name[256], value[4096];
    memset(f, 0, sizeof(*f));
    f->length = -1;
    while(http_recvfield(h, name, sizeof(name), value, sizeof(value), deadline) == 0) look(f, name, value);
    return errno == EPIPE ? 0 : -1;
}

/* A growing piece of memory. */
struct bytes {
    char *data;
    size_t len;
};

static inline void append(struct bytes *b, int s, size_t len, int64_t deadline) {
    b->data = realloc(b->data, b->len + len + 1);
    CHECK(b->data != NULL);
    CHECK_OK(brecv(s, b->data + b->len, len, deadline));
    b->len += len;
}

/* A line up to its CRLF, which is left out. */
static inline void receive_line(int s, char line[128], int64_t deadline) {
    size_t len = 0;
    do {
        CHECK(len < 128);
        CHECK_OK(brecv(s, line + len++, 1, deadline));
    } while(len < 2 || memcmp(line + len - 2, "\r\n", 2) != 0);
    line[len - 2] = 0;
}

/* Receives the content that follows a head. Without any framing it ends with the connection. */
static inline struct bytes receive_content(int s, const struct framing *f, int64_t deadline) {
    struct bytes b = {calloc(1, 1), 0};
    char line[128], c;
    if(f->chunked) {
        while(1) {
            receive_line(s, line, deadline);
            size_t size = strtoul(line, NULL, 16);
            if(size == 0) break;
            append(&b, s, size, deadline);
            receive_line(s, line, deadline);
            CHECK_STR(line, "");
        }
        do receive_line(s, line, deadline); while(line[0] != 0);
    } else if(f->length >= 0) {
        append(&b, s, f->length, deadline);
    } else {
        size_t room = 0;
        while(brecv(s, &c, 1, deadline) == 0) {
            if(b.len == room) b.data = realloc(b.data, room = 2 * room + 4096);
            b.data[b.len++] = c;
        }
        CHECK_INT(errno, EPIPE);
    }
    return b;
}

#endif
