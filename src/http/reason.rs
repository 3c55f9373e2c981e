//! Reason phrases (RFC 9110 section 15 and the IANA registry of status codes).
//!
//! Two tables: the registered phrases, and those that nng's calls hand out, which programs compare and print. The
//! second is the first with the differences listed.

/// The registered phrase of a status code, or `None` if the code is not registered.
pub const fn registered(status: u16) -> Option<&'static str> {
    Some(match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        _ => return None,
    })
}

/// The phrase that nng's calls give a status code by default; never empty. Programs see these texts through
/// `nng_http_res_get_reason`, so they stay as nng words them where it has one; codes for which nng has none get the
/// registered phrase if nng names the code, and `Unknown HTTP Status` otherwise.
pub const fn nng(status: u16) -> &'static str {
    match status {
        203 => "Not Authoritative",
        414 => "Request Entity Too Long",
        416 => "Requested Range Not Satisfiable",
        418 => "I Am A Teapot",
        431 => "Headers Too Large",
        // Registered, but without a name in nng's enumeration.
        103 | 421 | 425 => UNKNOWN,
        _ => match registered(status) {
            Some(phrase) => phrase,
            None => UNKNOWN,
        },
    }
}

const UNKNOWN: &str = "Unknown HTTP Status";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_that_differ_from_the_registry() {
        let differing: Vec<(u16, &str)> = (0..=999)
            .filter(|&status| registered(status) != Some(nng(status)) && nng(status) != UNKNOWN)
            .map(|status| (status, nng(status)))
            .collect();
        assert_eq!(
            differing,
            [
                (203, "Not Authoritative"),
                (414, "Request Entity Too Long"),
                (416, "Requested Range Not Satisfiable"),
                (418, "I Am A Teapot"),
                (431, "Headers Too Large"),
            ]
        );
    }

    #[test]
    fn codes_without_a_phrase() {
        for status in [0, 99, 103, 199, 299, 306, 419, 421, 425, 599, 600, u16::MAX] {
            assert_eq!(nng(status), "Unknown HTTP Status", "{status}");
        }
        assert_eq!(nng(502), "Bad Gateway");
        assert_eq!(nng(308), "Permanent Redirect");
    }

    #[test]
    fn every_phrase_may_stand_in_a_status_line() {
        for status in 0..=999 {
            assert!(crate::http::tables::all(nng(status).as_bytes(), crate::http::tables::TEXT));
        }
    }
}
