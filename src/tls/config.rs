//! A TLS configuration: what a program fills in, call by call, in any order.
//!
//! A call that fails changes nothing.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::ServerName;

use super::identity::Identity;
use super::key::private_key;
use super::name::server_name;
use super::pem::{blocks, certificates, revocation_lists};
use super::trust::Trust;
use super::{Context, Error};

/// Which side of the handshake to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The side that begins.
    Client,
    /// The side that shows a certificate.
    Server,
}

/// Whether the peer has to prove who it is: to a client the server, to a server the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthMode {
    /// A client accepts every server. A server does not ask for a certificate.
    None,
    /// Handshakes succeed anyway; [`Session::verified`](super::Session::verified) tells the outcome.
    Optional,
    /// The handshake fails unless the peer has a certificate that the configured ones vouch for. If none are
    /// configured it always fails.
    Required,
}

/// What a common name in a server's certificate is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommonName {
    /// Nothing, as RFC 9110 section 4.3.4 and RFC 9525 section 2 want it.
    #[default]
    Ignore,
    /// It is the server's name if the certificate has no alternative names at all, as it used to be (RFC 2818
    /// section 3.1) and still is in many certificates that people make for themselves. It counts only if a
    /// configured authority signed the certificate directly and has no name constraints.
    Fallback,
}

/// A configuration, for [`build`](Config::build).
#[derive(Debug, Clone)]
pub struct Config {
    pub(super) role: Role,
    pub(super) auth_mode: AuthMode,
    pub(super) server_name: Option<ServerName<'static>>,
    pub(super) trust: Arc<Trust>,
    pub(super) identities: Vec<Identity>,
    pub(super) versions: Versions,
}

/// The versions to offer; never none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Versions {
    pub(super) tls12: bool,
    pub(super) tls13: bool,
}

/// The numbers of the protocol's versions on the wire (RFC 8446 section 4.2.1).
const TLS_1_0: u16 = 0x0301;
const TLS_1_2: u16 = 0x0303;
const TLS_1_3: u16 = 0x0304;

impl Config {
    /// A configuration with nothing set. A client requires a verified server, of which there is none yet; a server
    /// asks for no client certificates, and has none of its own yet, without which every handshake fails.
    pub fn new(role: Role) -> Config {
        Config {
            role,
            auth_mode: if role == Role::Client { AuthMode::Required } else { AuthMode::None },
            server_name: None,
            trust: Arc::default(),
            identities: Vec::new(),
            versions: Versions { tls12: true, tls13: true },
        }
    }

    /// The role it was made for.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Sets whether the peer has to prove who it is.
    pub fn set_auth_mode(&mut self, mode: AuthMode) {
        self.auth_mode = mode;
    }

    /// Sets what a common name is worth.
    pub fn set_common_name(&mut self, common_name: CommonName) {
        Arc::make_mut(&mut self.trust).common_name = common_name;
    }

    /// Sets the name of the server: for its certificate, and, unless it is an address, for the server to choose one
    /// (RFC 6066 section 3). Replaces an earlier one. Without effect on a server.
    ///
    /// `name` is a DNS name or an IP address, the latter also as URLs have it: in brackets and with a zone.
    ///
    /// Errors: [`Error::BadServerName`].
    pub fn set_server_name(&mut self, name: &str) -> Result<(), Error> {
        self.server_name = Some(server_name(name)?);
        Ok(())
    }

    /// Sets the range of protocol versions, in the numbers of the wire: 0x0301 for TLS 1.0 to 0x0304 for TLS 1.3.
    ///
    /// TLS 1.0 and 1.1 may be named, but never come about (RFC 8996): a range that begins there begins at 1.2.
    ///
    /// Errors: [`Error::UnsupportedVersions`] if an end is none of the four, if `max` is below `min`, or below 1.2.
    pub fn set_versions(&mut self, min: u16, max: u16) -> Result<(), Error> {
        if min < TLS_1_0 || max > TLS_1_3 || max < min || max < TLS_1_2 {
            return Err(Error::UnsupportedVersions);
        }
        self.versions = Versions { tls12: min <= TLS_1_2, tls13: max == TLS_1_3 };
        Ok(())
    }

