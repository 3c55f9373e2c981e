// Both faces in one process: a server of nng's interface, on threads of the library, answers a client of libdill's
// interface, in coroutines of the main thread.

#include "check.h"

#include <libdill.h>
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>

#include <arpa/inet.h>

#define CLIENTS 8
#define REQUESTS 20

static const char content[] = "from one face to the other";

static void answer(nng_aio *aio) {
    nng_http_res *res;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_OK(nng_http_res_set_header(res, "Content-Type", "text/plain"));
    CHECK_OK(nng_http_res_copy_data(res, content, sizeof(content) - 1));
    nng_aio_set_output(aio, 0, res);
    nng_aio_finish(aio, 0);
}

// Sends requests one after another on one connection.
static coroutine void client(int port, int *answered) {
    struct ipaddr addr;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", port, 0));
    int s = tcp_connect(&addr, -1);
    CHECK(s >= 0);
    for(int i = 0; i != REQUESTS; ++i) {
        s = http_attach(s);
        CHECK(s >= 0);
        CHECK_OK(http_sendrequest(s, "GET", "/", -1));
        CHECK_OK(http_sendfield(s, "Host", "127.0.0.1", -1));
        CHECK_OK(http_done(s, -1));
        char reason[32], name[64], value[64];
        CHECK_INT(http_recvstatus(s, reason, sizeof(reason), -1), 200);
        int length = -1;
        while(http_recvfield(s, name, sizeof(name), value, sizeof(value), -1) == 0) {
            if(strcmp(name, "Content-Length") == 0) length = atoi(value);
        }
        CHECK_INT(errno, EPIPE);
        CHECK_INT(length, sizeof(content) - 1);
        s = http_detach(s, -1);
        CHECK(s >= 0);
        char body[sizeof(content)];
        CHECK_OK(brecv(s, body, (size_t)length, -1));
        CHECK_MEM(body, content, (size_t)length);
        ++*answered;
    }
    CHECK_OK(tcp_close(s, -1));
}

int main(void) {
    nng_url *url;
    nng_http_server *server;
    nng_http_handler *handler;
    nng_sockaddr address;
    CHECK_OK(nng_url_parse(&url, "http://127.0.0.1:0"));
    CHECK_OK(nng_http_server_hold(&server, url));
    nng_url_free(url);
    CHECK_OK(nng_http_handler_alloc(&handler, "/", answer));
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_start(server));
    CHECK_OK(nng_http_server_get_addr(server, &address));
    CHECK_INT(address.s_family, NNG_AF_INET);

    int answered = 0;
    int clients = bundle();
    CHECK(clients >= 0);
    for(int i = 0; i != CLIENTS; ++i) CHECK_OK(bundle_go(clients, client(ntohs(address.s_in.sa_port), &answered)));
    CHECK_OK(bundle_wait(clients, -1));
    CHECK_OK(hclose(clients));
    CHECK_INT(answered, CLIENTS * REQUESTS);

    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}
