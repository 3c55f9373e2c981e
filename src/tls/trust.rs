//! Whom to believe: the configured certificates and revocation lists, and the rules by which a peer's certificate
//! is held against them.
//!
//! A peer's certificate is accepted in one of three ways:
//!
//! 1. It *is* one of the configured certificates, byte for byte. What it says about itself does not matter then,
//!    except that it must not have ended.
//! 2. rustls-webpki finds a path from it to a configured authority (RFC 5280 section 6). This is the normal case.
//! 3. It is of version 1, which webpki does not read, and a configured authority signed it directly. There are no
//!    extensions in version 1, so there is nothing else to check.
//!
//! Only certificates that may issue others become authorities. A peer's self-signed certificate that is configured
//! so as to be accepted by way 1 does not vouch for anybody else.
//!
//! In all three ways a certificate that a configured list revokes is refused. A path also needs lists that have not
//! ended, and that their issuer signed; having no list for an issuer is no fault.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::{CertificateError, OtherError};
use webpki::{
    CertRevocationList, EndEntityCert, ExpirationPolicy, KeyUsage, OwnedCertRevocationList,
    RawPublicKeyEntity, RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
    anchor_from_trusted_cert,
};

use super::config::CommonName;
use super::handshake::provider;
use super::name::common_name_matches;
use super::{Certificate, Error};

/// The configured certificates and revocation lists.
#[derive(Debug, Clone, Default)]
pub(super) struct Trust {
    certificates: Vec<CertificateDer<'static>>,
    authorities: Vec<TrustAnchor<'static>>,
    revocation_lists: Vec<Arc<CertRevocationList<'static>>>,
    pub(super) common_name: CommonName,
}

/// What is asked about a peer's certificate.
pub(super) struct Question<'a> {
    /// The use of the certificate: authentication of a server or of a client.
    pub(super) usage: fn() -> KeyUsage,
    /// The name that the certificate must be for, if any.
    pub(super) name: Option<&'a ServerName<'a>>,
    /// The time at which it must be valid.
    pub(super) now: UnixTime,
}

/// What vouches for the certificate, which decides whether a common name may count.
#[derive(PartialEq, Eq)]
enum Issuer {
    /// The configuration itself, or an authority that may vouch for every name.
    Direct,
    /// Another certificate, or an authority with name constraints. Nothing applies these to common names.
    Indirect,
}

impl Trust {
    /// Adds certificates. Errors: [`Error::BadCertificate`]; nothing is added then.
    pub(super) fn add_certificates(
        &mut self,
        certificates: Vec<CertificateDer<'static>>,
    ) -> Result<(), Error> {
        let mut authorities = Vec::new();
        for der in &certificates {
            if Certificate::parse(der)?.is_authority() {
                let anchor = anchor_from_trusted_cert(der).map_err(|_| Error::BadCertificate)?;
                authorities.push(anchor.to_owned());
            }
        }
        self.authorities.extend(authorities);
        self.certificates.extend(certificates);
        Ok(())
    }

    /// Adds a revocation list in DER. Errors: [`Error::BadRevocationList`].
    pub(super) fn add_revocation_list(&mut self, der: &[u8]) -> Result<(), Error> {
        let list = OwnedCertRevocationList::from_der(der).map_err(|_| Error::BadRevocationList)?;
        self.revocation_lists.push(Arc::new(list.into()));
        Ok(())
    }

