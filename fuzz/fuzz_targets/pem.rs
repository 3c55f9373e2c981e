//! Files of certificates, revocation lists and keys, and certificates as peers send them: errors are those that the call
//! documents; names that a program gets hold no control characters.

#![no_main]

use httpcore::tls::{Certificate, Config, Error, Role};
use httpcore_fuzz::choose;
use libfuzzer_sys::fuzz_target;

#[derive(Clone, Copy)]
enum Input {
    /// Text with whatever in it.
    Pem,
    /// A certificate.
    Certificate,
    /// An encrypted private key (RFC 5958 section 3).
    EncryptedKey,
}

const INPUTS: [Input; 3] = [Input::Pem, Input::Certificate, Input::EncryptedKey];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else { return };
    match choose(choice, &INPUTS) {
        Input::Pem => {
            authorities(data);
            identity(data);
        }
        Input::Certificate => certificate(data),
        Input::EncryptedKey => encrypted_key(data),
    }
});

fn authorities(text: &[u8]) {
    let mut config = Config::new(Role::Client);
    match config.add_ca_chain(text, Some(text)) {
        Ok(()) => drop(config.build().unwrap()),
        Err(
            Error::BadPem | Error::NoCertificate | Error::BadCertificate | Error::BadRevocationList,
        ) => {}
        Err(error) => panic!("{error}"),
    }
}

fn identity(text: &[u8]) {
    let mut config = Config::new(Role::Server);
    // Without a password first: with one, a key that is not encrypted has the same outcome.
    let outcome = config.add_own_cert(text, text, None);
    match &outcome {
        Ok(()) => drop(config.build().unwrap()),
        Err(error) => assert!(is_identity_error(error) && *error != Error::WrongPassword, "{error}"),
    }
    if outcome != Err(Error::MissingPassword) {
        assert_eq!(config.add_own_cert(text, text, Some(b"secret")), outcome);
    }
}

fn is_identity_error(error: &Error) -> bool {
    matches!(
        error,
        Error::BadPem
            | Error::NoCertificate
            | Error::BadCertificate
            | Error::NoPrivateKey
            | Error::BadPrivateKey
            | Error::MissingPassword
            | Error::WrongPassword
            | Error::UnsupportedKeyEncryption
    )
}

fn certificate(der: &[u8]) {
    authorities(wrap("CERTIFICATE", der).as_bytes());
    let certificate = match Certificate::parse(der) {
        Ok(certificate) => certificate,
        Err(error) => return assert_eq!(error, Error::BadCertificate),
    };
    let names = certificate.alt_names().into_iter().map(|name| name.to_string());
    for name in names.chain(certificate.common_name().map(String::from)) {
        assert!(!name.chars().any(char::is_control), "{name:?}");
    }
}

fn encrypted_key(der: &[u8]) {
    let text = format!("{CERTIFICATE}{}", wrap("ENCRYPTED PRIVATE KEY", der));
    let mut config = Config::new(Role::Server);
    assert_eq!(config.add_own_cert(text.as_bytes(), text.as_bytes(), None), Err(Error::MissingPassword));
    match config.add_own_cert(text.as_bytes(), text.as_bytes(), Some(b"secret")) {
        Ok(()) | Err(Error::BadPrivateKey | Error::WrongPassword | Error::UnsupportedKeyEncryption) => {}
        Err(error) => panic!("{error}"),
    }
}

const CERTIFICATE: &str = include_str!("../../tests/tls/pem/second.crt");

fn wrap(tag: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(tag, der))
}
