//! UDP.
//!
//! The socket is not connected in the kernel: it can send to anybody, and packets of others than the peer that it was
//! opened for are dropped here. Errors break nothing, since every packet is for itself.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::direction::Direction;
use super::ffi::types::dill_msock_vfs;
use super::handles::datagram::drop_datagram;
use super::handles::iolist::IoList;
use super::handles::object::{MessageSocket, Obj, Object, message_socket};
use super::scheduler::context::Context;
use super::scheduler::fds::{Owner, Readiness};
use crate::sys::datagram::{self, Received};
use crate::sys::{Errno, SockAddr, socket};

/// A UDP socket.
pub(crate) struct Udp {
    fd: RefCell<Option<OwnedFd>>,
    remote: Option<SockAddr>,
    receiving: Direction,
}

impl Object for Udp {
    const MSOCK: Option<dill_msock_vfs> = Some(message_socket::<Udp>());

    fn close(&self, cx: &Context) {
        if let Some(fd) = self.fd.take() {
            cx.close_fd(fd.as_raw_fd(), Errno::ECONNRESET);
        }
    }
}

impl MessageSocket for Udp {
    /// Sends to the peer. Errors: those of [`Udp::send_to`]. Never waits.
    fn send(&self, _: &Context, list: &IoList<'_>, _: i64) -> Result<(), Errno> {
        self.send_to(None, list)
    }

    /// Errors: those of [`Udp::receive_from`].
    fn receive(&self, cx: &Context, list: Option<&IoList<'_>>, deadline: i64) -> Result<usize, Errno> {
        self.receive_from(cx, list, deadline).map(|received| received.size)
    }
}

impl Udp {
    /// The descriptor. `ECONNRESET` if the object is closed.
    fn fd(&self) -> Result<RawFd, Errno> {
        self.fd.borrow().as_ref().map(AsRawFd::as_raw_fd).ok_or(Errno::ECONNRESET)
    }

    /// Sends a packet, to the peer unless there is an address. If the kernel has no room for it, it is dropped.
    ///
    /// Errors: `EINVAL` (neither peer nor address), `EFAULT` (a buffer is NULL), `EMSGSIZE` (too big) and what else
    /// sendmsg(2) says.
    pub(crate) fn send_to(&self, to: Option<&SockAddr>, list: &IoList<'_>) -> Result<(), Errno> {
        let to = to.or(self.remote.as_ref()).ok_or(Errno::EINVAL)?;
        loop {
            match list.send_datagram(self.fd()?, to) {
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN | Errno::ENOBUFS) => return Ok(()),
                result => return result,
            }
        }
    }

    /// Waits for a packet, of the peer if there is one, and stores it in the list or drops it.
    ///
    /// Errors: `EBUSY` (another coroutine is receiving), `EMSGSIZE` (too long for the list; it is lost), `ETIMEDOUT`,
    /// `ECANCELED`, `ECONNRESET` (closed meanwhile) and what else recvmsg(2) says.
    pub(crate) fn receive_from(
        &self,
        cx: &Context,
        list: Option<&IoList<'_>>,
        deadline: i64,
    ) -> Result<Received, Errno> {
        let _transfer = self.receiving.enter()?;
        let mut turns = cx.fair_turns(deadline);
        loop {
            let fd = self.fd()?;
            match list.map_or_else(|| drop_datagram(fd), |list| list.receive_datagram(fd)) {
                Ok(received) if !self.is_from_peer(&received.from) => turns.next(cx)?,
                Ok(received) if list.is_some_and(|list| received.size > list.total()) => {
                    return Err(Errno::EMSGSIZE);
                }
                Ok(received) => return Ok(received),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => cx.wait_for_fd(fd, Readiness::In, deadline, Owner::Library)?,
                Err(e) => return Err(e),
            }
        }
    }

    fn is_from_peer(&self, from: &SockAddr) -> bool {
        let address = |addr: &SockAddr| addr.ip().map(|addr: SocketAddr| (addr.ip(), addr.port()));
        self.remote.as_ref().is_none_or(|remote| address(remote) == address(from))
    }
}

/// A handle of a socket, bound to `local` if that is given, that exchanges packets with `remote` if that is given; and the
/// address with the port that it got.
///
/// Errors: `EINVAL` (addresses of different families), those of socket(2) and bind(2), `ECANCELED`, `ENOMEM`.
pub(crate) fn open(
    cx: &Context,
    local: Option<SockAddr>,
    remote: Option<SockAddr>,
) -> Result<(i32, Option<SockAddr>), Errno> {
    let families = [remote.map(|addr| addr.family()), local.map(|addr| addr.family())];
    let family = match families {
        [Some(remote), Some(local)] if remote != local => return Err(Errno::EINVAL),
        [Some(family), _] | [None, Some(family)] => family,
        [None, None] => libc::AF_INET,
    };
    let fd = datagram::socket(family)?;
    let number = fd.as_raw_fd();
    cx.open_fd(number);
    let bound = match local {
        Some(local) => {
            socket::bind(number, &local)?;
            Some(socket::local_addr(number)?)
        }
        None => None,
    };
    let udp = Udp { fd: RefCell::new(Some(fd)), remote, receiving: Direction::new() };
    Ok((cx.make_object_handle(Obj::new(udp))?, bound))
}
