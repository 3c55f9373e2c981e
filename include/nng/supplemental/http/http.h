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

/** An HTTP client: the server to connect to. It may be used from any thread, for any number of connections. */
typedef struct nng_http_client nng_http_client;

/**
 * An HTTP connection, from the client's side or, in the handler of a server, from the server's.
 *
 * Operations may be started from any thread. Reads are carried out one after the other, and so are writes; a read and
 * a write go on at the same time. If an operation in progress fails, times out or is cancelled, the connection is
 * closed; an operation that still waits for others may be cancelled without that.
 *
 * The results of all operations are those of `nng_http_conn_read`. Operations given a NULL connection or object fail
 * with `NNG_EINVAL`; those given a NULL aio do nothing.
 */
typedef struct nng_http_conn nng_http_conn;

/**
 * What a server does with requests for a path. A handler has one owner at a time: the program that made it, and after
 * `nng_http_server_add_handler` the server. It can be changed only while no server has it.
 *
 * Functions given a NULL handle fail with `NNG_EINVAL`.
 */
typedef struct nng_http_handler nng_http_handler;

/** An HTTP request. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing. */
typedef struct nng_http_req nng_http_req;

/** An HTTP response. It is used by one thread at a time. Unless said otherwise, functions given a NULL handle do nothing. */
typedef struct nng_http_res nng_http_res;

/**
 * An HTTP server. Programs, or parts of one, that hold a server for the same host and port share it, together with its
 * handlers.
 *
 * Functions given a NULL handle fail with `NNG_EINVAL` or do nothing.
 */
typedef struct nng_http_server nng_http_server;

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

/**
 * Closes a connection and releases it. Operations in progress end with `NNG_ECANCELED`, those that wait for them with
 * `NNG_ECLOSED`. Not for the connection of a server, unless `nng_http_hijack` took it: that is closed, too, but
 * remains the server's. NULL is allowed.
 *
 * Requirements: `conn` is NULL or a valid handle.
 */
NNG_DECL void nng_http_conn_close(struct nng_http_conn *conn);

/**
 * Takes a connection over from the server, in a handler: connection and request belong to the program from now on,
 * which calls `nng_http_conn_close` and `nng_http_req_free` later. The handler finishes its aio all the same; its
 * response is ignored. What was received already can be read. Returns 0; `NNG_EINVAL` for NULL.
 *
 * Requirements: `conn` is NULL or a valid handle.
 */
NNG_DECL int nng_http_hijack(struct nng_http_conn *conn);

/**
 * Reads at least one byte into the buffers of the aio (`nng_aio_set_iov`), and at most as many as they hold. The count
 * is that of the bytes read. The buffers of the aio are left as the part that was not filled, so that another read
 * goes on there. Without room in the buffers nothing is read.
 *
 * Results: 0; `NNG_ECONNSHUT` if the peer closed the connection; `NNG_ECONNRESET` if it broke; `NNG_ECLOSED` if it is
 * closed; `NNG_ECANCELED`, `NNG_ETIMEDOUT`; `NNG_EPROTO` if what was received is not HTTP, `NNG_EMSGSIZE` if it is
 * too large; `NNG_EINVAL` if what shall be sent is not; `NNG_ENOMEM`.
 *
 * Requirements: `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_http_conn_read(struct nng_http_conn *conn, nng_aio *aio);

/**
 * Fills the buffers of the aio. The count is their size.
 *
 * Requirements: `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_http_conn_read_all(struct nng_http_conn *conn, nng_aio *aio);

/**
 * Writes at least one byte from the buffers of the aio, and at most all. The count is that of the bytes written; the
 * buffers of the aio stay as they are. With nothing in the buffers nothing is written.
 *
 * Requirements: `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_http_conn_write(struct nng_http_conn *conn, nng_aio *aio);

/**
 * Writes everything in the buffers of the aio, which stay as they are. The count is their size.
 *
 * Requirements: `conn` and `aio` are NULL or valid handles. The buffers stay valid until the operation ended.
 */
