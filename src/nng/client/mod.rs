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
use crate::sys::resolver::Family;

/// An `nng_http_client`.
pub(crate) struct Client {
    host: Vec<u8>,
    /// A number or the name of a service; looked up when it is needed.
    port: Vec<u8>,
    family: Family,
    /// Connects that are under way.
    connects: Mutex<Vec<Weak<Connect>>>,
}

impl Client {
    /// A client of the server at this address. `ADDRESS_INVALID` if the host is empty.
    pub(crate) fn new(host: &[u8], port: &[u8], family: Family) -> Result<Client, Error> {
        if host.is_empty() {
            return Err(Error::ADDRESS_INVALID);
        }
        let connects = Mutex::default();
        Ok(Client { host: host.to_vec(), port: port.to_vec(), family, connects })
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
        let engine = match driver::engine() {
            Ok(engine) => engine,
            Err(error) => return op.finish(Err(error)),
        };
        let connect = Connect::new(engine);
        let mut connects = lock(&self.connects);
        connects.retain(|connect| connect.strong_count() > 0);
        connects.push(Arc::downgrade(&connect));
        drop(connects);
        connect.start(op, deliver, &self.host, &self.port, self.family);
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
