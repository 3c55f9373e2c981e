//! The bytestream below HTTP.
//!
//! Over the library's own connections, lines are read from the connection's read-ahead buffer, where what follows
//! them stays. A bytestream of the program is asked for no more bytes than the line is certain to have: what is
//! received from it cannot be given back.

use super::MAX_LINE;
use crate::dill::handles::object::Shared;
use crate::dill::handles::table::BytestreamTable;
use crate::dill::scheduler::context::Context;
use crate::dill::tcp::Connection;
use crate::sys::Errno;

#[derive(Clone)]
pub(super) enum Lower {
    Tcp(Shared<Connection>),
    Foreign(BytestreamTable),
}

impl Lower {
    /// The bytestream behind a handle. `EBADF`, `ENOTSUP`.
    pub(super) fn of(cx: &Context, h: i32) -> Result<Lower, Errno> {
        if let Ok(connection) = cx.object(h) {
            return Ok(Lower::Tcp(connection));
        }
        Ok(Lower::Foreign(cx.bytestream(h)?))
    }

    pub(super) fn send(&self, cx: &Context, bytes: &[u8], deadline: i64) -> Result<(), Errno> {
        match self {
            Lower::Tcp(connection) => connection.stream().send_bytes(cx, bytes, deadline),
            Lower::Foreign(bytestream) => bytestream.send(bytes, deadline),
        }
    }

    /// Receives the next part of a line, which begins in `line`: at least one byte of it, and nothing after its CR LF.
    ///
    /// Errors: `EMSGSIZE` (longer than [`MAX_LINE`]), and those of the bytestream.
    pub(super) fn receive_part(&self, cx: &Context, line: &mut Vec<u8>, deadline: i64) -> Result<(), Errno> {
        let room = (MAX_LINE + 2).checked_sub(line.len()).filter(|room| *room > 0).ok_or(Errno::EMSGSIZE)?;
        match self {
            Lower::Tcp(connection) => connection.stream().receive_until_lf(cx, line, room, deadline),
            Lower::Foreign(bytestream) => {
                if line.capacity() == 0 {
                    *line = cx.buffers.take();
                }
                // After CR, LF may be the last byte; otherwise two more are certain, CR LF at least.
                let certain = if line.ends_with(b"\r") { 1 } else { 2 };
                bytestream.receive(line, certain, deadline)
            }
        }
    }
}
