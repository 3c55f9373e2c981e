//! What a server makes of a client's certificate.

use httpcore::tls::{AuthMode, Config, Error};

use crate::support::{Pair, client, pem, server};

fn server_that(mode: AuthMode) -> Config {
    let mut config = server("server");
    config.set_auth_mode(mode);
    config.add_ca_chain(&pem("ca.crt"), Some(&pem("all.crl"))).unwrap();
    config
}

fn client_with(name: &str) -> Config {
    let mut config = client(&["ca.crt"]);
    config.add_own_cert(&pem(&format!("{name}.crt")), &pem(&format!("{name}.key")), None).unwrap();
    config
}

#[test]
fn is_not_asked_for_by_default() {
    let pair = Pair::connected(&client_with("client"), &server("server"), Some("localhost"));
    assert!(pair.server.peer_certificate().is_none());
    assert!(!pair.server.verified());
}

#[test]
fn required_and_good() {
    for versions in [0x0303, 0x0304] {
        let mut server = server_that(AuthMode::Required);
        server.set_versions(versions, versions).unwrap();
        for (name, common_name) in [("client", "client"), ("version1-client", "old client")] {
            let pair = Pair::connected(&client_with(name), &server, Some("localhost"));
            assert_eq!(pair.server.version(), Some(versions));
            assert!(pair.server.verified());
            assert_eq!(pair.server.peer_certificate().unwrap().common_name().unwrap(), common_name);
        }
    }
}

#[test]
fn required_and_missing() {
    for versions in [0x0303, 0x0304] {
        let mut server = server_that(AuthMode::Required);
        server.set_versions(versions, versions).unwrap();
        let mut pair = Pair::new(&client(&["ca.crt"]), &server, Some("localhost"));
        pair.run();
        assert_eq!(pair.server.error(), Some(&Error::NoPeerCertificate));
        assert!(pair.server.error().unwrap().is_verification());
        // In TLS 1.3 the client is done before it hears of it.
        assert!(matches!(pair.client.error(), Some(Error::AlertReceived(_))), "{:?}", pair.client.error());
        assert_eq!(pair.client.is_handshaking(), versions == 0x0303);
    }
}

#[test]
fn required_and_bad() {
    // Self-signed, for servers only, revoked.
    for name in ["self-signed", "server", "version1-issued"] {
        let mut pair = Pair::new(&client_with(name), &server_that(AuthMode::Required), Some("localhost"));
        pair.run();
        assert!(
            matches!(pair.server.error(), Some(Error::PeerNotVerified(_))),
            "{name} {:?}",
            pair.server.error()
        );
        assert!(matches!(pair.client.error(), Some(Error::AlertReceived(_))));
    }
}

#[test]
fn optional_tells_the_outcome() {
    let server = server_that(AuthMode::Optional);
    let pair = Pair::connected(&client_with("client"), &server, Some("localhost"));
    assert!(pair.server.verified());
    let pair = Pair::connected(&client_with("self-signed"), &server, Some("localhost"));
    assert!(!pair.server.verified());
    assert_eq!(pair.server.peer_certificate().unwrap().common_name().unwrap(), "localhost");
    let pair = Pair::connected(&client(&["ca.crt"]), &server, Some("localhost"));
    assert!(!pair.server.verified());
    assert!(pair.server.peer_certificate().is_none());
}
