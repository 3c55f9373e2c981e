/* What the programs of the manual pages about nng's calls share: how they end when something fails, and a server of
   their own to talk to. */

#ifndef NNG_SAMPLE_H_INCLUDED
#define NNG_SAMPLE_H_INCLUDED

#include <nng/nng.h>
#include <nng/supplemental/http/http.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void check(int error, const char *what) {
    if(error == 0) return;
    fprintf(stderr, "%s: %s\n", what, nng_strerror(error));
    exit(1);
}

/* A server for a port of this machine that the system chooses, not started. */
static inline nng_http_server *sample_server(const char *scheme) {
    char text[64];
    nng_url *url;
    nng_http_server *server;
    snprintf(text, sizeof text, "%s://127.0.0.1:0", scheme);
    check(nng_url_parse(&url, text), text);
    check(nng_http_server_hold(&server, url), text);
    nng_url_free(url);
    return server;
}

/* Gives the server a handler. */
static inline void sample_add(nng_http_server *server, nng_http_handler *handler) {
    check(nng_http_server_add_handler(server, handler), "handler");
}

/* Starts the server, and returns its URL with this path, for the next call to replace. */
static inline const char *sample_start(nng_http_server *server, const char *scheme, const char *path) {
    static char text[256];
    nng_sockaddr address;
    check(nng_http_server_start(server), "server");
    check(nng_http_server_get_addr(server, &address), "address");
    snprintf(text, sizeof text, "%s://127.0.0.1:%d%s", scheme, ntohs(address.s_in.sa_port), path);
    return text;
}

/* Makes a request. Returns the result of the transaction. */
static inline int sample_transact(nng_http_client *client, const nng_url *url, const char *method, const char *content,
      nng_http_res *res) {
    nng_http_req *req;
    nng_aio *aio;
    int result;

    check(nng_http_req_alloc(&req, url), "request");
    check(nng_http_req_set_method(req, method), "method");
    if(content) check(nng_http_req_copy_data(req, content, strlen(content)), "content");
    check(nng_aio_alloc(&aio, NULL, NULL), "aio");
    nng_aio_set_timeout(aio, 10000);
    nng_http_client_transact(client, req, res, aio);
    nng_aio_wait(aio);
    result = nng_aio_result(aio);
    nng_aio_free(aio);
    nng_http_req_free(req);
    return result;
}

/* Makes a request of a server, and prints the status and what else `show` does. */
static inline void sample_ask(const char *text, const char *method, const char *content,
      void (*show)(nng_http_res *res)) {
    nng_url *url;
    nng_http_client *client;
    nng_http_res *res;

    check(nng_url_parse(&url, text), text);
    check(nng_http_client_alloc(&client, url), "client");
    check(nng_http_res_alloc(&res), "response");
    check(sample_transact(client, url, method, content, res), text);
    printf("%s %s: %d\n", method, url->u_path, nng_http_res_get_status(res));
    if(show) show(res);
    nng_http_res_free(res);
    nng_http_client_free(client);
    nng_url_free(url);
}

/* Prints the content of a response. */
static inline void sample_show_content(nng_http_res *res) {
    void *data;
    size_t size;
    nng_http_res_get_data(res, &data, &size);
    fwrite(data, 1, size, stdout);
}

/* The name of a file with a certificate or key of the tests, for the next call to replace. */
static inline const char *sample_pem(const char *name) {
    static char path[4096];
    const char *end = strrchr(__FILE__, '/');
    snprintf(path, sizeof path, "%.*s/../../tests/tls/pem/%s", end ? (int)(end - __FILE__) : 1, end ? __FILE__ : ".",
        name);
    return path;
}

#endif
