//! Responses.

use std::cell::RefCell;
use std::sync::Mutex;

use super::arena::Text;
use super::{
    AnyMessage, Ending, Message, check_version, date, error_page, set_text, without_nul, write_head,
};
use crate::http::persistence::ConnectionOptions;
use crate::http::{self, Head, Version, reason, serialise};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::sys::lent::LentBytes;

/// Most responses whose memory a thread keeps for the next ones.
const SPARE: usize = 8;

thread_local! {
    /// Memory of responses that are gone.
    static SPARES: RefCell<Vec<State>> = const { RefCell::new(Vec::new()) };
}

/// An `nng_http_res`.
pub(crate) struct Response(Mutex<State>);

struct State {
    message: Message,
    status: u16,
    /// The reason, if it is not the default of the status.
    reason: Option<Text>,
    /// The body is a generated error page, for which a server may put its own.
    is_error_page: bool,
}

impl Default for State {
    fn default() -> State {
        State { message: Message::default(), status: 200, reason: None, is_error_page: false }
    }
}

/// How a response is sent: what the exchange that it belongs to makes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct SendAs {
    /// Say that the connection will be closed.
    pub(crate) close: bool,
    /// Add a `Date` if there is none.
    pub(crate) date: bool,
    /// The request was HEAD: the head is that of the response to GET, and no body follows.
    pub(crate) head_only: bool,
    /// The program hands over the whole response, so its length is what the body has. Otherwise the program may go on
    /// with a body of its own, and framing is its business.
    pub(crate) complete: bool,
}

impl AnyMessage for Response {
    fn with_message<T>(&self, f: impl FnOnce(&mut Message) -> T) -> T {
        f(&mut lock(&self.0).message)
    }
}

impl Response {
    /// A 200 response without headers and body.
    pub(crate) fn new() -> Response {
        let spare = SPARES.try_with(|spares| spares.borrow_mut().pop()).ok().flatten();
        Response(Mutex::new(spare.unwrap_or_default()))
    }

    /// A response with this status whose body is a page that says so.
    pub(crate) fn error(status: u16) -> Result<Response, Error> {
        let response = Response::new();
        let page = error_page::default(status, reason::nng(status), "");
        response.set_header(b"Content-Type", error_page::CONTENT_TYPE)?;
        response.set_status(status);
        response.copy_body(page.as_bytes())?;
        lock(&response.0).is_error_page = true;
        Ok(response)
    }

    /// Back to a 200 response without headers and body.
    pub(crate) fn reset(&self) {
        lock(&self.0).reset();
    }

    /// The status.
    pub(crate) fn status(&self) -> u16 {
        lock(&self.0).status
    }

    /// Sets the status. A reason that was set explicitly stays.
    pub(crate) fn set_status(&self, status: u16) {
        lock(&self.0).status = status;
    }

