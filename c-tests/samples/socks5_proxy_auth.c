/* The example of the manual page socks5_proxy_auth(3): a proxy, used here to reach a server in this program. */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* EXAMPLE */
static coroutine void copy(int from, int to) {
    char c;
    while(brecv(from, &c, 1, -1) == 0 && bsend(to, &c, 1, -1) == 0);
    tcp_done(to, -1);
}

static coroutine void proxy(int s) {
    int64_t deadline = now() + 10000;
    struct ipaddr addr;
    int b = -1, to = -1;
    if(socks5_proxy_auth(s, NULL, deadline) != 0) goto end;
    int command = socks5_proxy_recvcommand(s, &addr, deadline);
    if(command < 0) goto end;
    if(command != SOCKS5_CONNECT) {
        socks5_proxy_sendreply(s, SOCKS5_COMMAND_NOT_SUPPORTED, &addr, deadline);
        goto end;
    }
    to = tcp_connect(&addr, deadline);
    int reply = to >= 0 ? SOCKS5_SUCCESS
        : errno == ECONNREFUSED ? SOCKS5_CONNECTION_REFUSED
        : SOCKS5_GENERAL_FAILURE;
    if(socks5_proxy_sendreply(s, reply, &addr, deadline) != 0 || to < 0) goto end;

    b = bundle();
    if(b < 0) goto end;
    if(bundle_go(b, copy(s, to)) != 0 || bundle_go(b, copy(to, s)) != 0) goto end;
    bundle_wait(b, -1);
end:
    if(b >= 0) hclose(b);
    if(to >= 0) tcp_close(to, now() + 1000);
    tcp_close(s, now() + 1000);
}
/* END EXAMPLE */

static int served;

static coroutine void server(int listener) {
    char buf[4];
    int s = tcp_accept(listener, NULL, now() + 10000);
    if(s < 0) fail("tcp_accept");
    if(brecv(s, buf, 4, now() + 10000) != 0 || memcmp(buf, "ping", 4) != 0) fail("brecv");
    if(bsend(s, "pong", 4, now() + 10000) != 0) fail("bsend");
    if(tcp_close(s, now() + 10000) != 0) fail("tcp_close");
    served = 1;
}

int main(void) {
    struct ipaddr proxy_addr, server_addr;
    char buf[4];
    int64_t deadline = now() + 10000;
    int b = bundle();
    if(b < 0) fail("bundle");
    if(ipaddr_local(&proxy_addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    if(ipaddr_local(&server_addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int proxies = tcp_listen(&proxy_addr, 1), servers = tcp_listen(&server_addr, 1);
    if(proxies < 0 || servers < 0) fail("tcp_listen");
    int c = tcp_connect(&proxy_addr, deadline);
    if(c < 0) fail("tcp_connect");
    int s = tcp_accept(proxies, NULL, deadline);
    if(s < 0) fail("tcp_accept");
    if(bundle_go(b, proxy(s)) != 0 || bundle_go(b, server(servers)) != 0) fail("bundle_go");
    if(socks5_client_connect(c, NULL, NULL, &server_addr, deadline) != 0) fail("socks5_client_connect");
    if(bsend(c, "ping", 4, deadline) != 0) fail("bsend");
    if(brecv(c, buf, 4, deadline) != 0 || memcmp(buf, "pong", 4) != 0) fail("brecv");
    if(tcp_close(c, deadline) != 0) fail("tcp_close");
    if(bundle_wait(b, deadline) != 0) fail("bundle_wait");
    hclose(b);
    hclose(proxies);
    hclose(servers);
    return !served;
}
