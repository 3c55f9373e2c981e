//! Every message as RFC 1928 and RFC 1929 draw it, and read with just the bytes that the parsers ask for.

use std::net::IpAddr;

use proptest::prelude::*;

use super::credentials::{MAX_CREDENTIALS, parse_status, status};
use super::methods::{offer, parse_selection};
use super::request::MAX_REQUEST;
use super::*;
use crate::property;

/// Reads a message that is `wire`, taking just what the parser asks for, and checks the sizes on the way.
fn read<'a, T>(wire: &'a [u8], parse: impl Fn(&'a [u8]) -> Result<Parsed<T>, Error>) -> Result<T, Error> {
    let mut have = 0;
    loop {
        match parse(&wire[..have])? {
            Parsed::Need(more) => {
                assert!(more > 0);
                have += more;
                assert!(have <= wire.len(), "asked for more than there is in {wire:x?}");
            }
            Parsed::Done(message, size) => {
                assert_eq!(size, wire.len());
                assert_eq!(have, size, "took more than needed from {wire:x?}");
                return Ok(message);
            }
        }
    }
}

fn ip(text: &str) -> Address<'static> {
    Address::Ip(text.parse::<IpAddr>().unwrap())
}

fn name(text: &str) -> Address<'_> {
    let address = Address::from_text(text.as_bytes()).unwrap();
    assert!(matches!(address, Address::Name(_)), "{text}");
    address
}

/// RFC 1929 has a version of its own.
#[test]
fn a_wrong_version_is_refused_with_its_byte() {
    for (version, error) in [(5, None), (4, Some(Error::BadVersion)), (b'G', Some(Error::BadVersion))] {
        assert_eq!(MethodOffer::parse(&[version]).err(), error);
        assert_eq!(parse_selection(&[version], true).err(), error);
        assert_eq!(Request::parse(&[version]).err(), error);
        assert_eq!(ReplyCode::parse(&[version]).err(), error);
    }
    for (version, error) in [(1, None), (5, Some(Error::BadVersion))] {
        assert_eq!(Credentials::parse(&[version]).err(), error);
        assert_eq!(parse_status(&[version]).err(), error);
    }
}

/// RFC 1928 section 3.
#[test]
fn methods_are_offered() {
    assert_eq!(offer(false), b"\x05\x01\x00");
    assert_eq!(offer(true), b"\x05\x02\x00\x02");
    let check = |wire: &[u8], none, password| {
        let offer = read(wire, MethodOffer::parse).unwrap();
        assert_eq!(
            (offer.includes(Method::None), offer.includes(Method::Password)),
            (none, password),
            "{wire:x?}"
        );
    };
    check(offer(false), true, false);
    check(offer(true), true, true);
    check(b"\x05\x01\x02", false, true);
    check(b"\x05\x03\x01\x80\xff", false, false);
    check(b"\x05\x00", false, false);
    let all: Vec<u8> = [5, 255].into_iter().chain(0..255).collect();
    check(&all, true, true);
}

#[test]
fn a_proxy_selects_its_method_or_none() {
    let select = |wire: &'static [u8], method| read(wire, MethodOffer::parse).unwrap().select(method);
    assert_eq!(select(b"\x05\x02\x00\x02", Method::None), ([5, 0], Ok(())));
    assert_eq!(select(b"\x05\x02\x00\x02", Method::Password), ([5, 2], Ok(())));
    assert_eq!(select(b"\x05\x01\x00", Method::Password), ([5, 0xff], Err(Error::NoAcceptableMethod)));
    assert_eq!(select(b"\x05\x00", Method::None), ([5, 0xff], Err(Error::NoAcceptableMethod)));
}

#[test]
fn a_client_checks_the_selection() {
    for (wire, has_credentials, expected) in [
        (b"\x05\x00", false, Ok(Method::None)),
        (b"\x05\x00", true, Ok(Method::None)),
        (b"\x05\x02", true, Ok(Method::Password)),
        (b"\x05\x02", false, Err(Error::MethodNotOffered)),
        (b"\x05\x01", true, Err(Error::MethodNotOffered)),
        (b"\x05\xfe", true, Err(Error::MethodNotOffered)),
        (b"\x05\xff", true, Err(Error::NoAcceptableMethod)),
    ] {
        assert_eq!(read(wire, |input| parse_selection(input, has_credentials)), expected, "{wire:x?}");
    }
}