NNG_DECL void nng_http_conn_write_all(struct nng_http_conn *conn, nng_aio *aio);

/**
 * Reads the head of a request into `req`, in place of all that is there. The body, if the request has one, is left to
 * be read.
 *
 * Requirements: `conn`, `req` and `aio` are NULL or valid handles.
 */
NNG_DECL void nng_http_conn_read_req(struct nng_http_conn *conn, struct nng_http_req *req, nng_aio *aio);

/**
 * Reads the head of a response into `res`, in place of all that is there. The body, if the response has one, is left
 * to be read. Interim responses (status 100 to 199, except 101) are passed over, up to 256.
 *
 * Requirements: `conn`, `res` and `aio` are NULL or valid handles.
 */
NNG_DECL void nng_http_conn_read_res(struct nng_http_conn *conn, struct nng_http_res *res, nng_aio *aio);

/**
 * Writes a request with its body. The count is that of all bytes. Nothing is added to the headers that it has. The
 * buffers of the aio are forgotten.
 *
 * Fails with `NNG_EINVAL` if the request has no URI, or a part that would be read as something else.
 *
 * Requirements: `conn`, `req` and `aio` are NULL or valid handles. The body stays valid until the operation ended.
 */
NNG_DECL void nng_http_conn_write_req(struct nng_http_conn *conn, struct nng_http_req *req, nng_aio *aio);

/**
 * Writes a response with its body. The count is that of all bytes. Nothing is added to the headers that it has, so
 * the program sees to `Content-Length` or another end of the body. The buffers of the aio are forgotten.
 *
 * In the handler of a server this answers the request: the handler finishes its aio afterwards, without a response.
 * If the response has a `Connection` header with `close` (in any case), or the request was one after which the
 * connection cannot live on, because it says so or is of HTTP/1.0, the connection is closed after the response. That
 * is when the response is sent, if its `Content-Length` is that of its body; otherwise the handler may go on to
 * write, and it is when the handler finishes. No body is sent in response to HEAD, and with a status that has none.
 *
 * Fails with `NNG_EINVAL` if the response has a part that would be read as something else.
 *
 * Requirements: `conn`, `res` and `aio` are NULL or valid handles. The body stays valid until the operation ended.
 */
NNG_DECL void nng_http_conn_write_res(struct nng_http_conn *conn, struct nng_http_res *res, nng_aio *aio);

/**
 * Makes a client for the server of a URL, and stores it in `*clientp`, for `nng_http_client_free`. Of the URL only
 * scheme, host and port matter; the scheme is `http`, `https`, `ws` or `wss`, maybe with `4` or `6` for an IP version.
 *
 * Returns 0; `NNG_EADDRINVAL` if the scheme is another one or the host is empty; `NNG_EINVAL` if a pointer is NULL;
 * `NNG_ENOMEM`; or what prevents the library's threads from being started.
 *
 * Requirements: `clientp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_http_client_alloc(struct nng_http_client **clientp, const nng_url *url);

/**
 * Releases a client. Connects that are under way end with `NNG_ECLOSED`; connections stay. NULL is allowed.
 *
 * Requirements: `client` is NULL or a valid handle, not released yet.
 */
NNG_DECL void nng_http_client_free(struct nng_http_client *client);

/**
 * Makes a connection to the server: output 0 of the aio is the `nng_http_conn *`, which the program closes with
 * `nng_http_conn_close`. The addresses of the host are tried in order. Under `https` and `wss` the handshake of TLS is
 * part of the first read or write on the connection, and so are its failures; the configuration is in use from now on.
 *
 * Results: 0; `NNG_ECONNREFUSED`, `NNG_EUNREACHABLE`; `NNG_EADDRINVAL` if there is no such host or port, `NNG_EAGAIN`
 * if the name service does not answer; `NNG_ECLOSED` if the client is released meanwhile; `NNG_ECANCELED`,
 * `NNG_ETIMEDOUT`; `NNG_ENOFILES`, `NNG_ENOMEM`; `NNG_EINVAL` if the client is NULL.
 *
 * Requirements: `client` and `aio` are NULL or valid handles.
 */
