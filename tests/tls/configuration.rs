//! What configurations accept and refuse.

use std::path::Path;

use httpcore::tls::{AuthMode, Config, Context, Error, Role, Session};

use crate::support::{Pair, careless_client, client, path, pem, server};

#[test]
fn authorities_in_pem() {
    let mut config = Config::new(Role::Client);
    assert_eq!(config.add_ca_chain(b"", None), Err(Error::NoCertificate));
    assert_eq!(config.add_ca_chain(b"no certificate", None), Err(Error::NoCertificate));
    assert_eq!(config.add_ca_chain(&pem("ca.key"), None), Err(Error::NoCertificate));
    let garbled = String::from_utf8(pem("ca.crt")).unwrap().replacen("MII", "MIJ", 1);
    assert_eq!(config.add_ca_chain(garbled.as_bytes(), None), Err(Error::BadCertificate));
    let garbled = String::from_utf8(pem("ca.crt")).unwrap().replacen("MII", "!!!", 1);
    assert_eq!(config.add_ca_chain(garbled.as_bytes(), None), Err(Error::BadPem));
    let cut = pem("ca.crt");
    assert_eq!(config.add_ca_chain(&cut[..cut.len() / 2], None), Err(Error::BadPem));
    assert_eq!(config.add_ca_chain(&pem("ca.crt"), None), Ok(()));
}

#[test]
fn revocation_lists_in_pem() {
    let mut config = Config::new(Role::Client);
    let ca = pem("ca.crt");
    assert_eq!(config.add_ca_chain(&ca, Some(b"")), Err(Error::BadRevocationList));
    assert_eq!(config.add_ca_chain(&ca, Some(&ca)), Err(Error::BadRevocationList));
    let certificate = String::from_utf8(pem("ca.crt")).unwrap().replace("CERTIFICATE", "X509 CRL");
    assert_eq!(config.add_ca_chain(&ca, Some(certificate.as_bytes())), Err(Error::BadRevocationList));
    assert_eq!(config.add_ca_chain(&ca, Some(b"-----BEGIN X509 CRL-----\n")), Err(Error::BadPem));
    assert_eq!(config.add_ca_chain(&ca, Some(&pem("ca.crl"))), Ok(()));
}

#[test]
fn a_call_that_fails_changes_nothing() {
    let mut config = Config::new(Role::Client);
    config.add_ca_chain(&pem("ca.crt"), Some(b"")).unwrap_err();
    let mut pair = Pair::new(&config, &server("server"), Some("localhost"));
    pair.run();
    assert!(matches!(pair.client.error(), Some(Error::PeerNotVerified(_))));
}

#[test]
fn files() {
    let mut config = Config::new(Role::Client);
    assert_eq!(config.add_ca_file(&path("missing.crt")), Err(Error::File(libc::ENOENT)));
    assert_eq!(config.add_ca_file(&path("")), Err(Error::File(libc::EISDIR)));
    assert_eq!(config.add_ca_file(Path::new("/dev/null")), Err(Error::NoCertificate));
    assert_eq!(config.add_ca_file(&path("ca.crt")), Ok(()));
    Pair::connected(&config, &server("revoked"), Some("localhost"));
    // The revocation list in the file counts.
    assert_eq!(config.add_ca_file(&path("ca-and-crl.pem")), Ok(()));
    let mut pair = Pair::new(&config, &server("revoked"), Some("localhost"));
    pair.run();
    assert!(pair.client.error().unwrap().is_verification());

    let mut config = Config::new(Role::Server);
    assert_eq!(config.add_cert_key_file(&path("missing.pem"), None), Err(Error::File(libc::ENOENT)));
    assert_eq!(config.add_cert_key_file(&path("server.crt"), None), Err(Error::NoPrivateKey));
    assert_eq!(config.add_cert_key_file(&path("server.key"), None), Err(Error::NoCertificate));
    let files = |cert, key| (path(cert), path(key));
    let (cert, key) = files("server.crt", "missing.key");
    assert_eq!(config.add_own_cert_files(&cert, &key, None), Err(Error::File(libc::ENOENT)));
}

#[test]
fn names_that_are_none() {
    let mut config = Config::new(Role::Client);
    for name in ["", "a b", "a..b", "[localhost]"] {
        assert_eq!(config.set_server_name(name), Err(Error::BadServerName));
        assert_eq!(Session::new(&config.build().unwrap(), Some(name)).err(), Some(Error::BadServerName));
    }
    config.set_server_name("localhost").unwrap();
    assert!(Session::new(&config.build().unwrap(), Some("a b")).is_ok());
    assert!(Session::new(&server("server").build().unwrap(), Some("a b")).is_ok());
}

#[test]
fn a_context_keeps_what_the_configuration_was() {
    let mut config = client(&["ca.crt"]);
    let before = config.build().unwrap();
    config.set_auth_mode(AuthMode::None);
    config.set_server_name("elsewhere.test").unwrap();
    let mut pair = Pair::new(&careless_client(), &server("self-signed"), None);
    pair.client = Session::new(&before, Some("localhost")).unwrap();
    pair.run();
    assert!(matches!(pair.client.error(), Some(Error::PeerNotVerified(_))));
    assert_eq!(before.role(), Role::Client);
}

#[test]
fn everything_may_move_between_threads() {
    fn assert_send<T: Send>() {}
    fn assert_sync<T: Sync>() {}
    assert_send::<Config>();
    assert_sync::<Config>();
    assert_send::<Context>();
    assert_sync::<Context>();
    assert_send::<Session>();
    assert_send::<Error>();
}