/// RFC 1929 section 2.
#[test]
fn credentials_are_written_and_read() {
    let longest = [b'x'; 255];
    for (username, password, wire) in [
        (&b"user"[..], &b"secret"[..], b"\x01\x04user\x06secret".to_vec()),
        (b"", b"", b"\x01\x00\x00".to_vec()),
        (b"user", b"", b"\x01\x04user\x00".to_vec()),
        (&longest, &longest, [b"\x01\xff", &longest[..], b"\xff", &longest].concat()),
    ] {
        let credentials = Credentials::new(username, password).unwrap();
        assert_eq!(credentials.encode(&mut [0; MAX_CREDENTIALS]), wire);
        assert_eq!(read(&wire, Credentials::parse), Ok(credentials));
    }
    assert_eq!(Credentials::new(&[b'x'; 256], b""), Err(ArgumentError::TooLong));
    assert_eq!(Credentials::new(b"", &[b'x'; 256]), Err(ArgumentError::TooLong));
    assert_eq!(read(b"\x01\x02a\0\x01b", Credentials::parse), Err(Error::Nul));
    assert_eq!(read(b"\x01\x01a\x02b\0", Credentials::parse), Err(Error::Nul));
}

#[test]
fn a_password_is_not_shown() {
    let credentials = Credentials::new(b"user", b"secret").unwrap();
    assert_eq!(format!("{credentials:?}"), "Credentials { username: \"user\", .. }");
}

#[test]
fn the_status_of_credentials() {
    assert_eq!(status(true), [1, 0]);
    assert_eq!(status(false), [1, 0xff]);
    assert_eq!(read(b"\x01\x00", parse_status), Ok(()));
    assert_eq!(read(b"\x01\x01", parse_status), Err(Error::CredentialsRefused));
    assert_eq!(read(b"\x01\xff", parse_status), Err(Error::CredentialsRefused));
}

/// RFC 1928 sections 4 and 5.
#[test]
fn requests_are_written_and_read() {
    let long = "n".repeat(255);
    let longest = [b"\x05\x01\x00\x03\xff", long.as_bytes(), b"\x00\x50"].concat();
    for (command, address, port, wire) in [
        (Command::Connect, ip("1.2.3.4"), 80, &b"\x05\x01\x00\x01\x01\x02\x03\x04\x00\x50"[..]),
        (
            Command::Connect,
            ip("2001:db8::1"),
            443,
            b"\x05\x01\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x01\xbb",
        ),
        (Command::Connect, name("example.com"), 8080, b"\x05\x01\x00\x03\x0bexample.com\x1f\x90"),
        (Command::Connect, name(&long), 80, &longest),
        (Command::Bind, ip("0.0.0.0"), 0, b"\x05\x02\x00\x01\0\0\0\0\0\0"),
        (Command::UdpAssociate, name("x"), 65535, b"\x05\x03\x00\x03\x01x\xff\xff"),
    ] {
        let request = Request { command, address, port };
        assert_eq!(request.encode(&mut [0; MAX_REQUEST]), wire);
        assert_eq!(read(wire, Request::parse), Ok(request));
    }
}

#[test]
fn requests_that_are_refused() {
    for (wire, error) in [
        (&b"\x05\x00\x00\x01"[..], Error::BadCommand),
        (b"\x05\x04\x00\x01", Error::BadCommand),
        (b"\x05\x01\x01\x01", Error::BadReserved),
        (b"\x05\x01\x00\x00", Error::BadAddressType),
        (b"\x05\x01\x00\x02", Error::BadAddressType),
        (b"\x05\x01\x00\x05", Error::BadAddressType),
        (b"\x05\x01\x00\x03\x00\x00\x50", Error::EmptyName),
        (b"\x05\x01\x00\x03\x03a\0b\x00\x50", Error::Nul),
    ] {
        assert_eq!(read(wire, Request::parse), Err(error), "{wire:x?}");
    }
}

