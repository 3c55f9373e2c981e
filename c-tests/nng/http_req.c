// Request objects: defaults, setters and getters, headers, bodies, reset.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>

// Where this library does better than the reference, whose headers say 1.5.
#define OURS (NNG_MINOR_VERSION >= 6)

struct row {
    const char *url, *uri, *host;
};

static const struct row rows[] = {
    { "http://h", "", "h" },
    { "http://h:80/x", "/x", "h" },
    { "http://h:8080/x?q#f", "/x?q#f", "h:8080" },
    { "https://h:443/", "/", "h" },
    { "https://h:444/", "/", "h:444" },
    { "http://[::1]:81/", "/", "[::1]:81" },
    { "http://*:80/", "/", "" },
#if OURS
    { "http://[::1]/", "/", "[::1]" },
    { "http://[::1]:80/", "/", "[::1]" },
#endif
};

static void from_urls(void) {
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        nng_url *url;
        nng_http_req *req;
        printf("%s\n", rows[i].url);
        CHECK_OK(nng_url_parse(&url, rows[i].url));
        CHECK_OK(nng_http_req_alloc(&req, url));
        nng_url_free(url);
        CHECK_STR(nng_http_req_get_uri(req), rows[i].uri);
        CHECK_STR(nng_http_req_get_header(req, "host"), rows[i].host);
        CHECK_STR(nng_http_req_get_method(req), "GET");
        CHECK_STR(nng_http_req_get_version(req), "HTTP/1.1");
        nng_http_req_free(req);
    }
#if OURS
    nng_url *url;
    nng_http_req *req = NULL;
    CHECK_OK(nng_url_parse(&url, "ipc:///tmp/x"));
    CHECK_INT(nng_http_req_alloc(&req, url), NNG_EINVAL);
    CHECK(req == NULL);
    nng_url_free(url);
    CHECK_OK(nng_url_parse(&url, "http://h/a\r\nb"));
    CHECK_INT(nng_http_req_alloc(&req, url), NNG_EINVAL);
    nng_url_free(url);
    CHECK_INT(nng_http_req_alloc(NULL, NULL), NNG_EINVAL);
#endif
}

static void check_blank(nng_http_req *req) {
    void *data = &data;
    size_t size = 1;
    CHECK_STR(nng_http_req_get_method(req), "GET");
    CHECK_STR(nng_http_req_get_version(req), "HTTP/1.1");
    CHECK_STR(nng_http_req_get_uri(req), "");
    CHECK(nng_http_req_get_header(req, "Host") == NULL);
    CHECK(nng_http_req_get_header(req, "Content-Length") == NULL);
    nng_http_req_get_data(req, &data, &size);
    CHECK(data == NULL);
    CHECK_INT(size, 0);
}

