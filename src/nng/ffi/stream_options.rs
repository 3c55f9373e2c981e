//! Options of streams, dialers and listeners between C and the library.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::os::fd::OwnedFd;
use std::ptr::null_mut;
use std::sync::Arc;

use super::general::strdup;
use super::handle::Handle;
use super::sockaddr;
use super::tls::nng_tls_config;
use super::types::nng_sockaddr;
use crate::nng::error::Error;
use crate::nng::stream::options::{Options, Setting, Value};
use crate::nng::tls::TlsConfig;
use crate::sys::{Errno, SockAddr, socket};

/// Reads an option into `*to`, if it is of the type that `convert` takes.
///
/// # Safety
/// `name` is NULL or a string, `to` NULL or writable.
pub(super) unsafe fn get<O: Options + ?Sized, T>(
    object: Option<&Arc<O>>,
    name: *const c_char,
    to: *mut T,
    convert: impl FnOnce(Value) -> Result<T, Error>,
) -> c_int {
    if name.is_null() || to.is_null() {
        return Error::INVALID.code();
    }
    // SAFETY: by the caller's promise.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    match object.ok_or(Error::INVALID).and_then(|object| object.get(name)).and_then(convert) {
        Ok(value) => {
            // SAFETY: by the caller's promise.
            unsafe { to.write(value) };
            0
        }
        Err(error) => error.code(),
    }
}

/// Reads an option of any type into the `*size` bytes at `to`, and stores the size that it has. What does not fit is cut
/// off, with `NNG_EINVAL`; pointers and what they point to come whole or not at all.
///
/// # Safety
/// `name` is NULL or a string, `size` NULL or writable, `to` NULL or writable for `*size` bytes.
pub(super) unsafe fn get_untyped<O: Options + ?Sized>(
    object: Option<&Arc<O>>,
    name: *const c_char,
    to: *mut c_void,
    size: *mut usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(object), Some(size), false) = (object, unsafe { size.as_mut() }, name.is_null()) else {
        return Error::INVALID.code();
    };
    // SAFETY: as above.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    let room = if to.is_null() { 0 } else { *size };
    let bytes = match object.get(name) {
        Ok(Value::TlsConfig(_) | Value::Texts(_)) if room < size_of::<*mut c_void>() => {
            *size = size_of::<*mut c_void>();
            return Error::INVALID.code();
        }
        value => value.and_then(to_bytes),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return error.code(),
    };
    *size = bytes.len();
    // SAFETY: `to` is writable for `room` bytes by the caller's promise, or that is 0.
    unsafe { to.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len().min(room)) };
    if bytes.len() <= room { 0 } else { Error::INVALID.code() }
}

/// A value as it lies in memory.
fn to_bytes(value: Value) -> Result<Vec<u8>, Error> {
    Ok(match value {
        Value::Bool(value) => vec![value.into()],
        Value::Int(value) | Value::Ms(value) => value.to_ne_bytes().into(),
        Value::Size(value) => value.to_ne_bytes().into(),
        Value::Uint64(value) => value.to_ne_bytes().into(),
        Value::Text(text) => text.into_bytes_with_nul(),
        Value::Address(address) => {
            let address = sockaddr::from_system(address.as_ref());
            // SAFETY: no byte of an address is without a value.
            let bytes: [u8; size_of::<nng_sockaddr>()] = unsafe { std::mem::transmute(address) };
            bytes.into()
        }
        value => to_pointer(value)?.expose_provenance().to_ne_bytes().into(),
    })
}

/// Sets an option.
///
/// # Safety
/// `name` is NULL or a string; what `to` holds is as [`Given`] says.
pub(super) unsafe fn set<O: Options + ?Sized>(
    object: Option<&Arc<O>>,
    name: *const c_char,
    to: Given,
) -> c_int {
    let (Some(object), false) = (object, name.is_null()) else { return Error::INVALID.code() };
    // SAFETY: by the caller's promise.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    object.set(name, &to).map_or_else(Error::code, |()| 0)
}

pub(super) fn to_bool(value: Value) -> Result<bool, Error> {
    if let Value::Bool(value) = value { Ok(value) } else { Err(Error::BAD_TYPE) }
}

pub(super) fn to_int(value: Value) -> Result<c_int, Error> {
    if let Value::Int(value) = value { Ok(value) } else { Err(Error::BAD_TYPE) }
}

pub(super) fn to_ms(value: Value) -> Result<i32, Error> {
    if let Value::Ms(value) = value { Ok(value) } else { Err(Error::BAD_TYPE) }
}

pub(super) fn to_size(value: Value) -> Result<usize, Error> {
    if let Value::Size(value) = value { Ok(value) } else { Err(Error::BAD_TYPE) }
}

pub(super) fn to_uint64(value: Value) -> Result<u64, Error> {
    if let Value::Uint64(value) = value { Ok(value) } else { Err(Error::BAD_TYPE) }
}

/// A copy for the program.
pub(super) fn to_string(value: Value) -> Result<*mut c_char, Error> {
    let Value::Text(text) = value else { return Err(Error::BAD_TYPE) };
    let copy = strdup(text.to_bytes());
    if copy.is_null() { Err(Error::NO_MEMORY) } else { Ok(copy) }
}

/// A reference to a configuration, or an array of strings, for the program.
pub(super) fn to_pointer(value: Value) -> Result<*mut c_void, Error> {
    match value {
        Value::TlsConfig(config) => Ok(nng_tls_config::give(config).cast()),
        Value::Texts(texts) => array(&texts),
        _ => Err(Error::BAD_TYPE),
    }
}

