/* A WebSocket client of a server that sends back each message.

     ws_client PORT plain|tls RESOURCE

   With the resource /closes, the server closes instead. The client prints with which status and text. */

#include "../../../c-tests/check.h"
#include <libdill.h>
#include <stdlib.h>

static const size_t sizes[] = {0, 1, 125, 126, 65535, 65536, 200000};
static char sent[200000], received[200001];

int main(int argc, char *argv[]) {
    struct ipaddr addr;
    int64_t deadline = now() + 30000;
    char text[126];
    int flags, status = -1;
    CHECK_INT(argc, 4);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", atoi(argv[1]), 0));
    int s = tcp_connect(&addr, deadline), tls = strcmp(argv[2], "tls") == 0;
    if(tls) s = tls_attach_client(s, deadline);
    s = ws_attach_client(s, WS_TEXT, argv[3], "localhost", deadline);
    CHECK(s >= 0);
    if(strcmp(argv[3], "/closes") != 0) {
        for(size_t i = 0; i != sizeof(sent); ++i) sent[i] = ' ' + i % 90;
        for(size_t i = 0; i != sizeof(sizes) / sizeof(sizes[0]); ++i) {
            int type = i % 2 ? WS_BINARY : WS_TEXT;
            CHECK_OK(ws_send(s, type, sent, sizes[i], deadline));
            CHECK_INT(ws_recv(s, &flags, received, sizeof(received), deadline), sizes[i]);
            CHECK_INT(flags, type);
            CHECK_MEM(received, sent, sizes[i]);
        }
        /* The server cuts this one in fragments, with a ping between them, and waits for the pong. */
        CHECK_OK(msend(s, "fragments", 9, deadline));
        CHECK_INT(mrecv(s, received, sizeof(received), deadline), 300000 / 3);
        CHECK_MEM(received, "aaaa", 4);
        CHECK_INT(mrecv(s, received, sizeof(received), deadline), 4);
        CHECK_MEM(received, "pong", 4);
        CHECK_OK(ws_done(s, 4000, "enough", 6, deadline));
    }
    CHECK_ERRNO(mrecv(s, received, sizeof(received), deadline), EPIPE);
    ssize_t len = ws_status(s, &status, text, sizeof(text));
    CHECK(len >= 0);
    printf("%d %.*s\n", status, (int)len, text);
    s = ws_detach(s, 1000, NULL, 0, deadline);
    CHECK(s >= 0);
    if(tls) s = tls_detach(s, deadline);
    CHECK(s >= 0);
    CHECK_OK(tcp_close(s, deadline));
    return 0;
}
