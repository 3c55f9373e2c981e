//! `nng/supplemental/http/http.h`: status codes.

/// HTTP status codes, RFC 9110 section 15 where nothing else is said. The doubled word in the name of 301 is part of
/// the interface that programs are written against.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_http_status {
    /// Continue: section 15.2.1.
    NNG_HTTP_STATUS_CONTINUE = 100,
    /// Switching Protocols: section 15.2.2.
    NNG_HTTP_STATUS_SWITCHING = 101,
    /// Processing: RFC 2518 section 10.1.
    NNG_HTTP_STATUS_PROCESSING = 102,
    /// OK: section 15.3.1.
    NNG_HTTP_STATUS_OK = 200,
    /// Created: section 15.3.2.
    NNG_HTTP_STATUS_CREATED = 201,
    /// Accepted: section 15.3.3.
    NNG_HTTP_STATUS_ACCEPTED = 202,
    /// Non-Authoritative Information: section 15.3.4.
    NNG_HTTP_STATUS_NOT_AUTHORITATIVE = 203,
    /// No Content: section 15.3.5.
    NNG_HTTP_STATUS_NO_CONTENT = 204,
    /// Reset Content: section 15.3.6.
    NNG_HTTP_STATUS_RESET_CONTENT = 205,
    /// Partial Content: section 15.3.7.
    NNG_HTTP_STATUS_PARTIAL_CONTENT = 206,
    /// Multi-Status: RFC 4918 section 11.1.
    NNG_HTTP_STATUS_MULTI_STATUS = 207,
    /// Already Reported: RFC 5842 section 7.1.
    NNG_HTTP_STATUS_ALREADY_REPORTED = 208,
    /// IM Used: RFC 3229 section 10.4.1.
    NNG_HTTP_STATUS_IM_USED = 226,
    /// Multiple Choices: section 15.4.1.
    NNG_HTTP_STATUS_MULTIPLE_CHOICES = 300,
    /// Moved Permanently: section 15.4.2.
    NNG_HTTP_STATUS_STATUS_MOVED_PERMANENTLY = 301,
    /// Found: section 15.4.3.
    NNG_HTTP_STATUS_FOUND = 302,
    /// See Other: section 15.4.4.
    NNG_HTTP_STATUS_SEE_OTHER = 303,
    /// Not Modified: section 15.4.5.
    NNG_HTTP_STATUS_NOT_MODIFIED = 304,
    /// Use Proxy: section 15.4.6.
    NNG_HTTP_STATUS_USE_PROXY = 305,
    /// Temporary Redirect: section 15.4.8.
    NNG_HTTP_STATUS_TEMPORARY_REDIRECT = 307,
    /// Permanent Redirect: section 15.4.9.
    NNG_HTTP_STATUS_PERMANENT_REDIRECT = 308,
    /// Bad Request: section 15.5.1.
    NNG_HTTP_STATUS_BAD_REQUEST = 400,
    /// Unauthorized: section 15.5.2.
    NNG_HTTP_STATUS_UNAUTHORIZED = 401,
    /// Payment Required: section 15.5.3.
    NNG_HTTP_STATUS_PAYMENT_REQUIRED = 402,
    /// Forbidden: section 15.5.4.
    NNG_HTTP_STATUS_FORBIDDEN = 403,
    /// Not Found: section 15.5.5.
    NNG_HTTP_STATUS_NOT_FOUND = 404,
    /// Method Not Allowed: section 15.5.6.
    NNG_HTTP_STATUS_METHOD_NOT_ALLOWED = 405,
    /// Not Acceptable: section 15.5.7.
    NNG_HTTP_STATUS_NOT_ACCEPTABLE = 406,
    /// Proxy Authentication Required: section 15.5.8.
    NNG_HTTP_STATUS_PROXY_AUTH_REQUIRED = 407,
    /// Request Timeout: section 15.5.9.
    NNG_HTTP_STATUS_REQUEST_TIMEOUT = 408,
    /// Conflict: section 15.5.10.
    NNG_HTTP_STATUS_CONFLICT = 409,
    /// Gone: section 15.5.11.
    NNG_HTTP_STATUS_GONE = 410,
    /// Length Required: section 15.5.12.
    NNG_HTTP_STATUS_LENGTH_REQUIRED = 411,
    /// Precondition Failed: section 15.5.13.
    NNG_HTTP_STATUS_PRECONDITION_FAILED = 412,
    /// Content Too Large: section 15.5.14.
    NNG_HTTP_STATUS_PAYLOAD_TOO_LARGE = 413,
    /// URI Too Long: section 15.5.15.
    NNG_HTTP_STATUS_ENTITY_TOO_LONG = 414,
    /// Unsupported Media Type: section 15.5.16.
    NNG_HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE = 415,
    /// Range Not Satisfiable: section 15.5.17.
    NNG_HTTP_STATUS_RANGE_NOT_SATISFIABLE = 416,
    /// Expectation Failed: section 15.5.18.
    NNG_HTTP_STATUS_EXPECTATION_FAILED = 417,
    /// I'm a teapot: RFC 2324 section 2.3.2.
    NNG_HTTP_STATUS_TEAPOT = 418,
    /// Unprocessable Content: section 15.5.21.
    NNG_HTTP_STATUS_UNPROCESSABLE_ENTITY = 422,
    /// Locked: RFC 4918 section 11.3.
    NNG_HTTP_STATUS_LOCKED = 423,
    /// Failed Dependency: RFC 4918 section 11.4.
    NNG_HTTP_STATUS_FAILED_DEPENDENCY = 424,
    /// Upgrade Required: section 15.5.22.
    NNG_HTTP_STATUS_UPGRADE_REQUIRED = 426,
    /// Precondition Required: RFC 6585 section 3.
    NNG_HTTP_STATUS_PRECONDITION_REQUIRED = 428,
    /// Too Many Requests: RFC 6585 section 4.
    NNG_HTTP_STATUS_TOO_MANY_REQUESTS = 429,
    /// Request Header Fields Too Large: RFC 6585 section 5.
    NNG_HTTP_STATUS_HEADERS_TOO_LARGE = 431,
    /// Unavailable For Legal Reasons: RFC 7725 section 3.
    NNG_HTTP_STATUS_UNAVAIL_LEGAL_REASONS = 451,
    /// Internal Server Error: section 15.6.1.
    NNG_HTTP_STATUS_INTERNAL_SERVER_ERROR = 500,
    /// Not Implemented: section 15.6.2.
    NNG_HTTP_STATUS_NOT_IMPLEMENTED = 501,
    /// Bad Gateway: section 15.6.3.
    NNG_HTTP_STATUS_BAD_GATEWAY = 502,
    /// Service Unavailable: section 15.6.4.
    NNG_HTTP_STATUS_SERVICE_UNAVAILABLE = 503,
    /// Gateway Timeout: section 15.6.5.
    NNG_HTTP_STATUS_GATEWAY_TIMEOUT = 504,
    /// HTTP Version Not Supported: section 15.6.6.
    NNG_HTTP_STATUS_HTTP_VERSION_NOT_SUPP = 505,
    /// Variant Also Negotiates: RFC 2295 section 8.1.
    NNG_HTTP_STATUS_VARIANT_ALSO_NEGOTIATES = 506,
    /// Insufficient Storage: RFC 4918 section 11.5.
    NNG_HTTP_STATUS_INSUFFICIENT_STORAGE = 507,
    /// Loop Detected: RFC 5842 section 7.2.
    NNG_HTTP_STATUS_LOOP_DETECTED = 508,
    /// Not Extended: RFC 2774 section 7.
    NNG_HTTP_STATUS_NOT_EXTENDED = 510,
    /// Network Authentication Required: RFC 6585 section 6.
    NNG_HTTP_STATUS_NETWORK_AUTH_REQUIRED = 511,
}
