//! `nng/supplemental/http/http.h`: handlers.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

use super::aio::nng_aio;
use super::handle::Handle;
use super::http_res::nng_http_res;
use super::url::text;
use crate::nng::driver;
use crate::nng::error::Error;
use crate::nng::server::handler::{Action, Callback, Handler};

/// What a server does with requests for a path. A handler has one owner at a time: the program that made it, and after
/// `nng_http_server_add_handler` the server. It can be changed only while no server has it.
///
/// Functions given a NULL handle fail with `NNG_EINVAL`.
pub struct nng_http_handler {
    _opaque: [u8; 0],
}

impl Handle for nng_http_handler {
    type Object = Handler;
}

/// A pointer of the program.
struct Pointer(*mut c_void);

// SAFETY: the program attaches it to an object that is used on any thread.
unsafe impl Send for Pointer {}

/// Makes a handler that calls `func`, and stores it in `*handlerp`, for `nng_http_server_add_handler` or
/// `nng_http_handler_free`. It is for GET requests for `path`, on any host; `path` begins with a slash, and is NULL, ""
/// or "/" for the root. It is a text, not escaped: "/a b" is what a client asks for as `/a%20b`. Repeated slashes, and
/// "." and ".." as segments, do not count in it, as they do not in requests.
///
/// For each request, `func` is called on a thread of the library with an aio that has begun: input 0 is the
/// `nng_http_req *`, with the body, if there is one, as its data; input 1 the `nng_http_handler *`; input 2 the
/// `nng_http_conn *`. The request and the connection are the server's. The handler stores its `nng_http_res *`, which
/// becomes the server's, as output 0 and calls `nng_aio_finish` with 0, now or later from any thread. Without an
/// output, it has answered by itself with `nng_http_conn_write_res`. Finished with an error, the request is answered
/// with status 500, and the connection closed. Handlers of different connections run at the same time, and may block.
///
/// Returns 0, `NNG_EINVAL` if `handlerp` is NULL, `NNG_ENOMEM`.
///
/// # Safety
/// `handlerp` is NULL or writable, `path` is NULL or a string; `func` may be called from any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_alloc(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    func: Option<unsafe extern "C" fn(aio: *mut nng_aio)>,
) -> c_int {
    let action = func.map_or(Action::Nothing, |func| {
        Action::Callback(Callback {
            // SAFETY: the program promised that the function may be called, and the aio is alive for the call.
            call: Box::new(move |aio| unsafe { func(aio.cast()) }),
            take_response,
        })
    });
    // SAFETY: by the caller's promise.
    unsafe { give(handlerp, path, action) }
}

/// Releases a handler that no server has. NULL is allowed. A request that it is working on keeps it until it is
/// answered.
///
/// # Safety
/// `handler` is NULL or a valid handle that the program owns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_free(handler: *mut nng_http_handler) {
    // SAFETY: by the caller's promise.
    if let Some(handler) = unsafe { nng_http_handler::take(handler) }.and_then(Arc::into_inner) {
        handler.release_data();
    }
}

/// Makes the handler one for this method, in upper case usually; NULL or "" for all methods. A handler for GET gets
/// HEAD requests, too. Returns 0, `NNG_EBUSY` if a server has the handler, `NNG_EINVAL` for NULL.
///
/// # Safety
/// `handler` is NULL or a valid handle, `method` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_set_method(
    handler: *mut nng_http_handler,
    method: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(handler, |handler| handler.set_method(text(method))) }
}

/// Makes the handler one for requests with this host: a name, compared without regard to case, or an IP address. NULL,
/// "", "*" and the unspecified addresses are for all hosts. The port of requests does not matter. Returns as
/// `nng_http_handler_set_method`.
///
/// # Safety
/// `handler` is NULL or a valid handle, `host` NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_set_host(
    handler: *mut nng_http_handler,
    host: *const c_char,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(handler, |handler| handler.set_host(text(host))) }
}

