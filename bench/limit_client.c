// The limit for a client: C blocking connections on one epoll loop, canned request, N requests each.
//   limit_client URL N C, with a URL that ends in its port and a slash
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    long n = atol(argv[2]); int c = atoi(argv[3]), one = 1, live = c;
    long *left = calloc(65536, sizeof *left);
    static const char rq[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    int ep = epoll_create1(0);
    struct timespec a, b; clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < c; i++) {
        int s = socket(AF_INET, SOCK_STREAM, 0);
        struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(atoi(strrchr(argv[1], ':') + 1)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        if (connect(s, (void *) &sa, sizeof sa)) { perror("connect"); return 1; }
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event ev = { .events = EPOLLIN, .data.fd = s };
        epoll_ctl(ep, EPOLL_CTL_ADD, s, &ev);
        left[s] = n;
        if (write(s, rq, sizeof rq - 1) < 0) return 1;
    }
    struct epoll_event evs[256]; char buf[65536];
    while (live) {
        int k = epoll_wait(ep, evs, 256, -1);
        for (int i = 0; i < k; i++) {
            int s = evs[i].data.fd;
            if (read(s, buf, sizeof buf) <= 0) return 1;
            if (--left[s] == 0) { close(s); live--; continue; }
            if (write(s, rq, sizeof rq - 1) < 0) return 1;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double t = (b.tv_sec - a.tv_sec) + (b.tv_nsec - a.tv_nsec) / 1e9;
    report(n * c, t);
}
