/* The example of the manual page socks5_client_connect(3), run through a proxy coroutine in this program. */

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void client(struct ipaddr proxy) {
    /* EXAMPLE */
    int64_t deadline = now() + 10000;
    int s = tcp_connect(&proxy, deadline);
    if(s < 0) fail("tcp_connect");
    if(socks5_client_connectbyname(s, "user", "secret", "www.example.org", 80, deadline) != 0)
        fail("socks5_client_connectbyname");

    /* From here on the other end is www.example.org. */
    s = http_attach(s);
    if(s < 0) fail("http_attach");
    if(http_sendrequest(s, "GET", "/", deadline) != 0) fail("http_sendrequest");
    if(http_sendfield(s, "Host", "www.example.org", deadline) != 0) fail("http_sendfield");
    if(http_done(s, deadline) != 0) fail("http_done");
    char reason[256];
    int status = http_recvstatus(s, reason, sizeof(reason), deadline);
    if(status < 0) fail("http_recvstatus");
    printf("%d %s\n", status, reason);
    hclose(s);
    /* END EXAMPLE */
}

static int check(const char *username, const char *password) {
    return strcmp(username, "user") == 0 && strcmp(password, "secret") == 0;
}

static int served;

/* A proxy that answers for all the world. */
static coroutine void proxy(int listener) {
    char host[256], method[16], resource[64];
    int64_t deadline = now() + 10000;
    struct ipaddr addr;
    int port, s = tcp_accept(listener, NULL, deadline);
    if(s < 0) fail("tcp_accept");
    if(socks5_proxy_auth(s, check, deadline) != 0) fail("socks5_proxy_auth");
    if(socks5_proxy_recvcommandbyname(s, host, &port, deadline) != SOCKS5_CONNECT) fail("socks5_proxy_recvcommandbyname");
    if(strcmp(host, "www.example.org") != 0 || port != 80) fail(host);
    if(ipaddr_local(&addr, NULL, 0, 0) != 0) fail("ipaddr_local");
    if(socks5_proxy_sendreply(s, SOCKS5_SUCCESS, &addr, deadline) != 0) fail("socks5_proxy_sendreply");
    s = http_attach(s);
    if(s < 0) fail("http_attach");
    if(http_recvrequest(s, method, sizeof(method), resource, sizeof(resource), deadline) != 0) fail("http_recvrequest");
    if(http_sendstatus(s, 204, "No Content", deadline) != 0) fail("http_sendstatus");
    s = http_detach(s, deadline);
    if(s < 0) fail("http_detach");
    served = 1;
    tcp_close(s, deadline);
}

int main(void) {
    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int listener = tcp_listen(&addr, 1);
    if(listener < 0) fail("tcp_listen");
    int b = go(proxy(listener));
    if(b < 0) fail("go");
    client(addr);
    if(bundle_wait(b, now() + 10000) != 0) fail("bundle_wait");
    hclose(b);
    hclose(listener);
    return !served;
}
