//! Who this side is: its own certificates with their keys, and which of them to show to a peer.

use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::pki_types::CertificateDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

use super::name::dns_name_matches;
use super::{AltName, Certificate, Error};

/// A certificate chain, the end entity first, with the key of the end entity.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    key: Arc<CertifiedKey>,
    names: Vec<String>,
    key_matches: bool,
}

impl Identity {
    /// Errors: [`Error::NoCertificate`] for an empty chain, [`Error::BadCertificate`].
    ///
    /// Whether the key belongs to the certificate is noted, not judged: see [`Identity::key_matches`].
    pub(super) fn new(
        chain: Vec<CertificateDer<'static>>,
        key: Arc<dyn SigningKey>,
    ) -> Result<Identity, Error> {
        let parsed: Vec<_> = chain.iter().map(|der| Certificate::parse(der)).collect::<Result<_, _>>()?;
        let certificate = parsed.first().ok_or(Error::NoCertificate)?;
        let names = dns_names(certificate);
        // rustls hands out the public key in the form in which certificates have it, or not at all.
        let key_matches = key.public_key().is_none_or(|public_key| public_key == certificate.public_key());
        Ok(Identity { key: Arc::new(CertifiedKey::new(chain, key)), names, key_matches })
    }

    /// Whether the key belongs to the certificate. If it does not, every handshake with it fails.
    pub(super) fn key_matches(&self) -> bool {
        self.key_matches
    }

    fn can_sign(&self, schemes: &[SignatureScheme]) -> bool {
        self.key.key.choose_scheme(schemes).is_some()
    }
}

/// The names that a client may ask for: the common name if there is no other.
fn dns_names(certificate: &Certificate<'_>) -> Vec<String> {
    if !certificate.has_alt_names() {
        return certificate.common_name().into_iter().map(String::from).collect();
    }
    let dns = |name: &AltName<'_>| if let AltName::Dns(text) = name { Some(text.to_string()) } else { None };
    certificate.alt_names().iter().filter_map(dns).collect()
}

/// The identities to choose from, in the order of the program's preference.
#[derive(Debug)]
pub(super) struct Identities(pub(super) Vec<Identity>);

impl Identities {
    /// The first identity that is for `name`, of those whose signatures the peer understands; else the first of
    /// these. A client that names nobody gets the first, too.
    fn choose(&self, name: Option<&str>, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let mut usable = self.0.iter().filter(|identity| identity.can_sign(schemes));
        let for_name = |name| {
            usable
                .clone()
                .find(|identity| identity.names.iter().any(|presented| dns_name_matches(presented, name)))
        };
        name.and_then(for_name).or_else(|| usable.next()).map(|identity| identity.key.clone())
    }

    /// An identity with which rustls finds out that nothing goes together, and says so with handshake_failure (RFC 8446
    /// section 4.1.1). Without any it would deny the client the access, as if that were not allowed to come. A key of an
    /// elliptic curve is no use if the client knows others: they would go together until rustls has to sign.
    fn choose_to_fail(&self, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let knows_curves = schemes.iter().any(|scheme| {
            use SignatureScheme::*;
            matches!(scheme, ECDSA_NISTP256_SHA256 | ECDSA_NISTP384_SHA384 | ECDSA_NISTP521_SHA512 | ED25519)
        });
        let fails = |key: &CertifiedKey| !knows_curves || key.key.algorithm() == SignatureAlgorithm::RSA;
        self.0.iter().find(|identity| fails(&identity.key)).map(|identity| identity.key.clone())
    }
}

impl ResolvesServerCert for Identities {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let schemes = hello.signature_schemes();
        self.choose(hello.server_name(), schemes).or_else(|| self.choose_to_fail(schemes))
    }
}

impl ResolvesClientCert for Identities {
    /// The server's hints are ignored: with one certificate, as is usual, it is better to let the server say no.
    fn resolve(&self, _subjects: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.choose(None, schemes)
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}
