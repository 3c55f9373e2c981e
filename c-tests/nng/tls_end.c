// define: _GNU_SOURCE
// How connections over TLS end: with a message that says so, or in the middle, which is no end of anything. Between
// client and server this program passes on what they say, as long as it likes.
// reference: differs, a response without a length has no content there
#include "secure.h"

static nng_mtx *mtx;
static nng_aio *parked;

// Writes a response with the length that the path says, if it says any, and four bytes of content.
static void writes(nng_aio *aio) {
    const char *uri = nng_http_req_get_uri(nng_aio_get_input(aio, 0));
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    if(uri[1]) CHECK_OK(nng_http_res_set_header(res, "Content-Length", uri + 1));
    raw_write_res(aio, res);
    raw_write(aio, "body");
    nng_http_res_free(res);
    nng_mtx_lock(mtx);
    parked = aio;
    nng_mtx_unlock(mtx);
}

// The handler, once it has written.
static nng_aio *written(void) {
    nng_mtx_lock(mtx);
    nng_aio *aio = parked;
    nng_mtx_unlock(mtx);
    return aio;
}

// Passes on what there is. Returns 0 at the end.
static int pass(int from, int to) {
    char bytes[4096];
    ssize_t n = recv(from, bytes, sizeof bytes, MSG_DONTWAIT);
    if(n > 0) raw_send_bytes(to, bytes, n);
    return n != 0;
}

static const struct {
    const char *what, *uri;
    // Whether the server ends the connection.
    int in_order;
    int result;
} rows[] = {
    { "content that lasts until the end", "/", 1, 0 },
    { "content that lasts until the end, which is none", "/", 0, NNG_ECONNSHUT },
    { "content of a length, and no end", "/4", 0, 0 },
    { "content that is too short", "/9", 1, NNG_ECONNSHUT },
    { "content that is too short, and no end", "/9", 0, NNG_ECONNSHUT },
};

int main(void) {
    nng_http_server *server = secure_server(server_config("server.crt", "server.key"));
    nng_http_client *client;
    nng_http_conn *conn;
    nng_http_handler *handler;
    nng_http_req *req;
    nng_http_res *res;
    nng_aio *aio = new_aio();
    char byte;
    nng_iov iov = { &byte, 1 };
    size_t i, size;
    void *data;
    int port, listener = new_listener(&port);
    CHECK_OK(nng_mtx_alloc(&mtx));
    CHECK_OK(nng_http_handler_alloc(&handler, "/", writes));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    CHECK_OK(nng_http_req_set_header(req, "Host", "h"));
    CHECK_OK(nng_http_res_alloc(&res));
    client = secure_client(port, client_config("ca.crt"));
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        int near, far, finished = 0;
        printf("%s\n", rows[i].what);
        CHECK_OK(nng_http_req_set_uri(req, rows[i].uri));
        parked = NULL;
        conn = connected(client);
        nng_http_conn_transact(conn, req, res, aio);
        near = accept(listener, NULL, NULL);
        far = raw_connect(raw_port(server));
        for(;;) {
            struct pollfd fds[2] = { { near, POLLIN, 0 }, { far, POLLIN, 0 } };
            nng_aio *handled = written();
            int ready = poll(fds, 2, handled && !rows[i].in_order ? 0 : 1);
            if(handled && rows[i].in_order && !finished) {
                nng_aio_finish(handled, 0);
                finished = 1;
            }
            // Cut off once all is passed on, or when it was enough.
            if(!rows[i].in_order && (rows[i].result ? handled && ready == 0 : !nng_aio_busy(aio))) break;
            if(fds[1].revents && !pass(far, near)) break;
            if(fds[0].revents) pass(near, far);
        }
        shutdown(near, SHUT_WR);
        ended(aio, rows[i].result);
        if(rows[i].result == 0) {
            nng_http_res_get_data(res, &data, &size);
            CHECK_INT(size, 4);
            CHECK_MEM(data, "body", 4);
        }
        // Whatever the end was, there is nothing to be read behind it.
        CHECK_OK(nng_aio_set_iov(aio, 1, &iov));
        nng_http_conn_read(conn, aio);
        ended(aio, rows[i].result ? NNG_ECLOSED : NNG_ECONNSHUT);
        nng_http_conn_close(conn);
        close(near);
        close(far);
        if(!finished) {
            while(!written()) nng_msleep(1);
            nng_aio_finish(parked, 0);
        }
    }
    nng_http_client_free(client);
    nng_http_req_free(req);
    nng_http_res_free(res);
    nng_aio_free(aio);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    close(listener);
    return 0;
}
