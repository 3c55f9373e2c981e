use std::time::Duration;

use super::*;
use crate::tls::pem::{blocks, certificates};

macro_rules! der {
    ($name:literal) => {{
        let text = include_bytes!(concat!("../../../tests/tls/pem/", $name));
        certificates(&blocks(text).unwrap()).unwrap().swap_remove(0)
    }};
}

fn unix_time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

#[test]
fn fields_of_version_3() {
    let der = der!("server.crt");
    let certificate = Certificate::parse(&der).unwrap();
    assert_eq!(certificate.version, 3);
    assert_eq!(certificate.common_name().as_deref(), Some("server"));
    let names: Vec<_> = certificate.alt_names().iter().map(AltName::to_string).collect();
    assert_eq!(
        names,
        ["localhost", "*.example.com", "127.0.0.1", "::1", "root@localhost", "https://localhost/"]
    );
    assert!(certificate.has_alt_names());
    assert!(!certificate.is_authority());
    let ca = der!("ca.crt");
    let ca = Certificate::parse(&ca).unwrap();
    assert!(ca.is_authority());
    assert_eq!(ca.subject, certificate.issuer);
    assert_eq!(ca.alt_names(), []);
}

#[test]
fn fields_of_version_1() {
    let der = der!("version1.crt");
    let certificate = Certificate::parse(&der).unwrap();
    assert_eq!(certificate.version, 1);
    assert_eq!(certificate.common_name().as_deref(), Some("localhost"));
    assert_eq!(certificate.subject, certificate.issuer);
    assert!(!certificate.has_alt_names());
    assert!(certificate.is_authority());
}

#[test]
fn agrees_with_webpki() {
    for der in [der!("server.crt"), der!("chained.crt"), der!("ed25519.crt"), der!("self-signed.crt")] {
        let ours = Certificate::parse(&der).unwrap();
        let theirs = webpki::EndEntityCert::try_from(&der).unwrap();
        assert_eq!(ours.serial, theirs.serial());
        assert_eq!(ours.issuer, theirs.issuer());
        assert_eq!(ours.subject, theirs.subject());
        assert_eq!(ours.public_key(), theirs.subject_public_key_info());
    }
}

#[test]
fn validity_includes_both_ends() {
    // From 2024-01-01 to 2025-01-01, both at midnight.
    let der = der!("expired.crt");
    let certificate = Certificate::parse(&der).unwrap();
    let (begin, end) = (1_704_067_200, 1_735_689_600);
    assert!(certificate.is_not_valid_yet(unix_time(begin - 1)));
    assert!(!certificate.is_not_valid_yet(unix_time(begin)));
    assert!(!certificate.is_expired(unix_time(end)));
    assert!(certificate.is_expired(unix_time(end + 1)));
}

#[test]
fn damaged_certificates_are_errors_or_read() {
    let der = der!("server.crt");
    for len in 0..der.len() {
        assert!(Certificate::parse(&der[..len]).is_err());
    }
    // No single changed byte makes the reader panic, whatever it makes of it.
    let mut read = 0;
    for position in 0..der.len() {
        for byte in [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff] {
            let mut damaged = der.to_vec();
            damaged[position] = byte;
            if let Ok(certificate) = Certificate::parse(&damaged) {
                certificate.common_name();
                certificate.alt_names();
                read += 1;
            }
        }
    }
    assert!(read > 0);
}

#[test]
fn extensions_need_version_3() {
    let mut der = der!("self-signed.crt").to_vec();
    let version = der.windows(5).position(|window| window == [0xa0, 3, 2, 1, 2]).unwrap();
    der[version + 4] = 0;
    assert!(Certificate::parse(&der).is_err());
}

#[test]
fn both_signature_algorithms_have_to_be_the_same() {
    let mut der = der!("self-signed.crt").to_vec();
    // ecdsa-with-SHA256, of which the last byte makes it SHA384.
    let id = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    let inner = der.windows(id.len()).position(|window| window == id).unwrap();
    der[inner + 7] = 3;
    assert!(Certificate::parse(&der).is_err());
}

#[test]
fn names_in_every_kind_of_string() {
    let value = |tag, bytes: &'static [u8]| text(AnyRef::new(tag, bytes).unwrap()).map(Cow::into_owned);
    assert_eq!(value(Tag::Utf8String, "z\u{fc}".as_bytes()).as_deref(), Some("z\u{fc}"));
    assert_eq!(value(Tag::PrintableString, b"abc").as_deref(), Some("abc"));
    assert_eq!(value(Tag::TeletexString, b"z\xfc").as_deref(), Some("z\u{fc}"));
    assert_eq!(value(Tag::BmpString, b"\0z\x20\xac").as_deref(), Some("z\u{20ac}"));
    assert_eq!(value(Tag::Utf8String, b"\xff"), None);
    assert_eq!(value(Tag::BmpString, b"\xd8\0\0a"), None);
}

#[test]
fn names_with_control_characters_are_none() {
    assert_eq!(text(AnyRef::new(Tag::Utf8String, b"good.test\0.bad.test").unwrap()), None);
    assert_eq!(printable(b"good.test\0.bad.test"), None);
    assert_eq!(printable(b"a\nb"), None);
    // [2] "ok", [2] "a\0b", [7] of three bytes, [8], [1] "m@x"
    let names = b"\x30\x16\x82\x02ok\x82\x03a\0b\x87\x03\x01\x02\x03\x88\x01\x01\x81\x03m@x";
    assert_eq!(alt_names(names).unwrap(), [AltName::Dns("ok"), AltName::Email("m@x")]);
}
