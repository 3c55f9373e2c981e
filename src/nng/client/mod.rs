//! Clients: what stands behind `nng_http_client`.
//!
//! A client is a server's address. Each connect is on its own: it looks the name up, tries the addresses in order, and
//! ends with the connection or an error. Connects that are started together go on together.

mod connect;
mod transaction;

use std::sync::{Arc, Mutex, Weak};

use connect::{Connect, Deliver};
use transaction::Transaction;

use super::aio::Op;
use super::driver;
use super::error::Error;
use super::lock;
use super::message::{Request, Response};
use super::tls::TlsSlot;
use crate::sys::resolver::Family;
use crate::tls::Role;

/// An `nng_http_client`.
pub(crate) struct Client {
    host: Arc<str>,
    /// A number or the name of a service; looked up when it is needed.
    port: Vec<u8>,
    family: Family,
    tls: TlsSlot,
    /// Connects that are under way.
    connects: Mutex<Vec<Weak<Connect>>>,
}

impl Client {
    /// A client of the server at this address. `ADDRESS_INVALID` if the host is empty or no text.
    pub(crate) fn new(host: &[u8], port: &[u8], family: Family, is_secure: bool) -> Result<Client, Error> {
        let host = std::str::from_utf8(host).ok().filter(|host| !host.is_empty());
        Ok(Client {
            host: host.ok_or(Error::ADDRESS_INVALID)?.into(),
            port: port.to_vec(),
            family,
            tls: TlsSlot::new(is_secure.then_some(Role::Client)),
            connects: Mutex::default(),
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
        let prepared = driver::engine().and_then(|engine| {
            let security = self.tls.security(Some(&self.host))?;
            Ok(Connect::new(engine, security))
        });
        let connect = match prepared {
            Ok(connect) => connect,
            Err(error) => return op.finish(Err(error)),
        };
        let mut connects = lock(&self.connects);
        connects.retain(|connect| connect.strong_count() > 0);
        connects.push(Arc::downgrade(&connect));
        drop(connects);
        connect.start(op, deliver, self.host.as_bytes(), &self.port, self.family);
    }

    /// Makes a connection, sends the request on it, receives the response and closes it.
    pub(crate) fn transact(&self, request: Arc<Request>, response: Arc<Response>, op: Op) {
        Transaction::start(self, request, response, op);
    }
}

impl Drop for Client {
    /// Connects that are under way end; connections stay.
    fn drop(&mut self) {
        for connect in lock(&self.connects).drain(..) {
            if let Some(connect) = connect.upgrade() {
                connect.end(Err(Error::CLOSED));
            }
        }
    }
}