    /// Calls `f` with the reason, with a NUL at its end. Here and below: the text stays where it is until it is
    /// changed.
    pub(crate) fn reason<T>(&self, f: impl FnOnce(Reason<'_>) -> T) -> T {
        let state = lock(&self.0);
        f(match state.reason {
            Some(reason) => Reason::Explicit(state.message.arena.get_with_nul(reason)),
            None => Reason::Default(reason::nng(state.status)),
        })
    }

    /// Sets the reason, or that of the status. The default of the present status counts as the latter. `INVALID` for
    /// line ends.
    pub(crate) fn set_reason(&self, reason: Option<&[u8]>) -> Result<(), Error> {
        let State { message, reason: text, status, .. } = &mut *lock(&self.0);
        set_text(&mut message.arena, text, reason.filter(|text| *text != reason::nng(*status).as_bytes()))
    }

    /// Makes bytes of the program the body, and announces their number.
    pub(crate) fn lend_body(&self, bytes: LentBytes) -> Result<(), Error> {
        let state = &mut *lock(&self.0);
        state.is_error_page = false;
        state.message.lend_body(bytes)
    }

    /// Makes a copy the body, and announces its length. `NO_MEMORY` if there is not enough.
    pub(crate) fn copy_body(&self, bytes: &[u8]) -> Result<(), Error> {
        let state = &mut *lock(&self.0);
        state.is_error_page = false;
        state.message.copy_body(bytes)
    }

    /// Whether the body is a generated error page.
    pub(crate) fn is_error_page(&self) -> bool {
        lock(&self.0).is_error_page
    }

    /// Takes over a head that was received, in place of all that is there.
    pub(crate) fn receive(&self, head: &Head) -> Result<(), Error> {
        let state = &mut *lock(&self.0);
        state.reset();
        state.message.receive(head.version(), head.fields())?;
        state.status = head.status();
        let explicit = Some(head.reason()).filter(|text| *text != reason::nng(head.status()).as_bytes());
        set_text(&mut state.message.arena, &mut state.reason, explicit)
    }

    /// Whether a header says that the connection ends with this response.
    pub(crate) fn says_close(&self) -> bool {
        lock(&self.0).says_close()
    }

    /// Where the peer finds the end of the response; to a HEAD request, if `head_only`.
    pub(crate) fn ending(&self, head_only: bool) -> Ending {
        let state = lock(&self.0);
        let message = &state.message;
        Ending::of(state.status, head_only, message.headers.iter(&message.arena), message.body.as_slice())
    }

    /// Appends the head as it goes on the wire, and calls `f` with the body that has to follow.
    ///
    /// `INVALID` if a part of the head would be read as something else.
    pub(crate) fn write<T>(
        &self,
        out: &mut Vec<u8>,
        send_as: SendAs,
        f: impl FnOnce(&mut Vec<u8>, &[u8]) -> T,
    ) -> Result<T, Error> {
        let state = &*lock(&self.0);
        write_head(out, |out| state.write_head(out, send_as))?;
        let has_body = !send_as.head_only && may_have_body(state.status);
        Ok(f(out, if has_body { state.message.body.as_slice() } else { b"" }))
    }
}

/// The reason of a response.
pub(crate) enum Reason<'a> {
    /// The default of the status.
    Default(&'static str),
    /// Set by the program or received, with a NUL at its end.
    Explicit(&'a [u8]),
}

impl State {
    fn reset(&mut self) {
        self.message.clear();
        self.status = 200;
        self.reason = None;
        self.is_error_page = false;
    }

    fn says_close(&self) -> bool {
        ConnectionOptions::of(self.message.headers.iter(&self.message.arena)).close
    }

    fn write_head(&self, out: &mut Vec<u8>, send_as: SendAs) -> Result<(), http::Error> {
        let message = &self.message;
        let fields = || message.headers.iter(&message.arena);
        let version = without_nul(message.version());
        check_version(version)?;
        let reason = match self.reason {
            Some(reason) => message.arena.get(reason),
            None => reason::nng(self.status).as_bytes(),
        };
        let start = out.len();
        serialise::status_line(out, Version::HTTP_11, self.status, reason)?;
        out[start..start + version.len()].copy_from_slice(version);

        let chunked = fields().any(|(name, _)| is(name, b"transfer-encoding"));
        // Neither field may be sent with these statuses (RFC 9110 section 8.6, RFC 9112 section 6.1), and no length
        // beside a transfer coding (RFC 9112 section 6.2).
        let no_framing = matches!(self.status, 100..=199 | 204);
        let mut announced = false;
        let mut said_close = !send_as.close;
        for (name, value) in fields() {
            if is(name, b"content-length") {
                if no_framing || chunked || announced {
                    continue;
                }
                announced = true;
            } else if no_framing && is(name, b"transfer-encoding") {
                continue;
            } else if send_as.close && is(name, b"connection") {
                if !said_close {
                    serialise::field_line(out, name, b"close")?;
                }
                said_close = true;
                continue;
            }
            serialise::field_line(out, name, value)?;
        }
        if send_as.complete && !announced && !chunked && !no_framing && self.status != 304 {
            serialise::field_line(out, b"Content-Length", message.body.size().to_string().as_bytes())?;
        }
        if send_as.date && self.status >= 200 && !fields().any(|(name, _)| is(name, b"date")) {
            date::push_line(out);
        }
        if !said_close {
            serialise::field_line(out, b"Connection", b"close")?;
        }
        Ok(())
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        let mut state = std::mem::take(self.0.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner));
        state.reset();
        // Without the thread's store, at its end, the memory just goes away.
        let _ = SPARES.try_with(|spares| {
            let mut spares = spares.borrow_mut();
            if spares.len() < SPARE {
                spares.push(state);
            }
        });
    }
}

/// Whether a response with this status can have a body at all (RFC 9110 section 6.4.1).
fn may_have_body(status: u16) -> bool {
    !matches!(status, 100..=199 | 204 | 304)
}

fn is(name: &[u8], lower_case: &[u8]) -> bool {
    name.eq_ignore_ascii_case(lower_case)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(response: &Response, send_as: SendAs) -> String {
        let mut out = b"before".to_vec();
        let written = response.write(&mut out, send_as, |out, body| out.extend_from_slice(body));
        if written.is_err() {
            assert_eq!(out, b"before");
            return "invalid".to_owned();
        }
        String::from_utf8(out[6..].to_vec()).unwrap()
    }

    const COMPLETE: SendAs = SendAs { close: false, date: false, head_only: false, complete: true };

    #[test]
    fn a_complete_response_has_a_length() {
        let response = Response::new();
        assert_eq!(written(&response, SendAs::default()), "HTTP/1.1 200 OK\r\n\r\n");
        assert_eq!(written(&response, COMPLETE), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        response.copy_body(b"abc").unwrap();
        assert_eq!(written(&response, COMPLETE), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        let head = SendAs { head_only: true, ..COMPLETE };
        assert_eq!(written(&response, head), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
        response.set_header(b"Transfer-Encoding", b"chunked").unwrap();
        assert_eq!(written(&response, COMPLETE), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nabc");
    }

    #[test]
    fn statuses_without_content_have_none() {
        let response = Response::new();
        response.copy_body(b"abc").unwrap();
        response.set_status(204);
        assert_eq!(written(&response, COMPLETE), "HTTP/1.1 204 No Content\r\n\r\n");
        response.set_status(304);
        assert_eq!(written(&response, COMPLETE), "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n");
    }

    #[test]
    fn close_is_said_once() {
        let close = SendAs { close: true, ..SendAs::default() };
        let response = Response::new();
        assert_eq!(written(&response, close), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        response.set_header(b"connection", b"keep-alive").unwrap();
        response.set_header(b"A", b"b").unwrap();
        assert_eq!(written(&response, close), "HTTP/1.1 200 OK\r\nconnection: close\r\nA: b\r\n\r\n");
        assert!(!response.says_close());
        response.set_header(b"Connection", b"upgrade, CLOSE").unwrap();
        assert!(response.says_close());
    }

    #[test]
    fn what_cannot_be_sent_is_invalid() {
        let response = Response::new();
        response.set_status(99);
        assert_eq!(written(&response, COMPLETE), "invalid");
        response.set_status(1000);
        assert_eq!(written(&response, COMPLETE), "invalid");
        response.set_status(299);
        assert_eq!(response.set_reason(Some(b"a\r\nb: c")), Err(Error::INVALID));
        response.set_reason(Some(b"a\x01")).unwrap();
        assert_eq!(written(&response, COMPLETE), "invalid");
        response.set_reason(None).unwrap();
        assert_eq!(
            written(&response, COMPLETE),
            "HTTP/1.1 299 Unknown HTTP Status\r\nContent-Length: 0\r\n\r\n"
        );
        response.set_version(Some(b"HTTP/1.1 200")).unwrap();
        assert_eq!(written(&response, COMPLETE), "invalid");
    }

    #[test]
    fn memory_of_a_response_is_clean_when_used_again() {
        let response = Response::error(404).unwrap();
        response.set_reason(Some(b"Gone fishing")).unwrap();
        response.set_version(Some(b"HTTP/1.0")).unwrap();
        drop(response);
        assert_eq!(written(&Response::new(), SendAs::default()), "HTTP/1.1 200 OK\r\n\r\n");
    }
}
