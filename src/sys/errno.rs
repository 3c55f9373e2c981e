//! Error numbers of the operating system, see errno(3).

use std::fmt;

/// A value of `errno`, always one of the `E*` constants of `<errno.h>`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Errno(pub i32);

macro_rules! known {
    ($($name:ident)*) => {
        impl Errno {
            $(#[doc = concat!("`", stringify!($name), "`, see errno(3).")] pub const $name: Errno = Errno(libc::$name);)*

            fn name(self) -> Option<&'static str> {
                match self.0 {
                    $(libc::$name => Some(stringify!($name)),)*
                    _ => None,
                }
            }
        }
    };
}

known! {
    EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBUSY ECANCELED ECONNABORTED ECONNREFUSED
    ECONNRESET EDEADLK EEXIST EFAULT EHOSTUNREACH EINPROGRESS EINTR EINVAL EISCONN EIO ELOOP EMFILE EMSGSIZE
    ENAMETOOLONG ENETDOWN ENETUNREACH ENFILE ENOBUFS ENODEV ENOENT ENOMEM ENOSPC ENOTCONN ENOTDIR ENOTSOCK ENOTSUP
    ENXIO EPERM EPIPE EPROTO ETIMEDOUT
}

impl Errno {
    /// The calling thread's `errno`.
    pub fn last() -> Errno {
        // SAFETY: __errno_location points to the calling thread's errno, valid for as long as the thread runs.
        Errno(unsafe { *libc::__errno_location() })
    }

    /// Stores this value in the calling thread's `errno`.
    pub fn set(self) {
        // SAFETY: as in `last`.
        unsafe { *libc::__errno_location() = self.0 }
    }

    /// Sets the calling thread's `errno` to 0, which no error has.
    pub fn clear() {
        Errno(0).set();
    }
}

impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "Errno({})", self.0),
        }
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        std::io::Error::from_raw_os_error(self.0).fmt(f)
    }
}

impl std::error::Error for Errno {}

impl From<Errno> for std::io::Error {
    fn from(e: Errno) -> std::io::Error {
        std::io::Error::from_raw_os_error(e.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_stored_where_c_finds_it() {
        Errno::EPROTO.set();
        assert_eq!(std::io::Error::last_os_error().raw_os_error(), Some(libc::EPROTO));
        assert_eq!(Errno::last(), Errno::EPROTO);
        Errno::clear();
        assert_eq!(Errno::last(), Errno(0));
    }

    #[test]
    fn prints_its_name() {
        assert_eq!(format!("{:?} {:?}", Errno::EPIPE, Errno(0)), "EPIPE Errno(0)");
    }
}