static void items(nng_http_req *req) {
    CHECK_OK(nng_http_req_set_method(req, "post it"));
    CHECK_STR(nng_http_req_get_method(req), "post it");
    CHECK_OK(nng_http_req_set_method(req, ""));
    CHECK_STR(nng_http_req_get_method(req), "");
    CHECK_OK(nng_http_req_set_method(req, NULL));
    CHECK_STR(nng_http_req_get_method(req), "GET");
    CHECK_OK(nng_http_req_set_version(req, "HTTP/0.9"));
    CHECK_STR(nng_http_req_get_version(req), "HTTP/0.9");
    CHECK_OK(nng_http_req_set_version(req, NULL));
    CHECK_STR(nng_http_req_get_version(req), "HTTP/1.1");
    CHECK_OK(nng_http_req_set_uri(req, "/a b?c#d"));
    CHECK_STR(nng_http_req_get_uri(req), "/a b?c#d");
    CHECK_OK(nng_http_req_set_uri(req, NULL));
    CHECK_STR(nng_http_req_get_uri(req), "");
#if OURS
    CHECK_INT(nng_http_req_set_method(req, "GET / HTTP/1.1\r\nX: y\r\n\r\n"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_uri(req, "/\nX: y"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_version(req, "HTTP/1.1\rX"), NNG_EINVAL);
    CHECK_STR(nng_http_req_get_method(req), "GET");
#endif
}

static void headers(nng_http_req *req) {
    const char *kept;
    char value[100];
    int i;
    CHECK(nng_http_req_get_header(req, "A") == NULL);
    CHECK_INT(nng_http_req_del_header(req, "A"), NNG_ENOENT);
    CHECK_OK(nng_http_req_set_header(req, "A", "1"));
    CHECK_OK(nng_http_req_add_header(req, "a", "2"));
    CHECK_STR(nng_http_req_get_header(req, "A"), "1, 2");
    CHECK_OK(nng_http_req_set_header(req, "a", "3"));
    CHECK_STR(nng_http_req_get_header(req, "A"), "3");
    CHECK_OK(nng_http_req_add_header(req, "B", ""));
    CHECK_STR(nng_http_req_get_header(req, "b"), "");
    CHECK_OK(nng_http_req_add_header(req, "b", "x"));
    CHECK_STR(nng_http_req_get_header(req, "b"), ", x");
    CHECK_OK(nng_http_req_del_header(req, "b"));
    CHECK(nng_http_req_get_header(req, "B") == NULL);

    // A value stays where it is while others come and go.
    kept = nng_http_req_get_header(req, "A");
    for(i = 0; i < 200; i++) {
        snprintf(value, sizeof value, "X-%d", i);
        CHECK_OK(nng_http_req_set_header(req, value, "some value that takes room, and room again"));
        if(i % 3 == 0) CHECK_OK(nng_http_req_del_header(req, value));
    }
    CHECK(nng_http_req_get_header(req, "A") == kept);
    CHECK_STR(kept, "3");
    CHECK_STR(nng_http_req_get_header(req, "X-199"), "some value that takes room, and room again");

#if OURS
    // One item set from another, and from itself.
    CHECK_OK(nng_http_req_set_header(req, "C", nng_http_req_get_header(req, "A")));
    CHECK_OK(nng_http_req_set_header(req, "A", nng_http_req_get_header(req, "A")));
    CHECK_OK(nng_http_req_add_header(req, "A", nng_http_req_get_header(req, "A")));
    CHECK_STR(nng_http_req_get_header(req, "C"), "3");
    CHECK_STR(nng_http_req_get_header(req, "A"), "3, 3");

    CHECK_INT(nng_http_req_set_header(req, "A", "x\r\nB: y"), NNG_EINVAL);
    CHECK_INT(nng_http_req_add_header(req, "A", "x\ny"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(req, "A b", "x"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(req, "", "x"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(req, "A:", "x"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(req, NULL, "x"), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(req, "A", NULL), NNG_EINVAL);
    CHECK_INT(nng_http_req_set_header(NULL, "A", "x"), NNG_EINVAL);
    CHECK_STR(nng_http_req_get_header(req, "A"), "3, 3");
#endif
}

#if OURS
// Which bytes names and values may hold, and what a line end does in the other items.
static void each_byte(nng_http_req *req) {
    static const char token[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    int byte;
    for(byte = 1; byte < 256; byte++) {
        char text[] = { (char)byte, 0 };
        int is_control = (byte < 32 && byte != '\t') || byte == 127;
        int is_line_end = byte == '\r' || byte == '\n';
        CHECK_INT(nng_http_req_set_header(req, text, "x"), strchr(token, byte) ? 0 : NNG_EINVAL);
        CHECK_INT(nng_http_req_set_header(req, "X", text), is_control ? NNG_EINVAL : 0);
        CHECK_INT(nng_http_req_add_header(req, "X", text), is_control ? NNG_EINVAL : 0);
        CHECK_INT(nng_http_req_set_method(req, text), is_line_end ? NNG_EINVAL : 0);
        CHECK_INT(nng_http_req_set_uri(req, text), is_line_end ? NNG_EINVAL : 0);
        CHECK_INT(nng_http_req_set_version(req, text), is_line_end ? NNG_EINVAL : 0);
    }
}
#endif

static void bodies(nng_http_req *req) {
    static char text[] = "lent bytes";
    char copied[] = "copied";
    void *data;
    size_t size;
    CHECK_OK(nng_http_req_set_data(req, text, 4));
    nng_http_req_get_data(req, &data, &size);
    CHECK(data == text);
    CHECK_INT(size, 4);
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "4");
    CHECK_OK(nng_http_req_copy_data(req, copied, 6));
    memset(copied, 'x', 6);
    nng_http_req_get_data(req, &data, &size);
    CHECK_INT(size, 6);
    CHECK_MEM(data, "copied", 6);
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "6");
    CHECK_OK(nng_http_req_set_data(req, NULL, 0));
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "0");
    nng_http_req_get_data(req, &data, &size);
    CHECK(data == NULL);
    CHECK_INT(size, 0);
    CHECK_OK(nng_http_req_set_data(req, NULL, 9));
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "9");
    nng_http_req_get_data(req, &data, &size);
    CHECK(data == NULL);
    CHECK_INT(size, 9);
#if OURS
    CHECK_OK(nng_http_req_copy_data(req, text, 0));
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "0");
    CHECK_OK(nng_http_req_set_data(req, text, (size_t)5 << 30));
    CHECK_STR(nng_http_req_get_header(req, "Content-Length"), "5368709120");
    // A part of the body becomes the body.
    CHECK_OK(nng_http_req_copy_data(req, "abcdef", 6));
    nng_http_req_get_data(req, &data, &size);
    CHECK_OK(nng_http_req_copy_data(req, (char *)data + 2, 3));
    nng_http_req_get_data(req, &data, &size);
    CHECK_INT(size, 3);
    CHECK_MEM(data, "cde", 3);
    CHECK_INT(nng_http_req_copy_data(req, NULL, 3), NNG_EINVAL);
    nng_http_req_get_data(req, NULL, NULL);
    nng_http_req_get_data(NULL, &data, &size);
    CHECK(data == NULL);
#endif
}

int main(void) {
    nng_http_req *req;
    from_urls();
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    check_blank(req);
    items(req);
    headers(req);
    bodies(req);
    CHECK_OK(nng_http_req_set_method(req, "PUT"));
    CHECK_OK(nng_http_req_set_uri(req, "/x"));
    nng_http_req_reset(req);
    check_blank(req);
    CHECK(nng_http_req_get_header(req, "A") == NULL);
    nng_http_req_free(req);
    nng_http_req_free(NULL);
#if OURS
    CHECK_OK(nng_http_req_alloc(&req, NULL));
    each_byte(req);
    nng_http_req_free(req);
#endif
    return 0;
}