#[test]
fn text_becomes_an_address_or_a_name() {
    for (text, expected) in [
        ("127.0.0.1", Ok(ip("127.0.0.1"))),
        ("::1", Ok(ip("::1"))),
        ("::ffff:1.2.3.4", Ok(ip("::ffff:1.2.3.4"))),
        ("", Err(ArgumentError::EmptyName)),
        ("a\0b", Err(ArgumentError::Nul)),
    ] {
        assert_eq!(Address::from_text(text.as_bytes()), expected, "{text:?}");
    }
    assert_eq!(Address::from_text(&[b'x'; 256]), Err(ArgumentError::TooLong));
    for text in ["localhost", "1.2.3", "1.2.3.4.5", "[::1]", "fe80::1%eth0", &"x".repeat(255)] {
        assert_eq!(name(text).text(&mut [0; 255]), text.as_bytes());
    }
    assert_eq!(ip("255.255.255.255").text(&mut [0; 255]), b"255.255.255.255");
    let longest = "1111:2222:3333:4444:5555:6666:7777:8888";
    assert_eq!(ip(longest).text(&mut [0; 255]), longest.as_bytes());
    assert_eq!(ip("::ffff:255.255.255.255").text(&mut [0; 255]), b"::ffff:255.255.255.255");
}

/// RFC 1928 section 6. The address is dropped, whatever it says.
#[test]
fn replies_are_written_and_read() {
    let mut out = [0; MAX_REQUEST];
    let wire = ReplyCode::Succeeded.encode(&ip("10.0.0.1"), 1080, &mut out);
    assert_eq!(wire, b"\x05\x00\x00\x01\x0a\x00\x00\x01\x04\x38");
    assert_eq!(read(wire, ReplyCode::parse), Ok(ReplyCode::Succeeded));
    for wire in [
        &b"\x05\x05\x00\x03\x00\x00\x00"[..],
        b"\x05\x05\x00\x03\x02\0\xff\x00\x50",
        b"\x05\x05\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        assert_eq!(read(wire, ReplyCode::parse), Ok(ReplyCode::ConnectionRefused), "{wire:x?}");
    }
    for (wire, error) in [
        (&b"\x05\x09\x00\x01"[..], Error::BadReplyCode),
        (b"\x05\xff\x00\x01", Error::BadReplyCode),
        (b"\x05\x00\x01\x01", Error::BadReserved),
        (b"\x05\x00\x00\x02", Error::BadAddressType),
    ] {
        assert_eq!(read(wire, ReplyCode::parse), Err(error), "{wire:x?}");
    }
}

#[test]
fn every_outcome_has_its_errno() {
    let errno = |number| ReplyCode::from_number(number).map(ReplyCode::errno);
    let expected = [
        0,
        libc::EIO,
        libc::EACCES,
        libc::ENETUNREACH,
        libc::EHOSTUNREACH,
        libc::ECONNREFUSED,
        libc::ETIMEDOUT,
        libc::EOPNOTSUPP,
        libc::EAFNOSUPPORT,
    ];
    for number in 0..=255 {
        assert_eq!(errno(number), expected.get(usize::from(number)).copied(), "{number}");
        assert_eq!(ReplyCode::from_number(number).map_or(number, |code| code as u8), number);
    }
    assert_eq!(Error::NoAcceptableMethod.errno(), libc::EACCES);
    assert_eq!(Error::CredentialsRefused.errno(), libc::EACCES);
    assert_eq!(Error::MethodNotOffered.errno(), libc::EPROTO);
    assert_eq!(Error::BadVersion.to_string(), "unexpected version");
    assert_eq!(ArgumentError::TooLong.to_string(), "text longer than 255 bytes");
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn requests_arrive_as_they_were_sent(
        number in 1u8..=3,
        host in prop_oneof![
            any::<IpAddr>().prop_map(|ip| ip.to_string()),
            "[a-z0-9.-]{1,40}",
            "[a-z]{255}",
        ],
        port: u16,
    ) {
        let address = Address::from_text(host.as_bytes()).unwrap();
        let request = Request { command: Command::from_number(number).unwrap(), address, port };
        let mut out = [0; MAX_REQUEST];
        prop_assert_eq!(read(request.encode(&mut out), Request::parse), Ok(request));
        let mut text = [0; 255];
        prop_assert_eq!(Address::from_text(address.text(&mut text)), Ok(address));
    }

    #[test]
    fn credentials_arrive_as_they_were_sent(
        username in prop::collection::vec(1u8.., 0..=255),
        password in prop::collection::vec(1u8.., 0..=255),
    ) {
        let credentials = Credentials::new(&username, &password).unwrap();
        let mut out = [0; MAX_CREDENTIALS];
        prop_assert_eq!(read(credentials.encode(&mut out), Credentials::parse), Ok(credentials));
    }
}
