//! The opening handshake over HTTP.
//!
//! HTTP is put on top of the bytestream and taken away again, so what follows the heads is still there afterwards. A
//! handshake that fails is answered with nothing: everything is closed.

use super::request_key;
use crate::dill::handles::object::Shared;
use crate::dill::http::{self, Http, Output};
use crate::dill::lower::close_with;
use crate::dill::scheduler::context::Context;
use crate::http::interim::InterimResponses;
use crate::http::{Limits, Version};
use crate::sys::Errno;
use crate::ws::handshake::{
    ClientHandshake, HandshakeError, ServerHandshake, request_fields, response_fields,
};

/// How much of a head is received. The length of a line is HTTP's matter.
const LIMITS: Limits = Limits::DEFAULT;

/// A received string, which is part of a line.
#[derive(Default)]
struct Text(Vec<u8>);

impl Output for Text {
    fn store(&mut self, text: &[u8]) -> Result<(), Errno> {
        self.0.clear();
        self.0.extend_from_slice(text);
        Ok(())
    }
}

fn malformed(_: HandshakeError) -> Errno {
    Errno::EPROTO
}

/// The client's handshake over the bytestream behind `h`. Returns the handle of the bytestream, a new one.
///
/// Errors: `EBADF`; `ENOTSUP` (no bytestream), `EINVAL`, `EPROTO` (empty host; no proper 101 response), `EMSGSIZE`, those
/// of sending and receiving heads, and then everything is closed.
pub(crate) fn connect(
    cx: &Context,
    h: i32,
    resource: &[u8],
    host: &[u8],
    deadline: i64,
) -> Result<i32, Errno> {
    over_http(cx, h, deadline, |http| {
        let key = request_key();
        Http::send_request(http, cx, b"GET", resource, deadline)?;
        Http::send_field(http, cx, b"Host", host, deadline)?;
        for (name, value) in request_fields(&key) {
            Http::send_field(http, cx, name.as_bytes(), value, deadline)?;
        }
        Http::done(http, cx, deadline)?;

        let mut interim = InterimResponses::default();
        let status = loop {
            let status = http.receive_status(cx, &mut Text::default(), deadline)?;
            let status = u16::try_from(status).map_err(|_| Errno::EPROTO)?;
            if !interim.is_interim(status, &LIMITS).map_err(|_| Errno::EMSGSIZE)? {
                break status;
            }
            receive_fields(http, cx, deadline, |_, _| Ok(()))?;
        };
        let mut response = ClientHandshake::new(status, &key, b"").map_err(malformed)?;
        receive_fields(http, cx, deadline, |name, value| response.field(name, value).map_err(malformed))?;
        response.finish().map_err(malformed)?;
        Ok(())
    })
}

/// The server's handshake over the bytestream behind `h`. Stores the target of the request, and the value of its `Host`
/// field, the empty string if there is none. Returns the handle of the bytestream, a new one.
///
/// Errors: `EBADF`; `ENOTSUP` (no bytestream), `EPROTO` (no proper request), `EMSGSIZE`, those of sending and receiving
/// heads, and then everything is closed.
pub(crate) fn accept(
    cx: &Context,
    h: i32,
    resource: &mut impl Output,
    host: &mut impl Output,
    deadline: i64,
) -> Result<i32, Errno> {
    over_http(cx, h, deadline, |http| {
        let mut method = Text::default();
        http.receive_request(cx, &mut method, resource, deadline)?;
        // Whether it is 1.0 or 1.1 is not reported.
        let mut request = ServerHandshake::new(&method.0, Version::HTTP_11, b"").map_err(malformed)?;
        let mut host_received = false;
        receive_fields(http, cx, deadline, |name, value| {
            if name.eq_ignore_ascii_case(b"Host") {
                return if std::mem::replace(&mut host_received, true) {
                    Err(Errno::EPROTO)
                } else {
                    host.store(value)
                };
            }
            request.field(name, value).map_err(malformed)
        })?;
        let (accept, _) = request.finish().map_err(malformed)?;
        if !host_received {
            host.store(b"")?;
        }

        Http::send_status(http, cx, 101, b"Switching Protocols", deadline)?;
        for (name, value) in response_fields(&accept) {
            Http::send_field(http, cx, name.as_bytes(), value, deadline)?;
        }
        Http::done(http, cx, deadline)
    })
}

/// Runs a handshake with HTTP on top of the bytestream. If it fails, everything is closed.
fn over_http(
    cx: &Context,
    h: i32,
    deadline: i64,
    handshake: impl FnOnce(&Shared<Http>) -> Result<(), Errno>,
) -> Result<i32, Errno> {
    let h = http::attach(cx, h)?;
    let http: Shared<Http> = cx.object(h)?;
    match handshake(&http) {
        Ok(()) => http::detach(cx, h, deadline),
        Err(e) => close_with(cx, h, e),
    }
}

/// Receives field lines up to the blank line and has each looked at. `EMSGSIZE` if they are too many, or too large.
fn receive_fields(
    http: &Http,
    cx: &Context,
    deadline: i64,
    mut look: impl FnMut(&[u8], &[u8]) -> Result<(), Errno>,
) -> Result<(), Errno> {
    let (mut name, mut value) = (Text::default(), Text::default());
    let (mut fields, mut size) = (0, 0);
    let mut turns = cx.fair_turns(deadline);
    loop {
        turns.next(cx)?;
        match http.receive_field(cx, &mut name, &mut value, deadline) {
            Ok(()) => {}
            Err(Errno::EPIPE) => return Ok(()),
            Err(e) => return Err(e),
        }
        fields += 1;
        size += name.0.len() + b": ".len() + value.0.len() + b"\r\n".len();
        if fields > LIMITS.fields || size > LIMITS.field_section {
            return Err(Errno::EMSGSIZE);
        }
        look(&name.0, &value.0)?;
    }
}
