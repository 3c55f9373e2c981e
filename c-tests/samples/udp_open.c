// The example of the manual page udp_open(3): a question that is asked again until it is answered.

#include <libdill.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// EXAMPLE
// Asks a server and returns the size of its answer. Packets get lost, so the question is sent up to five times.
static ssize_t ask(const struct ipaddr *server, const char *question, char *answer, size_t size) {
    int s = udp_open(NULL, server);
    if(s < 0) fail("udp_open");
    ssize_t received = -1;
    for(int attempt = 0; attempt < 5 && received < 0; ++attempt) {
        if(msend(s, question, strlen(question), -1) != 0) fail("msend");
        received = mrecv(s, answer, size, now() + 1000);
        if(received < 0 && errno != ETIMEDOUT) fail("mrecv");
    }
    hclose(s);
    return received;
}

// Sends every packet back to where it came from, until it is cancelled.
static coroutine void echo(int s) {
    char packet[1500];
    struct ipaddr sender;
    while(1) {
        ssize_t size = udp_recv(s, &sender, packet, sizeof(packet), -1);
        if(size < 0 && errno == ECANCELED) return;
        if(size >= 0) udp_send(s, &sender, packet, (size_t)size);
    }
}
// END EXAMPLE

int main(void) {
    struct ipaddr addr;
    if(ipaddr_local(&addr, "127.0.0.1", 0, 0) != 0) fail("ipaddr_local");
    int s = udp_open(&addr, NULL);
    if(s < 0) fail("udp_open");
    int server = go(echo(s));
    if(server < 0) fail("go");
    char answer[16];
    ssize_t size = ask(&addr, "hello", answer, sizeof(answer));
    hclose(server);
    hclose(s);
    printf("%.*s\n", (int)size, answer);
    return size != 5 || memcmp(answer, "hello", 5) != 0;
}
