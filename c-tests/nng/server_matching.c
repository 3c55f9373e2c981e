// define: _GNU_SOURCE
// Which handlers can be registered beside each other, and which one gets a request.
#include "raw.h"

enum { PLAIN, TREE, EXCLUSIVE };

struct spec {
    const char *path, *method, *host;
    int tree;
};

// Replies with the text that is attached to the handler.
static void name(nng_aio *aio) {
    raw_reply(aio, nng_http_handler_get_data(nng_aio_get_input(aio, 1)));
}

static nng_http_handler *make(const char *path, const char *method, const char *host, int tree) {
    nng_http_handler *handler;
    CHECK_OK(nng_http_handler_alloc(&handler, path, name));
    CHECK_OK(nng_http_handler_set_method(handler, method));
    CHECK_OK(nng_http_handler_set_host(handler, host));
    if(tree == TREE) CHECK_OK(nng_http_handler_set_tree(handler));
    if(tree == EXCLUSIVE) CHECK_OK(nng_http_handler_set_tree_exclusive(handler));
    return handler;
}

struct conflict {
    struct spec first, second;
    int result;
};

static const struct conflict conflicts[] = {
    { { "/a", "GET", NULL, PLAIN }, { "/a", "GET", NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", NULL, PLAIN }, { "/a", "GET", NULL, TREE }, NNG_EADDRINUSE },
    { { "/a", "GET", NULL, PLAIN }, { "/a/", "GET", NULL, PLAIN }, 0 },
    { { "/a", "GET", NULL, PLAIN }, { "/a", "POST", NULL, PLAIN }, 0 },
    { { "/a", "GET", NULL, PLAIN }, { "/a", NULL, NULL, PLAIN }, 0 },
    { { "/a", NULL, NULL, PLAIN }, { "/a", NULL, NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/a", NULL, NULL, PLAIN }, { "/a", "", NULL, PLAIN }, 0 },
    { { "/a", "GET", NULL, PLAIN }, { "/a", "GET", "h1", PLAIN }, 0 },
    /* These are all hosts, like none. */
    { { "/a", "GET", NULL, PLAIN }, { "/a", "GET", "*", PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", "*", PLAIN }, { "/a", "GET", "0.0.0.0", PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", "::", PLAIN }, { "/a", "GET", "[::]", PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", "", PLAIN }, { "/a", "GET", NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/a", "get", NULL, PLAIN }, { "/a", "GET", NULL, PLAIN }, 0 },
    { { "/a", "GET", "h1", PLAIN }, { "/a", "GET", "H1", PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", "h1", PLAIN }, { "/a", "GET", "h2", PLAIN }, 0 },
    { { "/a/b", "GET", NULL, TREE }, { "/a/b", "GET", NULL, EXCLUSIVE }, NNG_EADDRINUSE },
    { { "/x", "GET", NULL, EXCLUSIVE }, { "/x/y", "GET", NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/x", "GET", NULL, EXCLUSIVE }, { "/x/y", "GET", NULL, TREE }, NNG_EADDRINUSE },
    { { "/x", "GET", NULL, EXCLUSIVE }, { "/xy", "GET", NULL, PLAIN }, 0 },
    { { "/q/r", "GET", NULL, PLAIN }, { "/q", "GET", NULL, EXCLUSIVE }, NNG_EADDRINUSE },
    { { "/q/r", "GET", NULL, PLAIN }, { "/q", "GET", NULL, TREE }, 0 },
    { { "/", "GET", NULL, PLAIN }, { "", "GET", NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/", "GET", NULL, PLAIN }, { NULL, "GET", NULL, PLAIN }, NNG_EADDRINUSE },
    { { "/a", "GET", NULL, PLAIN }, { "a", "GET", NULL, PLAIN }, NNG_EINVAL },
    /* Only the paths as they are given count. */
    { { "/a", "GET", NULL, PLAIN }, { "//a", "GET", NULL, PLAIN }, 0 },
    { { "/a", "GET", NULL, PLAIN }, { "/b/../a", "GET", NULL, PLAIN }, 0 },
};

static void check_conflicts(void) {
    size_t i;
    for(i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
        const struct spec *a = &conflicts[i].first, *b = &conflicts[i].second;
        nng_http_server *server = raw_server();
        nng_http_handler *first = make(a->path, a->method, a->host, a->tree);
        nng_http_handler *second = make(b->path, b->method, b->host, b->tree);
        printf("conflict %d\n", (int)i);
        CHECK_OK(nng_http_server_add_handler(server, first));
        CHECK_INT(nng_http_server_add_handler(server, second), conflicts[i].result);
        if(conflicts[i].result) nng_http_handler_free(second);
        nng_http_server_release(server);
    }
}

static int released, dropped;

static void count(void *arg) {
    *(int *)arg += 1;
}

static void check_ownership(void) {
    nng_http_server *server = raw_server();
    nng_http_handler *handler = make("/a", "GET", NULL, PLAIN);
    CHECK(nng_http_handler_get_data(handler) == NULL);
    CHECK_OK(nng_http_handler_set_data(handler, &released, count));
    CHECK(nng_http_handler_get_data(handler) == &released);
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_INT(nng_http_server_add_handler(server, handler), NNG_EADDRINUSE);
    CHECK_INT(nng_http_handler_set_method(handler, "PUT"), NNG_EBUSY);
    CHECK_INT(nng_http_handler_set_host(handler, "h"), NNG_EBUSY);
    CHECK_INT(nng_http_handler_set_tree(handler), NNG_EBUSY);
    CHECK_INT(nng_http_handler_set_tree_exclusive(handler), NNG_EBUSY);
    CHECK_INT(nng_http_handler_set_data(handler, NULL, NULL), NNG_EBUSY);
    CHECK_OK(nng_http_handler_collect_body(handler, true, 10));
    CHECK_OK(nng_http_server_del_handler(server, handler));
    CHECK_INT(nng_http_server_del_handler(server, handler), NNG_ENOENT);
    CHECK_OK(nng_http_server_add_handler(server, handler));
    CHECK_OK(nng_http_server_del_handler(server, handler));
    CHECK_INT(released, 0);
#if OURS
    // Once given back, it can be changed again. What was attached before is not released.
    CHECK_OK(nng_http_handler_set_method(handler, "PUT"));
    CHECK_OK(nng_http_handler_set_host(handler, "h"));
    CHECK_OK(nng_http_handler_set_tree(handler));
    CHECK_OK(nng_http_handler_set_tree_exclusive(handler));
    CHECK_OK(nng_http_handler_set_data(handler, &dropped, count));
    CHECK_OK(nng_http_handler_set_data(handler, &released, count));
#endif
    nng_http_handler_free(handler);
    CHECK_INT(released, 1);
    CHECK_INT(dropped, 0);
    nng_http_server_release(server);

    // Without a function.
    CHECK_OK(nng_http_handler_alloc(&handler, "/a", NULL));
    server = raw_server();
    CHECK_INT(nng_http_server_add_handler(server, handler), NNG_EINVAL);
    nng_http_handler_free(handler);
    nng_http_server_release(server);
#if OURS
    nng_http_handler_free(NULL);
    CHECK_INT(nng_http_handler_alloc(NULL, "/a", name), NNG_EINVAL);
    CHECK_INT(nng_http_handler_set_method(NULL, "GET"), NNG_EINVAL);
    CHECK_INT(nng_http_server_add_handler(NULL, NULL), NNG_EINVAL);
#endif
}

static const struct spec handlers[] = {
    { "/", "GET", NULL, PLAIN },
    { "/get", "GET", NULL, PLAIN },
    { "/slash/", "GET", NULL, PLAIN },
    { "/tree", "GET", NULL, TREE },
    { "/tree/leaf", "GET", NULL, PLAIN },
    { "/tree/leaf", "PUT", NULL, PLAIN },
    { "/any", NULL, NULL, PLAIN },
    { "/any/empty", "", NULL, PLAIN },
    { "/space here", "GET", NULL, PLAIN },
    { "/up", "POST", NULL, TREE },
    { "/host", "GET", "example.com", PLAIN },
    { "/host", "GET", "127.0.0.1", PLAIN },
    { "/host", "GET", "[::1]", PLAIN },
    { "/host/first", "GET", NULL, PLAIN },
    { "/host/first", "GET", "example.com", PLAIN },
#if OURS
    { "//double//slash", "GET", NULL, PLAIN },
    { "/dots/./and/../more", "GET", NULL, PLAIN },
    { "/a%20b", "GET", NULL, PLAIN },
    { "/any/", "GET", NULL, TREE },
#endif
};

struct match {
    const char *method, *uri, *host;
    /* What the handler is, or a status. */
    const char *found;
};

static const struct match matches[] = {
    { "GET", "/", "h", "GET /" },
    { "GET", "/?a=b", "h", "GET /" },
    { "GET", "/nothing", "h", "404" },
    { "GET", "/get", "h", "GET /get" },
    { "GET", "/get/", "h", "GET /get" },
    { "GET", "/get?/x", "h", "GET /get" },
    { "GET", "/GET", "h", "404" },
    { "GET", "/get/x", "h", "404" },
    { "GET", "/getx", "h", "404" },
    { "POST", "/get", "h", "405" },
    { "get", "/get", "h", "405" },
    { "GET", "/slash/", "h", "GET /slash/" },
    { "GET", "/slash", "h", "404" },
    { "GET", "/tree", "h", "GET /tree" },
    { "GET", "/tree/", "h", "GET /tree" },
    { "GET", "/tree/a/b", "h", "GET /tree" },
    { "GET", "/treetop", "h", "404" },
    { "GET", "/tree/leaf", "h", "GET /tree/leaf" },
    { "GET", "/tree/leaf/x", "h", "GET /tree" },
    { "PUT", "/tree/leaf", "h", "PUT /tree/leaf" },
    { "DELETE", "/tree/leaf", "h", "405" },
    { "HEAD", "/get", "h", "GET /get" },
    { "BREW", "/any", "h", "(null) /any" },
    { "HEAD", "/any", "h", "(null) /any" },
    { "PATCH", "/any/empty", "h", " /any/empty" },
    { "GET", "http://h/get", "h", "GET /get" },
    { "GET", "HTTP://h", "h", "GET /" },
    { "POST", "/up/and/up", "h", "POST /up" },
    { "GET", "/host", "example.com", "GET /host example.com" },
    { "GET", "/host", "EXAMPLE.com:8080", "GET /host example.com" },
    { "GET", "/host", "example.com.", "GET /host example.com" },
    { "GET", "/host", "example.community", "404" },
    { "GET", "/host", "127.0.0.1:99", "GET /host 127.0.0.1" },
    { "GET", "/host", "[::1]:80", "GET /host [::1]" },
    { "GET", "/host", "h", "404" },
    { "GET", "/host/first", "example.com", "GET /host/first" },
#if OURS
    { "GET", "/space%20here", "h", "GET /space here" },
    /* HEAD goes where GET goes. */
    { "HEAD", "/tree/leaf", "h", "GET /tree/leaf" },
    { "HEAD", "/tree/x", "h", "GET /tree" },
    /* An encoded slash is none, other escapes are what they stand for, dots and slashes are simplified. */
    { "GET", "/tree%2Fleaf", "h", "404" },
    { "GET", "/tree/%6ceaf", "h", "GET /tree/leaf" },
    { "GET", "/x/../get", "h", "GET /get" },
    { "GET", "/x/%2e%2e/get", "h", "GET /get" },
    { "GET", "//tree///leaf", "h", "GET /tree/leaf" },
    { "GET", "/%00", "h", "400" },
    { "GET", "/%zz", "h", "400" },
    /* The target's authority goes before Host. */
    { "GET", "http://example.com/host", "h", "GET /host example.com" },
    { "OPTIONS", "*", "h", "200" },
    { "CONNECT", "h:80", "h:80", "501" },
    /* Registered paths are simplified like those of requests, and are not escaped. */
    { "GET", "//double//slash", "h", "GET //double//slash" },
    { "GET", "/double/slash", "h", "GET //double//slash" },
    { "GET", "/dots/./and/../more", "h", "GET /dots/./and/../more" },
    { "GET", "/dots/more", "h", "GET /dots/./and/../more" },
    { "GET", "/a%2520b", "h", "GET /a%20b" },
    { "GET", "/a%20b", "h", "404" },
    { "GET", "/any/other", "h", "404" },
#endif
};

static void check_matches(void) {
    static struct raw_response r;
    static char names[sizeof handlers / sizeof *handlers][100];
    char request[300], found[100];
    nng_http_server *server = raw_server();
    size_t i;
    int fd;
    for(i = 0; i < sizeof handlers / sizeof *handlers; i++) {
        const struct spec *s = &handlers[i];
        nng_http_handler *handler = make(s->path, s->method, s->host, s->tree);
        snprintf(names[i], sizeof *names, "%s %s%s%s", s->method ? s->method : "(null)", s->path,
            s->host ? " " : "", s->host ? s->host : "");
        CHECK_OK(nng_http_handler_set_data(handler, names[i], NULL));
        CHECK_OK(nng_http_server_add_handler(server, handler));
    }
    CHECK_OK(nng_http_server_start(server));
    for(i = 0; i < sizeof matches / sizeof *matches; i++) {
        const struct match *m = &matches[i];
        printf("%s %s\n", m->method, m->uri);
        snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: %s\r\n\r\n", m->method, m->uri, m->host);
        fd = raw_connect(raw_port(server));
        raw_transact(fd, request, &r);
        if(r.status != 200 || strcmp(m->method, "OPTIONS") == 0) {
            snprintf(found, sizeof found, "%d", r.status);
        } else if(strcmp(m->method, "HEAD") == 0) {
            // The length tells the handlers apart, here.
            const char *length = strcasestr(r.head, "\r\nContent-Length: ");
            CHECK(length != NULL);
            CHECK_INT(atoi(length + 18), strlen(m->found));
            strcpy(found, m->found);
        } else {
            strcpy(found, r.body);
        }
        CHECK_STR(found, m->found);
        close(fd);
    }
#if OURS
    fd = raw_connect(raw_port(server));
    raw_transact(fd, "DELETE /tree/leaf HTTP/1.1\r\nHost: h\r\n\r\n", &r);
    CHECK_INT(r.status, 405);
    CHECK(strstr(r.head, "\r\nAllow: GET, HEAD, PUT\r\n") != NULL);
    close(fd);
    // Without a host, in HTTP/1.0, what is bound to one is not found.
    CHECK_INT(raw_status(raw_port(server), "GET /host HTTP/1.0\r\n\r\n"), 404);
#endif
    nng_http_server_stop(server);
    nng_http_server_release(server);
}

int main(void) {
    check_conflicts();
    check_ownership();
    check_matches();
    return 0;
}
