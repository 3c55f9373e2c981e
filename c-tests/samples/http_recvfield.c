// The example of the manual page http_recvfield(3): the fields of a message, and its content.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Receives what follows a start line: fields, and content whose length they tell.
// Returns the bytestream; or -1, and the connection is closed.
static int receive_rest(int s, char *content, size_t capacity, size_t *size, int64_t deadline) {
    char name[256], value[4096], length[24] = "";
    while(1) {
        int rc = http_recvfield(s, name, sizeof(name), value, sizeof(value), deadline);
        if(rc != 0 && errno == EPIPE) break;
        if(rc != 0) goto failed;
        printf("%s: %s\n", name, value);
        errno = EPROTO;
        // Content in chunks has no length.
        if(strcasecmp(name, "Transfer-Encoding") == 0) goto failed;
        if(strcasecmp(name, "Content-Length") == 0) {
            size_t digits = strspn(value, "0123456789");
            if(digits == 0 || digits >= sizeof(length) || value[digits]) goto failed;
            // Two lengths that differ are an attempt to deceive somebody.
            if(*length && strcmp(length, value) != 0) goto failed;
            strcpy(length, value);
        }
    }
    errno = 0;
    *size = strtoul(length, NULL, 10);
    if(errno != 0 || *size > capacity) {
        errno = EMSGSIZE;
        goto failed;
    }
    s = http_detach(s, deadline);
    if(s < 0) return -1;
    if(brecv(s, content, *size, deadline) == 0) return s;
failed: ;
    int error = errno;
    hclose(s);
    errno = error;
    return -1;
}
// END EXAMPLE

// The content that comes after such fields, or the errno.
static int receive(const char *fields, char *content, size_t capacity, size_t *size) {
    int64_t deadline = now() + 10000;
    int s[2];
    if(ipc_pair(s) != 0) fail("ipc_pair");
    if(bsend(s[1], fields, strlen(fields), deadline) != 0) fail("bsend");
    if(ipc_done(s[1], deadline) != 0) fail("ipc_done");
    s[0] = http_attach(s[0]);
    if(s[0] < 0) fail("http_attach");
    s[0] = receive_rest(s[0], content, capacity, size, deadline);
    int error = s[0] < 0 ? errno : 0;
    if(error == 0) hclose(s[0]);
    hclose(s[1]);
    return error;
}

int main(void) {
    static const struct {
        const char *fields;
        int error;
    } refused[] = {
        {"Transfer-Encoding: chunked\r\n\r\n", EPROTO},
        {"Content-Length: 1x\r\n\r\n", EPROTO},
        {"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", EPROTO},
        {"Content-Length: 17\r\n\r\n", EMSGSIZE},
        {"Content-Length: 99999999999999999999\r\n\r\n", EMSGSIZE},
        {"No colon\r\n\r\n", EPROTO},
        {"Content-Length: 2\r\n", ECONNRESET},
        {"Content-Length: 2\r\n\r\na", EPIPE},
    };
    char content[16];
    size_t size;
    if(receive("Host: a\r\ncontent-length: 5\r\nEmpty:\r\n\r\nhello", content, sizeof(content), &size) != 0) fail("receive");
    if(size != 5 || memcmp(content, "hello", 5) != 0) return 1;
    if(receive("\r\n", content, sizeof(content), &size) != 0 || size != 0) fail("nothing");
    for(size_t i = 0; i != sizeof(refused) / sizeof(*refused); ++i) {
        int error = receive(refused[i].fields, content, sizeof(content), &size);
        if(error != refused[i].error) {
            fprintf(stderr, "%s: %s\n", refused[i].fields, strerror(error));
            return 1;
        }
    }
    return 0;
}
