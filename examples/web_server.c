/* A small web server: a page with a clock, which the server keeps going through a WebSocket.

     web_server [PORT]        listens on 127.0.0.1, port 8080 unless told otherwise; port 0 is any free one
     cc -Wall -Wextra -o web_server web_server.c $(pkg-config --cflags --libs httpcore)

   Each connection has a coroutine of its own, which answers requests until the client is silent for IDLE ms. A request
   with content is the last one of its connection, which saves looking for the end of the content. After SIGTERM or
   SIGINT, clocks are told that the server goes away, and whoever is being served gets GRACE ms. */

#define _GNU_SOURCE /* strcasestr */
#include <errno.h>
#include <libdill.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>

enum { IDLE = 10000, TICK = 1000, GRACE = 2000 };

static int stopping;
static const char page[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><title>Clock</title><h1 id=\"clock\">...</h1><script>\n"
    "new WebSocket(\"ws://\" + location.host + \"/clock\").onmessage =\n"
    "    (tick) => document.getElementById(\"clock\").textContent = tick.data;</script>\n";

struct request {
    char method[32], target[1024], accept[WS_KEY_SIZE];
    int malformed, hosts, last; /* last: nothing follows on this connection */
    int upgrade, version, key;  /* what asks for a WebSocket */
};

/* Receives the head of a request. Returns -1 if there is none, or nobody who waits for an answer. */
static int receive(int h, struct request *r) {
    int64_t deadline = now() + IDLE;
    char name[256], value[4096];
    int rc, attempts = 2; /* An empty line may come before the request (RFC 9112 section 2.2). */
    do rc = http_recvrequest(h, r->method, sizeof(r->method), r->target, sizeof(r->target), deadline);
    while(rc != 0 && errno == EPIPE && --attempts > 0);
    while(rc == 0 || errno == EPROTO || errno == EMSGSIZE) {
        r->malformed |= rc != 0;
        rc = http_recvfield(h, name, sizeof(name), value, sizeof(value), deadline);
        if(rc != 0 && errno == EPIPE) return 0;
        if(rc != 0) continue;
        if(strcasecmp(name, "Host") == 0) r->hosts++;
        if(strcasecmp(name, "Connection") == 0) r->last |= strcasestr(value, "close") != NULL;
        if(strcasecmp(name, "Content-Length") == 0) r->last |= strcmp(value, "0") != 0;
        if(strcasecmp(name, "Transfer-Encoding") == 0) r->last = 1;
        if(strcasecmp(name, "Upgrade") == 0) r->upgrade |= strcasestr(value, "websocket") != NULL;
        if(strcasecmp(name, "Sec-WebSocket-Version") == 0) r->version = strcmp(value, "13") == 0;
        if(strcasecmp(name, "Sec-WebSocket-Key") == 0) r->key = ws_response_key(value, r->accept) == 0;
    }
    return -1;
}

/* Sends a response. Returns the connection without HTTP, or -1 if it is lost. */
static int respond(int h, const struct request *r, int status, const char *reason, const char *content) {
    int64_t deadline = now() + IDLE;
    char date[32], length[24];
    time_t t = time(NULL);
    strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime(&t));
    snprintf(length, sizeof(length), "%zu", strlen(content));
    http_sendstatus(h, status, reason, deadline); /* If one of these fails, http_detach does, too. */
    http_sendfield(h, "Date", date, deadline);
    if(status != 101) http_sendfield(h, "Content-Type", content == page ? "text/html" : "text/plain", deadline);
    if(status != 101) http_sendfield(h, "Content-Length", length, deadline);
    if(status == 405) http_sendfield(h, "Allow", "GET, HEAD", deadline);
    if(status == 101 || status == 426) http_sendfield(h, "Upgrade", "websocket", deadline);
    if(status == 101 || status == 426) http_sendfield(h, "Connection", "Upgrade", deadline);
    if(status == 101) http_sendfield(h, "Sec-WebSocket-Accept", r->accept, deadline);
    if(status == 426) http_sendfield(h, "Sec-WebSocket-Version", "13", deadline);
    if(status != 101 && r->last) http_sendfield(h, "Connection", "close", deadline);
    int s = http_detach(h, deadline);
    if(strcmp(r->method, "HEAD") == 0 || bsend(s, content, strlen(content), deadline) == 0) return s;
    return hclose(s), -1;
}

