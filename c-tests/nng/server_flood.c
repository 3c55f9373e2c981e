// define: _GNU_SOURCE
/* A peer that sends requests faster than they are answered gets all its answers, and does not keep the server from
   others meanwhile. */

#include "raw.h"
#include <pthread.h>

#define REQUESTS 40000

#if OURS

static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

static void *flood(void *arg) {
    int fd = *(int *)arg;
    size_t size = (sizeof(request) - 1) * REQUESTS, i;
    char *all = malloc(size);
    CHECK(all != NULL);
    for(i = 0; i != REQUESTS; ++i) memcpy(all + i * (sizeof(request) - 1), request, sizeof(request) - 1);
    for(i = 0; i != size;) {
        ssize_t n = send(fd, all + i, size - i, MSG_NOSIGNAL);
        CHECK(n > 0);
        i += (size_t)n;
    }
    free(all);
    return NULL;
}

int main(void) {
    nng_http_server *server = raw_server();
    raw_static(server, "/", "~");
    CHECK_OK(nng_http_server_start(server));
    int fd = raw_connect(raw_port(server)), other = raw_connect(raw_port(server));
    pthread_t thread;
    CHECK_OK(pthread_create(&thread, NULL, flood, &fd));
    /* Each body is one character that no head has. */
    static char buffer[65536];
    int answers = 0, answered = 0;
    while(answers != REQUESTS) {
        ssize_t n = recv(fd, buffer, sizeof(buffer), 0), i;
        CHECK(n > 0);
        for(i = 0; i != n; ++i) answers += buffer[i] == '~';
        CHECK(answers <= REQUESTS);
        if(!answered) {
            answered = 1;
            CHECK_INT(send(other, request, sizeof(request) - 1, 0), sizeof(request) - 1);
            CHECK(recv(other, buffer, sizeof(buffer), 0) > 0);
        }
    }
    CHECK_OK(pthread_join(thread, NULL));
    close(fd);
    close(other);
    nng_http_server_stop(server);
    nng_http_server_release(server);
    return 0;
}

#else

int main(void) { return 0; }

#endif
