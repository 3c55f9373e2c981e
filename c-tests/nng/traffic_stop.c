// define: _GNU_SOURCE
// time-limit: 60
// reference: no, operations that callbacks start while it shuts down never end
// Servers are stopped, and the library is shut down, in the middle of many transactions: every transaction ends.
#include "raw.h"

#define CHAINS 16
#define ROUNDS 10

static nng_mtx *mtx;
static nng_cv *cv;
static int succeeded, left, over;

// Transactions one after the other, each started by the callback of the one before.
struct chain {
    nng_aio *aio;
    nng_http_client *client;
    nng_http_req *req;
    nng_http_res *res;
};

static void next(void *arg) {
    struct chain *chain = arg;
    int result = nng_aio_result(chain->aio);
    nng_mtx_lock(mtx);
    succeeded += result == 0;
    int stop = result != 0 || over;
    left -= stop;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    if(!stop) nng_http_client_transact(chain->client, chain->req, chain->res, chain->aio);
}

static void hello(nng_aio *aio) {
    raw_reply(aio, "hello");
}

// Finishes the handler whose aio it gets.
static void finish(void *arg) {
    raw_reply(arg, "from another thread");
}

// Is finished by a thread of the program.
static nng_aio *handed;

static void hand_over(nng_aio *aio) {
    nng_mtx_lock(mtx);
    nng_aio *before = handed;
    handed = aio;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    if(before) finish(before);
}

static void finisher(void *arg) {
    (void)arg;
    for(;;) {
        nng_mtx_lock(mtx);
        while(!handed && over < 2) nng_cv_wait(cv);
        nng_aio *aio = handed;
        handed = NULL;
        nng_mtx_unlock(mtx);
        if(!aio) return;
        finish(aio);
    }
}

// How a round ends.
enum ending { STOP, RELEASE, FREE_AIOS, SHUT_DOWN, ENDINGS };

static void round_of(enum ending ending) {
    struct chain chains[CHAINS];
    nng_http_server *server = raw_server();
    nng_http_client *client;
    nng_thread *thread;
    nng_url *url;
    char text[64];
    int i;
    succeeded = over = 0;
    left = CHAINS;
    raw_handle(server, "GET", "/hello", hello);
    raw_handle(server, "GET", "/handed", hand_over);
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_thread_create(&thread, finisher, NULL));
    snprintf(text, sizeof text, "http://127.0.0.1:%d/", raw_port(server));
    CHECK_OK(nng_url_parse(&url, text));
    CHECK_OK(nng_http_client_alloc(&client, url));
    for(i = 0; i < CHAINS; i++) {
        struct chain *chain = &chains[i];
        chain->client = client;
        CHECK_OK(nng_aio_alloc(&chain->aio, next, chain));
        CHECK_OK(nng_http_req_alloc(&chain->req, url));
        CHECK_OK(nng_http_req_set_uri(chain->req, i % 2 ? "/hello" : "/handed"));
        CHECK_OK(nng_http_res_alloc(&chain->res));
    }
    nng_url_free(url);
    for(i = 0; i < CHAINS; i++) {
        nng_http_client_transact(client, chains[i].req, chains[i].res, chains[i].aio);
    }
    nng_mtx_lock(mtx);
    while(succeeded < 4 * CHAINS && left > 0) nng_cv_wait(cv);
    CHECK(succeeded >= 4 * CHAINS);
    over = ending != SHUT_DOWN;
    nng_mtx_unlock(mtx);

    if(ending == STOP) nng_http_server_stop(server);
    if(ending == RELEASE) nng_http_server_release(server);
    if(ending == SHUT_DOWN) nng_fini();
    nng_mtx_lock(mtx);
    over = 1;
    if(ending != FREE_AIOS) {
        while(left > 0) nng_cv_wait(cv);
    }
    nng_mtx_unlock(mtx);
    for(i = 0; i < CHAINS; i++) {
        nng_aio_free(chains[i].aio);
        nng_http_req_free(chains[i].req);
        nng_http_res_free(chains[i].res);
    }
    nng_http_client_free(client);
    // Handlers that still work.
    nng_mtx_lock(mtx);
    over = 2;
    nng_cv_wake(cv);
    nng_mtx_unlock(mtx);
    nng_thread_destroy(thread);
    if(ending != RELEASE) nng_http_server_release(server);
}

int main(void) {
    int i;
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_cv_alloc(&cv, mtx));
    for(i = 0; i < ROUNDS * ENDINGS; i++) round_of(i % ENDINGS);
    // Handlers may still run until then.
    nng_fini();
    nng_cv_free(cv);
    nng_mtx_free(mtx);
    return 0;
}
