//! Messages over a bytestream, each with its size in front of it.

use super::direction::Direction;
use super::ffi::types::dill_msock_vfs;
use super::handles::iolist::{Cursor, IoList, Room};
use super::handles::object::{MessageSocket, Object, Shared, message_socket};
use super::lower::{self, Bytes, Lower, wrong_socket};
use super::scheduler::context::Context;
use crate::sys::Errno;

/// Longest size field in bytes. What is beyond the eight of a number is zero.
const MAX_FIELD: usize = 32;

/// The order of a size field's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    BigEndian,
    LittleEndian,
}

/// How a size field is written.
#[derive(Clone, Copy)]
struct SizeField {
    len: usize,
    order: Order,
}

impl SizeField {
    /// Writes the size into the field. `EMSGSIZE` if it is too large for it.
    fn write(self, size: usize, field: &mut [u8; MAX_FIELD]) -> Result<&[u8], Errno> {
        let bytes = size.to_le_bytes();
        let used = self.len.min(bytes.len());
        // A size above what a receive can report would be refused by the peer.
        if isize::try_from(size).is_err() || bytes[used..].iter().any(|b| *b != 0) {
            return Err(Errno::EMSGSIZE);
        }
        let field = &mut field[..self.len];
        field.fill(0);
        field[..used].copy_from_slice(&bytes[..used]);
        if self.order == Order::BigEndian {
            field.reverse();
        }
        Ok(field)
    }

    /// The size in a field. `EMSGSIZE` if it is more than a receive can report.
    fn read(self, field: &mut [u8]) -> Result<usize, Errno> {
        if self.order == Order::BigEndian {
            field.reverse();
        }
        let mut bytes = [0; size_of::<usize>()];
        let used = self.len.min(bytes.len());
        bytes[..used].copy_from_slice(&field[..used]);
        let size = usize::from_le_bytes(bytes);
        if isize::try_from(size).is_err() || field[used..].iter().any(|b| *b != 0) {
            return Err(Errno::EMSGSIZE);
        }
        Ok(size)
    }
}

/// The protocol on a bytestream.
pub(crate) struct Prefix {
    lower: Lower<Bytes>,
    field: SizeField,
    rx: Direction,
    tx: Direction,
}

impl Object for Prefix {
    const MSOCK: Option<dill_msock_vfs> = Some(message_socket::<Prefix>());

    /// Closes the bytestream below, too.
    fn close(&self, cx: &Context) {
        self.lower.close(cx);
    }
}

impl MessageSocket for Prefix {
    /// Errors: `EMSGSIZE` (too large for the size field), `EFAULT` (a buffer is NULL), and nothing has happened;
    /// `EBUSY` (another coroutine is sending); those of the bytestream, after which the direction is broken.
    fn send(&self, cx: &Context, list: &IoList<'_>, deadline: i64) -> Result<(), Errno> {
        let mut field = [0; MAX_FIELD];
        let field = self.field.write(list.total(), &mut field)?;
        list.check_readable()?;
        let _transfer = self.tx.enter()?;
        self.tx.check()?;
        let sent = self.lower.get().and_then(|lower| lower.send_list(cx, field, list, &[], deadline));
        sent.inspect_err(|e| self.tx.note(*e))
    }

    /// Errors: `EBUSY` (another coroutine is receiving), `EPIPE` (the peer has finished); `EMSGSIZE`, `ECONNRESET` (also
    /// when the peer finishes inside of a message) and what else the bytestream says, after which the direction is
    /// broken.
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        let _transfer = self.rx.enter()?;
        self.rx.check()?;
        self.receive_message(cx, list, deadline).inspect_err(|e| self.rx.note(*e))
    }
}

