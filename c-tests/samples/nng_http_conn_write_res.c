// args: 0 0
//
// A server with two handlers: one writes its response by itself with nng_http_conn_write_res, the other returns it.
//
//   nng_http_conn_write_res PORT [REQUESTS]
//
// PORT 0 leaves the choice to the system. The URL that the server listens on is its first line of output. It stops on
// SIGINT or SIGTERM, or after so many requests.

#include <nng/nng.h>
#include <nng/supplemental/http/http.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long left = -1;

static void check(int error, const char *what) {
    if(error == 0) return;
    fprintf(stderr, "%s: %s\n", what, nng_strerror(error));
    exit(1);
}

static void count_request(void) {
    if(atomic_fetch_sub(&left, 1) == 1) kill(getpid(), SIGTERM);
}

static int make_response(nng_http_res **res, const char *text) {
    int error;
    if((error = nng_http_res_alloc(res)) != 0) return error;
    if((error = nng_http_res_set_header(*res, "Content-Type", "text/plain")) != 0 ||
          (error = nng_http_res_copy_data(*res, text, strlen(text))) != 0)
        nng_http_res_free(*res);
    return error;
}

// The handler that returns its response: the server sends it, and releases it.
static void returned(nng_aio *aio) {
    nng_http_res *res;
    int error = make_response(&res, "This response was returned to the server.\n");
    if(error == 0) nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, error);
    count_request();
}

// EXAMPLE
// What the handler keeps while its response is being written.
struct writing {
    nng_aio *request;
    nng_aio *write;
    nng_http_res *res;
};

// The response is written, or that failed: the request is finished, without a response for the server.
static void written_done(void *arg) {
    struct writing *writing = arg;
    int error = nng_aio_result(writing->write);
    nng_http_res_free(writing->res);
    nng_aio_finish(writing->request, error);
    nng_aio_reap(writing->write);
    free(writing);
    count_request();
}

// The handler. It returns before the response is written.
static void written(nng_aio *aio) {
    struct writing *writing = malloc(sizeof *writing);
    int error = NNG_ENOMEM;
    if(writing && (error = nng_aio_alloc(&writing->write, written_done, writing)) == 0) {
        writing->request = aio;
        error = make_response(&writing->res, "This response was written by its handler.\n");
        if(error == 0) {
            nng_http_conn_write_res(nng_aio_get_input(aio, 2), writing->res, writing->write);
            return;
        }
        nng_aio_free(writing->write);
    }
    free(writing);
    nng_aio_finish(aio, error);
}
// END EXAMPLE

static void add_handler(nng_http_server *server, const char *path, void (*func)(nng_aio *)) {
    nng_http_handler *handler;
    check(nng_http_handler_alloc(&handler, path, func), "handler");
    check(nng_http_server_add_handler(server, handler), path);
}

int main(int argc, char **argv) {
    char text[64];
    nng_url *url;
    nng_http_server *server;
    nng_sockaddr address;
    sigset_t signals;
    int signal;

    if(argc < 2) {
        fprintf(stderr, "usage: %s PORT [REQUESTS]\n", argv[0]);
        return 2;
    }
    if(argc > 2) left = atol(argv[2]);

    // The library's threads inherit this: the signals wait for sigwait below.
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);

    snprintf(text, sizeof text, "http://127.0.0.1:%s", argv[1]);
    check(nng_url_parse(&url, text), text);
    check(nng_http_server_hold(&server, url), "server");
    nng_url_free(url);
    add_handler(server, "/", returned);
    add_handler(server, "/written", written);
    check(nng_http_server_start(server), text);
    check(nng_http_server_get_addr(server, &address), "address");
    printf("http://127.0.0.1:%d/\n", ntohs(address.s_in.sa_port));
    fflush(stdout);

    if(left != 0) sigwait(&signals, &signal);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    nng_fini();
    return 0;
}
