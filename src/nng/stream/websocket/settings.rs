//! Options that dialers and listeners share. They hold for the streams that are made from then on.

use std::ffi::CString;
use std::sync::Mutex;

use super::fields::{Fields, lines};
use crate::http::list::elements;
use crate::http::tables::is_token;
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::stream::options::{Setting, Value, name};
use crate::ws::{Limits, MessageType, Policy, Role};

/// Largest number that a limit of frames can be set to.
const LARGEST: usize = u32::MAX as usize;
/// Largest frame that is accepted, unless the program says otherwise.
const RECEIVE_MAX: usize = 1 << 20;
/// Largest frame that a dialer's stream sends, unless the program says otherwise.
const CLIENT_SEND_MAX: usize = 1 << 20;
/// Largest frame that a listener's stream sends, likewise.
const SERVER_SEND_MAX: usize = 64 << 10;

/// The name of the field for which there is an option of its own.
const PROTOCOL: &[u8] = b"Sec-WebSocket-Protocol";

/// What programs can set.
#[derive(Clone)]
pub(super) struct Values {
    send_text: bool,
    receive_text: bool,
    /// Here and below: 0 for no limit.
    send_max: usize,
    receive_max: usize,
    /// Comma-separated names of protocols, empty for none.
    pub(super) protocol: Vec<u8>,
    /// Further fields of the request, or of the response.
    pub(super) fields: Fields,
}

impl Values {
    pub(super) fn new(role: Role) -> Values {
        Values {
            send_text: false,
            receive_text: false,
            send_max: match role {
                Role::Client => CLIENT_SEND_MAX,
                Role::Server => SERVER_SEND_MAX,
            },
            receive_max: RECEIVE_MAX,
            protocol: Vec::new(),
            fields: Fields::default(),
        }
    }

    /// What messages are sent as.
    pub(super) fn message_type(&self) -> MessageType {
        if self.send_text { MessageType::Text } else { MessageType::Binary }
    }

    /// Largest frame to send.
    pub(super) fn send_max(&self) -> usize {
        unlimited(self.send_max)
    }

    /// What is accepted.
    pub(super) fn accepted(&self) -> (Policy, Limits) {
        let policy = Policy { text: self.receive_text, ..Policy::NNG };
        (policy, Limits { frame: unlimited(self.receive_max) as u64, ..Limits::DEFAULT })
    }

    #[cfg(test)]
    pub(super) fn for_test(&mut self, text: bool, receive_max: usize) {
        (self.send_text, self.receive_text, self.receive_max) = (text, text, receive_max);
    }

    fn set_field(&mut self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        self.fields.set(name, value)?;
        match self.fields.take(PROTOCOL) {
            Some(protocol) => self.set_protocol(&protocol),
            None => Ok(()),
        }
    }

    fn set_protocol(&mut self, names: &[u8]) -> Result<(), Error> {
        if !names.is_empty() && !elements(names).all(is_token) {
            return Err(Error::INVALID);
        }
        self.protocol = names.to_vec();
        Ok(())
    }
}

fn unlimited(limit: usize) -> usize {
    if limit == 0 { usize::MAX } else { limit }
}

/// See the head of the file.
pub(super) struct Settings {
    role: Role,
    values: Mutex<Values>,
}

impl Settings {
    pub(super) fn new(role: Role) -> Settings {
        Settings { role, values: Mutex::new(Values::new(role)) }
    }

    /// What holds for the next stream.
    pub(super) fn values(&self) -> Values {
        lock(&self.values).clone()
    }

    /// Reads an option. `NOT_SUPPORTED` if it is none of these.
    pub(super) fn get(&self, name: &[u8]) -> Result<Value, Error> {
        let values = lock(&self.values);
        match name {
            name::SEND_TEXT => Ok(Value::Bool(values.send_text)),
            name::RECEIVE_TEXT => Ok(Value::Bool(values.receive_text)),
            name::SEND_MAX_FRAME => Ok(Value::Size(values.send_max)),
            name::RECEIVE_MAX_FRAME => Ok(Value::Size(values.receive_max)),
            name::PROTOCOL => {
                CString::new(values.protocol.clone()).map(Value::Text).map_err(|_| Error::INTERNAL)
            }
            _ if self.all_fields(name) || self.one_field(name).is_some() => Err(Error::WRITE_ONLY),
            _ => Err(Error::NOT_SUPPORTED),
        }
    }

    /// Sets an option; on failure all is as before. `NOT_SUPPORTED` if it is none of these.
    pub(super) fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        let mut present = lock(&self.values);
        let mut values = present.clone();
        match name {
            name::SEND_TEXT => values.send_text = to.bool()?,
            name::RECEIVE_TEXT => values.receive_text = to.bool()?,
            name::SEND_MAX_FRAME => values.send_max = limit(to)?,
            name::RECEIVE_MAX_FRAME => values.receive_max = limit(to)?,
            name::PROTOCOL => values.set_protocol(to.text()?)?,
            _ if self.all_fields(name) => {
                for (name, value) in lines(to.text()?)? {
                    values.set_field(name, value)?;
                }
            }
            _ => match self.one_field(name) {
                Some(name) => values.set_field(name, to.text()?)?,
                None => return Err(Error::NOT_SUPPORTED),
            },
        }
        *present = values;
        Ok(())
    }

    /// Whether the option is that of all fields of what this side sends.
    fn all_fields(&self, name: &[u8]) -> bool {
        match self.role {
            Role::Client => name == name::REQUEST_HEADERS,
            Role::Server => name == name::RESPONSE_HEADERS,
        }
    }

    /// The field of which it is the option.
    fn one_field<'a>(&self, name: &'a [u8]) -> Option<&'a [u8]> {
        name.strip_prefix(match self.role {
            Role::Client => name::REQUEST_HEADER,
            Role::Server => name::RESPONSE_HEADER,
        })
    }
}

fn limit(to: &dyn Setting) -> Result<usize, Error> {
    to.size().and_then(|size| if size > LARGEST { Err(Error::INVALID) } else { Ok(size) })
}
