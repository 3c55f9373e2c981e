// Response objects: statuses and reasons, error responses, reset.
#include "../check.h"
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <stdlib.h>

#define OURS (NNG_MINOR_VERSION >= 6)

struct row {
    int status;
    const char *reason;
};

static const struct row rows[] = {
    { 100, "Continue" },
    { 101, "Switching Protocols" },
    { 102, "Processing" },
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 203, "Not Authoritative" },
    { 204, "No Content" },
    { 205, "Reset Content" },
    { 206, "Partial Content" },
    { 300, "Multiple Choices" },
    { 301, "Moved Permanently" },
    { 302, "Found" },
    { 303, "See Other" },
    { 304, "Not Modified" },
    { 305, "Use Proxy" },
    { 307, "Temporary Redirect" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 402, "Payment Required" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 406, "Not Acceptable" },
    { 407, "Proxy Authentication Required" },
    { 408, "Request Timeout" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 411, "Length Required" },
    { 412, "Precondition Failed" },
    { 414, "Request Entity Too Long" },
    { 415, "Unsupported Media Type" },
    { 416, "Requested Range Not Satisfiable" },
    { 417, "Expectation Failed" },
    { 418, "I Am A Teapot" },
    { 423, "Locked" },
    { 424, "Failed Dependency" },
    { 426, "Upgrade Required" },
    { 428, "Precondition Required" },
    { 429, "Too Many Requests" },
    { 431, "Headers Too Large" },
    { 451, "Unavailable For Legal Reasons" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
    { 504, "Gateway Timeout" },
    { 505, "HTTP Version Not Supported" },
    { 506, "Variant Also Negotiates" },
    { 507, "Insufficient Storage" },
    { 508, "Loop Detected" },
    { 510, "Not Extended" },
    { 511, "Network Authentication Required" },
    { 299, "Unknown HTTP Status" },
    { 999, "Unknown HTTP Status" },
    { 0, "Unknown HTTP Status" },
#if OURS
    { 207, "Multi-Status" },
    { 208, "Already Reported" },
    { 226, "IM Used" },
    { 308, "Permanent Redirect" },
    { 413, "Content Too Large" },
    { 422, "Unprocessable Content" },
    { 502, "Bad Gateway" },
#endif
};

static void reasons(nng_http_res *res) {
    size_t i;
    for(i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%d\n", rows[i].status);
        CHECK_OK(nng_http_res_set_status(res, rows[i].status));
        CHECK_INT(nng_http_res_get_status(res), rows[i].status);
        CHECK_STR(nng_http_res_get_reason(res), rows[i].reason);
    }
    // An explicit reason sticks, unless it is the default of the present status.
    CHECK_OK(nng_http_res_set_status(res, 404));
    CHECK_OK(nng_http_res_set_reason(res, "Gone fishing"));
    CHECK_OK(nng_http_res_set_status(res, 200));
    CHECK_STR(nng_http_res_get_reason(res), "Gone fishing");
    CHECK_OK(nng_http_res_set_reason(res, "OK"));
    CHECK_OK(nng_http_res_set_status(res, 500));
    CHECK_STR(nng_http_res_get_reason(res), "Internal Server Error");
    CHECK_OK(nng_http_res_set_reason(res, ""));
    CHECK_STR(nng_http_res_get_reason(res), "");
    CHECK_OK(nng_http_res_set_reason(res, NULL));
    CHECK_STR(nng_http_res_get_reason(res), "Internal Server Error");
#if OURS
    CHECK_INT(nng_http_res_set_reason(res, "OK\r\nX: y"), NNG_EINVAL);
    CHECK_INT(nng_http_res_set_reason(NULL, "OK"), NNG_EINVAL);
    CHECK_INT(nng_http_res_set_status(NULL, 200), NNG_EINVAL);
    CHECK_INT(nng_http_res_get_status(NULL), 0);
#endif
}

