//! The HTTP functions under their names without a prefix, for programs that call them without the library's header,
//! which renames them. No header declares these.

use std::ffi::{c_char, c_int};

use super::http::*;
use super::types::dill_http_storage;

macro_rules! unprefixed {
    ($($name:ident = $function:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            #[doc = concat!("`", stringify!($function), "`.")]
            ///
            /// # Safety
            /// As of that function.
            #[unsafe(no_mangle)]
            pub(crate) unsafe extern "C" fn $name($($argument: $type),*) -> c_int {
                // SAFETY: by the caller's promise.
                #[allow(unused_unsafe)]
                unsafe {
                    $function($($argument),*)
                }
            }
        )*
    };
}

unprefixed! {
    http_attach = dill_http_attach(s: c_int);
    http_attach_mem = dill_http_attach_mem(s: c_int, mem: *mut dill_http_storage);
    http_done = dill_http_done(s: c_int, deadline: i64);
    http_detach = dill_http_detach(s: c_int, deadline: i64);
    http_sendrequest = dill_http_sendrequest(
        s: c_int, command: *const c_char, resource: *const c_char, deadline: i64);
    http_recvrequest = dill_http_recvrequest(
        s: c_int, command: *mut c_char, commandlen: usize, resource: *mut c_char, resourcelen: usize, deadline: i64);
    http_sendstatus = dill_http_sendstatus(s: c_int, status: c_int, reason: *const c_char, deadline: i64);
    http_recvstatus = dill_http_recvstatus(s: c_int, reason: *mut c_char, reasonlen: usize, deadline: i64);
    http_sendfield = dill_http_sendfield(s: c_int, name: *const c_char, value: *const c_char, deadline: i64);
    http_recvfield = dill_http_recvfield(
        s: c_int, name: *mut c_char, namelen: usize, value: *mut c_char, valuelen: usize, deadline: i64);
}
