//! The operating system: the only place of the library that makes system calls.
#![allow(unsafe_code)]