static void errors(void) {
    nng_http_res *res;
    void *data;
    size_t size;
    char *page;
    CHECK_OK(nng_http_res_alloc_error(&res, 404));
    CHECK_INT(nng_http_res_get_status(res), 404);
    CHECK_STR(nng_http_res_get_reason(res), "Not Found");
    CHECK_STR(nng_http_res_get_header(res, "Content-Type"), "text/html; charset=UTF-8");
    nng_http_res_get_data(res, &data, &size);
    CHECK_INT(atoi(nng_http_res_get_header(res, "Content-Length")), size);
    page = strndup(data, size);
    CHECK(strstr(page, "<title>404 Not Found</title>") != NULL);
    CHECK(strstr(page, "<h1><span>404</span></h1>") != NULL);
    CHECK(strstr(page, "<h2>Not Found</h2>") != NULL);
    free(page);
    nng_http_res_free(res);
}

static void headers_and_bodies(nng_http_res *res) {
    static char text[] = "lent bytes";
    void *data;
    size_t size;
    CHECK_OK(nng_http_res_set_header(res, "A", "1"));
    CHECK_OK(nng_http_res_add_header(res, "a", "2"));
    CHECK_STR(nng_http_res_get_header(res, "A"), "1, 2");
    CHECK_OK(nng_http_res_add_header(res, "Set-Cookie", "x=1"));
    CHECK_OK(nng_http_res_add_header(res, "Set-Cookie", "y=2"));
    CHECK_STR(nng_http_res_get_header(res, "set-cookie"), "x=1, y=2");
    CHECK_OK(nng_http_res_del_header(res, "set-cookie"));
    CHECK_INT(nng_http_res_del_header(res, "set-cookie"), NNG_ENOENT);
    CHECK_OK(nng_http_res_set_data(res, text, 10));
    nng_http_res_get_data(res, &data, &size);
    CHECK(data == text);
    CHECK_INT(size, 10);
    CHECK_STR(nng_http_res_get_header(res, "Content-Length"), "10");
    CHECK_OK(nng_http_res_copy_data(res, text, 4));
    nng_http_res_get_data(res, &data, &size);
    CHECK(data != text);
    CHECK_MEM(data, "lent", 4);
    CHECK_OK(nng_http_res_set_version(res, "HTTP/1.0"));
    CHECK_STR(nng_http_res_get_version(res), "HTTP/1.0");
}

#if OURS
static void split_responses(nng_http_res *res) {
    CHECK_INT(nng_http_res_set_version(res, "HTTP/1.1\r\nX: y"), NNG_EINVAL);
    CHECK_INT(nng_http_res_set_header(res, "A", "x\ny"), NNG_EINVAL);
    CHECK_INT(nng_http_res_set_header(res, "A b", "x"), NNG_EINVAL);
    CHECK_INT(nng_http_res_add_header(res, "A", "x\ry"), NNG_EINVAL);
    CHECK_INT(nng_http_res_add_header(res, "", "x"), NNG_EINVAL);
    CHECK(nng_http_res_get_header(res, "A") == NULL);
    CHECK_INT(nng_http_res_alloc(NULL), NNG_EINVAL);
}
#endif

int main(void) {
    nng_http_res *res;
    void *data;
    size_t size;
    CHECK_OK(nng_http_res_alloc(&res));
    CHECK_INT(nng_http_res_get_status(res), 200);
    CHECK_STR(nng_http_res_get_version(res), "HTTP/1.1");
    CHECK_STR(nng_http_res_get_reason(res), "OK");
    reasons(res);
    headers_and_bodies(res);
    nng_http_res_reset(res);
    CHECK_INT(nng_http_res_get_status(res), 200);
    CHECK_STR(nng_http_res_get_version(res), "HTTP/1.1");
    CHECK_STR(nng_http_res_get_reason(res), "OK");
    CHECK(nng_http_res_get_header(res, "A") == NULL);
    CHECK(nng_http_res_get_header(res, "Content-Length") == NULL);
    nng_http_res_get_data(res, &data, &size);
    CHECK(data == NULL);
    CHECK_INT(size, 0);
#if OURS
    split_responses(res);
#endif
    nng_http_res_free(res);
    nng_http_res_free(NULL);
    errors();
    return 0;
}