NNG_DECL void nng_http_client_connect(struct nng_http_client *client, nng_aio *aio);

/**
 * Stores the configuration of TLS of a client in `*cfgp`, for `nng_tls_config_free`: the one that is in effect, not a
 * copy. At first it requires that the server has a certificate for the host of the URL, which no authority is there to
 * vouch for yet.
 *
 * Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` for NULL.
 *
 * Requirements: `client` is NULL or a valid handle, `cfgp` NULL or writable.
 */
NNG_DECL int nng_http_client_get_tls(struct nng_http_client *client, struct nng_tls_config **cfgp);

/**
 * Replaces the configuration of TLS of a client, for the connections that are made from now on. The client takes a
 * reference of its own. If the configuration has no server name, the host of the URL is.
 *
 * Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` if the configuration is one for
 * servers, or for NULL.
 *
 * Requirements: `client` and `cfg` are NULL or valid handles.
 */
NNG_DECL int nng_http_client_set_tls(struct nng_http_client *client, struct nng_tls_config *cfg);

/**
 * Makes a connection, sends the request with its body, receives the response, whole with its body, and closes the
 * connection. Sets the header `Connection: close` of the request. The response is reset before.
 *
 * Results: those of `nng_http_client_connect` and `nng_http_conn_transact`.
 *
 * Requirements: `client`, `req`, `res` and `aio` are NULL or valid handles. `req` and `res` are not used otherwise until the
 * operation ended, and the body of the request stays valid.
 */
NNG_DECL void nng_http_client_transact(struct nng_http_client *client, struct nng_http_req *req, struct
    nng_http_res *res, nng_aio *aio);

/**
 * Sends a request with its body on a connection and receives the response, whole with its body, which is its data
 * then. The response is reset before. Interim responses (status 100 to 199, except 101) are passed over, up to 256.
 * The connection stays open, whatever the headers say: that is for the program to decide. After a failure it is of no use
 * any more. Transactions on one connection are carried out one after the other.
 *
 * Results: those of `nng_http_conn_read`; `NNG_ECONNSHUT` if the connection is closed before the end of the response;
 * `NNG_EPROTO` also if more than an earlier response had come with it.
 *
 * Requirements: `conn`, `req`, `res` and `aio` are NULL or valid handles. `req` and `res` are not used otherwise until the operation
 * ended, and the body of the request stays valid.
 */
NNG_DECL void nng_http_conn_transact(struct nng_http_conn *conn, struct nng_http_req *req, struct nng_http_res
    *res, nng_aio *aio);

/**
 * Makes a handler that calls `func`, and stores it in `*handlerp`, for `nng_http_server_add_handler` or
 * `nng_http_handler_free`. It is for GET requests for `path`, on any host; `path` begins with a slash, and is NULL, ""
 * or "/" for the root. It is a text, not escaped: "/a b" is what a client asks for as `/a%20b`. Repeated slashes, and
 * "." and ".." as segments, do not count in it, as they do not in requests.
 *
 * For each request, `func` is called on a thread of the library with an aio that has begun: input 0 is the
 * `nng_http_req *`, with the body, if there is one, as its data; input 1 the `nng_http_handler *`; input 2 the
 * `nng_http_conn *`. The request and the connection are the server's. The handler stores its `nng_http_res *`, which
 * becomes the server's, as output 0 and calls `nng_aio_finish` with 0, now or later from any thread. Without an
 * output, it has answered by itself with `nng_http_conn_write_res`. Finished with an error, the request is answered
 * with status 500, and the connection closed. Handlers of different connections run at the same time, and may block.
 *
 * Returns 0, `NNG_EINVAL` if `handlerp` is NULL, `NNG_ENOMEM`.
 *
 * Requirements: `handlerp` is NULL or writable, `path` is NULL or a string; `func` may be called from any thread.
 */
NNG_DECL int nng_http_handler_alloc(struct nng_http_handler **handlerp, const char *path, void (*func)(nng_aio
    *aio));

