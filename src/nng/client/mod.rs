//! Clients: what stands behind `nng_http_client`.
//!
//! A client is a server's address. Each connect is on its own: it looks the name up, tries the addresses in order, and
//! ends with the connection or an error. Connects that are started together go on together.

mod transaction;

use std::os::fd::{OwnedFd, RawFd};
use std::sync::Arc;

use transaction::Transaction;

use super::aio::Op;
use super::conn::Conn;
use super::connect::{Connects, Destination, Purpose};
use super::driver::Engine;
use super::error::Error;
use super::message::{Request, Response};
use super::tls::{Security, TlsSlot};
use crate::sys::resolver::Family;
use crate::sys::{Errno, socket};
use crate::tls::Role;

/// Called with the connection that was made, and the operation before it ends.
type Deliver = Box<dyn FnOnce(&Arc<Conn>, &Op) + Send>;

/// An `nng_http_client`.
pub(crate) struct Client {
    host: Arc<str>,
    destination: Destination,
    tls: TlsSlot,
    connects: Connects,
}

impl Client {
    /// A client of the server at this address. `ADDRESS_INVALID` if the host is empty or no text.
    pub(crate) fn new(host: &[u8], port: &[u8], family: Family, is_secure: bool) -> Result<Client, Error> {
        let host = std::str::from_utf8(host).ok().filter(|host| !host.is_empty());
        let host: Arc<str> = host.ok_or(Error::ADDRESS_INVALID)?.into();
        Ok(Client {
            destination: Destination::Host { host: host.clone(), port: port.to_vec(), family },
            host,
            tls: TlsSlot::new(is_secure.then_some(Role::Client)),
            connects: Connects::new(),
        })
    }

    /// How its connections are secured.
    pub(crate) fn tls(&self) -> &TlsSlot {
        &self.tls
    }

    /// Makes a connection, output 0 of the operation, which is the program's.
    pub(crate) fn connect(&self, op: Op) {
        self.connect_for(
            op,
            Box::new(|conn, op| {
                conn.give_to_program();
                op.set_output(0, Arc::as_ptr(conn).cast_mut().cast());
            }),
        );
    }

    fn connect_for(&self, op: Op, deliver: Deliver) {
        if !op.begin() {
            return;
        }
        self.connects.start(op, &self.destination, |engine| {
            let security = self.tls.security(Some(&self.host))?;
            Ok(Box::new(Connecting { engine: engine.clone(), security, deliver: Some(deliver) }))
        });
    }

    /// Makes a connection, sends the request on it, receives the response and closes it.
    pub(crate) fn transact(&self, request: Arc<Request>, response: Arc<Response>, op: Op) {
        Transaction::start(self, request, response, op);
    }
}

impl Drop for Client {
    /// Connects that are under way end; connections stay.
    fn drop(&mut self) {
        self.connects.close();
    }
}

/// A connection of a client that is being made.
struct Connecting {
    engine: Arc<Engine>,
    security: Security,
    /// `None` once called.
    deliver: Option<Deliver>,
}

impl Purpose for Connecting {
    fn prepare(&self, fd: RawFd) -> Result<(), Errno> {
        // Without it responses may come later, but they come.
        let _ = socket::set_no_delay(fd);
        Ok(())
    }

    fn connected(&mut self, fd: OwnedFd, op: &Op) -> Result<(), Error> {
        let conn = Conn::open(&self.engine, self.security.transport(fd)?, None)?;
        if let Some(deliver) = self.deliver.take() {
            deliver(&conn, op);
        }
        Ok(())
    }
}
