//! Requests.

use std::sync::Mutex;

use super::arena::Text;
use super::{AnyMessage, Message, check_version, set_text, without_nul, write_head};
use crate::http::method::MethodKind;
use crate::http::uri::Url;
use crate::http::uri::request::wire_target;
use crate::http::{Head, Version, serialise};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::sys::lent::LentBytes;

const GET: &[u8] = b"GET\0";

/// An `nng_http_req`.
#[derive(Default)]
pub(crate) struct Request(Mutex<State>);

#[derive(Default)]
struct State {
    message: Message,
    /// The method, if it is not GET.
    method: Option<Text>,
    uri: Option<Text>,
}

impl AnyMessage for Request {
    fn with_message<T>(&self, f: impl FnOnce(&mut Message) -> T) -> T {
        f(&mut lock(&self.0).message)
    }
}

impl Request {
    /// A GET request without URI and headers.
    pub(crate) fn new() -> Request {
        Request::default()
    }

    /// A GET request for a URI of the server at `host`, which may have a port; with the `Host` of such a request.
    ///
    /// Errors: `INVALID` for control characters.
    pub(crate) fn for_url(scheme: &[u8], host: &[u8], uri: &[u8]) -> Result<Request, Error> {
        let origin = Url::parse(&[scheme, b"://", host].concat()).map_err(|_| Error::INVALID)?;
        let host = origin.host_field().map_err(|_| Error::INVALID)?;
        let request = Request::new();
        request.set_uri(Some(uri))?;
        request.set_header(b"Host", &host)?;
        Ok(request)
    }

    /// Back to a GET request without URI and headers.
    pub(crate) fn reset(&self) {
        lock(&self.0).reset();
    }

    /// Calls `f` with the method, with a NUL at its end. Here and below: the text stays where it is until it is
    /// changed.
    pub(crate) fn method<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        f(lock(&self.0).method())
    }

    /// Calls `f` with the URI, empty if there is none, with a NUL at its end.
    pub(crate) fn uri<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        let state = lock(&self.0);
        f(state.uri.map_or(b"\0", |uri| state.message.arena.get_with_nul(uri)))
    }

    /// Sets the method, or GET. `INVALID` for line ends.
    pub(crate) fn set_method(&self, method: Option<&[u8]>) -> Result<(), Error> {
        let State { message, method: text, .. } = &mut *lock(&self.0);
        set_text(&mut message.arena, text, method.filter(|method| *method != b"GET"))
    }

    /// Sets or removes the URI. `INVALID` for line ends.
    pub(crate) fn set_uri(&self, uri: Option<&[u8]>) -> Result<(), Error> {
        lock(&self.0).set_uri(uri)
    }

    /// Makes bytes of the program the body, and announces their number.
    pub(crate) fn lend_body(&self, bytes: LentBytes) -> Result<(), Error> {
        lock(&self.0).message.lend_body(bytes)
    }

    /// Makes a copy the body, and announces its length. `NO_MEMORY` if there is not enough.
    pub(crate) fn copy_body(&self, bytes: &[u8]) -> Result<(), Error> {
        lock(&self.0).message.copy_body(bytes)
    }

    /// Takes over a head that was received, in place of all that is there.
    pub(crate) fn receive(&self, head: &Head) -> Result<(), Error> {
        let state = &mut *lock(&self.0);
        state.reset();
        state.message.receive(head.version(), head.fields())?;
        let method = Some(head.method()).filter(|method| *method != b"GET");
        set_text(&mut state.message.arena, &mut state.method, method)?;
        state.set_uri(Some(head.target()))
    }

    /// How the method shapes the response.
    pub(crate) fn method_kind(&self) -> MethodKind {
        MethodKind::of(without_nul(lock(&self.0).method()))
    }

    /// Appends the head as it goes on the wire.
    ///
    /// `INVALID` if there is no URI, or a part of the head would be read as something else.
    pub(crate) fn write_head(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        let state = &*lock(&self.0);
        let message = &state.message;
        let uri = message.arena.get(state.uri.ok_or(Error::INVALID)?);
        let target = wire_target(uri).map_err(|_| Error::INVALID)?;
        write_head(out, |out| {
            let version = without_nul(message.version());
            check_version(version)?;
            serialise::request_line(out, without_nul(state.method()), &target, Version::HTTP_11)?;
            let at = out.len() - b"HTTP/1.1\r\n".len();
            out[at..at + version.len()].copy_from_slice(version);
            message
                .headers
                .iter(&message.arena)
                .try_for_each(|(name, value)| serialise::field_line(out, name, value))
        })
    }
}

impl State {
    fn reset(&mut self) {
        self.message.clear();
        self.method = None;
        self.uri = None;
    }

    fn method(&self) -> &[u8] {
        self.method.map_or(GET, |method| self.message.arena.get_with_nul(method))
    }

    fn set_uri(&mut self, uri: Option<&[u8]>) -> Result<(), Error> {
        set_text(&mut self.message.arena, &mut self.uri, uri)
    }
}
