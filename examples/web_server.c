/* A small web server: a page with a clock, which the server keeps going through a WebSocket.

     web_server [PORT]        listens on 127.0.0.1, port 8080 unless told otherwise; port 0 is any free one
     cc -Wall -Wextra -o web_server web_server.c $(pkg-config --cflags --libs httpcore)

   Each connection has a coroutine of its own, which answers requests until the client is silent for IDLE ms. A request
   with content is the last one of its connection, which saves looking for the end of the content. The version of a
   request is not to be seen, so an HTTP/1.0 client that reads until the connection ends waits for IDLE, too. After
   SIGTERM or SIGINT, clocks are told that the server goes away, and whoever is being served gets GRACE ms. */

#include <libdill.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/signalfd.h>
#include <time.h>

enum { IDLE = 10000, TICK = 1000, GRACE = 2000 };

static const char page[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Clock</title></head><body><h1 id=\"clock\">...</h1><script>\n"
    "new WebSocket(\"ws://\" + location.host + \"/clock\").onmessage =\n"
    "    function(tick) { document.getElementById(\"clock\").textContent = tick.data; };\n"
    "</script></body></html>\n";

static int stopping;

struct request {
    char method[32], target[1024], accept[WS_KEY_SIZE];
    int malformed, hosts, last; /* last: nothing follows on this connection */
    int upgrade, version, key;  /* what asks for a WebSocket */
};

/* Whether a comma-separated list has a word. */
static int lists(const char *list, const char *word) {
    for(size_t len; *(list += strspn(list, " \t,")); list += len) {
        len = strcspn(list, " \t,");
        if(len == strlen(word) && strncasecmp(list, word, len) == 0) return 1;
    }
    return 0;
}

/* Receives the head of a request. Returns -1 if there is none, or nobody who waits for an answer. */
static int receive(int h, struct request *r) {
    int64_t deadline = now() + IDLE;
    char name[256], value[4096];
    int rc = http_recvrequest(h, r->method, sizeof(r->method), r->target, sizeof(r->target), deadline);
    if(rc != 0 && errno == EPIPE) /* The end, or an empty line before the request (RFC 9112 section 2.2). */
        rc = http_recvrequest(h, r->method, sizeof(r->method), r->target, sizeof(r->target), deadline);
    while(rc == 0 || errno == EPROTO || errno == EMSGSIZE) {
        r->malformed |= rc != 0;
        rc = http_recvfield(h, name, sizeof(name), value, sizeof(value), deadline);
        if(rc != 0 && errno == EPIPE) return 0;
        if(rc != 0) continue;
        if(strcasecmp(name, "Host") == 0) r->hosts++;
        if(strcasecmp(name, "Connection") == 0) r->last |= lists(value, "close");
        if(strcasecmp(name, "Content-Length") == 0) r->last |= strcmp(value, "0") != 0;
        if(strcasecmp(name, "Transfer-Encoding") == 0) r->last = 1;
        if(strcasecmp(name, "Upgrade") == 0) r->upgrade |= lists(value, "websocket");
        if(strcasecmp(name, "Sec-WebSocket-Version") == 0) r->version = strcmp(value, "13") == 0;
        if(strcasecmp(name, "Sec-WebSocket-Key") == 0) r->key = ws_response_key(value, r->accept) == 0;
    }
    return -1;
}

/* Sends a response. Returns the connection without HTTP, or -1 if it is lost. */
static int respond(int h, struct request *r, const char *status, const char *content) {
    int64_t deadline = now() + IDLE;
    char date[32], length[24];
    time_t t = time(NULL);
    strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime(&t));
    snprintf(length, sizeof(length), "%zu", strlen(content));
    http_sendstatus(h, atoi(status), status + 4, deadline); /* If one of these fails, http_detach does, too. */
    http_sendfield(h, "Date", date, deadline);
    http_sendfield(h, "Content-Type", content == page ? "text/html" : "text/plain", deadline);
    http_sendfield(h, "Content-Length", length, deadline);
    if(atoi(status) == 405) http_sendfield(h, "Allow", "GET, HEAD", deadline);
    if(atoi(status) == 426) http_sendfield(h, "Upgrade", "websocket", deadline);
    if(atoi(status) == 426) http_sendfield(h, "Connection", "Upgrade", deadline);
    if(atoi(status) == 426) http_sendfield(h, "Sec-WebSocket-Version", "13", deadline);
    if(r->last) http_sendfield(h, "Connection", "close", deadline);
    int s = http_detach(h, deadline);
    if(strcmp(r->method, "HEAD") == 0 || bsend(s, content, strlen(content), deadline) == 0) return s;
    return hclose(s), -1;
}

