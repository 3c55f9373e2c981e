// stdout: nng_http_handler_alloc_directory.out
//
// A server for the files of a directory.

#include "nng_sample.h"

#include <sys/stat.h>

// EXAMPLE
// Serves a directory below /docs, which was /manual in former times.
static void add_docs(nng_http_server *server, const char *directory) {
    nng_http_handler *handler;

    check(nng_http_handler_alloc_directory(&handler, "/docs", directory), "handler");
    check(nng_http_server_add_handler(server, handler), "/docs");

    check(nng_http_handler_alloc_redirect(&handler, "/manual", 308, "/docs"), "handler");
    check(nng_http_handler_set_tree(handler), "tree");
    check(nng_http_server_add_handler(server, handler), "/manual");
}
// END EXAMPLE

static void make_file(const char *name, const char *content) {
    FILE *file = fopen(name, "w");
    if(!file || fputs(content, file) < 0 || fclose(file) != 0) check(NNG_EPERM, name);
}

static void show(nng_http_res *res) {
    const char *location = nng_http_res_get_header(res, "Location");
    if(location)
        printf("%s\n", location);
    else
        sample_show_content(res);
}

int main(void) {
    nng_http_server *server = sample_server("http");

    mkdir("docs", 0700);
    make_file("docs/index.html", "<!DOCTYPE html><title>Docs</title>\n");
    make_file("docs/notes.txt", "Notes\n");
    add_docs(server, "docs");
    sample_ask(sample_start(server, "http", "/docs"), "GET", NULL, show);
    sample_ask(sample_start(server, "http", "/docs/notes.txt"), "GET", NULL, show);
    sample_ask(sample_start(server, "http", "/manual/notes.txt"), "GET", NULL, show);
    nng_http_server_release(server);
    return 0;
}