/// Has bodies up to `maxsz` bytes read before the handler is called; a request with a larger one is answered with
/// status 400. If `want` is false, the handler reads the body by itself with `nng_http_conn_read_all`, as many bytes as
/// the `Content-Length` of the request says; requests without one are answered with status 411. Initially bodies up to
/// 1 MiB are read. Returns 0, `NNG_EINVAL` for NULL.
///
/// # Safety
/// `handler` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_collect_body(
    handler: *mut nng_http_handler,
    want: bool,
    maxsz: usize,
) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe {
        with(handler, |handler| {
            handler.collect_body(want.then_some(maxsz as u64));
            Ok(())
        })
    }
}

/// Makes the handler one for everything below its path, too. Other handlers may be there for longer paths. Returns as
/// `nng_http_handler_set_method`.
///
/// # Safety
/// `handler` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_set_tree(handler: *mut nng_http_handler) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(handler, |handler| handler.set_tree(false)) }
}

/// Makes the handler one for everything below its path, too, and the only one there for its method and host. Returns as
/// `nng_http_handler_set_method`. Since nng 1.3.
///
/// # Safety
/// `handler` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_set_tree_exclusive(handler: *mut nng_http_handler) -> c_int {
    // SAFETY: by the caller's promise.
    unsafe { with(handler, |handler| handler.set_tree(true)) }
}

/// Attaches a pointer to the handler, and a function that is called with it when the handler goes away, from any
/// thread; it may be NULL. What was attached before is forgotten. Returns as `nng_http_handler_set_method`.
///
/// # Safety
/// `handler` is NULL or a valid handle; `dtor` accepts `arg` from any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_set_data(
    handler: *mut nng_http_handler,
    arg: *mut c_void,
    dtor: Option<unsafe extern "C" fn(arg: *mut c_void)>,
) -> c_int {
    let argument = Pointer(arg);
    let release = dtor.map(|dtor| {
        Box::new(move || {
            let argument = argument;
            // SAFETY: the program promised that the function accepts its argument.
            unsafe { dtor(argument.0) }
        }) as Box<dyn FnOnce() + Send>
    });
    // SAFETY: by the caller's promise.
    unsafe { with(handler, |handler| handler.set_data(arg, release)) }
}

/// Returns the pointer that was attached to the handler, NULL if none was.
///
/// # Safety
/// `handler` is NULL or a valid handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nng_http_handler_get_data(handler: *mut nng_http_handler) -> *mut c_void {
    // SAFETY: by the caller's promise.
    unsafe { nng_http_handler::borrow(handler) }.map_or(std::ptr::null_mut(), Handler::data)
}

/// Turns what a handler has left in output 0 into the response that the server owns now.
fn take_response(output: *mut c_void) -> Option<Arc<crate::nng::message::Response>> {
    // SAFETY: NULL or a response that the handler hands over, by its contract.
    unsafe { nng_http_res::take(output.cast()) }
}

/// Makes a handler for the program.
///
/// # Safety
/// `handlerp` is NULL or writable, `path` is NULL or a string.
pub(super) unsafe fn give(
    handlerp: *mut *mut nng_http_handler,
    path: *const c_char,
    action: Action,
) -> c_int {
    if handlerp.is_null() {
        return Error::INVALID.code();
    }
    if let Err(error) = driver::engine() {
        return error.code();
    }
    // SAFETY: by the caller's promise.
    unsafe {
        let handler = Handler::new(text(path).unwrap_or_default(), action);
        *handlerp = nng_http_handler::give(Arc::new(handler));
    }
    0
}

/// Does something with the handler and returns the code of the outcome; that of an invalid argument for NULL.
///
/// # Safety
/// `handler` is NULL or a valid handle.
unsafe fn with(handler: *mut nng_http_handler, f: impl FnOnce(&Handler) -> Result<(), Error>) -> c_int {
    // SAFETY: by the caller's promise.
    match unsafe { nng_http_handler::borrow(handler) }.ok_or(Error::INVALID).and_then(f) {
        Ok(()) => 0,
        Err(error) => error.code(),
    }
}
