/* A small REST server: it answers with what it was asked, in JSON.

     rest_server [PORT]       listens on 127.0.0.1, port 8080 unless told otherwise; port 0 is any free one
     cc -Wall -Wextra -o rest_server rest_server.c $(pkg-config --cflags --libs httpcore)

     GET, POST, PUT, DELETE /echo[/...]     {"method":"...", "target":"...", "type":"...", "content":"..."}

   nng's threads call echo(), for several requests at a time; main() only waits for SIGTERM or SIGINT. What goes wrong has
   an error page of this server's own, whether nng or echo() noticed it. nng answers HEAD and, with 405, the other methods,
   and with 400 a request whose content is larger than LARGEST, which it does not receive. */

#define _POSIX_C_SOURCE 200809L
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20, LARGE = 1 << 16 }; /* bytes that are received; that are echoed */

static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};
static const struct {
    uint16_t status;
    const char *text;
} pages[] = {
    {NNG_HTTP_STATUS_BAD_REQUEST, "The request is malformed, or much too large."},
    {NNG_HTTP_STATUS_NOT_FOUND, "There is only /echo here, and what is below it."},
    {NNG_HTTP_STATUS_METHOD_NOT_ALLOWED, "Use GET, POST, PUT or DELETE."},
    {NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE, "That is too much for an echo: more than 64 KiB."},
    {NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE, "An echo needs UTF-8."},
};

static void check(int error, const char *what) {
    if(error == 0) return;
    fprintf(stderr, "rest_server: %s: %s\n", what, nng_strerror(error));
    exit(1);
}

/* How many bytes the character at the start of a text has in UTF-8 (RFC 3629 section 4); 0 if there is none. */
static size_t character(const unsigned char *s, size_t left) {
    size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
    if(len > left) return 0;
    for(size_t i = 1; i < len; ++i)
        if((s[i] & 0xc0) != 0x80) return 0;
    if((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)) return 0;
    if((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)) return 0;
    return len;
}

/* Appends a JSON string (RFC 8259 section 7), at most six times as long, with what comes before it. Returns where it ends,
   or NULL if the text is not UTF-8. */
static char *append(char *to, const char *before, const void *text, size_t size) {
    const unsigned char *s = text;
    if(!to) return NULL;
    to += sprintf(to, "%s\"", before);
    for(size_t len; size > 0; s += len, size -= len) {
        len = character(s, size);
        if(len == 0) return NULL;
        if(*s < 0x20 || *s == '"' || *s == '\\') to += sprintf(to, "\\u%04x", *s);
        else memcpy(to, s, len), to += len;
    }
    *to++ = '"';
    return to;
}

/* Makes the response. It has no error page yet: nng adds that to what nng_http_res_alloc_error() makes. */
static int respond(nng_http_req *req, nng_http_res **res) {
    const char *method = nng_http_req_get_method(req), *target = nng_http_req_get_uri(req);
    const char *type = nng_http_req_get_header(req, "Content-Type");
    void *content;
    size_t size;
    int error;
    nng_http_req_get_data(req, &content, &size);
    if(size > LARGE) return nng_http_res_alloc_error(res, NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE);
    if(!type) type = "";
    char *json = malloc(6 * (strlen(method) + strlen(target) + strlen(type) + size) + 100);
    if(!json) return NNG_ENOMEM;
    char *end = append(json, "{\"method\":", method, strlen(method));
    end = append(end, ", \"target\":", target, strlen(target));
    end = append(end, ", \"type\":", type, strlen(type));
    end = append(end, ", \"content\":", content, size);
    if(end) {
        memcpy(end, "}\n", 2);
        if((error = nng_http_res_alloc(res)) == 0) {
            error = nng_http_res_set_header(*res, "Content-Type", "application/json");
            if(error == 0) error = nng_http_res_copy_data(*res, json, end + 2 - json);
            if(error != 0) nng_http_res_free(*res);
        }
    } else {
        error = nng_http_res_alloc_error(res, NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE);
    }
    free(json);
    return error;
}

/* The handler. nng sends and releases the response. If there is none, it answers with 500. */
static void echo(nng_aio *aio) {
    nng_http_res *res;
    int error = respond(nng_aio_get_input(aio, 0), &res);
    if(error == 0) nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, error);
}

static void add_echo(nng_http_server *server, const char *method) {
    nng_http_handler *handler;
    check(nng_http_handler_alloc(&handler, "/echo", echo), "handler");
    check(nng_http_handler_set_method(handler, method), method);
    check(nng_http_handler_set_tree(handler), method);
    check(nng_http_handler_collect_body(handler, true, LARGEST), method);
    check(nng_http_server_add_handler(server, handler), method);
}

int main(int argc, char *argv[]) {
    char text[512];
    nng_url *url;
    nng_http_server *server;
    nng_sockaddr address;
    sigset_t signals;
    int number;
    sigemptyset(&signals); /* Before nng starts its threads, which are not to take the signals either. */
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    snprintf(text, sizeof(text), "http://127.0.0.1:%s", argc > 1 ? argv[1] : "8080");
    check(nng_url_parse(&url, text), text);
    check(nng_http_server_hold(&server, url), text);
    for(size_t i = 0; i != sizeof(pages) / sizeof(pages[0]); ++i) {
        char page[256];
        snprintf(page, sizeof(page), "<!DOCTYPE html>\n<title>%d</title><p>%s</p>\n", pages[i].status, pages[i].text);
        check(nng_http_server_set_error_page(server, pages[i].status, page), "error page");
    }
    for(size_t i = 0; i != sizeof(methods) / sizeof(methods[0]); ++i) add_echo(server, methods[i]);
    check(nng_http_server_start(server), text);
    check(nng_http_server_get_addr(server, &address), text);
    printf("http://127.0.0.1:%d/echo\n", ntohs(address.s_in.sa_port));
    fflush(stdout);

    sigwait(&signals, &number);
    nng_http_server_stop(server); /* Ends all connections. */
    nng_http_server_release(server);
    nng_url_free(url);
    nng_fini();
    return 0;
}