static coroutine void tick(int ws) {
    do {
        time_t t = time(NULL);
        if(msend(ws, ctime(&t) + 11, 8, now() + IDLE) != 0) return; /* HH:MM:SS */
        if(msleep(now() + TICK) != 0) return;
    } while(!stopping);
    ws_done(ws, 1001, "server stops", 12, now() + IDLE);
}

/* Runs a clock on a WebSocket until one side ends it, and then closes the connection. */
static void run_clock(int s) {
    int ws = ws_attach_server(s, WS_TEXT | WS_NOHTTP, NULL, 0, NULL, 0, now() + IDLE);
    int ticking = go(tick(ws));
    while(mrecvl(ws, NULL, NULL, -1) >= 0); /* Drops messages and answers pings. */
    hclose(ticking);
    tcp_close(ws_detach(ws, 1000, NULL, 0, now() + IDLE), now() + IDLE);
}

/* Receives a request and answers it. Returns the connection, or -1 if it is lost or has ended. */
static int exchange(int s, struct request *r) {
    memset(r, 0, sizeof(*r));
    int h = http_attach(s);
    if(receive(h, r) != 0) return hclose(h), -1;
    r->malformed |= r->hosts != 1;
    r->last |= r->malformed || stopping;
    if(r->malformed) return respond(h, r, 400, "Bad Request", "malformed\n");
    int get = strcmp(r->method, "GET") == 0;
    if(!get && strcmp(r->method, "HEAD") != 0) return respond(h, r, 405, "Method Not Allowed", "only GET, HEAD\n");
    char *path = r->target;
    if(strncasecmp(path, "http://", 7) == 0) path += 7 + strcspn(path + 7, "/?"); /* as proxies get it */
    path[strcspn(path, "?")] = 0;
    if(strcmp(path, "") == 0 || strcmp(path, "/") == 0) return respond(h, r, 200, "OK", page);
    if(strcmp(path, "/clock") != 0) return respond(h, r, 404, "Not Found", "nothing here\n");
    if(get && r->upgrade && r->version && r->key) return run_clock(respond(h, r, 101, "Switching Protocols", "")), -1;
    return respond(h, r, 426, "Upgrade Required", "only WebSockets\n");
}

static coroutine void serve(int s) {
    struct request r;
    do s = exchange(s, &r); while(s >= 0 && !r.last);
    tcp_close(s, now() + IDLE);
}

static coroutine void accept_all(int listener, int connections) {
    while(!stopping) {
        int s = tcp_accept(listener, NULL, -1);
        if(s >= 0 && bundle_go(connections, serve(s)) == 0) continue;
        hclose(s);
        msleep(now() + 100); /* Out of descriptors or memory, which may pass. */
    }
}

int main(int argc, char *argv[]) {
    struct ipaddr addr;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int signalled = signalfd(-1, &signals, SFD_CLOEXEC), connections = bundle(), listener = -1;
    if(ipaddr_local(&addr, "127.0.0.1", argc > 1 ? atoi(argv[1]) : 8080, 0) == 0) listener = tcp_listen(&addr, 128);
    if(listener < 0) return perror("cannot listen"), 1;
    dprintf(1, "http://127.0.0.1:%d/\n", ipaddr_port(&addr));
    bundle_go(connections, accept_all(listener, connections));

    fdin(signalled, -1);
    stopping = 1;
    hclose(listener);
    bundle_wait(connections, now() + GRACE);
    return hclose(connections);
}
