// The process has no file descriptor left: what needs one fails with EMFILE and loses nothing, the rest works.
// memcheck: no, valgrind has accept(2) and socketpair(2) pass the limit, and takes the descriptors away later
#include "fixtures.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

static struct rlimit before;

static void limit(int on) {
    struct rlimit limit = before;
    if(on) limit.rlim_cur = 3;
    CHECK_OK(setrlimit(RLIMIT_NOFILE, &limit));
}

#define FAILS(call) do { limit(1); CHECK_ERRNO(call, EMFILE); limit(0); } while(0)

static int open_descriptors(void) {
    int fd, n = 0;
    for(fd = 0; fd != 256; ++fd) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void tcp(void) {
    struct ipaddr addr;
    int listener, s, peer, count, port;
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    FAILS(tcp_listen(&addr, 10));
    CHECK_INT(ipaddr_port(&addr), 0);
    listener = tcp_listen(&addr, 10);
    CHECK(listener >= 0);
    port = ipaddr_port(&addr);
    FAILS(tcp_connect(&addr, -1));
    FAILS(happyeyeballs_connect("127.0.0.1", port, -1));
    FAILS(happyeyeballs_connect("localhost", port, -1));
    s = tcp_connect(&addr, -1);
    CHECK(s >= 0);
    /* The connection waits until there is one. */
    count = open_descriptors();
    FAILS(tcp_accept(listener, &addr, -1));
    FAILS(tcp_accept(listener, NULL, 0));
    CHECK_INT(open_descriptors(), count);
    peer = tcp_accept(listener, NULL, 0);
    CHECK(peer >= 0);
    CHECK_OK(hclose(peer));
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(listener));
}

static void ipc(void) {
    int listener, s, peer, pair[2];
    FAILS(ipc_listen("socket", 10));
    CHECK_ERRNO(access("socket", F_OK), ENOENT);
    listener = ipc_listen("socket", 10);
    CHECK(listener >= 0);
    FAILS(ipc_connect("socket", -1));
    FAILS(ipc_pair(pair));
    s = ipc_connect("socket", -1);
    CHECK(s >= 0);
    FAILS(ipc_accept(listener, -1));
    peer = ipc_accept(listener, 0);
    CHECK(peer >= 0);
    /* One that arrives when there is no room for it is lost, and the connection with it. */
    CHECK_OK(ipc_sendfd(s, 0, -1));
    FAILS(ipc_recvfd(peer, -1));
    CHECK_ERRNO(ipc_recvfd(peer, -1), ECONNRESET);
    CHECK_OK(unlink("socket"));
    CHECK_OK(hclose(peer));
    CHECK_OK(hclose(s));
    CHECK_OK(hclose(listener));
}

/* Descriptors of the program stay what they were. */
static void adopted(void) {
    struct sockaddr_in sa;
    socklen_t len = sizeof(sa);
    int fds[2], ls = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0), reuse = 7;
    CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
    CHECK_OK(listen(ls, 1));
    CHECK_OK(getsockname(ls, (struct sockaddr *)&sa, &len));
    CHECK_OK(connect(fd, (struct sockaddr *)&sa, len));
    FAILS(ipc_fromfd(fds[0]));
    FAILS(tcp_fromfd(fd));
    FAILS(tcp_listener_fromfd(ls));
    CHECK_INT(fcntl(fds[0], F_GETFL) & O_NONBLOCK, 0);
    CHECK_INT(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
    CHECK_INT(fcntl(ls, F_GETFL) & O_NONBLOCK, 0);
    len = sizeof(reuse);
    CHECK_OK(getsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &reuse, &len));
    CHECK_INT(reuse, 0);
    CHECK_OK(hclose(ipc_fromfd(fds[0])));
    CHECK_OK(hclose(tcp_fromfd(fd)));
    CHECK_OK(hclose(tcp_listener_fromfd(ls)));
    CHECK_OK(close(fds[1]));
}

static coroutine void answers(int s) {
    char byte;
    CHECK_OK(brecv(s, &byte, 1, -1));
    CHECK_OK(bsend(s, &byte, 1, -1));
}

/* None of that needs one. */
static void the_rest(void) {
    struct ipaddr addr;
    char byte;
    int h;
    FAILS(ipaddr_remote(&addr, "localhost", 80, 0, -1));
    FAILS(udp_open(NULL, NULL));
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 0, 0));
    FAILS(udp_open(&addr, NULL));
    CHECK_INT(ipaddr_port(&addr), 0);
    a_tcp();
    limit(1);
    CHECK_OK(ipaddr_local(&addr, "127.0.0.1", 80, 0));
    CHECK_OK(ipaddr_remote(&addr, "127.0.0.1", 80, 0, -1));
    h = go(answers(others[0]));
    CHECK(h >= 0);
    CHECK_OK(bsend(used, "x", 1, -1));
    CHECK_OK(brecv(used, &byte, 1, -1));
    CHECK_INT(byte, 'x');
    CHECK_OK(hclose(h));
    on(http_attach(prefix_detach(prefix_attach(used, 2, 0))));
    CHECK_OK(http_sendrequest(used, "GET", "/", -1));
    CHECK_OK(msleep(now() + 1));
    discard();
    a_channel();
    discard();
    limit(0);
}

/* Without one for the library itself, the process ends. */
static void first_call(void) {
    int status;
    if(fork() == 0) {
        int null = open("/dev/null", O_WRONLY);
        CHECK_INT(dup2(null, 2), 2);
        close(null);
        limit(1);
        bundle();
        _exit(0);
    }
    CHECK(wait(&status) > 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void) {
    CHECK_OK(getrlimit(RLIMIT_NOFILE, &before));
    first_call();
    CHECK_OK(hclose(bundle()));
    tcp();
    ipc();
    adopted();
    the_rest();
    return 0;
}