impl Prefix {
    fn receive_message(
        &self,
        cx: &Context,
        list: Option<&IoList<'_>>,
        deadline: i64,
    ) -> Result<usize, Errno> {
        let mut field = [0; MAX_FIELD];
        let field = &mut field[..self.field.len];
        let mut room = Room::new(field);
        let mut cursor = room.cursor();
        let received = self.lower.get()?.receive(cx, &mut cursor, deadline);
        received.map_err(|e| lower::inside(e, cursor.left() < self.field.len))?;

        let size = self.field.read(field)?;
        let mut message = match list {
            None => Cursor::dropping(size),
            Some(list) if list.total() < size => return Err(Errno::EMSGSIZE),
            Some(list) => list.cursor().limit(size),
        };
        if size > 0 {
            let received = self.lower.get()?.receive(cx, &mut message, deadline);
            received.map_err(|e| lower::inside(e, true))?;
        }
        Ok(size)
    }
}

/// Puts the protocol, with size fields of `len` bytes, on top of the bytestream behind `h`, which belongs to the new
/// object from then on. Never waits.
///
/// Errors: `EBADF`; `EINVAL` (length out of range), `EPROTO` (no bytestream), `ECANCELED`, `ENOMEM`, and then the
/// bytestream is closed.
pub(crate) fn attach(cx: &Context, h: i32, len: usize, order: Order) -> Result<i32, Errno> {
    if !(1..=MAX_FIELD).contains(&len) {
        return lower::close_with(cx, h, Errno::EINVAL);
    }
    let field = SizeField { len, order };
    let make = |lower| Prefix { lower, field, rx: Direction::new(), tx: Direction::new() };
    lower::attach(cx, h, |cx, h| Bytes::find(cx, h).map_err(wrong_socket), make)
}

/// Ends the protocol and returns the handle of the bytestream. Nothing is sent or received.
///
/// Errors: `EBADF`, `ENOTSUP` (not this protocol), `EBUSY` (another coroutine uses it), and nothing has happened;
/// `ECONNRESET` (a direction is broken), and then everything is closed.
pub(crate) fn detach(cx: &Context, h: i32) -> Result<i32, Errno> {
    let prefix: Shared<Prefix> = cx.object(h)?;
    let _transfers = (prefix.rx.enter()?, prefix.tx.enter()?);
    lower::detach(cx, h, &prefix, &prefix.lower, lower::silent_end(&prefix.rx, &prefix.tx))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(len: usize, order: Order, size: usize) -> Result<Vec<u8>, Errno> {
        let mut field = [0xff; MAX_FIELD];
        let field = SizeField { len, order }.write(size, &mut field)?.to_vec();
        assert_eq!(SizeField { len, order }.read(&mut field.clone()), Ok(size));
        Ok(field)
    }

    #[test]
    fn bytes_of_the_field() {
        assert_eq!(round_trip(1, Order::BigEndian, 255), Ok(vec![255]));
        assert_eq!(round_trip(1, Order::LittleEndian, 256), Err(Errno::EMSGSIZE));
        assert_eq!(round_trip(3, Order::BigEndian, 0x1234), Ok(vec![0, 0x12, 0x34]));
        assert_eq!(round_trip(3, Order::LittleEndian, 0x1234), Ok(vec![0x34, 0x12, 0]));
        assert_eq!(round_trip(10, Order::BigEndian, 1), Ok([vec![0; 9], vec![1]].concat()));
        assert_eq!(round_trip(10, Order::LittleEndian, 1), Ok([vec![1], vec![0; 9]].concat()));
        assert!(round_trip(8, Order::BigEndian, isize::MAX as usize).is_ok());
        assert_eq!(round_trip(8, Order::BigEndian, isize::MAX as usize + 1), Err(Errno::EMSGSIZE));
    }

    #[test]
    fn sizes_that_no_receive_can_report() {
        let read = |order, field: &[u8]| SizeField { len: field.len(), order }.read(&mut field.to_vec());
        assert_eq!(read(Order::BigEndian, &[0x80, 0, 0, 0, 0, 0, 0, 0]), Err(Errno::EMSGSIZE));
        assert_eq!(read(Order::BigEndian, &[1, 0, 0, 0, 0, 0, 0, 0, 0]), Err(Errno::EMSGSIZE));
        assert_eq!(read(Order::LittleEndian, &[0, 0, 0, 0, 0, 0, 0, 0, 1]), Err(Errno::EMSGSIZE));
    }
}