/**
 * Releases a handler that no server has. NULL is allowed. A request that it is working on keeps it until it is
 * answered.
 *
 * Requirements: `handler` is NULL or a valid handle that the program owns.
 */
NNG_DECL void nng_http_handler_free(struct nng_http_handler *handler);

/**
 * Makes the handler one for this method, in upper case usually; NULL or "" for all methods. A handler for GET gets
 * HEAD requests, too. Returns 0, `NNG_EBUSY` if a server has the handler, `NNG_EINVAL` for NULL.
 *
 * Requirements: `handler` is NULL or a valid handle, `method` NULL or a string.
 */
NNG_DECL int nng_http_handler_set_method(struct nng_http_handler *handler, const char *method);

/**
 * Makes the handler one for requests with this host: a name, compared without regard to case, or an IP address. NULL,
 * "", "*" and the unspecified addresses are for all hosts. The port of requests does not matter. Returns as
 * `nng_http_handler_set_method`.
 *
 * Requirements: `handler` is NULL or a valid handle, `host` NULL or a string.
 */
NNG_DECL int nng_http_handler_set_host(struct nng_http_handler *handler, const char *host);

/**
 * Has bodies up to `maxsz` bytes read before the handler is called; a request with a larger one is answered with
 * status 400. If `want` is false, the handler reads the body by itself with `nng_http_conn_read_all`, as many bytes as
 * the `Content-Length` of the request says; requests without one are answered with status 411. Initially bodies up to
 * 1 MiB are read. Returns 0, `NNG_EINVAL` for NULL.
 *
 * Requirements: `handler` is NULL or a valid handle.
 */
NNG_DECL int nng_http_handler_collect_body(struct nng_http_handler *handler, bool want, size_t maxsz);

/**
 * Makes the handler one for everything below its path, too. Other handlers may be there for longer paths. Returns as
 * `nng_http_handler_set_method`.
 *
 * Requirements: `handler` is NULL or a valid handle.
 */
NNG_DECL int nng_http_handler_set_tree(struct nng_http_handler *handler);

/**
 * Makes the handler one for everything below its path, too, and the only one there for its method and host. Returns as
 * `nng_http_handler_set_method`. Since nng 1.3.
 *
 * Requirements: `handler` is NULL or a valid handle.
 */
NNG_DECL int nng_http_handler_set_tree_exclusive(struct nng_http_handler *handler);

/**
 * Attaches a pointer to the handler, and a function that is called with it when the handler goes away, from any
 * thread; it may be NULL. What was attached before is forgotten. Returns as `nng_http_handler_set_method`.
 *
 * Requirements: `handler` is NULL or a valid handle; `dtor` accepts `arg` from any thread.
 */
NNG_DECL int nng_http_handler_set_data(struct nng_http_handler *handler, void *arg, void (*dtor)(void *arg));

/**
 * Returns the pointer that was attached to the handler, NULL if none was.
 *
 * Requirements: `handler` is NULL or a valid handle.
 */
NNG_DECL void *nng_http_handler_get_data(struct nng_http_handler *handler);

/**
 * Makes a handler that answers with a copy of the `size` bytes at `data`, and stores it in `*handlerp` as
 * `nng_http_handler_alloc` does. `content_type` is the media type; NULL for `application/octet-stream`. Requests with
 * a body are answered with status 400.
 *
 * Returns 0, `NNG_EINVAL` if `handlerp` is NULL or `data` is NULL and `size` is not 0, `NNG_ENOMEM`.
 *
 * Requirements: `handlerp` is NULL or writable, the strings are NULL or strings; `data` is NULL or readable for `size` bytes.
 */
NNG_DECL int nng_http_handler_alloc_static(struct nng_http_handler **handlerp, const char *path, const void
    *data, size_t size, const char *content_type);

/**
 * Makes a handler that answers with the file `filename`, and stores it in `*handlerp` as `nng_http_handler_alloc` does.
 * The media type is that of the name. The file is opened at each request, and read while it is being sent; one that
 * becomes shorter meanwhile breaks the connection off. Requests are answered with status 404 if there is no such file,
 * 403 if it must not be read, 500 if it is no regular file or something else fails, and 400 if they have a body.
 *
 * Returns 0, `NNG_EINVAL` if `handlerp` or `filename` is NULL, `NNG_ENOMEM`.
 *
 * Requirements: `handlerp` is NULL or writable, the strings are NULL or strings.
 */
