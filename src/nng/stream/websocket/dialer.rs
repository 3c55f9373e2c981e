//! The dialer. Each dial is on its own, see [`Dial`]; those that are started together go on together.

use std::sync::{Arc, Mutex, Weak};

use super::dial::{Dial, Plan};
use super::handshake::Request;
use super::settings::Settings;
use crate::http::uri::Url;
use crate::nng::aio::Op;
use crate::nng::connect::{Connects, Destination};
use crate::nng::error::Error;
use crate::nng::stream::options::{Options, Setting, Value, name};
use crate::nng::stream::settings::{LocalAddress, Settings as SocketSettings};
use crate::nng::stream::{Dialer, Location};
use crate::nng::{address, lock};
use crate::sys::random;
use crate::tls;
use crate::ws::{Role, handshake};

/// See the head of the file.
pub(in crate::nng::stream) struct WebSocketDialer {
    host: Arc<str>,
    destination: Destination,
    /// The value of `Host`.
    host_field: Vec<u8>,
    uri: Vec<u8>,
    socket: SocketSettings,
    local: LocalAddress,
    settings: Settings,
    connects: Connects,
    /// The dials under way; `None` once closed.
    dials: Mutex<Option<Vec<Weak<Dial>>>>,
}

impl WebSocketDialer {
    /// For a URL of one of the schemes. `ADDRESS_INVALID` if there is no host, or something in it that no host has.
    pub(in crate::nng::stream) fn new(to: &Location<'_>) -> Result<WebSocketDialer, Error> {
        let host = std::str::from_utf8(to.hostname).ok().filter(|host| !host.is_empty());
        let host: Arc<str> = host.ok_or(Error::ADDRESS_INVALID)?.into();
        let is_secure = address::is_secure(to.scheme)?;
        let origin =
            Url::parse(&[to.scheme, b"://", to.host].concat()).map_err(|_| Error::ADDRESS_INVALID)?;
        let host_field = origin.host_field().map_err(|_| Error::ADDRESS_INVALID)?;
        Ok(WebSocketDialer {
            destination: Destination::Host {
                host: host.clone(),
                port: to.port.to_vec(),
                family: address::family(to.scheme),
            },
            host,
            host_field: host_field.into_owned(),
            uri: to.request_uri.to_vec(),
            socket: SocketSettings::tcp(is_secure.then_some(tls::Role::Client)),
            local: LocalAddress::default(),
            settings: Settings::new(Role::Client),
            connects: Connects::new(),
            dials: Mutex::new(Some(Vec::new())),
        })
    }

    /// What is done for the next stream.
    fn plan(&self) -> Result<Plan, Error> {
        let mut nonce = [0; 16];
        random::fill(&mut nonce);
        let values = self.settings.values();
        Ok(Plan {
            request: Request::new(handshake::request_key(nonce), &self.uri, &self.host_field, &values)?,
            values,
            socket: self.socket.for_socket(),
            local: self.local.get(),
            security: self.socket.tls().security(Some(&self.host))?,
        })
    }
}

impl Dialer for WebSocketDialer {
    fn dial(&self, op: Op) {
        if !op.begin() {
            return;
        }
        let mut dials = lock(&self.dials);
        let Some(dials) = &mut *dials else { return op.finish(Err(Error::CLOSED)) };
        match self.plan().and_then(Dial::new) {
            Ok(dial) => {
                // Only when the room is used up, and then for twice as many, so that each costs the same on average.
                if dials.len() == dials.capacity() {
                    dials.retain(|dial| dial.strong_count() > 0);
                    dials.reserve(dials.len() + 1);
                }
                dials.push(Arc::downgrade(&dial));
                dial.start(op, &self.connects, &self.destination);
            }
            Err(error) => op.finish(Err(error)),
        }
    }

    fn close(&self) {
        let dials = lock(&self.dials).take();
        for dial in dials.into_iter().flatten().filter_map(|dial| dial.upgrade()) {
            dial.give_up(Err(Error::CLOSED));
        }
    }
}

impl Options for WebSocketDialer {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        if name == name::LOCAL_ADDRESS {
            return Ok(Value::Address(self.local.get()));
        }
        match self.settings.get(name) {
            Err(Error::NOT_SUPPORTED) => self.socket.get(name),
            found => found,
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        if name == name::LOCAL_ADDRESS {
            return self.local.set(to);
        }
        match self.settings.set(name, to) {
            Err(Error::NOT_SUPPORTED) => self.socket.set(name, to),
            done => done,
        }
    }
}
