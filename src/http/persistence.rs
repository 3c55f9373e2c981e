//! Whether a connection lives on after a message (RFC 9112 section 9.3), and the fields beside that question:
//! `Connection` options, `Upgrade` (RFC 9110 section 7.8), `Expect` (section 10.1.1).

use super::Version;
use super::framing::Framing;
use super::list::{Field, elements, tokens};

/// The options of `Connection` that this engine acts on (RFC 9110 section 7.6.1): a list of tokens without regard to
/// case, spread over any number of field lines. Other options name hop-by-hop fields and are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectionOptions {
    /// `close`: this is the last message of its sender on the connection.
    pub close: bool,
    /// `keep-alive`: an HTTP/1.0 sender wants the connection to persist.
    pub keep_alive: bool,
    /// `upgrade`: the `Upgrade` field is meant for this recipient.
    pub upgrade: bool,
}

impl ConnectionOptions {
    /// Reads the options among the fields of a message.
    pub fn of<'a>(fields: impl IntoIterator<Item = Field<'a>>) -> ConnectionOptions {
        let mut options = ConnectionOptions::default();
        for token in tokens(fields, "connection") {
            options.close |= token.eq_ignore_ascii_case(b"close");
            options.keep_alive |= token.eq_ignore_ascii_case(b"keep-alive");
            options.upgrade |= token.eq_ignore_ascii_case(b"upgrade");
        }
        options
    }
}

/// Whether the connection may carry another message after this one, as far as its sender goes (RFC 9112 section 9.3).
/// An exchange leaves the connection open if both of its messages do.
///
/// `close` wins over `keep-alive`. HTTP/1.0 persists on `keep-alive` only, which is for the caller to grant: it may
/// close all the same.
pub fn persists(version: Version, options: ConnectionOptions, framing: Framing) -> bool {
    framing.reusable && !options.close && (version.is_at_least_11() || options.keep_alive)
}

/// Whether a message offers (request) or accepts (response) a switch to this protocol, a name with or without a
/// version (`websocket`, `HTTP/2.0`), compared without regard to case. False without `Connection: upgrade`, and in
/// HTTP/1.0, where the field has to be ignored (RFC 9110 section 7.8).
pub fn upgrades_to<'a, F>(version: Version, fields: F, protocol: &str) -> bool
where
    F: IntoIterator<Item = Field<'a>> + Clone,
{
    version.is_at_least_11()
        && ConnectionOptions::of(fields.clone()).upgrade
        && fields
            .into_iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(b"upgrade"))
            .flat_map(|(_, value)| elements(value))
            .any(|element| element.eq_ignore_ascii_case(protocol.as_bytes()))
}

/// What a request expects of its server before it sends its content (RFC 9110 section 10.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expectation {
    /// Nothing.
    None,
    /// `100-continue`: an interim response 100, unless the final one comes at once.
    Continue,
    /// Something else, which may be answered with 417.
    Unknown,
}

/// The expectation of a request. Always `None` in HTTP/1.0, where the field has to be ignored. If a request has no
/// content, there is nothing to wait for and no 100 response to send.
pub fn expectation<'a>(version: Version, fields: impl IntoIterator<Item = Field<'a>>) -> Expectation {
    if !version.is_at_least_11() {
        return Expectation::None;
    }
    let expected = fields
        .into_iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"expect"))
        .flat_map(|(_, value)| elements(value))
        .filter(|element| !element.is_empty());
    expected.fold(Expectation::None, |before, element| match before {
        Expectation::Unknown => before,
        _ if element.eq_ignore_ascii_case(b"100-continue") => Expectation::Continue,
        _ => Expectation::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::framing::BodyLength;

    const REUSABLE: Framing = Framing { length: BodyLength::None, reusable: true };
    const DOUBTFUL: Framing = Framing { length: BodyLength::None, reusable: false };

    fn options(values: &[&'static str]) -> ConnectionOptions {
        ConnectionOptions::of(values.iter().map(|value| (&b"Connection"[..], value.as_bytes())))
    }

    #[test]
    fn connection_options_are_tokens_of_a_list() {
        let close = ConnectionOptions { close: true, ..Default::default() };
        let none = ConnectionOptions::default();
        for (values, expected) in [
            (&["close"][..], close),
            (&["Close"], close),
            (&["x, CLOSE ,y"], close),
            (&["x", "close"], close),
            (&[",,close"], close),
            (&["disclose", "close-notify", "closed", "close x", "\"close\"", "x=close", ""], none),
            (&["close, Keep-Alive"], ConnectionOptions { close: true, keep_alive: true, upgrade: false }),
            (&["keep-alive", "UPGRADE"], ConnectionOptions { close: false, keep_alive: true, upgrade: true }),
        ] {
            assert_eq!(options(values), expected, "{values:?}");
        }
        let elsewhere: [Field<'_>; 2] = [(b"Proxy-Connection", b"close"), (b"Keep-Alive", b"close")];
        assert_eq!(ConnectionOptions::of(elsewhere), none);
    }

    #[test]
    fn persistence_by_version_and_options() {
        let newer = Version::parse(b"HTTP/1.2").unwrap();
        for (version, values, expected) in [
            (Version::HTTP_11, &[][..], true),
            (Version::HTTP_11, &["keep-alive"], true),
            (Version::HTTP_11, &["close"], false),
            (Version::HTTP_11, &["close, keep-alive"], false),
            (newer, &[], true),
            (newer, &["close"], false),
            (Version::HTTP_10, &[], false),
            (Version::HTTP_10, &["Keep-Alive"], true),
            (Version::HTTP_10, &["keep-alive", "close"], false),
        ] {
            assert_eq!(persists(version, options(values), REUSABLE), expected, "{version} {values:?}");
            assert!(!persists(version, options(values), DOUBTFUL), "{version} {values:?}");
        }
    }

    #[test]
    fn upgrade_needs_its_connection_option_and_http11() {
        let offer: [Field<'_>; 3] =
            [(b"Connection", b"keep-alive, Upgrade"), (b"Upgrade", b"h2c,"), (b"upgrade", b"WebSocket")];
        assert!(upgrades_to(Version::HTTP_11, offer, "websocket"));
        assert!(upgrades_to(Version::HTTP_11, offer, "h2c"));
        assert!(!upgrades_to(Version::HTTP_11, offer, "web"));
        assert!(!upgrades_to(Version::HTTP_10, offer, "websocket"));
        assert!(!upgrades_to(Version::HTTP_11, offer[1..].iter().copied(), "websocket"));
        assert!(!upgrades_to(Version::HTTP_11, offer[..1].iter().copied(), "websocket"));
    }

    #[test]
    fn expectations() {
        let of = |version, values: &[&'static str]| {
            expectation(version, values.iter().map(|value| (&b"Expect"[..], value.as_bytes())))
        };
        assert_eq!(of(Version::HTTP_11, &[]), Expectation::None);
        assert_eq!(of(Version::HTTP_11, &["", " , "]), Expectation::None);
        assert_eq!(of(Version::HTTP_11, &["100-Continue"]), Expectation::Continue);
        assert_eq!(of(Version::HTTP_11, &["100-continue, 100-continue"]), Expectation::Continue);
        assert_eq!(of(Version::HTTP_11, &["100-continue", "a=b"]), Expectation::Unknown);
        assert_eq!(
            of(Version::HTTP_11, &["a=\"100-continue, 100-continue\"", "100-continue"]),
            Expectation::Unknown
        );
        assert_eq!(of(Version::HTTP_10, &["100-continue"]), Expectation::None);
    }
}
