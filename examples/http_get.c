/* Fetches a URL: its content goes to standard output, everything else to standard error.

     http_get [-c FILE] [-t SECONDS] URL
         -c   certificates (PEM) of the authorities to trust, instead of the system's
         -t   how long each transaction may take, instead of a minute
     cc -Wall -Wextra -o http_get http_get.c $(pkg-config --cflags --libs httpcore)

   Redirections are followed, but not for ever, and not from https to http. The exit status is 0 when the last status is
   2xx and the content is whole: it is gathered in memory, and nothing is written before that is certain.

   Two operations of nng's are under way at a time, each with an aio: the transaction, for which get() waits, and a pause,
   whose end calls tick(). */

#define _POSIX_C_SOURCE 200809L
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REDIRECTIONS = 10 };

static const char *authorities = "/etc/ssl/certs/ca-certificates.crt";
static int patience = 60;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "http_get: %s: %s\n", what, why);
    exit(1);
}

static void check(int error, const char *what) {
    if(error != 0) fail(what, nng_strerror(error));
}

struct ticker {
    nng_aio *aio;
    int seconds;
};

/* Shows that the program still waits. Runs in a thread of nng's. */
static void tick(void *arg) {
    struct ticker *ticker = arg;
    if(nng_aio_result(ticker->aio) != 0) return; /* It was stopped. */
    fprintf(stderr, "%d s\n", ++ticker->seconds);
    nng_sleep_aio(1000, ticker->aio);
}

/* Connects, sends the request, and receives the response. */
static void get(const nng_url *url, nng_http_res *res) {
    nng_http_client *client;
    nng_http_req *req;
    nng_tls_config *tls;
    nng_aio *aio;
    struct ticker ticker = {NULL, 0};
    const char *text = url->u_rawurl;
    fprintf(stderr, "%s\n", text);
    if(strcmp(url->u_scheme, "http") != 0 && strcmp(url->u_scheme, "https") != 0)
        fail(text, "this is not an http or https URL");
    check(nng_http_client_alloc(&client, url), text);
    if(nng_http_client_get_tls(client, &tls) == 0) { /* https: until told otherwise, nobody is trusted. */
        check(nng_tls_config_ca_file(tls, authorities), authorities);
        nng_tls_config_free(tls);
    }
    check(nng_http_req_alloc(&req, url), text); /* with a field Host */
    check(nng_http_req_set_header(req, "User-Agent", "http_get"), text);
    check(nng_http_req_set_header(req, "Accept", "*/*"), text);

    check(nng_aio_alloc(&aio, NULL, NULL), text);
    check(nng_aio_alloc(&ticker.aio, tick, &ticker), text);
    nng_aio_set_timeout(aio, patience * 1000);
    nng_http_client_transact(client, req, res, aio);
    nng_sleep_aio(1000, ticker.aio);
    nng_aio_wait(aio);
    nng_aio_free(ticker.aio); /* Stops it, and waits for tick(). */
    check(nng_aio_result(aio), text);
    fprintf(stderr, "%d %s\n", nng_http_res_get_status(res), nng_http_res_get_reason(res));
    nng_aio_free(aio);
    nng_http_req_free(req);
    nng_http_client_free(client);
}

/* What a Location means that came from this URL (RFC 3986 section 5.2.2): the URL, for the next call to replace. */
static const char *resolve(const nng_url *from, const char *location) {
    static char text[16384];
    const char *path = from->u_path[0] == '/' ? from->u_path : "/";
    int len = strcspn(location, ":/?#"), keep = strlen(path);
    if(location[len] == ':') {
        len = snprintf(text, sizeof(text), "%s", location);
    } else if(strncmp(location, "//", 2) == 0) {
        len = snprintf(text, sizeof(text), "%s:%s", from->u_scheme, location);
    } else {
        if(location[0] == '/') keep = 0;
        else if(len > 0) keep = strrchr(path, '/') + 1 - path; /* Else there is only a query, and the path stays. */
        len = snprintf(text, sizeof(text), "%s://%s%.*s%s", from->u_scheme, from->u_host, keep, path, location);
    }
    if(len >= (int)sizeof(text)) fail("the redirection is too long", location);
    return text;
}

static int is_redirection(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

int main(int argc, char *argv[]) {
    nng_url *url, *next;
    nng_http_res *res;
    void *content;
    size_t size;
    int option, status, left = REDIRECTIONS;
    while((option = getopt(argc, argv, "c:t:")) != -1) {
        if(option == 'c') authorities = optarg;
        else if(option == 't') patience = atoi(optarg);
        else argc = 0;
    }
    if(argc != optind + 1 || patience < 1 || patience > INT_MAX / 1000)
        return fprintf(stderr, "usage: http_get [-c FILE] [-t SECONDS] URL\n"), 2;

    check(nng_url_parse(&url, argv[optind]), argv[optind]);
    check(nng_http_res_alloc(&res), "start");
    for(;;) {
        get(url, res);
        status = nng_http_res_get_status(res);
        const char *location = nng_http_res_get_header(res, "Location");
        if(!is_redirection(status) || !location) break;
        if(left-- == 0) fail(argv[optind], "there is always another redirection");
        location = resolve(url, location);
        check(nng_url_parse(&next, location), location);
        if(strcmp(url->u_scheme, "https") == 0 && strcmp(next->u_scheme, "https") != 0)
            fail(location, "this is not safe, unlike what led there");
        nng_url_free(url);
        url = next;
    }
    nng_http_res_get_data(res, &content, &size);
    if(fwrite(content, 1, size, stdout) != size || fflush(stdout) != 0) fail("standard output", strerror(errno));
    fprintf(stderr, "%zu bytes\n", size);

    nng_http_res_free(res);
    nng_url_free(url);
    return status / 100 != 2;
}
