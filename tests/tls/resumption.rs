//! Sessions that go on from earlier ones.

use httpcore::tls::{AuthMode, Context, Session};

use crate::support::{Pair, careless_client, carry, client, output, pem, server};

/// Two pairs one after the other, and whether the second handshake did without certificates.
fn resumes(client: &Context, server: &Context, host: Option<&str>) -> ([Pair; 2], bool) {
    let flights = [(); 2].map(|()| {
        let (client, server) = (Session::new(client, host).unwrap(), Session::new(server, None).unwrap());
        let mut pair = Pair { client, server };
        assert!(carry(&mut pair.client, &mut pair.server, usize::MAX));
        let flight = output(&mut pair.server);
        pair.client.handle_input(&flight).unwrap();
        pair.run();
        assert!(!pair.client.is_handshaking() && !pair.server.is_handshaking());
        (pair, flight.len())
    });
    let [(first, full), (second, resumed)] = flights;
    ([first, second], resumed + 300 < full)
}

#[test]
fn a_resumed_session_knows_its_peer() {
    for version in [0x0303, 0x0304] {
        let mut server = server("server");
        server.set_versions(version, version).unwrap();
        server.set_auth_mode(AuthMode::Optional);
        server.add_ca_chain(&pem("ca.crt"), None).unwrap();
        let mut client = client(&["ca.crt"]);
        client.add_own_cert(&pem("client.crt"), &pem("client.key"), None).unwrap();
        let (pairs, resumed) = resumes(&client.build().unwrap(), &server.build().unwrap(), Some("localhost"));
        assert!(resumed);
        for pair in pairs {
            assert!(pair.client.verified() && pair.server.verified());
            assert_eq!(pair.server.peer_certificate().unwrap().common_name().unwrap(), "client");
            assert_eq!(pair.client.peer_certificate().unwrap().common_name().unwrap(), "server");
        }
    }
}

#[test]
fn not_with_another_server_context() {
    let (client, server) = (client(&["ca.crt"]).build().unwrap(), server("server"));
    resumes(&client, &server.build().unwrap(), Some("localhost"));
    // The same configuration built anew: the ticket of the first is of no use, that of the second is.
    let (_, resumed) = resumes(&client, &server.build().unwrap(), Some("localhost"));
    assert!(resumed);
}

#[test]
fn not_with_another_client_context() {
    let (client, server) = (client(&["ca.crt"]), server("server").build().unwrap());
    let hello = |context: &Context| output(&mut Session::new(context, Some("localhost")).unwrap()).len();
    let first = client.build().unwrap();
    let without_ticket = hello(&first);
    resumes(&first, &server, Some("localhost"));
    assert!(hello(&first) > without_ticket);
    assert_eq!(hello(&client.build().unwrap()), without_ticket);
}

#[test]
fn not_without_a_server_name() {
    let (_, resumed) = resumes(&careless_client().build().unwrap(), &server("server").build().unwrap(), None);
    assert!(!resumed);
}
