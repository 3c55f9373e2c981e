//! What a client makes of a server's certificate, in each authentication mode.

use httpcore::tls::{AuthMode, CommonName, Config, Error};
use rustls::CertificateError;

use crate::support::{Pair, careless_client, client, pem, refusal, server};

fn optional(ca: &[&str]) -> Config {
    let mut config = client(ca);
    config.set_auth_mode(AuthMode::Optional);
    config
}

fn fallback(ca: &[&str]) -> Config {
    let mut config = client(ca);
    config.set_common_name(CommonName::Fallback);
    config
}

#[track_caller]
fn assert_accepted(client: &Config, server: &Config, host: Option<&str>) {
    let pair = Pair::connected(client, server, host);
    assert!(pair.client.verified());
}

#[track_caller]
fn assert_refused(client: &Config, server: &Config, host: Option<&str>) {
    let error = refusal(client, server, host);
    assert!(matches!(error, Error::PeerNotVerified(_)), "{error:?}");
    assert!(error.is_verification());
    // The same configuration with OPTIONAL: the handshake succeeds and the outcome is known.
    let mut optional = client.clone();
    optional.set_auth_mode(AuthMode::Optional);
    let pair = Pair::connected(&optional, server, host);
    assert!(!pair.client.verified());
}

#[test]
fn required_with_the_right_authority() {
    assert_accepted(&client(&["ca.crt"]), &server("server"), Some("localhost"));
    assert_accepted(&client(&["other-ca.crt", "ca.crt"]), &server("server"), Some("localhost"));
    assert_accepted(&client(&["ca.crt"]), &server("ed25519"), Some("localhost"));
}

#[test]
fn required_without_any_authority() {
    assert_refused(&client(&[]), &server("server"), Some("localhost"));
}

#[test]
fn required_with_a_wrong_authority() {
    let error = refusal(&client(&["other-ca.crt"]), &server("server"), Some("localhost"));
    assert_eq!(error, Error::PeerNotVerified(CertificateError::UnknownIssuer));
    assert_refused(&client(&["other-ca.crt"]), &server("server"), Some("localhost"));
}

#[test]
fn optional_tells_the_outcome() {
    assert_accepted(&optional(&["ca.crt"]), &server("server"), Some("localhost"));
    let pair = Pair::connected(&optional(&["other-ca.crt"]), &server("server"), Some("localhost"));
    assert!(!pair.client.verified());
    assert_eq!(pair.client.peer_certificate().unwrap().common_name().unwrap(), "server");
}

#[test]
fn none_verifies_nothing() {
    for name in ["server", "expired", "revoked", "version1", "version1-issued", "self-signed", "under-leaf"] {
        let pair = Pair::connected(&careless_client(), &server(name), Some("whatever.test"));
        assert!(!pair.client.verified());
        Pair::connected(&careless_client(), &server(name), None);
    }
    let mut knows_better = client(&["ca.crt"]);
    knows_better.set_auth_mode(AuthMode::None);
    let pair = Pair::connected(&knows_better, &server("server"), Some("localhost"));
    assert!(!pair.client.verified());
}

#[test]
fn the_certificate_has_to_be_for_the_name() {
    let (client, server) = (client(&["ca.crt"]), server("server"));
    for host in
        ["localhost", "LocalHost", "localhost.", "a.example.com", "127.0.0.1", "::1", "[::1]", "[::1%lo]"]
    {
        assert_accepted(&client, &server, Some(host));
    }
    for host in ["example.com", "a.b.example.com", "server", "127.0.0.2", "::2", "root"] {
        assert_refused(&client, &server, Some(host));
    }
}

#[test]
fn the_configured_name_comes_before_the_host() {
    let mut config = client(&["ca.crt"]);
    config.set_server_name("www.example.com").unwrap();
    assert_accepted(&config, &server("server"), Some("10.0.0.1"));
    assert_accepted(&config, &server("server"), None);
    config.set_server_name("example.org").unwrap();
    assert_refused(&config, &server("server"), Some("localhost"));
}

#[test]
fn without_any_name_the_authority_is_enough() {
    assert_accepted(&client(&["ca.crt"]), &server("server"), None);
    assert_accepted(&client(&["ca.crt"]), &server("common-name"), None);
    assert_refused(&client(&["other-ca.crt"]), &server("server"), None);
}

#[test]
fn certificates_between_server_and_authority() {
    let mut chain = Config::new(httpcore::tls::Role::Server);
    chain.add_own_cert(&pem("chain.pem"), &pem("chained.key"), None).unwrap();
    assert_accepted(&client(&["ca.crt"]), &chain, Some("localhost"));
    // Without the intermediate certificate there is no path, unless it is itself trusted.
    assert_refused(&client(&["ca.crt"]), &server("chained"), Some("localhost"));
    assert_accepted(&client(&["intermediate.crt"]), &server("chained"), Some("localhost"));
}

#[test]
fn the_certificate_has_to_be_valid_now_and_for_servers() {
    assert_refused(&client(&["ca.crt"]), &server("expired"), Some("localhost"));
    assert_refused(&client(&["ca.crt"]), &server("client"), None);
}

