//! The HTTP/1.1 engine (RFC 9110, RFC 9112): bytes in, events out.
//!
//! Sans-I/O: the caller owns the bytes it received and hands slices to this module, which never reads a socket, a
//! clock or a file, starts no thread and allocates nothing per field.

#![forbid(unsafe_code)]