    /// Adds the certificates in the PEM text `chain` to those that vouch for peers, and the revocation lists in
    /// `crl`, if given, to those that revoke.
    ///
    /// Errors: [`Error::BadPem`], [`Error::NoCertificate`], [`Error::BadCertificate`]; if `crl` is given, also
    /// [`Error::BadRevocationList`].
    pub fn add_ca_chain(&mut self, chain: &[u8], crl: Option<&[u8]>) -> Result<(), Error> {
        let mut trust = Trust::clone(&self.trust);
        trust.add_certificates(certificates(&blocks(chain)?)?)?;
        if let Some(crl) = crl {
            let blocks = blocks(crl)?;
            let mut lists = revocation_lists(&blocks).peekable();
            lists.peek().ok_or(Error::BadRevocationList)?;
            lists.try_for_each(|der| trust.add_revocation_list(der))?;
        }
        self.trust = Arc::new(trust);
        Ok(())
    }

    /// Like [`add_ca_chain`](Config::add_ca_chain), with everything in one file; it need not have revocation lists.
    ///
    /// Errors: those of `add_ca_chain`, and [`Error::File`].
    pub fn add_ca_file(&mut self, path: &Path) -> Result<(), Error> {
        let text = std::fs::read(path)?;
        let has_crl = revocation_lists(&blocks(&text)?).next().is_some();
        self.add_ca_chain(&text, has_crl.then_some(&text))
    }

    /// Adds a certificate of this side with its key. A server shows the one that fits what the client asks for; a
    /// client shows the first that the server can understand.
    ///
    /// `cert` is PEM text with the certificate, followed by those between it and the authority. `key` is PEM text
    /// with a private key in PKCS#8, PKCS#1 or SEC1 form; a password is needed for an encrypted one and ignored
    /// for others. Known encryptions are the traditional ones of OpenSSL (`DEK-Info`) and PBES2 with PBKDF2 of up to
    /// 10 million rounds, with AES-CBC, 3DES or DES. Whether the key belongs to the certificate is not checked, see
    /// [`check_own_keys`](Config::check_own_keys).
    ///
    /// Errors: [`Error::BadPem`], [`Error::NoCertificate`], [`Error::BadCertificate`], [`Error::NoPrivateKey`],
    /// [`Error::BadPrivateKey`], [`Error::MissingPassword`], [`Error::WrongPassword`],
    /// [`Error::UnsupportedKeyEncryption`].
    pub fn add_own_cert(&mut self, cert: &[u8], key: &[u8], password: Option<&[u8]>) -> Result<(), Error> {
        let chain = certificates(&blocks(cert)?)?;
        let key = private_key(&blocks(key)?, password)?;
        self.identities.push(Identity::new(chain, key)?);
        Ok(())
    }

    /// Like [`add_own_cert`](Config::add_own_cert), with certificates and key in one file, in any order.
    ///
    /// Errors: those of `add_own_cert`, and [`Error::File`].
    pub fn add_cert_key_file(&mut self, path: &Path, password: Option<&[u8]>) -> Result<(), Error> {
        let text = std::fs::read(path)?;
        self.add_own_cert(&text, &text, password)
    }

    /// Like [`add_own_cert`](Config::add_own_cert), with a file for the certificates and one for the key.
    ///
    /// Errors: those of `add_own_cert`, and [`Error::File`].
    pub fn add_own_cert_files(
        &mut self,
        cert: &Path,
        key: &Path,
        password: Option<&[u8]>,
    ) -> Result<(), Error> {
        self.add_own_cert(&std::fs::read(cert)?, &std::fs::read(key)?, password)
    }

    /// Whether each key of this side belongs to its certificate. With one that does not, handshakes fail.
    ///
    /// Errors: [`Error::KeyMismatch`].
    pub fn check_own_keys(&self) -> Result<(), Error> {
        if self.identities.iter().all(Identity::key_matches) { Ok(()) } else { Err(Error::KeyMismatch) }
    }

    /// What this configuration says now, ready for use. Later changes do not affect it.
    ///
    /// Errors: [`Error::Protocol`] if the system has no random numbers.
    pub fn build(&self) -> Result<Context, Error> {
        Context::new(self)
    }
}
