//! A client and a server whose transport is a pair of vectors.

use std::convert::Infallible;
use std::io::IoSlice;
use std::path::PathBuf;

use httpcore::tls::{AuthMode, Config, Error, Plaintext, Role, Session};

/// The path of a file of `pem/`.
pub(crate) fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "tls", "pem", name].iter().collect()
}

/// The contents of a file of `pem/`.
pub(crate) fn pem(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// A client that trusts the named certificates and requires a server to be one that they vouch for.
pub(crate) fn client(ca: &[&str]) -> Config {
    let mut config = Config::new(Role::Client);
    for name in ca {
        config.add_ca_chain(&pem(name), None).unwrap();
    }
    config
}

/// A client that accepts every server.
pub(crate) fn careless_client() -> Config {
    let mut config = Config::new(Role::Client);
    config.set_auth_mode(AuthMode::None);
    config
}

/// A server with `name.crt` and `name.key`.
pub(crate) fn server(name: &str) -> Config {
    let mut config = Config::new(Role::Server);
    config.add_own_cert(&pem(&format!("{name}.crt")), &pem(&format!("{name}.key")), None).unwrap();
    config
}

pub(crate) struct Pair {
    pub(crate) client: Session,
    pub(crate) server: Session,
}

impl Pair {
    pub(crate) fn new(client: &Config, server: &Config, host: Option<&str>) -> Pair {
        Pair {
            client: Session::new(&client.build().unwrap(), host).unwrap(),
            server: Session::new(&server.build().unwrap(), None).unwrap(),
        }
    }

    /// A pair after its handshake, which has to succeed.
    pub(crate) fn connected(client: &Config, server: &Config, host: Option<&str>) -> Pair {
        let mut pair = Pair::new(client, server, host);
        pair.run();
        assert_eq!((pair.client.error(), pair.server.error()), (None, None));
        assert!(!pair.client.is_handshaking() && !pair.server.is_handshaking());
        pair
    }

    /// The first pair that comes to mind.
    pub(crate) fn plain() -> Pair {
        Pair::connected(&client(&["ca.crt"]), &server("server"), Some("localhost"))
    }

    /// Carries bytes to and fro until both sides are silent. An error stays in its session.
    pub(crate) fn run(&mut self) {
        self.run_in_pieces(usize::MAX);
    }

    /// Like `run`, handing over at most `size` bytes at a time.
    pub(crate) fn run_in_pieces(&mut self, size: usize) {
        while carry(&mut self.client, &mut self.server, size)
            | carry(&mut self.server, &mut self.client, size)
        {}
    }
}

/// Carries what one side has to say to the other. False if there was nothing.
pub(crate) fn carry(from: &mut Session, to: &mut Session, size: usize) -> bool {
    let mut bytes = Vec::new();
    from.take_output(&mut bytes);
    for piece in bytes.chunks(size) {
        if to.handle_input(piece) != Ok(piece.len()) {
            break;
        }
    }
    !bytes.is_empty()
}

/// Writes all of `bytes`, which has to fit.
pub(crate) fn write(session: &mut Session, bytes: &[u8]) {
    assert_eq!(session.write(&[IoSlice::new(bytes)]), Ok(bytes.len()));
}

/// Reads what there is.
pub(crate) fn read(session: &mut Session) -> Vec<u8> {
    let mut all = Vec::new();
    while let Ok(Plaintext::Data(piece)) = session.poll_plaintext() {
        assert!(!piece.is_empty());
        let len = piece.len();
        all.extend_from_slice(piece);
        session.consume(len);
    }
    all
}

/// The bytes that `session` has for the transport.
pub(crate) fn output(session: &mut Session) -> Vec<u8> {
    let mut bytes = Vec::new();
    session.take_output(&mut bytes);
    bytes
}

/// Takes at most `len` bytes of what `session` has for the transport.
pub(crate) fn output_up_to(session: &mut Session, len: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let sent = session.poll_output(|pieces| {
        pieces.iter().for_each(|piece| bytes.extend_from_slice(piece));
        bytes.truncate(len);
        Ok::<_, Infallible>(bytes.len())
    });
    assert_eq!(sent, Ok(bytes.len()));
    bytes
}

/// The client's error of a handshake that the client refuses.
pub(crate) fn refusal(client: &Config, server: &Config, host: Option<&str>) -> Error {
    let mut pair = Pair::new(client, server, host);
    pair.run();
    assert!(pair.client.is_handshaking());
    assert!(matches!(pair.server.error(), Some(Error::AlertReceived(_))), "{:?}", pair.server.error());
    pair.client.error().cloned().expect("client accepted the server")
}
