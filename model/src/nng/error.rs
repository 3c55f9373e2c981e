//! In place of the library's errors: the codes alone.

use crate::sys::Errno;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Error(i32);

impl Error {
    pub(crate) const TIMED_OUT: Error = Error(5);
    pub(crate) const CLOSED: Error = Error(7);
    pub(crate) const CANCELED: Error = Error(20);

    pub(crate) fn code(self) -> i32 {
        self.0
    }

    pub(crate) fn from_code(code: i32) -> Result<(), Error> {
        if code == 0 { Ok(()) } else { Err(Error(code)) }
    }
}

impl From<Errno> for Error {
    fn from(errno: Errno) -> Error {
        Error(errno.0)
    }
}
