//! URIs as programs write them (RFC 3986), and the pieces that requests take from them.
//!
//! | file | subject |
//! |---|---|
//! | [`url`] | taking an absolute URL apart, as leniently as the callers of the nng face expect |
//! | [`normal`] | percent-encoding, repeated slashes and dot segments |
//! | [`authority`] | `host:port` as HTTP messages may carry it: strict |
//! | [`request`] | what a client sends for a URL: `Host` and the request target |

pub mod authority;
pub mod normal;
pub mod request;
pub mod url;

pub use authority::Authority;
pub use url::Url;
