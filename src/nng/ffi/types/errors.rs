//! `nng/nng.h`: error codes.

/// What functions and operations report. Success is 0.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_errno_enum {
    /// Interrupted.
    NNG_EINTR = 1,
    /// Not enough memory.
    NNG_ENOMEM = 2,
    /// An argument is not valid.
    NNG_EINVAL = 3,
    /// The resource is in use.
    NNG_EBUSY = 4,
    /// The time ran out.
    NNG_ETIMEDOUT = 5,
    /// The peer refused the connection.
    NNG_ECONNREFUSED = 6,
    /// The object is closed.
    NNG_ECLOSED = 7,
    /// Nothing to be done without waiting.
    NNG_EAGAIN = 8,
    /// Not supported.
    NNG_ENOTSUP = 9,
    /// The address is in use.
    NNG_EADDRINUSE = 10,
    /// Not possible in the present state.
    NNG_ESTATE = 11,
    /// No such entry.
    NNG_ENOENT = 12,
    /// The peer broke the protocol.
    NNG_EPROTO = 13,
    /// The destination cannot be reached.
    NNG_EUNREACHABLE = 14,
    /// The address is not valid.
    NNG_EADDRINVAL = 15,
    /// Permission denied.
    NNG_EPERM = 16,
    /// The message is too large.
    NNG_EMSGSIZE = 17,
    /// The connection was aborted.
    NNG_ECONNABORTED = 18,
    /// The peer reset the connection.
    NNG_ECONNRESET = 19,
    /// The operation was cancelled.
    NNG_ECANCELED = 20,
    /// No file descriptor is left.
    NNG_ENOFILES = 21,
    /// No space is left.
    NNG_ENOSPC = 22,
    /// The resource exists already.
    NNG_EEXIST = 23,
    /// The option can only be read.
    NNG_EREADONLY = 24,
    /// The option can only be set.
    NNG_EWRITEONLY = 25,
    /// A cryptographic operation failed.
    NNG_ECRYPTO = 26,
    /// The peer could not prove who it is.
    NNG_EPEERAUTH = 27,
    /// A command line option lacks its argument.
    NNG_ENOARG = 28,
    /// A command line option matches more than one name.
    NNG_EAMBIGUOUS = 29,
    /// The option has another type.
    NNG_EBADTYPE = 30,
    /// The peer shut the connection down.
    NNG_ECONNSHUT = 31,
    /// A defect of the library.
    NNG_EINTERNAL = 1000,
    /// Added to an errno of the system that has no code of its own.
    NNG_ESYSERR = 0x10000000,
    /// Added to a code of a transport.
    NNG_ETRANERR = 0x20000000,
}