NNG_DECL int nng_http_handler_alloc_file(struct nng_http_handler **handlerp, const char *path, const char
    *filename);

/**
 * Makes a handler that answers with the files below the directory `dirname`, and stores it in `*handlerp` as
 * `nng_http_handler_alloc` does. It is an exclusive tree, see `nng_http_handler_set_tree_exclusive`. A request for a
 * directory gets its `index.html`, or else its `index.htm`, or else status 404, with or without a slash at the end.
 *
 * Names in requests are decoded once; none leads out of the directory, but symbolic links in it are followed. What is
 * neither a regular file nor a directory counts as missing. Otherwise as for `nng_http_handler_alloc_file`.
 *
 * Returns 0, `NNG_EINVAL` if `handlerp` or `dirname` is NULL, `NNG_ENOMEM`.
 *
 * Requirements: `handlerp` is NULL or writable, the strings are NULL or strings.
 */
NNG_DECL int nng_http_handler_alloc_directory(struct nng_http_handler **handlerp, const char *path, const char
    *dirname);

/**
 * Makes a handler that answers requests of all methods with another location, and stores it in `*handlerp` as
 * `nng_http_handler_alloc` does. `status` is that of the response, 0 for 301. `Location` is `location`, followed by
 * what follows `path` in the request, query included: also what is below it, after `nng_http_handler_set_tree`. A query
 * of `location` and that of the request are joined with `&`, and a fragment of `location` stays at the end. Characters
 * that no URI has are escaped. The connection ends with the response, and a body is not read.
 *
 * Returns 0; `NNG_EINVAL` if `handlerp` or `location` is NULL, `location` has a control character or `status` is not
 * from 200 to 999; `NNG_ENOMEM`.
 *
 * Requirements: `handlerp` is NULL or writable, the strings are NULL or strings.
 */
NNG_DECL int nng_http_handler_alloc_redirect(struct nng_http_handler **handlerp, const char *path, uint16_t
    status, const char *location);

/**
 * Stores the server for a URL in `*serverp`, for `nng_http_server_release`: one that is there already for the same
 * host name and port, is as secure and was not stopped, or a new one. Of the URL only scheme, host and port matter; the scheme is
 * `http`, `https`, `ws` or `wss`, maybe with `4` or `6` for an IP version. An empty host means all addresses, port 0 one that the
 * system chooses. Names are looked up now; nothing is bound yet.
 *
 * Returns 0; `NNG_EADDRINVAL` if the scheme is another one or there is no such host or port; `NNG_EINVAL` if a pointer is
 * NULL; `NNG_EAGAIN` if the name service does not answer; `NNG_ENOMEM`.
 *
 * Requirements: `serverp` is NULL or writable; `url` is NULL or a URL whose members are NULL or strings.
 */
NNG_DECL int nng_http_server_hold(struct nng_http_server **serverp, const nng_url *url);

/**
 * Gives a server back. The last one that held it stops it; its handlers are released. Does not wait for connections,
 * and may be called in a handler. NULL is allowed.
 *
 * Requirements: `server` is NULL or a valid handle, held once more than released.
 */
NNG_DECL void nng_http_server_release(struct nng_http_server *server);

/**
 * Has the server listen and serve; if it does already, the call is counted. Returns 0; `NNG_EADDRINUSE`,
 * `NNG_EADDRINVAL` if the address is not one of this machine, `NNG_EPERM`; `NNG_ESTATE` if the server was stopped,
 * `NNG_ECLOSED` if it was stopped before it was ever started; `NNG_ENOFILES`, `NNG_ENOMEM`. After a failure it can be
 * tried again.
 *
 * Requirements: `server` is NULL or a valid handle.
 */
NNG_DECL int nng_http_server_start(struct nng_http_server *server);

