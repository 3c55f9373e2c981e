//! UNIX-domain addresses, see unix(7), and the files that belong to those with a path.

use std::ffi::OsStr;
use std::fs;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;

use crate::nng::error::Error;
use crate::nng::listen::BACKLOG;
use crate::sys::addr::UnixName;
use crate::sys::{Errno, SockAddr, socket};

/// The address of a path. `ADDRESS_INVALID` if it is empty or longer than 107 bytes.
pub(super) fn path(path: &[u8]) -> Result<SockAddr, Error> {
    if path.is_empty() {
        return Err(Error::ADDRESS_INVALID);
    }
    SockAddr::unix(path).map_err(|_| Error::ADDRESS_INVALID)
}

/// The address of an abstract name, in which `%XX` stands for any byte. `ADDRESS_INVALID` if it has more than 107 bytes
/// or a malformed escape.
pub(super) fn abstract_name(text: &[u8]) -> Result<SockAddr, Error> {
    let mut name = Vec::new();
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'%' {
            name.push(*byte);
            continue;
        }
        let digits = rest.split_at_checked(2).map(|(digits, tail)| {
            rest = tail;
            digits
        });
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let number = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = number.and_then(|number| u8::from_str_radix(number, 16).ok());
        name.push(byte.ok_or(Error::ADDRESS_INVALID)?);
    }
    SockAddr::unix_abstract(&name).map_err(|_| Error::ADDRESS_INVALID)
}

/// Listens on an address, and returns also the one that it got. A file that is created gets the permissions, if there
/// are any, before anybody can connect.
///
/// A socket that nobody listens on any more is removed from the path.
pub(super) fn listen(address: &SockAddr, permissions: Option<u32>) -> Result<(OwnedFd, SockAddr), Error> {
    let fd = socket::stream(libc::AF_UNIX)?;
    match socket::bind(fd.as_raw_fd(), address) {
        Err(Errno::EADDRINUSE) if remove_stale(address) => socket::bind(fd.as_raw_fd(), address)?,
        bound => bound?,
    }
    let listening = restrict(address, permissions).and_then(|()| {
        socket::listen(fd.as_raw_fd(), BACKLOG)?;
        Ok(socket::local_addr(fd.as_raw_fd())?)
    });
    if listening.is_err() {
        remove(address);
    }
    Ok((fd, listening?))
}

/// Removes the file of an address that was listened on.
pub(super) fn remove(address: &SockAddr) {
    if let Some(path) = file(address) {
        // It may have been removed by others.
        let _ = fs::remove_file(path);
    }
}

fn restrict(address: &SockAddr, permissions: Option<u32>) -> Result<(), Error> {
    let (Some(path), Some(mode)) = (file(address), permissions) else { return Ok(()) };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| Errno(error.raw_os_error().unwrap_or(libc::EIO)).into())
}

/// Removes the file of an address if it is a socket without a listener. `false`: it was left alone.
fn remove_stale(address: &SockAddr) -> bool {
    let Some(path) = file(address) else { return false };
    if !fs::symlink_metadata(path).is_ok_and(|file| file.file_type().is_socket()) {
        return false;
    }
    let answer = socket::stream(libc::AF_UNIX).and_then(|fd| socket::connect(fd.as_raw_fd(), address));
    answer == Err(Errno::ECONNREFUSED) && fs::remove_file(path).is_ok()
}

fn file(address: &SockAddr) -> Option<&Path> {
    match address.unix_name()? {
        UnixName::Path(path) => Some(Path::new(OsStr::from_bytes(path))),
        UnixName::Unnamed | UnixName::Abstract(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abstract_names_are_decoded() {
        let decoded = |text: &[u8]| abstract_name(text).map(|address| format!("{address:?}"));
        let name = |name: &[u8]| Ok(format!("{:?}", UnixName::Abstract(name)));
        assert_eq!(decoded(b"a/b"), name(b"a/b"));
        assert_eq!(decoded(b"%00%7e%7E%25"), name(b"\0~~%"));
        assert_eq!(decoded(&[b'a'; 107]), name(&[b'a'; 107]));
        for bad in [&b"%"[..], b"a%4", b"%+1", b"%zz", &[b'a'; 108]] {
            assert_eq!(decoded(bad), Err(Error::ADDRESS_INVALID));
        }
    }
}
