//! One TLS connection, without the connection: bytes in, bytes out.
//!
//! ```text
//!                 handle_input --> | records  | --> poll_plaintext, consume
//!   transport     handle_end   --> |          |                                  face
//!                 poll_output  <-- |  rustls  | <-- write, close
//! ```
//!
//! The methods come in classes. *Getters* look and change nothing. *`handle_*`* tell the session what the transport
//! did. *`poll_*`* take out what the session has for somebody; to ask again later costs nothing. `write`, `consume`
//! and `close` are what the owner wants. None of them waits, and none makes a system call but for random numbers and
//! the time of day.
//!
//! Whoever drives a session, after any call that changes it:
//!
//! - moves [`poll_output`](Session::poll_output) to the transport as long as
//!   [`wants_output`](Session::wants_output), also after an error: the last thing out is the alert that tells the
//!   peer what was wrong;
//! - reads from the transport while [`wants_input`](Session::wants_input). It is false while there is plaintext
//!   enough to be consumed, which bounds what a fast peer can make this side keep.
//!
//! An error is final, and every later call returns it, except that [`Error::Truncated`] does not keep anybody from
//! writing. What was received before the error can still be taken out.
//!
//! The two directions end independently of each other: [`close`](Session::close) ends the one to the peer,
//! [`Plaintext::End`] tells that the peer ended the other.
//!
//! Memory: plaintext is kept from `handle_input` until it is consumed, records from `write` until they are taken
//! out, and no buffer outlives its contents but one: the one in which rustls gathers a record, of at least 4 KiB.
//! Received plaintext stays in rustls's own buffers, one a record, and is lent from there. rustls takes no input
//! while it has more than 16 KiB of it; only what is above that moves over to here.

use std::io::{BufRead, IoSlice, Write};
use std::sync::Arc;

use rustls::pki_types::{ServerName, UnixTime};
use rustls::{ClientConnection, Connection, ServerConnection};
use webpki::KeyUsage;

use super::adapter::{NothingYet, Sink};
use super::context::{Inner, Side};
use super::name::server_name;
use super::record::Records;
use super::trust::Question;
use super::{AuthMode, Certificate, Context, Error};

/// With this much plaintext that nobody consumed, a session wants no more input: the contents of a large record.
/// Also the limit above which rustls takes none.
const PLAINTEXT_LIMIT: usize = 16 * 1024;

/// One connection, as a client or as a server.
pub struct Session {
    tls: Connection,
    context: Arc<Inner>,
    name: Option<ServerName<'static>>,
    records: Records,
    /// Plaintext that rustls had to be relieved of; it comes before what rustls has. Empty most of the time.
    overflow: Vec<u8>,
    /// How much of `overflow` is consumed; less than all of it, unless it is empty.
    consumed: usize,
    /// How much plaintext rustls has.
    in_rustls: usize,
    /// The handshake is done.
    established: bool,
    verified: bool,
    /// `close` was called. The close_notify is sent when the handshake is done and what was written before it is.
    closing: bool,
    /// The peer's close_notify was received.
    peer_closed: bool,
    /// The first error.
    error: Option<Error>,
}

/// What there is to read.
#[derive(Debug, PartialEq, Eq)]
pub enum Plaintext<'a> {
    /// This, not empty.
    Data(&'a [u8]),
    /// Nothing now.
    Nothing,
    /// Nothing any more: the peer sent its close_notify.
    End,
}

impl Session {
    /// A session in the role of the context. A client's first bytes are there to be sent at once.
    ///
    /// `host`: for a client whose configuration has no server name, the name to use instead, in the same form; for a
    /// server without effect. A client that has neither checks no name, if it verifies at all.
    ///
    /// Errors: [`Error::BadServerName`]; [`Error::Protocol`] if the system has no random numbers.
    pub fn new(context: &Context, host: Option<&str>) -> Result<Session, Error> {
        let context = context.inner();
        let (tls, name) = match &context.side {
            Side::Client { server_name: configured, config, nameless } => {
                let name = match (configured, host) {
                    (Some(name), _) => Some(name.clone()),
                    (None, Some(host)) => Some(server_name(host)?),
                    (None, None) => None,
                };
                // rustls wants a name even if it has no use for it. An address it does not send.
                let no_name = || ServerName::from(std::net::Ipv4Addr::UNSPECIFIED);
                let config = if name.is_some() { config } else { nameless };
                let tls = ClientConnection::new(config.clone(), name.clone().unwrap_or_else(no_name))?;
                (Connection::from(tls), name)
            }
            Side::Server(config) => (Connection::from(ServerConnection::new(config.clone())?), None),
        };
        Ok(Session {
            tls,
            context: context.clone(),
            name,
            records: Records::default(),
            overflow: Vec::new(),
            consumed: 0,
            in_rustls: 0,
            established: false,
            verified: false,
            closing: false,
            peer_closed: false,
            error: None,
        })
    }

