// HTTP server on the libdill face with keep-alive: one coroutine per connection.
//   dill_server PORT
#include <libdill.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <assert.h>

static coroutine void worker(int s)
{
    for (;;) {
        char cmd[32], res[512], name[256], value[1024];
        int close_after = 0, bad = 0;
        int h = http_attach(s);
        if (h < 0) return;
        int rc = http_recvrequest(h, cmd, sizeof cmd, res, sizeof res, -1);
        if (rc < 0) { hclose(h); return; }
        for (;;) {
            rc = http_recvfield(h, name, sizeof name, value, sizeof value, -1);
            if (rc < 0 && errno == EPIPE) break;
            if (rc < 0) { bad = 1; break; }
            if (strcasecmp(name, "Connection") == 0 && strcasecmp(value, "close") == 0) close_after = 1;
        }
        if (bad) { hclose(h); return; }
        if (http_sendstatus(h, 200, "OK", -1) < 0 ||
            http_sendfield(h, "Content-Type", "text/plain", -1) < 0 ||
            http_sendfield(h, "Content-Length", "12", -1) < 0) { hclose(h); return; }
        s = http_detach(h, -1);
        if (s < 0) return;
        if (bsend(s, "hello world\n", 12, -1) < 0) { hclose(s); return; }
        if (close_after) { tcp_close(s, now() + 1000); return; }
    }
}

int main(int argc, char **argv)
{
    struct ipaddr addr;
    int port = argc > 1 ? atoi(argv[1]) : 8080;
    int rc = ipaddr_local(&addr, "127.0.0.1", port, 0);
    assert(rc == 0);
    int ls = tcp_listen(&addr, 1024);
    assert(ls >= 0);
    int b = bundle();
    assert(b >= 0);
    printf("listening on %d\n", port);
    fflush(stdout);
    for (;;) {
        int s = tcp_accept(ls, NULL, -1);
        if (s < 0) { perror("accept"); continue; }
        rc = bundle_go(b, worker(s));
        if (rc < 0) { perror("go"); hclose(s); }
    }
}
