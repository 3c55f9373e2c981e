//! Peers that do what a session of this library does not: rustls itself, driven directly.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use httpcore::tls::{AuthMode, Session};
use rustls::client::ResolvesClientCert;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, ClientConnection, RootCertStore, SignatureScheme};

use crate::support::{output, pem, read, server, write};

fn client_config(provider: CryptoProvider) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&pem("ca.crt")).unwrap()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn client(provider: CryptoProvider, host: &'static str) -> ClientConnection {
    ClientConnection::new(client_config(provider).into(), host.try_into().unwrap()).unwrap()
}

fn run(client: &mut ClientConnection, server: &mut Session) {
    loop {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        server.handle_input(&bytes).unwrap();
        let answer = output(server);
        let mut rest = answer.as_slice();
        while !rest.is_empty() {
            client.read_tls(&mut rest).unwrap();
            client.process_new_packets().unwrap();
        }
        if bytes.is_empty() && answer.is_empty() {
            return;
        }
    }
}

#[test]
fn keys_are_updated_when_the_peer_wants_it() {
    // KeyUpdate, RFC 8446 section 4.6.3.
    let mut server = Session::new(&server("second").build().unwrap(), None).unwrap();
    let mut client = client(aws_lc_rs::default_provider(), "second.test");
    run(&mut client, &mut server);
    for round in 0..3u8 {
        client.refresh_traffic_keys().unwrap();
        client.writer().write_all(&[round]).unwrap();
        run(&mut client, &mut server);
        assert_eq!(read(&mut server), [round]);
        write(&mut server, &[round, round]);
        run(&mut client, &mut server);
        let mut answer = [0; 2];
        client.reader().read_exact(&mut answer).unwrap();
        assert_eq!(answer, [round, round]);
    }
}

#[test]
fn a_client_gets_a_certificate_whose_signatures_it_understands() {
    // The authority signs with ECDSA; in the handshake this client knows RSA alone.
    static RSA_ONLY: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
        all: &[webpki::aws_lc_rs::ECDSA_P256_SHA256],
        mapping: &[(
            SignatureScheme::RSA_PSS_SHA256,
            &[webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY],
        )],
    };
    let mut config = server("ed25519");
    config.add_own_cert(&pem("server.crt"), &pem("server.key"), None).unwrap();
    let provider =
        CryptoProvider { signature_verification_algorithms: RSA_ONLY, ..aws_lc_rs::default_provider() };
    let mut client = client(provider, "localhost");
    let mut server = Session::new(&config.build().unwrap(), None).unwrap();
    run(&mut client, &mut server);
    assert!(!client.is_handshaking() && !server.is_handshaking());
}

#[test]
fn a_client_hears_that_nothing_goes_together() {
    // Each client knows a suite, but not one for the key of the server.
    let suites = |suites: &[rustls::SupportedCipherSuite]| CryptoProvider {
        cipher_suites: suites.to_vec(),
        ..aws_lc_rs::default_provider()
    };
    for (name, provider) in [
        ("server", suites(&[aws_lc_rs::cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256])),
        ("second", suites(&[aws_lc_rs::cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256])),
        ("ed25519", suites(&[aws_lc_rs::cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256])),
    ] {
        let roots = RootCertStore { roots: Vec::new() };
        let config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS12])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut client = ClientConnection::new(config.into(), "localhost".try_into().unwrap()).unwrap();
        let mut server = Session::new(&server(name).build().unwrap(), None).unwrap();
        let mut hello = Vec::new();
        client.write_tls(&mut hello).unwrap();
        assert!(server.handle_input(&hello).is_err());
        // Type 21, TLS 1.2, two bytes: fatal, handshake_failure.
        assert_eq!(output(&mut server), [21, 3, 3, 0, 2, 2, 40], "{name}");
    }
}

#[test]
fn a_client_hears_whom_the_server_trusts() {
    #[derive(Debug, Default)]
    struct Hints(Mutex<Vec<Vec<u8>>>);

    impl ResolvesClientCert for Hints {
        fn resolve(&self, subjects: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
            self.0.lock().unwrap().extend(subjects.iter().map(|subject| subject.to_vec()));
            None
        }

        fn has_certs(&self) -> bool {
            true
        }
    }

    let mut config = server("second");
    config.set_auth_mode(AuthMode::Optional);
    config.add_ca_chain(&pem("ca.crt"), None).unwrap();
    config.add_ca_chain(&pem("self-signed-leaf.crt"), None).unwrap();
    let mut server = Session::new(&config.build().unwrap(), None).unwrap();
    let hints = Arc::new(Hints::default());
    let mut client = client_config(aws_lc_rs::default_provider());
    client.client_auth_cert_resolver = hints.clone();
    let mut client = ClientConnection::new(client.into(), "second.test".try_into().unwrap()).unwrap();
    run(&mut client, &mut server);
    assert!(!server.is_handshaking());
    let ca = CertificateDer::from_pem_slice(&pem("ca.crt")).unwrap();
    let subject = webpki::anchor_from_trusted_cert(&ca).unwrap().subject.to_vec();
    // The SEQUENCE around it has a length of one byte.
    let hints = hints.0.lock().unwrap();
    assert_eq!(hints.len(), 1);
    assert_eq!(hints[0][2..], subject);
}
