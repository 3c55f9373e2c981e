//! Descriptors that travel over UNIX-domain sockets, see `SCM_RIGHTS` in unix(7).

use std::mem;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use super::{Errno, check};

/// Bytes of ancillary data that one message can have here: a descriptor, and what a socket may be set up to add.
const CONTROL: usize = 128;

/// Ancillary data begins with a structure that has to be aligned.
#[repr(C, align(8))]
struct Control([u8; CONTROL]);

/// Sends one byte together with a duplicate of `passed`. Errors: those of sendmsg(2), `EBADF` if `passed` is not open.
pub fn send(fd: RawFd, mut byte: u8, passed: RawFd) -> Result<(), Errno> {
    let mut control = Control([0; CONTROL]);
    let mut iov = libc::iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 };
    // SAFETY: all-zero is a valid msghdr. There is room for one control message with one descriptor, which is filled in
    // where the macros say, and all that the kernel reads is on this stack.
    unsafe {
        let len = size_of::<RawFd>() as u32;
        let mut msg: libc::msghdr = mem::zeroed();
        msg.msg_iov = &mut iov;
        msg.msg_iovlen = 1;
        msg.msg_control = control.0.as_mut_ptr().cast();
        msg.msg_controllen = libc::CMSG_SPACE(len) as _;
        let header = libc::CMSG_FIRSTHDR(&msg);
        (*header).cmsg_level = libc::SOL_SOCKET;
        (*header).cmsg_type = libc::SCM_RIGHTS;
        (*header).cmsg_len = libc::CMSG_LEN(len) as _;
        libc::CMSG_DATA(header).cast::<RawFd>().write_unaligned(passed);
        check(libc::sendmsg(fd, &msg, libc::MSG_NOSIGNAL)).map(drop)
    }
}

/// One byte that was received, and what came with it.
#[derive(Debug)]
pub enum Received {
    /// No byte: the end of the stream.
    End,
    /// A descriptor. Others that came with the same byte are closed.
    Descriptor(OwnedFd),
    /// No descriptor.
    Nothing,
    /// A descriptor that this process could not take, because it has too many.
    Lost,
}

/// Receives one byte with the descriptor that is attached to it, which is close-on-exec. Errors: those of recvmsg(2).
pub fn receive(fd: RawFd) -> Result<Received, Errno> {
    let mut control = Control([0; CONTROL]);
    let mut byte = 0u8;
    let mut iov = libc::iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 };
    // SAFETY: all-zero is a valid msghdr. All that the kernel writes is on this stack. The macros walk what it has
    // written, in which a message of this type holds as many descriptors as its length says, owned by nobody else.
    unsafe {
        let mut msg: libc::msghdr = mem::zeroed();
        msg.msg_iov = &mut iov;
        msg.msg_iovlen = 1;
        msg.msg_control = control.0.as_mut_ptr().cast();
        msg.msg_controllen = CONTROL as _;
        if check(libc::recvmsg(fd, &mut msg, libc::MSG_CMSG_CLOEXEC))? == 0 {
            return Ok(Received::End);
        }
        let mut first = None;
        let mut header = libc::CMSG_FIRSTHDR(&msg);
        while let Some(cmsg) = header.as_ref() {
            if (cmsg.cmsg_level, cmsg.cmsg_type) == (libc::SOL_SOCKET, libc::SCM_RIGHTS) {
                let data = libc::CMSG_DATA(header).cast::<RawFd>();
                let bytes = cmsg.cmsg_len - libc::CMSG_LEN(0) as usize;
                for i in 0..bytes / size_of::<RawFd>() {
                    let descriptor = OwnedFd::from_raw_fd(data.add(i).read_unaligned());
                    first.get_or_insert(descriptor);
                }
            }
            header = libc::CMSG_NXTHDR(&msg, header);
        }
        Ok(match first {
            Some(descriptor) => Received::Descriptor(descriptor),
            None if msg.msg_flags & libc::MSG_CTRUNC != 0 => Received::Lost,
            None => Received::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::super::socket;
    use super::*;

    #[test]
    fn descriptor_travels_with_its_byte() {
        let (a, b) = socket::pair().unwrap();
        let (c, d) = socket::pair().unwrap();
        socket::send(a.as_raw_fd(), b"x").unwrap();
        send(a.as_raw_fd(), b'y', c.as_raw_fd()).unwrap();
        drop((a, c));
        assert!(matches!(receive(b.as_raw_fd()), Ok(Received::Nothing)));
        let Ok(Received::Descriptor(copy)) = receive(b.as_raw_fd()) else { panic!("no descriptor") };
        socket::send(copy.as_raw_fd(), b"z").unwrap();
        assert_eq!(socket::recv(d.as_raw_fd(), &mut [0; 2]), Ok(1));
        assert!(matches!(receive(b.as_raw_fd()), Ok(Received::End)));
    }

    #[test]
    fn what_is_not_open_is_not_sent() {
        let (a, b) = socket::pair().unwrap();
        assert_eq!(send(a.as_raw_fd(), 0, -1), Err(Errno::EBADF));
        assert_eq!(receive(b.as_raw_fd()).err(), Some(Errno::EAGAIN));
    }
}