/**
 * Undoes one start. The last one closes the listening socket and all connections, those that are hijacked aside; it
 * does not wait for handlers, whose responses are discarded. The server cannot be started again, but a new one can be
 * held for the same URL.
 *
 * Requirements: `server` is NULL or a valid handle.
 */
NNG_DECL void nng_http_server_stop(struct nng_http_server *server);

/**
 * Gives a handler to the server, which owns it then. Returns 0; `NNG_EADDRINUSE` if a handler that is there already
 * would get its requests: one for the same method, host and path, or an exclusive tree above or below it;
 * `NNG_EINVAL` if its path does not begin with a slash, it has no function, or for NULL; `NNG_ENOMEM`.
 *
 * Requirements: `server` and `handler` are NULL or valid handles; the program owns the handler.
 */
NNG_DECL int nng_http_server_add_handler(struct nng_http_server *server, struct nng_http_handler *handler);

/**
 * Takes a handler away from the server; the program owns it again. Requests that it is working on are finished.
 * Returns 0, `NNG_ENOENT` if the server does not have it, `NNG_EINVAL` for NULL.
 *
 * Requirements: `server` and `handler` are NULL or valid handles.
 */
NNG_DECL int nng_http_server_del_handler(struct nng_http_server *server, struct nng_http_handler *handler);

/**
 * Stores in `*sa` where the server listens, with the port that the system chose if that was left to it; a family of
 * `NNG_AF_UNSPEC` before it is started. Returns 0, `NNG_EINVAL` for NULL. Since nng 1.3.
 *
 * Requirements: `server` is NULL or a valid handle, `sa` NULL or writable.
 */
NNG_DECL int nng_http_server_get_addr(struct nng_http_server *server, nng_sockaddr *sa);

/**
 * Stores the configuration of TLS of a server in `*cfgp`, for `nng_tls_config_free`: the one that is in effect, not a
 * copy. At first it has no certificate, so that all handshakes fail.
 *
 * Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` for NULL.
 *
 * Requirements: `server` is NULL or a valid handle, `cfgp` NULL or writable.
 */
NNG_DECL int nng_http_server_get_tls(struct nng_http_server *server, struct nng_tls_config **cfgp);

/**
 * Replaces the configuration of TLS of a server, for the connections that come from now on; it may be running. The
 * server takes a reference of its own.
 *
 * Returns 0; `NNG_ENOTSUP` if the scheme is neither `https` nor `wss`; `NNG_EINVAL` if the configuration is one for
 * clients, or for NULL; `NNG_ECRYPTO` if the system has no random numbers.
 *
 * Requirements: `server` and `cfg` are NULL or valid handles.
 */
NNG_DECL int nng_http_server_set_tls(struct nng_http_server *server, struct nng_tls_config *cfg);

/**
 * Sets the page that the server sends as the body of an error with this status: of its own errors, and of the
 * responses of `nng_http_res_alloc_error`. Replaces an earlier one. Returns 0, `NNG_EINVAL` for NULL, `NNG_ENOMEM`.
 *
 * Requirements: `server` is NULL or a valid handle, `html` NULL or a string.
 */
NNG_DECL int nng_http_server_set_error_page(struct nng_http_server *server, uint16_t status, const char *html);

/**
 * Like `nng_http_server_set_error_page`, with the content of a file, which is read now. Returns also what prevents
 * that: `NNG_ENOENT`, `NNG_EPERM` and others.
 *
 * Requirements: `server` is NULL or a valid handle, `path` NULL or a string.
 */
NNG_DECL int nng_http_server_set_error_file(struct nng_http_server *server, uint16_t status, const char *path);

/**
 * Replaces the body of a response by the server's page for its status, and sets its media type. Returns 0,
 * `NNG_EINVAL` for NULL, `NNG_ENOMEM`.
 *
 * Requirements: `server` and `res` are NULL or valid handles.
 */
NNG_DECL int nng_http_server_res_error(struct nng_http_server *server, struct nng_http_res *res);

#if defined __cplusplus
}
#endif

#endif