pub(super) fn to_address(value: Value) -> Result<nng_sockaddr, Error> {
    if let Value::Address(address) = value {
        Ok(sockaddr::from_system(address.as_ref()))
    } else {
        Err(Error::BAD_TYPE)
    }
}

/// An array of strings that ends with NULL. It and the strings are memory of malloc(3).
fn array(texts: &[CString]) -> Result<*mut c_void, Error> {
    // SAFETY: malloc takes any size.
    let array = unsafe { libc::malloc((texts.len() + 1) * size_of::<*mut c_char>()) }.cast::<*mut c_char>();
    if array.is_null() {
        return Err(Error::NO_MEMORY);
    }
    let copies: Vec<_> = texts.iter().map(|text| strdup(text.to_bytes())).collect();
    // SAFETY: the array has room for the copies and one more; on failure nobody has seen it or them.
    unsafe {
        if copies.iter().any(|copy| copy.is_null()) {
            copies.iter().for_each(|copy| libc::free(copy.cast()));
            libc::free(array.cast());
            return Err(Error::NO_MEMORY);
        }
        array.copy_from_nonoverlapping(copies.as_ptr(), copies.len());
        array.add(copies.len()).write(null_mut());
    }
    Ok(array.cast())
}

/// A value as a program gives it.
///
/// Pointers are NULL or valid for the call: strings, addresses, so many bytes. What an option takes as a pointer is a
/// `nng_tls_config`; what `NNG_OPT_SOCKET_FD` takes as an integer is a descriptor that the program gives away.
// As for `Setting`: no option is of some of the types at present.
#[allow(dead_code)]
pub(super) enum Given {
    Bool(bool),
    Int(c_int),
    Ms(i32),
    Size(usize),
    Uint64(u64),
    String(*const c_char),
    Pointer(*mut c_void),
    Address(*const nng_sockaddr),
    Bytes(*const c_void, usize),
}

impl Given {
    /// A value of the type that was asked for, out of bytes that came without one.
    ///
    /// # Safety
    /// `T` is a type of which every bit pattern is a value.
    unsafe fn untyped<T: Copy>(&self) -> Result<T, Error> {
        match self {
            Given::Bytes(bytes, size) if *size == size_of::<T>() && !bytes.is_null() => {
                // SAFETY: readable for as many bytes, see `Given`; any bits will do by the caller's promise.
                Ok(unsafe { bytes.cast::<T>().read_unaligned() })
            }
            Given::Bytes(..) => Err(Error::INVALID),
            _ => Err(Error::BAD_TYPE),
        }
    }
}

impl Setting for Given {
    fn bool(&self) -> Result<bool, Error> {
        match self {
            Given::Bool(value) => Ok(*value),
            // SAFETY: a byte has no other patterns.
            _ => unsafe { self.untyped::<u8>() }.map(|byte| byte != 0),
        }
    }

    fn int(&self) -> Result<i32, Error> {
        match self {
            Given::Int(value) => Ok(*value),
            // SAFETY: a number.
            _ => unsafe { self.untyped() },
        }
    }

    fn ms(&self) -> Result<i32, Error> {
        match self {
            Given::Ms(value) => Ok(*value),
            // SAFETY: a number.
            _ => unsafe { self.untyped() },
        }
    }

    fn size(&self) -> Result<usize, Error> {
        match self {
            Given::Size(value) => Ok(*value),
            // SAFETY: a number.
            _ => unsafe { self.untyped() },
        }
    }

    fn uint64(&self) -> Result<u64, Error> {
        match self {
            Given::Uint64(value) => Ok(*value),
            // SAFETY: a number.
            _ => unsafe { self.untyped() },
        }
    }

    fn text(&self) -> Result<&[u8], Error> {
        match self {
            // SAFETY: a string, see `Given`.
            Given::String(text) if !text.is_null() => Ok(unsafe { CStr::from_ptr(*text) }.to_bytes()),
            Given::Bytes(bytes, size) if !bytes.is_null() => {
                // SAFETY: readable for as many bytes, see `Given`.
                let bytes = unsafe { std::slice::from_raw_parts(bytes.cast(), *size) };
                let text = CStr::from_bytes_until_nul(bytes).map_err(|_| Error::INVALID)?;
                Ok(text.to_bytes())
            }
            Given::String(_) | Given::Bytes(..) => Err(Error::INVALID),
            _ => Err(Error::BAD_TYPE),
        }
    }

    fn address(&self) -> Result<Option<SockAddr>, Error> {
        match self {
            Given::Address(address) if address.is_null() => Err(Error::INVALID),
            // SAFETY: an address, see `Given`.
            Given::Address(address) => unsafe { sockaddr::to_system(*address) },
            _ => {
                // SAFETY: numbers only.
                let address = unsafe { self.untyped::<nng_sockaddr>() }?;
                // SAFETY: an address.
                unsafe { sockaddr::to_system(&address) }
            }
        }
    }

    fn tls_config(&self) -> Result<Arc<TlsConfig>, Error> {
        let pointer = match self {
            Given::Pointer(pointer) => *pointer,
            // SAFETY: a pointer that nobody has followed.
            _ => unsafe { self.untyped() }?,
        };
        // SAFETY: a handle, see `Given`.
        unsafe { nng_tls_config::share(pointer.cast()) }.ok_or(Error::INVALID)
    }

    fn descriptor(&self) -> Result<OwnedFd, Error> {
        // SAFETY: given away, see `Given`.
        unsafe { socket::adopt(self.int()?) }.map_err(|errno| match errno {
            Errno::EBADF | Errno::ENOTSOCK => Error::INVALID,
            errno => errno.into(),
        })
    }
}
