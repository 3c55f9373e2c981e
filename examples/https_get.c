/* Fetches a URL: its content goes to standard output, everything else to standard error.

     https_get URL            http://HOST[:PORT][/PATH] or https://...; the exit status is 0 when the status is 2xx
     cc -Wall -Wextra -o https_get https_get.c $(pkg-config --cflags --libs httpcore)

   Beware: libdill's TLS does not verify the server, there is nothing in the interface to say whom to trust. It keeps
   out who listens, but not who takes the server's place. Nor is the server told the name that it is called by, and one
   that has a certificate for each of several names shows the one of its choice, or refuses. */

#include <libdill.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PATIENCE = 30000 }; /* ms for each step */
static uint64_t received;

/* Passes on bytes of the content. */
static void output(const char *data, size_t len) {
    if(fwrite(data, 1, len, stdout) != len) err(1, "standard output");
    if((received + len) >> 20 != received >> 20) fprintf(stderr, "%llu MiB\n", (received + len + 0ULL) >> 20);
    received += len;
}

/* Content of a known size. */
static void copy(int s, uint64_t size) {
    char buf[16384];
    while(size > 0) {
        size_t len = size < sizeof(buf) ? size : sizeof(buf);
        if(brecv(s, buf, len, now() + PATIENCE) != 0) err(1, "the content is cut off");
        output(buf, len);
        size -= len;
    }
}

/* Content up to the end of the connection. Byte by byte, since nobody knows how many will come; that costs a call, but
   no system call. An end that is none, such as TLS without its close_notify, is an error and not EPIPE. */
static void copy_all(int s) {
    for(char c; brecv(s, &c, 1, now() + PATIENCE) == 0;) output(&c, 1);
    if(errno != EPIPE) err(1, "the content is cut off");
}

/* A line of the chunked coding, without its end. */
static void get_line(int s, char *line, size_t size) {
    size_t len = 0;
    while(len < 2 || line[len - 2] != '\r' || line[len - 1] != '\n') {
        if(len == size) errx(1, "a line of the chunked coding is too long");
        if(brecv(s, line + len++, 1, now() + PATIENCE) != 0) err(1, "the content is cut off");
    }
    line[len - 2] = 0;
}

/* Content in chunks (RFC 9112 section 7.1). */
static void copy_chunks(int s) {
    char line[4096];
    while(1) {
        get_line(s, line, sizeof(line));
        uint64_t size = strtoull(line, NULL, 16);
        size_t digits = strspn(line, "0123456789abcdefABCDEF");
        if(digits == 0 || digits > 15 || !strchr(" \t;", line[digits])) errx(1, "malformed chunk size: %s", line);
        if(size == 0) break;
        copy(s, size);
        get_line(s, line, sizeof(line));
        if(line[0] != 0) errx(1, "the chunk is longer than its size");
    }
    do get_line(s, line, sizeof(line)); while(line[0] != 0); /* trailers */
}

/* The parts of a URL. */
struct url {
    int tls, port;
    char authority[300], host[256], target[4096];
};

static void parse(struct url *u, const char *text) {
    int used = 0;
    char *end = "";
    u->tls = strncasecmp(text, "https://", 8) == 0;
    if(!u->tls && strncasecmp(text, "http://", 7) != 0) errx(1, "%s is not an http or https URL", text);
    const char *rest = text + (u->tls ? 8 : 7);
    size_t len = strcspn(rest, "/?#");
    if(len == 0 || len >= sizeof(u->authority)) errx(1, "%s names no host", text);
    snprintf(u->authority, sizeof(u->authority), "%.*s", (int)len, rest);
    if(sscanf(u->authority, "[%255[0-9A-Fa-f:.]]%n", u->host, &used) != 1 || used == 0)
        sscanf(u->authority, "%255[^][:@]%n", u->host, &used);
    u->port = u->authority[used] == ':' ? strtol(u->authority + used + 1, &end, 10) : u->tls ? 443 : 80;
    if(used == 0 || (u->authority[used] != ':' && u->authority[used] != 0) || *end != 0 || u->port < 1)
        errx(1, "%s does not name a host and port", text);
    rest += len;
    len = strcspn(rest, "#");
    if(len + 2 > sizeof(u->target)) errx(1, "the URL is too long");
    snprintf(u->target, sizeof(u->target), "%s%.*s", *rest == '/' ? "" : "/", (int)len, rest);
}

int main(int argc, char *argv[]) {
    struct url u;
    char name[256], value[8192], reason[256];
    int status, chunked = 0;
    int64_t size = -1;
    if(argc != 2) return fprintf(stderr, "usage: https_get URL\n"), 2;
    parse(&u, argv[1]);

    int64_t deadline = now() + PATIENCE;
    int s = happyeyeballs_connect(u.host, u.port, deadline);
    if(s < 0 && errno == EADDRNOTAVAIL) errx(1, "%s has no address", u.host);
    if(s < 0) err(1, "cannot connect to %s, port %d", u.host, u.port);
    if(u.tls && (s = tls_attach_client(s, deadline)) < 0) err(1, "TLS with %s", u.authority);
    s = http_attach(s);
    if(http_sendrequest(s, "GET", u.target, deadline) != 0) err(1, "%s", u.target);
    http_sendfield(s, "Host", u.authority, deadline); /* If one of these fails, http_done does, too. */
    http_sendfield(s, "User-Agent", "https_get", deadline);
    http_sendfield(s, "Accept", "*/*", deadline);
    http_sendfield(s, "Connection", "close", deadline);
    if(http_done(s, deadline) != 0) err(1, "cannot send to %s", u.authority);

    do { /* Responses with 1xx come before the one that counts. */
        status = http_recvstatus(s, reason, sizeof(reason), now() + PATIENCE);
        if(status < 0) err(1, "no proper response from %s", u.authority);
        fprintf(stderr, "%d %s\n", status, reason);
        while(http_recvfield(s, name, sizeof(name), value, sizeof(value), now() + PATIENCE) == 0) {
            if(strcasecmp(name, "Location") == 0) fprintf(stderr, "%s: %s\n", name, value);
            chunked |= strcasecmp(name, "Transfer-Encoding") == 0;
            if(strcasecmp(name, "Transfer-Encoding") == 0 && strcasecmp(value, "chunked") != 0)
                errx(1, "unknown transfer coding: %s", value);
            if(strcasecmp(name, "Content-Length") == 0) {
                size_t digits = strspn(value, "0123456789");
                int64_t length = digits < 1 || digits > 18 || value[digits] != 0 ? -1 : atoll(value);
                if(length < 0 || (size >= 0 && size != length)) errx(1, "malformed Content-Length: %s", value);
                size = length;
            }
        }
        if(errno != EPIPE) err(1, "malformed response from %s", u.authority);
    } while(status < 200);
    if((s = http_detach(s, now() + PATIENCE)) < 0) err(1, "malformed response from %s", u.authority);

    /* How the content ends: RFC 9112 section 6.3. */
    if(status == 204 || status == 304) size = 0;
    else if(chunked) copy_chunks(s);
    else if(size >= 0) copy(s, size);
    else copy_all(s);
    if(fflush(stdout) != 0) err(1, "standard output");
    fprintf(stderr, "%llu bytes\n", received + 0ULL);
    hclose(s);
    return status / 100 != 2;
}