    /// The subjects of the authorities, in DER without the outer SEQUENCE.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &[u8]> {
        self.authorities.iter().map(|authority| authority.subject.as_ref())
    }

    /// Whether the peer's certificate, with what it sent along, answers the question.
    pub(super) fn verify(
        &self,
        der: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        question: &Question<'_>,
    ) -> Result<(), CertificateError> {
        let certificate = Certificate::parse(der).map_err(|_| CertificateError::BadEncoding)?;
        let issuer = if self.certificates.iter().any(|configured| configured.as_ref() == der.as_ref()) {
            self.verify_alone(&certificate, question.now)?;
            Issuer::Direct
        } else if certificate.version < 3 {
            self.verify_alone(&certificate, question.now)?;
            self.verify_signature(&certificate)?
        } else {
            self.verify_path(der, intermediates, question)?
        };
        match question.name {
            Some(name) => self.verify_name(der, &certificate, name, issuer),
            None => Ok(()),
        }
    }

    /// What can be said of a certificate without its issuer.
    fn verify_alone(&self, certificate: &Certificate<'_>, now: UnixTime) -> Result<(), CertificateError> {
        if certificate.is_expired(now) {
            return Err(CertificateError::Expired);
        }
        if certificate.is_not_valid_yet(now) {
            return Err(CertificateError::NotValidYet);
        }
        for list in self.revocation_lists.iter().filter(|list| list.issuer() == certificate.issuer) {
            if list.find_serial(certificate.serial).map_err(certificate_error)?.is_some() {
                return Err(CertificateError::Revoked);
            }
        }
        Ok(())
    }

    fn verify_signature(&self, certificate: &Certificate<'_>) -> Result<Issuer, CertificateError> {
        let algorithms = provider().signature_verification_algorithms.all;
        for issuer in self.certificates.iter().filter_map(|der| Certificate::parse(der).ok()) {
            if !issuer.is_authority() || issuer.subject != certificate.issuer {
                continue;
            }
            let public_key = issuer.public_key();
            let Ok(key) = RawPublicKeyEntity::try_from(&public_key) else { continue };
            let mut candidates = algorithms
                .iter()
                .filter(|algorithm| algorithm.signature_alg_id().as_ref() == certificate.signature_algorithm);
            if candidates.any(|a| key.verify_signature(*a, certificate.signed, certificate.signature).is_ok())
            {
                let constrained = self.authorities.iter().any(|anchor| {
                    anchor.subject.as_ref() == issuer.subject && anchor.name_constraints.is_some()
                });
                return Ok(if constrained { Issuer::Indirect } else { Issuer::Direct });
            }
        }
        Err(CertificateError::UnknownIssuer)
    }

    fn verify_path(
        &self,
        der: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        question: &Question<'_>,
    ) -> Result<Issuer, CertificateError> {
        let certificate = EndEntityCert::try_from(der).map_err(certificate_error)?;
        let lists: Vec<_> = self.revocation_lists.iter().map(Arc::as_ref).collect();
        // With no list at all there is nothing to build, and nothing to check.
        let revocation = RevocationOptionsBuilder::new(&lists).ok().map(|options| {
            options
                .with_depth(RevocationCheckDepth::Chain)
                .with_status_policy(UnknownStatusPolicy::Allow)
                .with_expiration_policy(ExpirationPolicy::Enforce)
                .build()
        });
        let path = certificate
            .verify_for_usage(
                provider().signature_verification_algorithms.all,
                &self.authorities,
                intermediates,
                question.now,
                (question.usage)(),
                revocation,
                None,
            )
            .map_err(certificate_error)?;
        let direct =
            path.intermediate_certificates().next().is_none() && path.anchor().name_constraints.is_none();
        Ok(if direct { Issuer::Direct } else { Issuer::Indirect })
    }

    fn verify_name(
        &self,
        der: &CertificateDer<'_>,
        certificate: &Certificate<'_>,
        name: &ServerName<'_>,
        issuer: Issuer,
    ) -> Result<(), CertificateError> {
        let mut refusal = CertificateError::NotValidForName;
        if certificate.version == 3 {
            let verified = EndEntityCert::try_from(der)
                .and_then(|certificate| certificate.verify_is_valid_for_subject_name(name));
            match verified {
                Ok(()) => return Ok(()),
                Err(e) => refusal = certificate_error(e),
            }
        }
        let may_fall_back = self.common_name == CommonName::Fallback
            && !certificate.has_alt_names()
            && issuer == Issuer::Direct;
        if may_fall_back && certificate.common_name().is_some_and(|text| common_name_matches(&text, name)) {
            return Ok(());
        }
        Err(refusal)
    }
}

/// In rustls's terms, from which it derives the alert that the peer gets.
fn certificate_error(error: webpki::Error) -> CertificateError {
    use webpki::Error as E;
    match error {
        E::BadDer | E::BadDerTime | E::TrailingData(_) => CertificateError::BadEncoding,
        E::CertNotValidYet { time, not_before } => CertificateError::NotValidYetContext { time, not_before },
        E::CertExpired { time, not_after } => CertificateError::ExpiredContext { time, not_after },
        E::InvalidCertValidity => CertificateError::Expired,
        E::UnknownIssuer => CertificateError::UnknownIssuer,
        E::CertNotValidForName(context) => CertificateError::NotValidForNameContext {
            expected: context.expected,
            presented: context.presented,
        },
        E::CertRevoked => CertificateError::Revoked,
        E::CrlExpired { time, next_update } => {
            CertificateError::ExpiredRevocationListContext { time, next_update }
        }
        E::UnsupportedCriticalExtension => CertificateError::UnhandledCriticalExtension,
        E::RequiredEkuNotFoundContext(_) => CertificateError::InvalidPurpose,
        E::InvalidSignatureForPublicKey => CertificateError::BadSignature,
        e => CertificateError::Other(OtherError(Arc::new(e))),
    }
}
