//! Peers that break the rules.

use httpcore::tls::{Error, Plaintext, Session};

use crate::support::{Pair, careless_client, client, output, read, server, write};

fn is_protocol(error: &Error) -> bool {
    matches!(error, Error::Protocol(_)) && !error.is_verification()
}

#[test]
fn plain_text_instead_of_tls() {
    for text in [
        b"GET / HTTP/1.1\r\n\r\n".as_slice(),
        b"SSH-2.0-x\r\n",
        &[0; 64],
        &[0xff; 64],
        b"\x16\x03\x01\xff\xff",
    ] {
        let mut session = Session::new(&server("server").build().unwrap(), None).unwrap();
        let error = session.handle_input(text).unwrap_err();
        assert!(is_protocol(&error), "{error:?}");
        assert_eq!(session.error(), Some(&error));
        assert_eq!(session.handle_input(text), Err(error.clone()));
        assert_eq!(session.poll_plaintext(), Err(error));
        assert!(!session.wants_input());
        assert_eq!(session.input_needed(), 0);
        // An alert is there to be sent: type 21, fatal.
        let alert = output(&mut session);
        assert_eq!((alert[0], alert[5]), (21, 2));

        let mut session = Session::new(&careless_client().build().unwrap(), None).unwrap();
        output(&mut session);
        assert!(is_protocol(&session.handle_input(text).unwrap_err()));
        assert!(session.is_handshaking());
    }
}

#[test]
fn plain_text_is_recognised_by_its_first_byte() {
    let mut session = Session::new(&server("server").build().unwrap(), None).unwrap();
    assert!(is_protocol(&session.handle_input(b"G").unwrap_err()));
}

#[test]
fn a_peer_that_gives_up_the_handshake() {
    let context = careless_client().build().unwrap();
    // The fatal alert handshake_failure, and a close_notify followed by the end of the transport.
    let mut session = Session::new(&context, None).unwrap();
    assert_eq!(session.handle_input(b"\x15\x03\x03\x00\x02\x02\x28"), Err(Error::AlertReceived(40)));
    let mut session = Session::new(&context, None).unwrap();
    assert_eq!(session.handle_input(b"\x15\x03\x03\x00\x02\x01\x00"), Ok(7));
    assert!(!session.is_closed_by_peer());
    assert_eq!(session.handle_end(), Err(Error::Truncated));
}

#[test]
fn a_damaged_record_ends_the_session_after_what_came_before_it() {
    for version in [0x0303, 0x0304] {
        let mut server = server("server");
        server.set_versions(version, version).unwrap();
        let mut pair = Pair::connected(&careless_client(), &server, None);
        write(&mut pair.client, b"good");
        let mut stream = output(&mut pair.client);
        write(&mut pair.client, b"bad");
        stream.extend(output(&mut pair.client));
        *stream.last_mut().unwrap() ^= 1;
        let error = pair.server.handle_input(&stream).unwrap_err();
        assert_eq!(error, Error::Protocol(rustls::Error::DecryptError));
        assert_eq!(read(&mut pair.server), b"good");
        assert_eq!(pair.server.poll_plaintext(), Err(error.clone()));
        assert_eq!(pair.server.write(&[]), Err(error));
        // The peer hears of it: bad_record_mac.
        pair.run();
        assert_eq!(pair.client.error(), Some(&Error::AlertReceived(20)));
    }
}

#[test]
fn an_error_is_the_first_one() {
    let mut session = Session::new(&server("server").build().unwrap(), None).unwrap();
    let error = session.handle_input(b"GET / HTTP/1.1\r\n\r\n").unwrap_err();
    assert_eq!(session.handle_end(), Err(error.clone()));
    session.close();
    assert_eq!(session.error(), Some(&error));
}

#[test]
fn every_damaged_byte_of_a_handshake_is_survived() {
    // One byte at a time, in each flight of either side: an error or a stall. Few bytes do not matter, such as the
    // version of a record (RFC 8446 section 5.1); with these the data arrives, and nothing but the data.
    let context = (client(&["ca.crt"]).build().unwrap(), server("second").build().unwrap());
    let (mut arrived, mut lost) = (0, 0);
    for flight in 0..3 {
        for position in (0..2_000).step_by(7) {
            let mut pair = Pair {
                client: Session::new(&context.0, Some("second.test")).unwrap(),
                server: Session::new(&context.1, None).unwrap(),
            };
            write(&mut pair.client, b"secret");
            for round in 0..4 {
                let (from, to) = match round % 2 {
                    0 => (&mut pair.client, &mut pair.server),
                    _ => (&mut pair.server, &mut pair.client),
                };
                let mut bytes = output(from);
                if round == flight {
                    if position >= bytes.len() {
                        break;
                    }
                    bytes[position] ^= 0x55;
                }
                let _ = to.handle_input(&bytes);
            }
            if let Ok(Plaintext::Data(data)) = pair.server.poll_plaintext() {
                assert_eq!(data, b"secret", "{flight} {position}");
                arrived += 1;
            } else {
                lost += 1;
            }
        }
    }
    assert!(lost > 10 * arrived, "{lost} {arrived}");
}
