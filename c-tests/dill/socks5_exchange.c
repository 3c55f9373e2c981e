// Client and proxy, over real connections: with and without credentials, by address and by name; deadlines, cancellation.
#include "pair.h"

static int checked;

static int check(const char *username, const char *password) {
    /* It may block. */
    CHECK_OK(yield());
    checked++;
    return strcmp(username, "user") == 0 && strcmp(password, "pass") == 0;
}

/* Over TCP or a pair of UNIX-domain sockets. */
static int over_ipc;

static void make_any_pair(int s[2]) {
    if(over_ipc) CHECK_OK(ipc_pair(s));
    else make_pair(s);
}

static int close_any(int s) {
    return over_ipc ? ipc_close(s, now() + 10000) : tcp_close(s, now() + 10000);
}

static coroutine void proxy(int s, int credentials, int by_name) {
    char host[256], buf[3];
    struct ipaddr addr;
    int port;
    CHECK_OK(socks5_proxy_auth(s, credentials ? check : NULL, now() + 10000));
    if(by_name) {
        CHECK_INT(socks5_proxy_recvcommandbyname(s, host, &port, now() + 10000), SOCKS5_CONNECT);
        CHECK_STR(host, "10.0.0.1");
        CHECK_INT(port, 5555);
        CHECK_OK(ipaddr_local(&addr, host, port, 0));
    } else {
        CHECK_INT(socks5_proxy_recvcommand(s, &addr, now() + 10000), SOCKS5_CONNECT);
        CHECK_STR(ipaddr_str(&addr, host), "10.0.0.1");
        CHECK_INT(ipaddr_port(&addr), 5555);
    }
    CHECK_OK(socks5_proxy_sendreply(s, SOCKS5_SUCCESS, &addr, now() + 10000));
    /* From here on the stream is the application's. */
    CHECK_OK(brecv(s, buf, 3, now() + 10000));
    CHECK_MEM(buf, "ABC", 3);
    CHECK_OK(bsend(s, "DEF", 3, now() + 10000));
    CHECK_OK(close_any(s));
}

static void exchange(int credentials, int by_string, int by_name) {
    const char *user = credentials ? "user" : NULL, *pass = credentials ? "pass" : NULL;
    struct ipaddr addr;
    char buf[3];
    int s[2], b;
    make_any_pair(s);
    b = go(proxy(s[1], credentials, by_name));
    CHECK(b >= 0);
    CHECK_OK(ipaddr_local(&addr, "10.0.0.1", 5555, 0));
    if(by_string) CHECK_OK(socks5_client_connectbyname(s[0], user, pass, "10.0.0.1", 5555, now() + 10000));
    else CHECK_OK(socks5_client_connect(s[0], user, pass, &addr, now() + 10000));
    CHECK_OK(bsend(s[0], "ABC", 3, now() + 10000));
    CHECK_OK(brecv(s[0], buf, 3, now() + 10000));
    CHECK_MEM(buf, "DEF", 3);
    CHECK_OK(close_any(s[0]));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_OK(hclose(b));
}

static coroutine void strict_proxy(int s) {
    CHECK_ERRNO(socks5_proxy_auth(s, check, now() + 10000), EACCES);
    CHECK_OK(tcp_close(s, now() + 10000));
}

static void rejected(const char *user, const char *pass) {
    struct ipaddr addr;
    int s[2], b;
    make_pair(s);
    b = go(strict_proxy(s[1]));
    CHECK_OK(ipaddr_local(&addr, "10.0.0.1", 5555, 0));
    CHECK_ERRNO(socks5_client_connect(s[0], user, pass, &addr, now() + 10000), EACCES);
    CHECK_OK(tcp_close(s[0], now() + 10000));
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_OK(hclose(b));
}

static int outcome;

static coroutine void waiting(int s) {
    outcome = socks5_proxy_auth(s, NULL, -1) == -1 ? errno : 0;
}

static void waits(void) {
    char c;
    int s[2], b, i;
    make_pair(s);
    CHECK_ERRNO(socks5_proxy_auth(s[0], NULL, 0), ETIMEDOUT);
    /* The handle is still there, and broken in that direction. */
    CHECK_ERRNO(brecv(s[0], &c, 1, -1), ECONNRESET);
    CHECK_OK(bsend(s[0], "x", 1, -1));
    CHECK_OK(hclose(s[0]));
    b = go(waiting(s[1]));
    CHECK_OK(hclose(b));
    CHECK_OK(hclose(s[1]));

    for(i = 0; i != 3; ++i) {
        make_pair(s);
        b = go(waiting(s[0]));
        CHECK_ERRNO(socks5_proxy_auth(s[0], NULL, -1), EBUSY);
        if(i == 0) {
            CHECK_OK(hclose(b));
            CHECK_INT(outcome, ECANCELED);
            CHECK_OK(hclose(s[0]));
        } else {
            /* Closed under its feet; or the peer does not go on. */
            if(i == 1) CHECK_OK(hclose(s[0]));
            else CHECK_OK(tcp_done(s[1], -1));
            CHECK_OK(bundle_wait(b, now() + 10000));
            CHECK_INT(outcome, i == 1 ? ECONNRESET : EPIPE);
            CHECK_OK(hclose(b));
            if(i == 2) CHECK_OK(hclose(s[0]));
        }
        CHECK_OK(hclose(s[1]));
    }
}

int main(void) {
    int i;
    for(i = 0; i != 16; ++i) {
        over_ipc = i & 8;
        exchange(i & 1, i & 2, i & 4);
    }
    CHECK_INT(checked, 8);
    rejected("user", "word");
    rejected("", "");
    CHECK_INT(checked, 10);
    /* Nothing to offer. */
    rejected(NULL, "pass");
    CHECK_INT(checked, 10);
    waits();
    return 0;
}
