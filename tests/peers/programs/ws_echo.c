/* A WebSocket server that sends back each message, as what it was. Prints its port; for each connection that has ended, a
   line with the resource, the host, and the status and text with which the client closed. */

#include "../../../c-tests/check.h"
#include <libdill.h>
#include <stdlib.h>

enum { PATIENCE = 30000, LARGEST = 1 << 20 };

static coroutine void serve(int s) {
    char resource[256], host[256], text[126];
    s = ws_attach_server(s, WS_TEXT, resource, sizeof(resource), host, sizeof(host), now() + PATIENCE);
    if(s < 0) {
        printf("refused: %s\n", strerror(errno));
        fflush(stdout);
        return;
    }
    char *message = malloc(LARGEST);
    CHECK(message != NULL);
    int flags, status = -1;
    ssize_t len;
    while((len = ws_recv(s, &flags, message, LARGEST, now() + PATIENCE)) >= 0)
        if(ws_send(s, flags, message, len, now() + PATIENCE) != 0) break;
    free(message);
    len = ws_status(s, &status, text, sizeof(text));
    printf("%s %s %d %.*s\n", resource, host, status, len < 0 ? 0 : (int)len, text);
    fflush(stdout);
    s = ws_detach(s, status > 0 ? status : 0, NULL, 0, now() + PATIENCE);
    if(s >= 0) tcp_close(s, now() + PATIENCE);
}

int main(void) {
    struct ipaddr addr;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    int listener = tcp_listen(&addr, 128), connections = bundle();
    CHECK(listener >= 0 && connections >= 0);
    printf("%d\n", ipaddr_port(&addr));
    fflush(stdout);
    while(1) {
        int s = tcp_accept(listener, NULL, -1);
        CHECK(s >= 0);
        CHECK_OK(bundle_go(connections, serve(s)));
    }
}