#[test]
fn revoked_certificates() {
    let with = |crl: &str| {
        let mut config = client(&[]);
        config.add_ca_chain(&pem("ca.crt"), Some(&pem(crl))).unwrap();
        config
    };
    assert_accepted(&with("ca.crl"), &server("server"), Some("localhost"));
    assert_accepted(&client(&["ca.crt"]), &server("revoked"), Some("localhost"));
    let error = refusal(&with("ca.crl"), &server("revoked"), Some("localhost"));
    assert_eq!(error, Error::PeerNotVerified(CertificateError::Revoked));
    assert_refused(&with("ca.crl"), &server("revoked"), Some("localhost"));
    // A list that has ended says nothing any more about the authority's certificates.
    assert_refused(&with("ended.crl"), &server("server"), Some("localhost"));
    // It says nothing about those of others.
    let mut others = with("ca.crl");
    others.add_ca_chain(&pem("constrained-ca.crt"), None).unwrap();
    others.set_common_name(CommonName::Fallback);
    assert_accepted(&others, &server("constrained"), None);
}

#[test]
fn revocation_along_the_path_and_of_version_1() {
    let mut chain = Config::new(httpcore::tls::Role::Server);
    chain.add_own_cert(&pem("chain.pem"), &pem("chained.key"), None).unwrap();
    let mut config = client(&[]);
    config.add_ca_chain(&pem("ca.crt"), Some(&pem("all.crl"))).unwrap();
    assert_refused(&config, &chain, Some("localhost"));
    assert_refused(&config, &server("version1-issued"), None);
    // Trusting the certificate itself does not undo its revocation.
    config.add_ca_chain(&pem("version1-issued.crt"), None).unwrap();
    assert_refused(&config, &server("version1-issued"), None);
}

#[test]
fn a_trusted_certificate_is_accepted_as_it_is() {
    for name in ["self-signed", "self-signed-leaf", "version1"] {
        let ca = format!("{name}.crt");
        assert_accepted(&client(&[&ca]), &server(name), None);
        assert_accepted(&fallback(&[&ca]), &server(name), Some("localhost"));
        assert_refused(&fallback(&[&ca]), &server(name), Some("example.com"));
        assert_refused(&client(&["ca.crt"]), &server(name), None);
    }
    // With alternative names no leniency is needed, and the end of its validity still counts.
    assert_accepted(&client(&["server.crt"]), &server("server"), Some("localhost"));
    assert_refused(&client(&["server.crt"]), &server("server"), Some("example.org"));
    assert_refused(&client(&["expired.crt"]), &server("expired"), Some("localhost"));
}

#[test]
fn a_trusted_certificate_that_is_no_authority_vouches_for_nobody() {
    assert_refused(&client(&["self-signed-leaf.crt"]), &server("under-leaf"), Some("localhost"));
}

#[test]
fn version_1_signed_by_an_authority() {
    assert_accepted(&client(&["ca.crt"]), &server("version1-issued"), None);
    assert_accepted(&fallback(&["ca.crt"]), &server("version1-issued"), Some("localhost"));
    assert_refused(&fallback(&["ca.crt"]), &server("version1-issued"), Some("example.com"));
    assert_refused(&client(&["other-ca.crt"]), &server("version1-issued"), None);
    // The issuer's name with another key, and the issuer's key with another name.
    assert_refused(&client(&["impostor-ca.crt"]), &server("version1-issued"), None);
    assert_refused(&client(&["renamed-ca.crt"]), &server("version1-issued"), None);
}

#[test]
fn common_names_count_only_when_asked_for() {
    for (name, host) in
        [("common-name", "localhost"), ("common-name-ip", "127.0.0.1"), ("version1-issued", "localhost")]
    {
        assert_refused(&client(&["ca.crt"]), &server(name), Some(host));
        assert_accepted(&fallback(&["ca.crt"]), &server(name), Some(host));
        assert_refused(&fallback(&["ca.crt"]), &server(name), Some("127.0.0.9"));
    }
    // A common name does not count beside alternative names.
    assert_refused(&fallback(&["ca.crt"]), &server("server"), Some("server"));
}

#[test]
fn common_names_do_not_escape_name_constraints() {
    assert_accepted(&fallback(&["constrained-ca.crt"]), &server("constrained"), None);
    assert_refused(&fallback(&["constrained-ca.crt"]), &server("constrained"), Some("localhost"));
}

#[test]
fn facts_about_the_peer() {
    let pair = Pair::plain();
    let certificate = pair.client.peer_certificate().unwrap();
    assert_eq!(certificate.common_name().unwrap(), "server");
    let names: Vec<_> = certificate.alt_names().iter().map(ToString::to_string).collect();
    assert_eq!(
        names,
        ["localhost", "*.example.com", "127.0.0.1", "::1", "root@localhost", "https://localhost/"]
    );
    assert!(pair.server.peer_certificate().is_none());
    assert!(!pair.server.verified());
    let pair = Pair::connected(&client(&["version1.crt"]), &server("version1"), None);
    assert_eq!(pair.client.peer_certificate().unwrap().common_name().unwrap(), "localhost");
}