    // Getters

    /// Whether the handshake is still going on (or failed).
    pub fn is_handshaking(&self) -> bool {
        !self.established
    }

    /// Whether bytes from the transport are of use now.
    pub fn wants_input(&self) -> bool {
        self.is_receiving() && self.overflow.len() - self.consumed + self.in_rustls < PLAINTEXT_LIMIT
    }

    /// How many bytes from the transport it takes at least until something can happen: the rest of a record's
    /// header, then the rest of the record. Whoever never reads more than this from the transport has read nothing
    /// from behind the peer's close_notify. 0 if the session needs no more.
    pub fn input_needed(&self) -> usize {
        if self.is_receiving() { self.records.needed() } else { 0 }
    }

    /// Whether there are bytes for the transport.
    pub fn wants_output(&self) -> bool {
        self.tls.wants_write()
    }

    /// Whether there is plaintext that is not consumed.
    pub fn has_plaintext(&self) -> bool {
        !self.overflow.is_empty() || self.in_rustls > 0
    }

    /// The first error of this session. It is also what the calls return from then on.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Whether the peer has proved who it is: it has a certificate that the configured ones vouch for and, if a
    /// server name is known, that is for this name. Always false before the handshake is done, and with
    /// [`AuthMode::None`].
    pub fn verified(&self) -> bool {
        self.verified
    }

