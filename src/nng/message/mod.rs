//! Requests and responses as objects: what stands behind `nng_http_req` and `nng_http_res`.
//!
//! Both keep their texts in an [`arena`], so that a pointer that a program got from one stays good until that very
//! item changes. Both are used by one thread at a time; the lock around them keeps programs that fail to do so from
//! corrupting memory, and lets a connection hold on to them while it sends.

mod arena;
mod body;
pub(crate) mod date;
mod ending;
pub(crate) mod error_page;
mod headers;
mod request;
mod response;

use std::borrow::Cow;

use arena::{Arena, Text};
pub(crate) use body::Body;
pub(crate) use ending::Ending;
use headers::Headers;
pub(crate) use request::Request;
pub(crate) use response::{Reason, Response, SendAs};

use super::error::Error;
use crate::http::{self, Fields, Version, serialise};
use crate::sys::lent::LentBytes;

const HTTP_11: &[u8] = b"HTTP/1.1\0";

/// What requests and responses have in common.
#[derive(Default)]
pub(crate) struct Message {
    arena: Arena,
    /// The version, if it is not HTTP/1.1.
    version: Option<Text>,
    headers: Headers,
    body: Body,
}

impl Message {
    fn clear(&mut self) {
        self.arena.clear();
        self.version = None;
        self.headers.clear();
        self.body.clear();
    }

    /// The version with a NUL at its end.
    fn version(&self) -> &[u8] {
        self.version.map_or(HTTP_11, |version| self.arena.get_with_nul(version))
    }

    fn set_version(&mut self, version: Option<&[u8]>) -> Result<(), Error> {
        let version = version.filter(|version| *version != b"HTTP/1.1");
        set_text(&mut self.arena, &mut self.version, version)
    }

    fn set_header(&mut self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        let value = apart(&self.arena, value);
        let name = apart(&self.arena, name);
        self.headers.set(&mut self.arena, &name, &value)
    }

    fn add_header(&mut self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        let value = apart(&self.arena, value);
        let name = apart(&self.arena, name);
        self.headers.add(&mut self.arena, &name, &value)
    }

    fn remove_header(&mut self, name: &[u8]) -> Result<(), Error> {
        let name = apart(&self.arena, name);
        self.headers.remove(&mut self.arena, &name)
    }

    fn header(&mut self, name: &[u8]) -> Option<&[u8]> {
        self.headers.get(&mut self.arena, name)
    }

    fn lend_body(&mut self, bytes: LentBytes) -> Result<(), Error> {
        self.body.lend(bytes);
        self.announce_length()
    }

    fn copy_body(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.body.copy(bytes)?;
        self.announce_length()
    }

    fn announce_length(&mut self) -> Result<(), Error> {
        self.headers.set(&mut self.arena, b"Content-Length", self.body.size().to_string().as_bytes())
    }

    /// Takes the version and the fields of a head that was received.
    fn receive(&mut self, version: Version, fields: &Fields) -> Result<(), Error> {
        self.set_version(Some(&version.as_bytes()))?;
        self.arena.reserve(fields.iter().map(|(name, value)| name.len() + value.len() + 2).sum());
        fields.iter().try_for_each(|(name, value)| self.headers.push(&mut self.arena, name, value))
    }
}

/// What programs do with requests and responses alike. The methods lock the object, and texts stay where they are until
/// they are changed.
pub(crate) trait AnyMessage {
    /// Calls `f` with what they have in common.
    fn with_message<T>(&self, f: impl FnOnce(&mut Message) -> T) -> T;

    /// Calls `f` with the version, with a NUL at its end.
    fn version<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        self.with_message(|message| f(message.version()))
    }

    /// Sets the version, or HTTP/1.1. `INVALID` for line ends.
    fn set_version(&self, version: Option<&[u8]>) -> Result<(), Error> {
        self.with_message(|message| message.set_version(version))
    }

    /// Calls `f` with the value of a header, joined if there are several, with a NUL at its end.
    fn header<T>(&self, name: &[u8], f: impl FnOnce(Option<&[u8]>) -> T) -> T {
        self.with_message(|message| f(message.header(name)))
    }

    /// Sets a header. `INVALID` if the name is no token or the value has control characters.
    fn set_header(&self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        self.with_message(|message| message.set_header(name, value))
    }

    /// Adds to a header. Errors as for `set_header`.
    fn add_header(&self, name: &[u8], value: &[u8]) -> Result<(), Error> {
        self.with_message(|message| message.add_header(name, value))
    }

    /// Removes a header. `NO_ENTRY` if there is none.
    fn remove_header(&self, name: &[u8]) -> Result<(), Error> {
        self.with_message(|message| message.remove_header(name))
    }

    /// Where the body is, and its size.
    fn body(&self) -> (*const u8, usize) {
        self.with_message(|message| (message.body.as_ptr(), message.body.size()))
    }

    /// Calls `f` with the bytes of the body.
    fn with_body<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        self.with_message(|message| f(message.body.as_slice()))
    }

    /// Takes over a body that was received.
    fn receive_body(&self, body: Vec<u8>) {
        self.with_message(|message| message.body.receive(body));
    }
}

/// Sets or removes a text that must not hold a line end, with which it would break out of its line (RFC 9112 section
/// 11.1).
fn set_text(arena: &mut Arena, text: &mut Option<Text>, value: Option<&[u8]>) -> Result<(), Error> {
    let Some(value) = value else {
        if let Some(old) = text.take() {
            arena.remove(old);
        }
        return Ok(());
    };
    if value.iter().any(|b| matches!(b, b'\r' | b'\n' | 0)) {
        return Err(Error::INVALID);
    }
    let value = apart(arena, value);
    let stored = match *text {
        Some(old) => arena.replace(old, &value),
        None => arena.store(&[&value]),
    };
    *text = Some(stored.ok_or(Error::NO_MEMORY)?);
    Ok(())
}

/// The bytes, copied if they are a text of the same message: programs set one item from another.
fn apart<'a>(arena: &Arena, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    if arena.holds(bytes) { Cow::Owned(bytes.to_vec()) } else { Cow::Borrowed(bytes) }
}

/// Writes what a head consists of, or nothing if that fails.
///
/// Error: `INVALID` if a part is such that the other side would read something else than was meant.
fn write_head(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), http::Error>,
) -> Result<(), Error> {
    let before = out.len();
    match write(out) {
        Ok(()) => {
            serialise::end(out);
            Ok(())
        }
        Err(_) => {
            out.truncate(before);
            Err(Error::INVALID)
        }
    }
}

/// The version of a start line: any of the form `HTTP/` digit `.` digit, also of those that this library does not
/// speak, for programs that try their servers.
fn check_version(version: &[u8]) -> Result<(), http::Error> {
    match version {
        [b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9'] => Ok(()),
        _ => Err(http::Error::BadVersion),
    }
}

/// The part of a text before its NUL.
fn without_nul(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"\0").unwrap_or(text)
}
