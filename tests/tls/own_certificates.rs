//! Which certificate a server shows, and what a configuration takes for one.

use httpcore::tls::{Config, Error, Role};

use crate::support::{Pair, careless_client, client, path, pem, server};

fn shown(server: &Config, host: Option<&str>) -> String {
    let pair = Pair::connected(&careless_client(), server, host);
    pair.client.peer_certificate().unwrap().common_name().unwrap().into_owned()
}

#[test]
fn the_one_that_the_client_asks_for() {
    let mut config = server("server");
    for name in ["second", "common-name-ip", "version1"] {
        config.add_own_cert(&pem(&format!("{name}.crt")), &pem(&format!("{name}.key")), None).unwrap();
    }
    assert_eq!(shown(&config, Some("second.test")), "second");
    assert_eq!(shown(&config, Some("SECOND.test")), "second");
    assert_eq!(shown(&config, Some("www.example.com")), "server");
    assert_eq!(shown(&config, Some("localhost")), "server");
    // Nobody in particular: an address is not sent, and nobody has this name.
    assert_eq!(shown(&config, Some("127.0.0.1")), "server");
    assert_eq!(shown(&config, Some("unknown.test")), "server");
    assert_eq!(shown(&config, None), "server");
}

#[test]
fn a_common_name_is_a_name_if_there_is_no_other() {
    let mut config = server("second");
    config.add_own_cert(&pem("common-name.crt"), &pem("common-name.key"), None).unwrap();
    assert_eq!(shown(&config, Some("localhost")), "localhost");
    assert_eq!(shown(&config, Some("second")), "second");
}

#[test]
fn none_at_all() {
    let mut pair = Pair::new(&careless_client(), &Config::new(Role::Server), Some("localhost"));
    pair.run();
    assert!(matches!(pair.server.error(), Some(Error::Protocol(_))));
    assert!(matches!(pair.client.error(), Some(Error::AlertReceived(_))));
}

#[test]
fn encrypted_keys() {
    let mut config = Config::new(Role::Server);
    let key = pem("server-aes256.key");
    assert_eq!(config.add_own_cert(&pem("server.crt"), &key, None), Err(Error::MissingPassword));
    assert_eq!(config.add_own_cert(&pem("server.crt"), &key, Some(b"wrong")), Err(Error::WrongPassword));
    config.add_own_cert(&pem("server.crt"), &key, Some(b"secret")).unwrap();
    Pair::connected(&client(&["ca.crt"]), &config, Some("localhost"));
}

#[test]
fn one_file_or_two() {
    let mut config = Config::new(Role::Server);
    config.add_cert_key_file(&path("server.pem"), None).unwrap();
    Pair::connected(&client(&["ca.crt"]), &config, Some("localhost"));
    let mut config = Config::new(Role::Server);
    config.add_own_cert_files(&path("chain.pem"), &path("chained.key"), None).unwrap();
    Pair::connected(&client(&["ca.crt"]), &config, Some("localhost"));
}

#[test]
fn a_key_of_another_certificate_is_taken_and_found_out() {
    let mut config = Config::new(Role::Server);
    config.add_own_cert(&pem("second.crt"), &pem("chained.key"), None).unwrap();
    assert_eq!(config.check_own_keys(), Err(Error::KeyMismatch));
    for version in [0x0303, 0x0304] {
        config.set_versions(version, version).unwrap();
        let mut pair = Pair::new(&careless_client(), &config, Some("localhost"));
        pair.run();
        assert!(pair.client.is_handshaking());
        assert!(matches!(pair.client.error(), Some(Error::PeerNotVerified(_))), "{:?}", pair.client.error());
    }
    for name in ["server", "second", "ed25519", "version1"] {
        assert_eq!(server(name).check_own_keys(), Ok(()), "{name}");
    }
}

#[test]
fn a_version_1_certificate_with_the_key_of_another_is_found_out_by_the_client() {
    let mut config = Config::new(Role::Server);
    config.add_own_cert(&pem("version1-issued.crt"), &pem("second.key"), None).unwrap();
    assert_eq!(config.check_own_keys(), Err(Error::KeyMismatch));
    for version in [0x0303, 0x0304] {
        config.set_versions(version, version).unwrap();
        let mut pair = Pair::new(&careless_client(), &config, Some("localhost"));
        pair.run();
        assert!(pair.client.is_handshaking());
        assert!(matches!(pair.client.error(), Some(Error::PeerNotVerified(_))), "{:?}", pair.client.error());
    }
}
