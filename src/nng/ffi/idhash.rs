//! `nng/supplemental/util/idhash.h`: maps from identifiers to pointers.
#![allow(non_camel_case_types)]

use std::ffi::{c_int, c_void};
use std::ptr::{NonNull, null_mut};

use super::msg::code;
use super::types::NNG_MAP_RANDOM;
use crate::nng::error::Error;
use crate::nng::id_map::IdMap;
use crate::sys::random;

/// The last identifier of a map for which the program names none.
const DEFAULT_LAST: u64 = 0xffff_ffff;

/// A map from 64-bit identifiers to pointers, which are never NULL. It can also choose identifiers.
///
/// A map is used by one thread at a time. Functions given a NULL handle return `NNG_EINVAL`, NULL or false.
pub struct nng_id_map_s {
    map: IdMap<NonNull<c_void>>,
}

/// See `nng_id_map_s`.
pub type nng_id_map = nng_id_map_s;

/// Makes an empty map and stores it in `*mapp`, for `nng_id_map_free`. `lo` and `hi` are the first and the last of the
/// identifiers that `nng_id_alloc` chooses from; 0 stands for 1 and 0xffffffff. It begins with `lo`, or at random if
/// `flags` has `NNG_MAP_RANDOM`. Returns 0, `NNG_EINVAL` if `mapp` is NULL or there is no identifier from `lo` to `hi`,
/// or `NNG_ENOMEM`. Since nng 1.7.1.
///
/// # Safety
/// `mapp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_map_alloc(
    mapp: *mut *mut nng_id_map,
    lo: u64,
    hi: u64,
    flags: c_int,
) -> c_int {
    let first = if lo == 0 { 1 } else { lo };
    let last = if hi == 0 { DEFAULT_LAST } else { hi };
    if mapp.is_null() || first > last {
        return Error::INVALID.code();
    }
    let mut next = first;
    if flags & NNG_MAP_RANDOM != 0 {
        let mut bytes = [0; 8];
        random::fill(&mut bytes);
        // A range that begins with 1 at the least cannot have 2^64 identifiers.
        next += u64::from_ne_bytes(bytes) % (last - first + 1);
    }
    let map = Box::new(nng_id_map_s { map: IdMap::new(first..=last, next) });
    // SAFETY: writable by the caller's promise.
    unsafe { *mapp = Box::into_raw(map) };
    0
}

/// Releases a map, but not what its pointers point to. NULL is allowed. Since nng 1.7.1.
///
/// # Safety
/// `map` is NULL or a valid handle, which nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_map_free(map: *mut nng_id_map) {
    if !map.is_null() {
        // SAFETY: from `Box::into_raw` by the caller's promise.
        drop(unsafe { Box::from_raw(map) });
    }
}

/// Returns the pointer of an identifier, NULL if it has none. Since nng 1.7.1.
///
/// # Safety
/// `map` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_get(map: *mut nng_id_map, id: u64) -> *mut c_void {
    // SAFETY: by the caller's promise.
    let value = unsafe { map.as_ref() }.and_then(|map| map.map.get(id));
    value.map_or(null_mut(), NonNull::as_ptr)
}

/// Sets the pointer of an identifier, which may be any number. Returns 0, `NNG_EINVAL` if the pointer is NULL (there is
/// `nng_id_remove`), or `NNG_ENOMEM`. Since nng 1.7.1.
///
/// # Safety
/// `map` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_set(map: *mut nng_id_map, id: u64, value: *mut c_void) -> c_int {
    // SAFETY: by the caller's promise.
    match (unsafe { map.as_mut() }, NonNull::new(value)) {
        (Some(map), Some(value)) => code(map.map.set(id, value)),
        _ => Error::INVALID.code(),
    }
}

/// Sets the pointer of an identifier that has none, and stores the identifier in `*idp`: the next one of the map's range
/// behind the one that was chosen before; behind the last one comes the first. Returns 0, `NNG_EINVAL` if the pointer or
/// `idp` is NULL, or `NNG_ENOMEM`, also if every identifier of the range has a pointer. Since nng 1.7.1.
///
/// # Safety
/// `map` is NULL or a valid handle; `idp` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_alloc(map: *mut nng_id_map, idp: *mut u64, value: *mut c_void) -> c_int {
    // SAFETY: by the caller's promise.
    let (Some(map), Some(idp), Some(value)) = (unsafe { (map.as_mut(), idp.as_mut(), NonNull::new(value)) })
    else {
        return Error::INVALID.code();
    };
    code(map.map.allocate(value).map(|id| *idp = id))
}

/// Removes an identifier. Returns 0, `NNG_EINVAL`, or `NNG_ENOENT` if it has no pointer. Since nng 1.7.1.
///
/// # Safety
/// `map` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_remove(map: *mut nng_id_map, id: u64) -> c_int {
    // SAFETY: by the caller's promise.
    code(unsafe { map.as_mut() }.map_or(Err(Error::INVALID), |map| map.map.remove(id)))
}

/// Walks through the map: stores an identifier in `*idp` and its pointer in `*valuep`, moves `*cursor` on and returns
/// true; returns false when there is no further one. The cursor is 0 in the beginning. The order means nothing, and the
/// map must not be changed meanwhile. Since nng 1.9.
///
/// # Safety
/// `map` is NULL or a valid handle; `idp`, `valuep` and `cursor` are NULL or writable. Nothing is stored at NULL; without
/// a cursor the result is false.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_id_visit(
    map: *mut nng_id_map,
    idp: *mut u64,
    valuep: *mut *mut c_void,
    cursor: *mut u32,
) -> bool {
    // SAFETY: by the caller's promise.
    let (Some(map), Some(cursor)) = (unsafe { (map.as_ref(), cursor.as_mut()) }) else { return false };
    let Some((id, value)) = map.map.entry(*cursor as usize) else { return false };
    *cursor += 1;
    // SAFETY: writable by the caller's promise.
    unsafe {
        if !idp.is_null() {
            *idp = id;
        }
        if !valuep.is_null() {
            *valuep = value.as_ptr();
        }
    }
    true
}
