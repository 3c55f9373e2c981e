//! What rustls asks during a handshake about the peer: is this certificate acceptable, and does the peer hold its
//! key. The second question is always answered truthfully, whatever the authentication mode.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use webpki::{KeyUsage, RawPublicKeyEntity};

use super::trust::{Question, Trust};
use super::{AuthMode, Certificate};

/// The cryptography of this library, made once.
pub(super) fn provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(aws_lc_rs::default_provider()))
}

/// Verifies peers as a configuration says.
#[derive(Debug)]
pub(super) struct Verifier {
    trust: Arc<Trust>,
    mode: AuthMode,
    check_name: bool,
    subjects: Vec<DistinguishedName>,
}

impl Verifier {
    /// `check_name`: whether a server's certificate must be for the name that the session was made with.
    pub(super) fn new(trust: &Arc<Trust>, mode: AuthMode, check_name: bool) -> Arc<Verifier> {
        let subjects = trust.subjects().map(DistinguishedName::in_sequence).collect();
        Arc::new(Verifier { trust: trust.clone(), mode, check_name, subjects })
    }

    fn verify(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        question: &Question<'_>,
    ) -> Result<(), Error> {
        // OPTIONAL lets everybody in, too. Whether the peer would have passed is found out when the handshake is
        // done, see `Session::verified`: rustls has no place to keep the answer, and asks nothing when it resumes.
        if self.mode != AuthMode::Required {
            return Ok(());
        }
        self.trust.verify(end_entity, intermediates, question).map_err(Error::InvalidCertificate)
    }
}

/// The methods by which both traits ask whether the peer holds the key of its certificate.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            signature12(message, cert, dss)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &CertificateDer<'_>,
            dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            signature13(message, cert, dss)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            provider().signature_verification_algorithms.supported_schemes()
        }
    };
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let name = self.check_name.then_some(server_name);
        self.verify(end_entity, intermediates, &Question { usage: KeyUsage::server_auth, name, now })?;
        Ok(ServerCertVerified::assertion())
    }

    signatures!();
}

impl ClientCertVerifier for Verifier {
    fn offer_client_auth(&self) -> bool {
        self.mode != AuthMode::None
    }

    fn client_auth_mandatory(&self) -> bool {
        self.mode == AuthMode::Required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.subjects
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let question = Question { usage: KeyUsage::client_auth, name: None, now };
        self.verify(end_entity, intermediates, &question)?;
        Ok(ClientCertVerified::assertion())
    }

    signatures!();
}

fn signature12(
    message: &[u8],
    cert: &CertificateDer<'_>,
    dss: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    let algorithms = &provider().signature_verification_algorithms;
    let Some(certificate) = old_certificate(cert) else {
        return verify_tls12_signature(message, cert, dss, algorithms);
    };
    let public_key = certificate.public_key();
    let key = RawPublicKeyEntity::try_from(&public_key).map_err(|_| CertificateError::BadEncoding)?;
    // Before TLS 1.3 an ECDSA scheme does not say which curve (RFC 8422 section 5.1.1): one of them verifies.
    let candidates =
        algorithms.mapping.iter().filter(|(scheme, _)| *scheme == dss.scheme).flat_map(|(_, a)| *a);
    for algorithm in candidates {
        if key.verify_signature(*algorithm, message, dss.signature()).is_ok() {
            return Ok(HandshakeSignatureValid::assertion());
        }
    }
    Err(CertificateError::BadSignature.into())
}

fn signature13(
    message: &[u8],
    cert: &CertificateDer<'_>,
    dss: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    let algorithms = &provider().signature_verification_algorithms;
    match old_certificate(cert) {
        Some(certificate) => {
            verify_tls13_signature_with_raw_key(message, &certificate.public_key(), dss, algorithms)
        }
        None => verify_tls13_signature(message, cert, dss, algorithms),
    }
}

/// A certificate that rustls does not read: one of version 1 or 2.
fn old_certificate<'a>(cert: &'a CertificateDer<'_>) -> Option<Certificate<'a>> {
    Certificate::parse(cert).ok().filter(|certificate| certificate.version < 3)
}