    /// The peer's certificate, verified or not, once it is received. None if the peer sent none, or one that is
    /// malformed.
    pub fn peer_certificate(&self) -> Option<Certificate<'_>> {
        let chain = self.tls.peer_certificates()?;
        Certificate::parse(chain.first()?).ok()
    }

    /// The number of the protocol version in use (0x0303 for TLS 1.2, 0x0304 for TLS 1.3), once it is agreed.
    pub fn version(&self) -> Option<u16> {
        self.tls.protocol_version().map(u16::from)
    }

    /// Whether the peer has sent its close_notify.
    pub fn is_closed_by_peer(&self) -> bool {
        self.peer_closed
    }

    // What the transport did

    /// Takes bytes that were received and returns how many of them belong to this session: all of them, unless the
    /// peer's close_notify is among them. However much it is, all of it is kept until it is consumed.
    ///
    /// Errors: [`Error::PeerNotVerified`], [`Error::NoPeerCertificate`], [`Error::AlertReceived`],
    /// [`Error::Protocol`], or the first error of this session. There may be an alert to send.
    pub fn handle_input(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        self.check()?;
        let mut taken = 0;
        while taken < bytes.len() && !self.peer_closed {
            let record = self.records.advance(&bytes[taken..]);
            self.make_room();
            self.process(&bytes[taken..taken + record]).map_err(|e| self.fail(e))?;
            taken += record;
        }
        Ok(taken)
    }

    /// Notes that the transport ended: nothing more will be received. Without the peer's close_notify this is an
    /// error, though perhaps one that a protocol on top can live with, if it knows by itself that nothing is missing.
    ///
    /// Errors: [`Error::Truncated`], or the first error of this session.
    pub fn handle_end(&mut self) -> Result<(), Error> {
        self.check()?;
        if self.peer_closed { Ok(()) } else { Err(self.fail(Error::Truncated)) }
    }

    // What the session has

    /// The first piece of the received plaintext that is not consumed yet. There may be more pieces behind it.
    ///
    /// Errors: after all of them, the first error of this session.
    pub fn poll_plaintext(&mut self) -> Result<Plaintext<'_>, Error> {
        if !self.overflow.is_empty() {
            return Ok(Plaintext::Data(&self.overflow[self.consumed..]));
        }
        if self.in_rustls > 0 {
            // Fails only if there is nothing.
            return Ok(Plaintext::Data(self.tls.reader().into_first_chunk().unwrap_or_default()));
        }
        self.check()?;
        Ok(if self.peer_closed { Plaintext::End } else { Plaintext::Nothing })
    }

    /// Hands the bytes for the transport to `send`, in up to 64 pieces that belong together in this order, and drops
    /// as many of them as it returns. If there are none, `send` is not called and 0 returned.
    ///
    /// Errors: that of `send`; nothing is dropped then.
    pub fn poll_output<E>(
        &mut self,
        send: impl FnOnce(&[IoSlice<'_>]) -> Result<usize, E>,
    ) -> Result<usize, E> {
        let mut sink = Sink::new(send);
        let sent = self.tls.write_tls(&mut sink);
        match sink.into_error() {
            Some(error) => Err(error),
            // The sink has no other errors.
            None => Ok(sent.unwrap_or(0)),
        }
    }

    /// Appends all bytes for the transport to `out`.
    pub fn take_output(&mut self, out: &mut Vec<u8>) {
        while self.wants_output() {
            // Cannot fail: the sink takes everything.
            let _ = self.poll_output(|pieces| {
                pieces.iter().for_each(|piece| out.extend_from_slice(piece));
                Ok::<_, std::convert::Infallible>(pieces.iter().map(|piece| piece.len()).sum())
            });
        }
    }

    // What the owner wants

    /// Drops the first `len` bytes of the piece that [`poll_plaintext`](Session::poll_plaintext) shows, all of the
    /// piece if it is shorter.
    pub fn consume(&mut self, len: usize) {
        if !self.overflow.is_empty() {
            self.consumed += len;
            if self.consumed >= self.overflow.len() {
                self.overflow = Vec::new();
                self.consumed = 0;
            }
            return;
        }
        let mut reader = self.tls.reader();
        let len = reader.fill_buf().map_or(0, |piece| len.min(piece.len()));
        reader.consume(len);
        self.in_rustls -= len;
        if self.in_rustls == 0 && self.records.is_between() {
            // rustls keeps the buffer of a large record until it is about to read the next one, which may be long
            // after. So it is told to read, and gets nothing.
            let _ = self.tls.read_tls(&mut NothingYet);
        }
    }

    /// Writes plaintext that lies in several pieces, as one: no record ends between pieces for that reason. Returns
    /// how much of it was taken, 0 if about 64 KiB wait to be sent already. What is written during the handshake is
    /// sent when that is done.
    ///
    /// Errors: [`Error::Closed`] after [`close`](Session::close); the first error of this session, unless it is
    /// [`Error::Truncated`], which says nothing about this direction.
    pub fn write(&mut self, pieces: &[IoSlice<'_>]) -> Result<usize, Error> {
        match &self.error {
            None | Some(Error::Truncated) => {}
            Some(error) => return Err(error.clone()),
        }
        if self.closing {
            return Err(Error::Closed);
        }
        // The only error rustls has here is the one of the session, which was checked above.
        Ok(self.tls.writer().write_vectored(pieces).unwrap_or(0))
    }

    /// Ends the direction to the peer with a close_notify, after everything that was written. The other direction
    /// goes on. Once is enough.
    pub fn close(&mut self) {
        self.closing = true;
        self.send_close_notify();
    }

    // Inside

    fn is_receiving(&self) -> bool {
        self.error.is_none() && !self.peer_closed
    }

    fn check(&self) -> Result<(), Error> {
        self.error.clone().map_or(Ok(()), Err)
    }

    fn fail(&mut self, error: Error) -> Error {
        self.error.get_or_insert(error).clone()
    }

    /// Feeds at most one record to rustls, which may take it in pieces.
    fn process(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            // Fails only if the peer goes on with a handshake message beyond the 64 KiB that rustls allows.
            self.tls.read_tls(&mut bytes).map_err(|e| rustls::Error::General(e.to_string()))?;
            let state = self.tls.process_new_packets()?;
            self.in_rustls = state.plaintext_bytes_to_read();
            if state.peer_has_closed() {
                self.peer_closed = true;
                break;
            }
        }
        if !self.established && !self.tls.is_handshaking() {
            self.established = true;
            self.verified = self.verify();
            self.send_close_notify();
        }
        Ok(())
    }

    /// Lets rustls take another record, whatever plaintext it has.
    fn make_room(&mut self) {
        if self.in_rustls <= PLAINTEXT_LIMIT {
            return;
        }
        self.overflow.reserve(self.in_rustls);
        let mut reader = self.tls.reader();
        while let Ok(piece @ [_, ..]) = reader.fill_buf() {
            self.overflow.extend_from_slice(piece);
            let len = piece.len();
            reader.consume(len);
        }
        self.in_rustls = 0;
    }

    fn send_close_notify(&mut self) {
        // During the handshake a close_notify would overtake what was written. rustls sends no second one.
        if self.closing && self.established {
            self.tls.send_close_notify();
        }
    }

    fn verify(&self) -> bool {
        let Some((certificate, intermediates)) = self.tls.peer_certificates().and_then(<[_]>::split_first)
        else {
            return false;
        };
        match self.context.auth_mode {
            AuthMode::None => false,
            // The handshake failed otherwise.
            AuthMode::Required => true,
            AuthMode::Optional => {
                let usage = match self.context.side {
                    Side::Client { .. } => KeyUsage::server_auth,
                    Side::Server(_) => KeyUsage::client_auth,
                };
                let question = Question { usage, name: self.name.as_ref(), now: UnixTime::now() };
                self.context.trust.verify(certificate, intermediates, &question).is_ok()
            }
        }
    }
}
