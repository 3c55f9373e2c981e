/* nng/supplemental/http/http.h: HTTP client and server with the interface of nng 1.x. Part of libhttpcore.
   Include nng/nng.h first.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit. */

#ifndef NNG_SUPPLEMENTAL_HTTP_HTTP_H
#define NNG_SUPPLEMENTAL_HTTP_HTTP_H

#include <stdint.h>

#if defined __cplusplus
extern "C" {
#endif

/* The TLS configuration of nng/supplemental/tls/tls.h. */
struct nng_tls_config;

/**
 * HTTP status codes, RFC 9110 section 15 where nothing else is said. The doubled word in the name of 301 is part of
 * the interface that programs are written against.
 */
typedef enum nng_http_status {
    /** Continue: section 15.2.1. */
    NNG_HTTP_STATUS_CONTINUE = 100,
    /** Switching Protocols: section 15.2.2. */
    NNG_HTTP_STATUS_SWITCHING = 101,
    /** Processing: RFC 2518 section 10.1. */
    NNG_HTTP_STATUS_PROCESSING = 102,
    /** OK: section 15.3.1. */
    NNG_HTTP_STATUS_OK = 200,
    /** Created: section 15.3.2. */
    NNG_HTTP_STATUS_CREATED = 201,
    /** Accepted: section 15.3.3. */
    NNG_HTTP_STATUS_ACCEPTED = 202,
    /** Non-Authoritative Information: section 15.3.4. */
    NNG_HTTP_STATUS_NOT_AUTHORITATIVE = 203,
    /** No Content: section 15.3.5. */
    NNG_HTTP_STATUS_NO_CONTENT = 204,
    /** Reset Content: section 15.3.6. */
    NNG_HTTP_STATUS_RESET_CONTENT = 205,
    /** Partial Content: section 15.3.7. */
    NNG_HTTP_STATUS_PARTIAL_CONTENT = 206,
    /** Multi-Status: RFC 4918 section 11.1. */
    NNG_HTTP_STATUS_MULTI_STATUS = 207,
    /** Already Reported: RFC 5842 section 7.1. */
    NNG_HTTP_STATUS_ALREADY_REPORTED = 208,
    /** IM Used: RFC 3229 section 10.4.1. */
    NNG_HTTP_STATUS_IM_USED = 226,
    /** Multiple Choices: section 15.4.1. */
    NNG_HTTP_STATUS_MULTIPLE_CHOICES = 300,
    /** Moved Permanently: section 15.4.2. */
    NNG_HTTP_STATUS_STATUS_MOVED_PERMANENTLY = 301,
    /** Found: section 15.4.3. */
    NNG_HTTP_STATUS_FOUND = 302,
    /** See Other: section 15.4.4. */
    NNG_HTTP_STATUS_SEE_OTHER = 303,
    /** Not Modified: section 15.4.5. */
    NNG_HTTP_STATUS_NOT_MODIFIED = 304,
    /** Use Proxy: section 15.4.6. */
    NNG_HTTP_STATUS_USE_PROXY = 305,
    /** Temporary Redirect: section 15.4.8. */
    NNG_HTTP_STATUS_TEMPORARY_REDIRECT = 307,
    /** Permanent Redirect: section 15.4.9. */
    NNG_HTTP_STATUS_PERMANENT_REDIRECT = 308,
    /** Bad Request: section 15.5.1. */
    NNG_HTTP_STATUS_BAD_REQUEST = 400,
    /** Unauthorized: section 15.5.2. */
    NNG_HTTP_STATUS_UNAUTHORIZED = 401,
    /** Payment Required: section 15.5.3. */
    NNG_HTTP_STATUS_PAYMENT_REQUIRED = 402,
    /** Forbidden: section 15.5.4. */
    NNG_HTTP_STATUS_FORBIDDEN = 403,
    /** Not Found: section 15.5.5. */
    NNG_HTTP_STATUS_NOT_FOUND = 404,
    /** Method Not Allowed: section 15.5.6. */
    NNG_HTTP_STATUS_METHOD_NOT_ALLOWED = 405,
    /** Not Acceptable: section 15.5.7. */
    NNG_HTTP_STATUS_NOT_ACCEPTABLE = 406,
    /** Proxy Authentication Required: section 15.5.8. */
    NNG_HTTP_STATUS_PROXY_AUTH_REQUIRED = 407,
    /** Request Timeout: section 15.5.9. */
    NNG_HTTP_STATUS_REQUEST_TIMEOUT = 408,
    /** Conflict: section 15.5.10. */
    NNG_HTTP_STATUS_CONFLICT = 409,
    /** Gone: section 15.5.11. */
    NNG_HTTP_STATUS_GONE = 410,
    /** Length Required: section 15.5.12. */
    NNG_HTTP_STATUS_LENGTH_REQUIRED = 411,
    /** Precondition Failed: section 15.5.13. */
    NNG_HTTP_STATUS_PRECONDITION_FAILED = 412,
    /** Content Too Large: section 15.5.14. */
    NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE = 413,
    /** URI Too Long: section 15.5.15. */
    NNG_HTTP_STATUS_ENTITY_TOO_LONG = 414,
    /** Unsupported Media Type: section 15.5.16. */
    NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE = 415,
    /** Range Not Satisfiable: section 15.5.17. */
    NNG_HTTP_STATUS_RANGE_NOT_SATISFIABLE = 416,
    /** Expectation Failed: section 15.5.18. */
    NNG_HTTP_STATUS_EXPECTATION_FAILED = 417,
    /** I'm a teapot: RFC 2324 section 2.3.2. */
    NNG_HTTP_STATUS_TEAPOT = 418,
    /** Unprocessable Content: section 15.5.21. */
    NNG_HTTP_STATUS_UNPROCESSABLE_ENTITY = 422,
    /** Locked: RFC 4918 section 11.3. */
    NNG_HTTP_STATUS_LOCKED = 423,
    /** Failed Dependency: RFC 4918 section 11.4. */
    NNG_HTTP_STATUS_FAILED_DEPENDENCY = 424,
    /** Upgrade Required: section 15.5.22. */
    NNG_HTTP_STATUS_UPGRADE_REQUIRED = 426,
    /** Precondition Required: RFC 6585 section 3. */
    NNG_HTTP_STATUS_PRECONDITION_REQUIRED = 428,
    /** Too Many Requests: RFC 6585 section 4. */
    NNG_HTTP_STATUS_TOO_MANY_REQUESTS = 429,
    /** Request Header Fields Too Large: RFC 6585 section 5. */
    NNG_HTTP_STATUS_HEADERS_TOO_LARGE = 431,
    /** Unavailable For Legal Reasons: RFC 7725 section 3. */
    NNG_HTTP_STATUS_UNAVAIL_LEGAL_REASONS = 451,
    /** Internal Server Error: section 15.6.1. */
    NNG_HTTP_STATUS_INTERNAL_SERVER_ERROR = 500,
    /** Not Implemented: section 15.6.2. */
    NNG_HTTP_STATUS_NOT_IMPLEMENTED = 501,
    /** Bad Gateway: section 15.6.3. */
    NNG_HTTP_STATUS_BAD_GATEWAY = 502,
    /** Service Unavailable: section 15.6.4. */
    NNG_HTTP_STATUS_SERVICE_UNAVAILABLE = 503,
    /** Gateway Timeout: section 15.6.5. */
    NNG_HTTP_STATUS_GATEWAY_TIMEOUT = 504,
    /** HTTP Version Not Supported: section 15.6.6. */
    NNG_HTTP_STATUS_HTTP_VERSION_NOT_SUPP = 505,
    /** Variant Also Negotiates: RFC 2295 section 8.1. */
    NNG_HTTP_STATUS_VARIANT_ALSO_NEGOTIATES = 506,
    /** Insufficient Storage: RFC 4918 section 11.5. */
    NNG_HTTP_STATUS_INSUFFICIENT_STORAGE = 507,
    /** Loop Detected: RFC 5842 section 7.2. */
    NNG_HTTP_STATUS_LOOP_DETECTED = 508,
    /** Not Extended: RFC 2774 section 7. */
    NNG_HTTP_STATUS_NOT_EXTENDED = 510,
    /** Network Authentication Required: RFC 6585 section 6. */
    NNG_HTTP_STATUS_NETWORK_AUTH_REQUIRED = 511,
} nng_http_status;

/** An HTTP request. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing. */
typedef struct nng_http_req nng_http_req;

/** An HTTP response. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing. */
typedef struct nng_http_res nng_http_res;

/**
 * Makes a request and stores it in `*reqp`, for `nng_http_req_free`. Method GET, version HTTP/1.1, no body.
 *
 * With `url` NULL it has no URI, which has to be set before it is sent. Otherwise its URI is path, query and fragment
 * of the URL (the fragment is not sent, and a missing path is sent as `/`), and it has a `Host` header: the host of
 * the URL, with the port unless that is the scheme's own.
 *
 * Returns 0; `NNG_EINVAL` if `reqp` is NULL, or the URL has no host, as those of `ipc` and the like, or has a line
 * end or the like in its host or URI; `NNG_ENOMEM`; or what prevents the library's threads from being started.
 *
 * Requirements: `reqp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_http_req_alloc(struct nng_http_req **reqp, const nng_url *url);

/**
 * Releases a request, together with a body that was copied. NULL is allowed. An operation that uses the request keeps
 * it until it ended.
 *
 * Requirements: `req` is NULL or a valid handle, not released yet.
 */
NNG_DECL void nng_http_req_free(struct nng_http_req *req);

/**
 * Makes the object a GET request without URI, headers and body again, so that it can be used for the next one.
 *
 * Requirements: `req` is NULL or a valid handle.
 */
NNG_DECL void nng_http_req_reset(struct nng_http_req *req);

/**
 * Returns the method; "" for a NULL handle. The string is valid until the item is changed or
 * the request is reset or released.
 *
 * Requirements: `req` is NULL or a valid handle.
 */
NNG_DECL const char *nng_http_req_get_method(struct nng_http_req *req);

/**
 * Returns the version, such as `"HTTP/1.1"`; "" for a NULL handle. The string is valid until the item is changed or
 * the request is reset or released.
 *
 * Requirements: `req` is NULL or a valid handle.
 */
NNG_DECL const char *nng_http_req_get_version(struct nng_http_req *req);

/**
 * Returns the URI: for a request that was received the request target as it came, otherwise what was set; "" if there
 * is none or the handle is NULL. The string is valid until the item is changed or the request is reset or released.
 *
 * Requirements: `req` is NULL or a valid handle.
 */
NNG_DECL const char *nng_http_req_get_uri(struct nng_http_req *req);

/**
 * Sets the method, GET for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`. A
 * method that is no token (RFC 9110 section 5.6.2) cannot be sent: the write fails with `NNG_EINVAL`.
 *
 * Requirements: `req` is NULL or a valid handle; `method` is NULL or a string.
 */
NNG_DECL int nng_http_req_set_method(struct nng_http_req *req, const char *method);

/**
 * Sets the version, HTTP/1.1 for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or
 * `NNG_ENOMEM`. What is not of the form `HTTP/1.1` cannot be sent: the write fails with `NNG_EINVAL`.
 *
 * Requirements: `req` is NULL or a valid handle; `version` is NULL or a string.
 */
NNG_DECL int nng_http_req_set_version(struct nng_http_req *req, const char *version);

/**
 * Sets the URI, none for NULL. It is sent without its fragment and with what no URI may hold percent-encoded. Returns 0,
 * `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `req` is NULL or a valid handle; `uri` is NULL or a string.
 */
NNG_DECL int nng_http_req_set_uri(struct nng_http_req *req, const char *uri);

/**
 * Sets a header. Names compare without regard to case; the value replaces that of a header of the same name, which keeps
 * its place and the case of its name. Returns 0; `NNG_EINVAL` if the name is no token, the value has control characters
 * other than tabs, or a pointer is NULL; `NNG_ENOMEM`.
 *
 * Requirements: `req` is NULL or a valid handle; `key` and `value` are NULL or strings.
 */
NNG_DECL int nng_http_req_set_header(struct nng_http_req *req, const char *key, const char *value);

/**
 * Adds to a header: a header of the same name gets the value appended after a comma and a space; without one the header
 * is set. Values of `Set-Cookie` stay apart when sent. Returns as `nng_http_req_set_header`.
 *
 * Requirements: `req` is NULL or a valid handle; `key` and `value` are NULL or strings.
 */
NNG_DECL int nng_http_req_add_header(struct nng_http_req *req, const char *key, const char *value);

/**
 * Removes a header. Returns 0, `NNG_ENOENT` if there is none, or `NNG_EINVAL` if a pointer is NULL.
 *
 * Requirements: `req` is NULL or a valid handle; `key` is NULL or a string.
 */
NNG_DECL int nng_http_req_del_header(struct nng_http_req *req, const char *key);

/**
 * Returns the value of a header, NULL if there is none. Values of several header lines are joined with a comma and a
 * space. The string is valid until the header is changed or the request is reset or released.
 *
 * Requirements: `req` is NULL or a valid handle; `key` is NULL or a string.
 */
NNG_DECL const char *nng_http_req_get_header(struct nng_http_req *req, const char *key);

/**
 * Makes `size` bytes at `data` the body, and sets `Content-Length`. They are not copied: they must stay valid and
 * unchanged as long as the request may be sent. With `data` NULL there is no body, but `size` is announced. Returns 0,
 * `NNG_EINVAL` if the handle is NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `req` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, for as long as said.
 */
NNG_DECL int nng_http_req_set_data(struct nng_http_req *req, const void *data, size_t size);

/**
 * Makes a copy of `size` bytes at `data` the body, and sets `Content-Length`. Returns 0, `NNG_EINVAL` if the handle is
 * NULL or `data` is NULL and `size` is not 0, or `NNG_ENOMEM`.
 *
 * Requirements: `req` is NULL or a valid handle; `data` is NULL or readable for `size` bytes.
 */
NNG_DECL int nng_http_req_copy_data(struct nng_http_req *req, const void *data, size_t size);

/**
 * Stores the place of the body in `*datap` and its size in `*sizep`: NULL and 0 if there is none. The body belongs to
 * the request and is valid until it is changed. It has no NUL at its end. Either pointer may be NULL.
 *
 * Requirements: `req` is NULL or a valid handle; `datap` and `sizep` are NULL or writable.
 */
NNG_DECL void nng_http_req_get_data(struct nng_http_req *req, void **datap, size_t *sizep);

/**
 * Makes a response and stores it in `*resp`, for `nng_http_res_free`. Status 200 with its reason, version HTTP/1.1, no
 * headers, no body.
 *
 * Returns 0, `NNG_EINVAL` if `resp` is NULL, `NNG_ENOMEM`, or what prevents the library's threads from being started.
 *
 * Requirements: `resp` is NULL or writable.
 */
NNG_DECL int nng_http_res_alloc(struct nng_http_res **resp);

/**
 * Makes a response with this status whose body is an HTML page that says code and reason, and stores it in `*resp`,
 * for `nng_http_res_free`. A server that sends it puts its own page for the status in the place of the body, if it
 * has one and the body was not changed.
 *
 * Returns as `nng_http_res_alloc`.
 *
 * Requirements: `resp` is NULL or writable.
 */
NNG_DECL int nng_http_res_alloc_error(struct nng_http_res **resp, uint16_t status);

/**
 * Releases a response, together with a body that was copied. NULL is allowed. An operation that uses the response keeps
 * it until it ended.
 *
 * Requirements: `res` is NULL or a valid handle, not released yet.
 */
NNG_DECL void nng_http_res_free(struct nng_http_res *res);

/**
 * Makes the object a 200 response without headers and body again, so that it can be used for the next one.
 *
 * Requirements: `res` is NULL or a valid handle.
 */
NNG_DECL void nng_http_res_reset(struct nng_http_res *res);

/**
 * Returns the status; 0 for a NULL handle.
 *
 * Requirements: `res` is NULL or a valid handle.
 */
NNG_DECL uint16_t nng_http_res_get_status(struct nng_http_res *res);

/**
 * Sets the status. A reason that was set explicitly stays. Returns 0, or `NNG_EINVAL` if the handle is NULL. A status
 * outside of 100 to 999 cannot be sent: the write fails with `NNG_EINVAL`.
 *
 * Requirements: `res` is NULL or a valid handle.
 */
NNG_DECL int nng_http_res_set_status(struct nng_http_res *res, uint16_t status);

/**
 * Returns the reason phrase: the one that was set or received, or that of the status; "" for a NULL handle. The string is valid until the item is changed or
 * the response is reset or released.
 *
 * Requirements: `res` is NULL or a valid handle.
 */
NNG_DECL const char *nng_http_res_get_reason(struct nng_http_res *res);

/**
 * Sets the reason phrase; NULL for that of the status. The phrase of the present status counts as NULL, so that a later
 * status brings its own. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `res` is NULL or a valid handle; `reason` is NULL or a string.
 */
NNG_DECL int nng_http_res_set_reason(struct nng_http_res *res, const char *reason);

/**
 * Returns the version, such as `"HTTP/1.1"`; "" for a NULL handle. The string is valid until the item is changed or
 * the response is reset or released.
 *
 * Requirements: `res` is NULL or a valid handle.
 */
NNG_DECL const char *nng_http_res_get_version(struct nng_http_res *res);

/**
 * Sets the version, HTTP/1.1 for NULL. Returns 0, `NNG_EINVAL` if it has a line end or the handle is NULL, or
 * `NNG_ENOMEM`. What is not of the form `HTTP/1.1` cannot be sent: the write fails with `NNG_EINVAL`.
 *
 * Requirements: `res` is NULL or a valid handle; `version` is NULL or a string.
 */
NNG_DECL int nng_http_res_set_version(struct nng_http_res *res, const char *version);

/**
 * Sets a header. Names compare without regard to case; the value replaces that of a header of the same name, which keeps
 * its place and the case of its name. Returns 0; `NNG_EINVAL` if the name is no token, the value has control characters
 * other than tabs, or a pointer is NULL; `NNG_ENOMEM`.
 *
 * Requirements: `res` is NULL or a valid handle; `key` and `value` are NULL or strings.
 */
NNG_DECL int nng_http_res_set_header(struct nng_http_res *res, const char *key, const char *value);

/**
 * Adds to a header: a header of the same name gets the value appended after a comma and a space; without one the header
 * is set. Values of `Set-Cookie` stay apart when sent. Returns as `nng_http_res_set_header`.
 *
 * Requirements: `res` is NULL or a valid handle; `key` and `value` are NULL or strings.
 */
NNG_DECL int nng_http_res_add_header(struct nng_http_res *res, const char *key, const char *value);

/**
 * Removes a header. Returns 0, `NNG_ENOENT` if there is none, or `NNG_EINVAL` if a pointer is NULL.
 *
 * Requirements: `res` is NULL or a valid handle; `key` is NULL or a string.
 */
NNG_DECL int nng_http_res_del_header(struct nng_http_res *res, const char *key);

/**
 * Returns the value of a header, NULL if there is none. Values of several header lines are joined with a comma and a
 * space. The string is valid until the header is changed or the response is reset or released.
 *
 * Requirements: `res` is NULL or a valid handle; `key` is NULL or a string.
 */
NNG_DECL const char *nng_http_res_get_header(struct nng_http_res *res, const char *key);

/**
 * Makes `size` bytes at `data` the body, and sets `Content-Length`. They are not copied: they must stay valid and
 * unchanged as long as the response may be sent. With `data` NULL there is no body, but `size` is announced. Returns 0,
 * `NNG_EINVAL` if the handle is NULL, or `NNG_ENOMEM`.
 *
 * Requirements: `res` is NULL or a valid handle; `data` is NULL or readable for `size` bytes, for as long as said.
 */
NNG_DECL int nng_http_res_set_data(struct nng_http_res *res, const void *data, size_t size);

/**
 * Makes a copy of `size` bytes at `data` the body, and sets `Content-Length`. Returns 0, `NNG_EINVAL` if the handle is
 * NULL or `data` is NULL and `size` is not 0, or `NNG_ENOMEM`.
 *
 * Requirements: `res` is NULL or a valid handle; `data` is NULL or readable for `size` bytes.
 */
NNG_DECL int nng_http_res_copy_data(struct nng_http_res *res, const void *data, size_t size);

/**
 * Stores the place of the body in `*datap` and its size in `*sizep`: NULL and 0 if there is none. The body belongs to
 * the response and is valid until it is changed. It has no NUL at its end. Either pointer may be NULL.
 *
 * Requirements: `res` is NULL or a valid handle; `datap` and `sizep` are NULL or writable.
 */
NNG_DECL void nng_http_res_get_data(struct nng_http_res *res, void **datap, size_t *sizep);

#if defined __cplusplus
}
#endif

#endif