static coroutine void tick(int ws) {
    char text[16];
    do {
        time_t t = time(NULL);
        strftime(text, sizeof(text), "%H:%M:%S", localtime(&t));
        if(msend(ws, text, strlen(text), now() + IDLE) != 0 || msleep(now() + TICK) != 0) return;
    } while(!stopping);
    ws_done(ws, 1001, "server stops", 12, now() + IDLE);
}

/* Switches to WebSocket until one side ends it. Returns the connection, or -1 if it is lost. */
static int run_clock(int h, struct request *r) {
    char message[125];
    r->last = 1;
    http_sendstatus(h, 101, "Switching Protocols", now() + IDLE);
    http_sendfield(h, "Upgrade", "websocket", now() + IDLE);
    http_sendfield(h, "Connection", "Upgrade", now() + IDLE);
    http_sendfield(h, "Sec-WebSocket-Accept", r->accept, now() + IDLE);
    int s = http_detach(h, now() + IDLE);
    int ws = ws_attach_server(s, WS_TEXT | WS_NOHTTP, NULL, 0, NULL, 0, now() + IDLE);
    int ticking = go(tick(ws));
    while(mrecv(ws, message, sizeof(message), -1) >= 0); /* answers pings, too */
    hclose(ticking);
    return ws_detach(ws, 1000, NULL, 0, now() + IDLE);
}

/* Receives a request and answers it. Returns the connection, or -1 if it is lost. */
static int exchange(int s, struct request *r) {
    memset(r, 0, sizeof(*r));
    int h = http_attach(s);
    if(receive(h, r) != 0) return hclose(h), -1;
    r->malformed |= r->hosts != 1;
    r->last |= r->malformed || stopping;
    if(r->malformed) return respond(h, r, "400 Bad Request", "malformed\n");
    int get = strcmp(r->method, "GET") == 0;
    if(!get && strcmp(r->method, "HEAD") != 0) return respond(h, r, "405 Method Not Allowed", "only GET, HEAD\n");
    char *path = r->target;
    if(strncasecmp(path, "http://", 7) == 0) path += 7 + strcspn(path + 7, "/?"); /* as proxies get it */
    path[strcspn(path, "?")] = 0;
    if(strcmp(path, "") == 0 || strcmp(path, "/") == 0) return respond(h, r, "200 OK", page);
    if(strcmp(path, "/clock") != 0) return respond(h, r, "404 Not Found", "nothing here\n");
    if(get && r->upgrade && r->version && r->key) return run_clock(h, r);
    return respond(h, r, "426 Upgrade Required", "only WebSockets\n");
}

static coroutine void serve(int s) {
    struct request r;
    do s = exchange(s, &r); while(s >= 0 && !r.last);
    tcp_close(s, now() + IDLE);
}

static coroutine void accept_all(int listener, int connections) {
    while(1) {
        int s = tcp_accept(listener, NULL, -1);
        if(s >= 0 && bundle_go(connections, serve(s)) == 0) continue;
        if(s >= 0) hclose(s);
        if(msleep(now() + 100) != 0) return; /* Out of descriptors or memory, which may pass; or the end. */
    }
}

int main(int argc, char *argv[]) {
    struct ipaddr addr;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int signalled = signalfd(-1, &signals, SFD_CLOEXEC);
    int rc = ipaddr_local(&addr, "127.0.0.1", argc > 1 ? atoi(argv[1]) : 8080, 0);
    int listener = rc == 0 ? tcp_listen(&addr, 128) : -1;
    if(listener < 0) return perror("cannot listen"), 1;
    int connections = bundle();
    int accepting = go(accept_all(listener, connections));
    printf("http://127.0.0.1:%d/\n", ipaddr_port(&addr));
    fflush(stdout);

    fdin(signalled, -1);
    stopping = 1;
    hclose(accepting);
    hclose(listener);
    bundle_wait(connections, now() + GRACE);
    return hclose(connections);
}
