// A child that is forked while the library is in use: it has a copy of everything, and neither disturbs the other.
// memcheck: leaks, a child does not have the threads of its parent, and loses what was theirs
#include "pair.h"
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* As many lookups at a time as the library has threads for. */
enum { LOOKUPS = 8 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_asked = PTHREAD_COND_INITIALIZER;
static int asked;

/* Takes the place of the system's resolver: the first ones are answered together. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **list) {
    (void)name;
    (void)service;
    (void)hints;
    *list = NULL;
    CHECK_OK(pthread_mutex_lock(&mutex));
    if(++asked == LOOKUPS) CHECK_OK(pthread_cond_broadcast(&all_asked));
    while(asked < LOOKUPS) CHECK_OK(pthread_cond_wait(&all_asked, &mutex));
    CHECK_OK(pthread_mutex_unlock(&mutex));
    return EAI_NONAME;
}

static void ended_well(pid_t child) {
    int status;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
}

/* Servers that accept on one listener, after the parent has used it. */
static void servers(void) {
    struct ipaddr addr;
    pid_t children[4];
    char byte;
    int listener = listen_on_loopback(&addr), i, s;
    CHECK_ERRNO(tcp_accept(listener, NULL, now() + 2), ETIMEDOUT);
    for(i = 0; i != 4; ++i) {
        children[i] = fork();
        CHECK(children[i] >= 0);
        if(children[i]) continue;
        s = tcp_accept(listener, NULL, now() + 10000);
        CHECK(s >= 0);
        CHECK_OK(brecv(s, &byte, 1, now() + 10000));
        CHECK_OK(bsend(s, &byte, 1, -1));
        CHECK_OK(tcp_close(s, now() + 10000));
        _exit(0);
    }
    for(i = 0; i != 4; ++i) {
        s = tcp_connect(&addr, now() + 10000);
        CHECK(s >= 0);
        CHECK_OK(bsend(s, "x", 1, -1));
        CHECK_OK(brecv(s, &byte, 1, now() + 10000));
        CHECK_INT(byte, 'x');
        CHECK_OK(tcp_close(s, now() + 10000));
    }
    for(i = 0; i != 4; ++i) ended_well(children[i]);
    CHECK_OK(hclose(listener));
}

static int received;

static coroutine void receives(int fd) {
    char byte;
    CHECK_OK(fdin(fd, now() + 10000));
    CHECK_INT(read(fd, &byte, 1), 1);
    CHECK_OK(fdclean(fd));
    CHECK_OK(close(fd));
    received++;
}

/* Coroutines go on in both, each with descriptors of its own; what one of them closes, the other still waits for. */
static void waits(void) {
    int fds[2], b = bundle(), i;
    pid_t child;
    CHECK_OK(pipe(fds));
    received = 0;
    CHECK_OK(bundle_go(b, receives(fds[0])));
    CHECK_OK(msleep(now() + 1));
    for(i = 0; i != 2; ++i) {
        child = fork();
        CHECK(child >= 0);
        if(child == 0) {
            CHECK_INT(write(fds[1], "x", 1), 1);
            CHECK_OK(bundle_wait(b, now() + 10000));
            CHECK_INT(received, 1);
            _exit(0);
        }
        ended_well(child);
        CHECK_INT(received, 0);
    }
    CHECK_INT(write(fds[1], "x", 1), 1);
    CHECK_OK(bundle_wait(b, now() + 10000));
    CHECK_INT(received, 1);
    CHECK_OK(hclose(b));
    CHECK_OK(close(fds[1]));
}

static coroutine void looks_up(void) {
    struct ipaddr addr;
    CHECK_ERRNO(ipaddr_remote(&addr, "example.org", 80, 0, now() + 10000), EADDRNOTAVAIL);
}

/* The threads that ask are not in the child. */
static void lookups(void) {
    int b = bundle(), i;
    pid_t child;
    for(i = 0; i != LOOKUPS; ++i) CHECK_OK(bundle_go(b, looks_up()));
    CHECK_OK(bundle_wait(b, now() + 10000));
    child = fork();
    CHECK(child >= 0);
    if(child == 0) {
        looks_up();
        CHECK_ERRNO(happyeyeballs_connect("example.org", 80, now() + 10000), EADDRNOTAVAIL);
        _exit(0);
    }
    ended_well(child);
    looks_up();
    CHECK_OK(hclose(b));
}

/* Lines that the parent has written leave once, although the child has them, too, and ends like a process does. */
static void gathered_lines(void) {
    char text[64];
    int s[2];
    pid_t child;
    CHECK_OK(ipc_pair(s));
    s[0] = http_attach(s[0]);
    CHECK_OK(http_sendstatus(s[0], 200, "OK", -1));
    child = fork();
    CHECK(child >= 0);
    if(child == 0) exit(0);
    ended_well(child);
    CHECK_OK(http_done(s[0], -1));
    CHECK_OK(hclose(s[0]));
    CHECK_OK(brecv(s[1], text, 19, now() + 10000));
    CHECK_MEM(text, "HTTP/1.1 200 OK\r\n\r\n", 19);
    CHECK_ERRNO(brecv(s[1], text, 1, now() + 10000), EPIPE);
    CHECK_OK(hclose(s[1]));
}

int main(void) {
    servers();
    waits();
    lookups();
    gathered_lines();
    return 0;
}
