/* Serves the files of a directory, until SIGTERM or SIGINT.

     static_files [OPTION]... DIRECTORY
         --listen ADDRESS:PORT      127.0.0.1:8080 unless told otherwise; port 0 is any free one
         --file /PATH=FILE          serves a single file under this path
         --redirect /PATH=URL       redirects this path, and what is below it
         --tls FILE                 speaks https, with the certificates and the private key (PEM) in the file
     cc -Wall -Wextra -o static_files static_files.c $(pkg-config --cflags --libs httpcore)

   GET and HEAD of a directory give the file index.html or index.htm in it. Files are read at each request. */

#define _POSIX_C_SOURCE 200809L
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/tls/tls.h>
#include <nng/supplemental/util/options.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST = 100 }; /* handlers */

static nng_http_handler *handlers[MOST];
static int used;

static void fail(const char *what, const char *why) {
    fprintf(stderr, "static_files: %s: %s\n", what, why);
    exit(1);
}

static void check(int error, const char *what) {
    if(error != 0) fail(what, nng_strerror(error));
}

/* Keeps a handler for the server. */
static void keep(nng_http_handler *handler) {
    if(used == MOST) fail("handlers", "too many");
    handlers[used++] = handler;
}

/* Cuts /PATH=REST in two, and returns the second part. */
static char *cut(char *argument) {
    char *rest = strchr(argument, '=');
    if(argument[0] != '/' || !rest) fail(argument, "this is not of the form /PATH=...");
    *rest = 0;
    return rest + 1;
}

static void add_file(char *argument) {
    nng_http_handler *handler;
    const char *file = cut(argument);
    check(nng_http_handler_alloc_file(&handler, argument, file), file);
    keep(handler);
}

static void add_redirect(char *argument) {
    nng_http_handler *handler;
    const char *url = cut(argument);
    check(nng_http_handler_alloc_redirect(&handler, argument, NNG_HTTP_STATUS_PERMANENT_REDIRECT, url), url);
    check(nng_http_handler_set_tree(handler), url);
    keep(handler);
}

static void add_directory(const char *directory) {
    nng_http_handler *handler;
    struct stat st;
    if(stat(directory, &st) != 0 || !S_ISDIR(st.st_mode)) fail(directory, "there is no such directory");
    check(nng_http_handler_alloc_directory(&handler, "/", directory), directory);
    /* As it was made, a handler of a directory does not go together with others below its path. */
    check(nng_http_handler_set_tree(handler), directory);
    keep(handler);
}

static void usage(void) {
    fprintf(stderr, "usage: static_files [--listen ADDRESS:PORT] [--file /PATH=FILE]... [--redirect /PATH=URL]... "
                    "[--tls FILE] DIRECTORY\n");
    exit(2);
}

/* Makes the server, without handlers. */
static nng_http_server *make_server(const char *listen, const char *pem) {
    char text[512];
    nng_url *url;
    nng_http_server *server;
    nng_tls_config *tls;
    snprintf(text, sizeof(text), "%s://%s", pem ? "https" : "http", listen);
    check(nng_url_parse(&url, text), text);
    check(nng_http_server_hold(&server, url), text);
    nng_url_free(url);
    if(!pem) return server;
    check(nng_tls_config_alloc(&tls, NNG_TLS_MODE_SERVER), "TLS");
    check(nng_tls_config_cert_key_file(tls, pem, NULL), pem);
    check(nng_http_server_set_tls(server, tls), pem);
    nng_tls_config_free(tls); /* The server keeps its own reference. */
    return server;
}

/* Starts the server, and tells where it is. */
static void start(nng_http_server *server, const char *scheme, const char *listen) {
    nng_sockaddr addr;
    char text[INET6_ADDRSTRLEN];
    check(nng_http_server_start(server), listen);
    check(nng_http_server_get_addr(server, &addr), listen);
    if(addr.s_family == NNG_AF_INET6) {
        inet_ntop(AF_INET6, addr.s_in6.sa_addr, text, sizeof(text));
        printf("%s://[%s]:%d/\n", scheme, text, ntohs(addr.s_in6.sa_port));
    } else {
        inet_ntop(AF_INET, &addr.s_in.sa_addr, text, sizeof(text));
        printf("%s://%s:%d/\n", scheme, text, ntohs(addr.s_in.sa_port));
    }
    fflush(stdout);
}

int main(int argc, char *argv[]) {
    enum { LISTEN = 1, A_FILE, REDIRECT, TLS };
    static const nng_optspec options[] = {{"listen", 0, LISTEN, true}, {"file", 0, A_FILE, true},
        {"redirect", 0, REDIRECT, true}, {"tls", 0, TLS, true}, {NULL, 0, 0, false}};
    const char *listen = "127.0.0.1:8080", *pem = NULL;
    char *argument;
    int option, next = 1, error, number;
    sigset_t signals;
    sigemptyset(&signals); /* Before nng starts its threads, which are not to take the signals either. */
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    while((error = nng_opts_parse(argc, argv, options, &option, &argument, &next)) == 0) {
        if(option == LISTEN) listen = argument;
        else if(option == A_FILE) add_file(argument);
        else if(option == REDIRECT) add_redirect(argument);
        else pem = argument;
    }
    if(error != -1 || next != argc - 1) usage();
    add_directory(argv[next]);

    nng_http_server *server = make_server(listen, pem);
    while(used > 0) check(nng_http_server_add_handler(server, handlers[--used]), "two options have the same path");
    start(server, pem ? "https" : "http", listen);
    sigwait(&signals, &number);
    nng_http_server_stop(server); /* Ends all connections. */
    nng_http_server_release(server); /* And the handlers. */
    nng_fini();
    return 0;
}
