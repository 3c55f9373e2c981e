/* An HTTP server for what examples/web_server.c does not do: content of every framing, in both directions, and TLS.

     server [CERTIFICATE KEY]     prints its port; ends with status 0 on SIGTERM

     GET, HEAD  /length/N /chunked/N /close/N     N bytes of the pattern
     POST, PUT  anything                          the content of the request */

#include "content.h"
#include <signal.h>
#include <sys/signalfd.h>

enum { PATIENCE = 30000 };

static const char *certificate, *key;

static int send_chunks(int s, const char *data, size_t len) {
    char head[32];
    for(size_t size; len > 0; data += size, len -= size) {
        size = len < 10000 ? len : 10000;
        int n = snprintf(head, sizeof(head), "%zx\r\n", size);
        if(bsend(s, head, n, now() + PATIENCE) != 0) return -1;
        if(bsend(s, data, size, now() + PATIENCE) != 0 || bsend(s, "\r\n", 2, now() + PATIENCE) != 0) return -1;
    }
    return bsend(s, "0\r\n\r\n", 5, now() + PATIENCE);
}

/* Receives a request and answers it. Returns the connection, or -1 if it is lost or has ended. */
static int exchange(int s, int *last) {
    char method[16], target[256], how[16] = "", length[24];
    struct framing f;
    size_t size = 0;
    int h = http_attach(s);
    if(http_recvrequest(h, method, sizeof(method), target, sizeof(target), now() + PATIENCE) != 0
          || receive_fields(h, &f, now() + PATIENCE) != 0) {
        hclose(h);
        return -1;
    }
    int has_content = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0;
    struct bytes content = {NULL, 0};
    if(sscanf(target, "/%15[a-z]/%zu", how, &size) == 2) {
        content.data = pattern(size);
        content.len = size;
    }
    *last = f.close || strcmp(how, "close") == 0;
    if(has_content && f.expect) {
        http_sendstatus(h, 100, "Continue", now() + PATIENCE);
        http_done(h, now() + PATIENCE);
    }
    /* The head of the response comes before the content of the request: http_detach ends a head on both sides. */
    int chunked = has_content ? f.chunked : strcmp(how, "chunked") == 0;
    if(has_content && f.length < 0) f.length = 0;
    snprintf(length, sizeof(length), "%zu", has_content ? (size_t)f.length : content.len);
    http_sendstatus(h, 200, "OK", now() + PATIENCE);
    if(chunked) http_sendfield(h, "Transfer-Encoding", "chunked", now() + PATIENCE);
    else if(strcmp(how, "close") != 0) http_sendfield(h, "Content-Length", length, now() + PATIENCE);
    if(*last) http_sendfield(h, "Connection", "close", now() + PATIENCE);
    s = http_detach(h, now() + PATIENCE);
    int rc = 0;
    if(s >= 0 && has_content) content = receive_content(s, &f, now() + PATIENCE);
    if(strcmp(method, "HEAD") == 0);
    else if(chunked) rc = send_chunks(s, content.data, content.len);
    else rc = bsend(s, content.data, content.len, now() + PATIENCE);
    free(content.data);
    if(rc == 0) return s;
    hclose(s);
    return -1;
}

static coroutine void serve(int s) {
    int last = 0;
    if(certificate) s = tls_attach_server(s, certificate, key, now() + PATIENCE);
    while(s >= 0 && !last) s = exchange(s, &last);
    if(s >= 0 && certificate) s = tls_detach(s, now() + PATIENCE);
    if(s >= 0) tcp_close(s, now() + PATIENCE);
}

static coroutine void accept_all(int listener, int connections) {
    int s;
    while((s = tcp_accept(listener, NULL, -1)) >= 0) CHECK_OK(bundle_go(connections, serve(s)));
}

int main(int argc, char *argv[]) {
    struct ipaddr addr;
    sigset_t signals;
    if(argc == 3) {
        certificate = argv[1];
        key = argv[2];
    }
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    CHECK_OK(sigprocmask(SIG_BLOCK, &signals, NULL));
    int signalled = signalfd(-1, &signals, SFD_CLOEXEC);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    int listener = tcp_listen(&addr, 128), connections = bundle();
    int accepting = go(accept_all(listener, connections));
    CHECK(signalled >= 0 && listener >= 0 && connections >= 0 && accepting >= 0);
    printf("%d\n", ipaddr_port(&addr));
    fflush(stdout);
    CHECK_OK(fdin(signalled, -1));
    CHECK_OK(hclose(accepting));
    CHECK_OK(hclose(listener));
    CHECK_OK(hclose(connections));
    return 0;
}
