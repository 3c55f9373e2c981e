// The limit: a bare epoll loop that answers each request head with canned bytes.
//   limit PORT THREADS
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int port;
static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhello world\n";

static void *loop(void *arg)
{
    (void) arg;
    int one = 1, ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(ls, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (bind(ls, (void *) &sa, sizeof sa) || listen(ls, 1024)) { perror("listen"); exit(1); }
    int ep = epoll_create1(0);
    struct epoll_event ev = { .events = EPOLLIN, .data.fd = ls }, evs[256];
    epoll_ctl(ep, EPOLL_CTL_ADD, ls, &ev);
    static __thread char out[65536];
    for (;;) {
        int n = epoll_wait(ep, evs, 256, -1);
        for (int i = 0; i < n; i++) {
            int fd = evs[i].data.fd;
            if (fd == ls) {
                int c;
                while ((c = accept4(ls, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    ev.events = EPOLLIN; ev.data.fd = c;
                    epoll_ctl(ep, EPOLL_CTL_ADD, c, &ev);
                }
                continue;
            }
            char buf[65536];
            ssize_t k = read(fd, buf, sizeof buf);
            if (k <= 0) { close(fd); continue; }
            size_t o = 0;
            for (char *p = buf, *e = buf + k; (p = memmem(p, e - p, "\r\n\r\n", 4)); p += 4) {
                memcpy(out + o, reply, sizeof reply - 1);
                o += sizeof reply - 1;
            }
            if (o && write(fd, out, o) < 0) close(fd);
        }
    }
}

int main(int argc, char **argv)
{
    port = atoi(argv[1]);
    int t = argc > 2 ? atoi(argv[2]) : 1;
    for (int i = 1; i < t; i++) { pthread_t th; pthread_create(&th, NULL, loop, NULL); }
    loop(NULL);
}
