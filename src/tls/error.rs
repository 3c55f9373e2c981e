//! Everything that can go wrong in this module, as one closed set.

use std::fmt;

use rustls::CertificateError;

/// Why a configuration call failed or a session ended.
///
/// `Display` gives one lower-case phrase without a full stop, fit for a log line.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    // Configuration
    /// A file could not be read. The value is the `errno` of open(2) or read(2), e.g. `ENOENT`, `EACCES`, `EISDIR`.
    File(i32),
    /// A PEM block is malformed: no base64, or an end that does not match its beginning.
    BadPem,
    /// There is no certificate in the PEM text.
    NoCertificate,
    /// A certificate is malformed.
    BadCertificate,
    /// There is no revocation list in the PEM text, or one that is malformed or not of version 2 (RFC 5280
    /// section 5).
    BadRevocationList,
    /// There is no private key in the PEM text.
    NoPrivateKey,
    /// A private key is malformed, or of a kind that TLS does not use: no RSA of 2048 to 8192 bits, ECDSA on P-256,
    /// P-384 or P-521, or Ed25519.
    BadPrivateKey,
    /// A private key is encrypted and no password was given.
    MissingPassword,
    /// A private key cannot be decrypted with the password. (Nothing tells this from a damaged file.)
    WrongPassword,
    /// A private key is encrypted in a way that this library does not know. See [`Config::add_own_cert`] for those
    /// that it knows.
    ///
    /// [`Config::add_own_cert`]: super::Config::add_own_cert
    UnsupportedKeyEncryption,
    /// A private key does not belong to the certificate that it came with.
    KeyMismatch,
    /// The range of protocol versions is empty or holds none that is supported.
    UnsupportedVersions,
    /// A server name is neither a DNS name nor an IP address.
    BadServerName,

    // Sessions
    /// The peer's certificate is not acceptable.
    PeerNotVerified(CertificateError),
    /// A client sent no certificate where one is required.
    NoPeerCertificate,
    /// The peer ended the session with a fatal alert. The value is the alert's number (RFC 8446 section 6).
    AlertReceived(u8),
    /// The peer does not speak TLS, breaks its rules, or has no version or algorithm in common with this side.
    Protocol(rustls::Error),
    /// The transport ended without the peer's close_notify: data may be missing (RFC 8446 section 6.1).
    Truncated,
    /// A write after this side's close_notify.
    Closed,
}

impl Error {
    /// Whether the session failed because the peer did not prove who it is.
    pub fn is_verification(&self) -> bool {
        matches!(self, Error::PeerNotVerified(_) | Error::NoPeerCertificate)
    }
}

impl From<rustls::Error> for Error {
    fn from(error: rustls::Error) -> Error {
        match error {
            rustls::Error::InvalidCertificate(e) => Error::PeerNotVerified(e),
            rustls::Error::NoCertificatesPresented => Error::NoPeerCertificate,
            rustls::Error::AlertReceived(alert) => Error::AlertReceived(alert.into()),
            e => Error::Protocol(e),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        // Only a path with a NUL byte fails without a number.
        Error::File(error.raw_os_error().unwrap_or(libc::EINVAL))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::File(errno) => {
                write!(f, "file not readable: {}", std::io::Error::from_raw_os_error(*errno))
            }
            Error::BadPem => f.write_str("malformed PEM block"),
            Error::NoCertificate => f.write_str("no certificate found"),
            Error::BadCertificate => f.write_str("malformed certificate"),
            Error::BadRevocationList => f.write_str("missing or malformed revocation list"),
            Error::NoPrivateKey => f.write_str("no private key found"),
            Error::BadPrivateKey => f.write_str("malformed private key or unsupported kind of key"),
            Error::MissingPassword => f.write_str("private key is encrypted and no password is given"),
            Error::WrongPassword => f.write_str("wrong password for private key"),
            Error::UnsupportedKeyEncryption => f.write_str("unsupported encryption of private key"),
            Error::KeyMismatch => f.write_str("private key does not belong to the certificate"),
            Error::UnsupportedVersions => f.write_str("no supported TLS version in range"),
            Error::BadServerName => f.write_str("server name is no DNS name and no IP address"),
            Error::PeerNotVerified(e) => write!(f, "peer not verified: {e}"),
            Error::NoPeerCertificate => f.write_str("peer sent no certificate"),
            Error::AlertReceived(number) => {
                write!(f, "peer sent alert {number} ({:?})", rustls::AlertDescription::from(*number))
            }
            Error::Protocol(e) => write!(f, "TLS failed: {e}"),
            Error::Truncated => f.write_str("stream ended without close_notify"),
            Error::Closed => f.write_str("session is closed for writing"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_read_keeps_its_number() {
        let error = std::fs::read("/nonexistent/file").unwrap_err();
        assert_eq!(Error::from(error), Error::File(libc::ENOENT));
        let error = std::fs::read("a\0b").unwrap_err();
        assert_eq!(Error::from(error), Error::File(libc::EINVAL));
    }

    #[test]
    fn display_names_the_alert() {
        assert_eq!(Error::AlertReceived(48).to_string(), "peer sent alert 48 (UnknownCA)");
    }
}
