//! Ranges of protocol versions.

use httpcore::tls::{Config, Error, Role};

use crate::support::{Pair, careless_client, server};

const TLS_1_0: u16 = 0x0301;
const TLS_1_1: u16 = 0x0302;
const TLS_1_2: u16 = 0x0303;
const TLS_1_3: u16 = 0x0304;

#[test]
fn ranges() {
    let mut config = Config::new(Role::Server);
    for (min, max) in [
        (TLS_1_0, TLS_1_2),
        (TLS_1_0, TLS_1_3),
        (TLS_1_1, TLS_1_3),
        (TLS_1_2, TLS_1_2),
        (TLS_1_2, TLS_1_3),
        (TLS_1_3, TLS_1_3),
    ] {
        assert_eq!(config.set_versions(min, max), Ok(()), "{min:#x} {max:#x}");
    }
    for (min, max) in [
        (TLS_1_3, TLS_1_2),
        (TLS_1_3, TLS_1_0),
        (TLS_1_0, TLS_1_0),
        (TLS_1_0, TLS_1_1),
        (TLS_1_1, TLS_1_1),
        (TLS_1_0 - 1, TLS_1_3),
        (TLS_1_2, TLS_1_3 + 1),
        (0, 0),
        (0, TLS_1_3),
        (TLS_1_2, u16::MAX),
    ] {
        assert_eq!(config.set_versions(min, max), Err(Error::UnsupportedVersions), "{min:#x} {max:#x}");
    }
}

/// The version that two ranges agree on.
fn agreed(of_client: (u16, u16), of_server: (u16, u16)) -> Option<u16> {
    let (mut client, mut server) = (careless_client(), server("server"));
    client.set_versions(of_client.0, of_client.1).unwrap();
    server.set_versions(of_server.0, of_server.1).unwrap();
    let mut pair = Pair::new(&client, &server, None);
    assert_eq!(pair.client.version(), None);
    pair.run();
    assert_eq!(pair.client.is_handshaking(), pair.server.is_handshaking());
    if pair.client.is_handshaking() {
        assert!(matches!(pair.server.error(), Some(Error::Protocol(_))));
        assert!(matches!(pair.client.error(), Some(Error::AlertReceived(_))));
        return None;
    }
    assert_eq!(pair.client.version(), pair.server.version());
    pair.client.version()
}

#[test]
fn the_highest_common_version_is_agreed_on() {
    let all = (TLS_1_2, TLS_1_3);
    assert_eq!(agreed(all, all), Some(TLS_1_3));
    assert_eq!(agreed((TLS_1_2, TLS_1_2), all), Some(TLS_1_2));
    assert_eq!(agreed(all, (TLS_1_2, TLS_1_2)), Some(TLS_1_2));
    assert_eq!(agreed((TLS_1_0, TLS_1_2), all), Some(TLS_1_2));
    assert_eq!(agreed((TLS_1_3, TLS_1_3), all), Some(TLS_1_3));
    assert_eq!(agreed((TLS_1_3, TLS_1_3), (TLS_1_2, TLS_1_2)), None);
}

#[test]
fn the_default_is_both() {
    let pair = Pair::plain();
    assert_eq!(pair.client.version(), Some(TLS_1_3));
}
