//! C functions called from Rust, as C programs call them, so that Miri can watch what they do with memory: `make miri`.
//! What they do apart from that is the subject of the C suite. No call here leads to foreign code or waits for time.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::{MaybeUninit, offset_of};
use std::ptr::{from_mut, null, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

use httpcore::dill::ffi::handle::*;
use httpcore::dill::ffi::handle_impl::*;
use httpcore::dill::ffi::http::*;
use httpcore::dill::ffi::message::*;
use httpcore::dill::ffi::prefix::*;
use httpcore::dill::ffi::types::*;
use httpcore::nng::ffi::aio::*;
use httpcore::nng::ffi::general::*;
use httpcore::nng::ffi::http_handler::*;
use httpcore::nng::ffi::http_req::*;
use httpcore::nng::ffi::http_res::*;
use httpcore::nng::ffi::idhash::*;
use httpcore::nng::ffi::msg::*;
use httpcore::nng::ffi::msg_header::*;
use httpcore::nng::ffi::msg_numbers::*;
use httpcore::nng::ffi::options::*;
use httpcore::nng::ffi::sockaddr::*;
use httpcore::nng::ffi::types::*;
use httpcore::nng::ffi::url::*;

fn text(string: *const c_char) -> String {
    // SAFETY: callers have a string.
    unsafe { CStr::from_ptr(string) }.to_str().unwrap().to_owned()
}

/// A program keeps what `nng_msg_body` and `nng_msg_header` return while it calls what does not move them.
#[test]
fn messages() {
    let (mut msg, mut copy) = (null_mut(), null_mut());
    // SAFETY: handles are valid until they are freed, pointers into them as long as nothing moves the bytes.
    unsafe {
        assert_eq!(nng_msg_alloc(&mut msg, 4), 0);
        let body = nng_msg_body(msg).cast::<u8>();
        assert_eq!(nng_msg_len(msg), 4);
        body.copy_from(b"body".as_ptr(), 4);
        assert_eq!(nng_msg_append_u16(msg, 0x2122), 0);
        assert_eq!(nng_msg_insert(msg, b"a ".as_ptr().cast(), 2), 0);
        assert_eq!(nng_msg_body(msg).cast::<u8>().add(2), body, "there was room on both sides");
        assert_eq!(*body.add(5), 0x22);
        assert_eq!(nng_msg_reserve(msg, 1000), 0);
        assert!(nng_msg_capacity(msg) >= 1000);

        assert_eq!(nng_msg_header_append_u32(msg, 7), 0);
        let header = nng_msg_header(msg).cast::<u8>();
        assert_eq!(nng_msg_header_len(msg), 4);
        *header.add(3) += 1;
        assert_eq!(nng_msg_header_append(msg, null(), 60), 0);
        assert_eq!(*header.add(3), 8);
        header.add(63).write(1);
        assert_eq!(nng_msg_header_insert_u16(msg, 1), nng_errno_enum::NNG_EINVAL as c_int);

        assert_eq!(nng_msg_dup(&mut copy, msg), 0);
        nng_msg_free(msg);
        let mut number = 0;
        assert_eq!(nng_msg_header_trim_u32(copy, &mut number), 0);
        assert_eq!(number, 8);
        let mut number = 0;
        assert_eq!(nng_msg_chop_u16(copy, &mut number), 0);
        assert_eq!(number, 0x2122);
        assert_eq!(std::slice::from_raw_parts(nng_msg_body(copy).cast::<u8>(), nng_msg_len(copy)), b"a body");
        assert_eq!(nng_msg_realloc(copy, 0), 0);
        nng_msg_free(copy);
    }
}

#[test]
fn maps_of_identifiers() {
    let (mut map, mut id, mut value, mut cursor) = (null_mut(), 0, null_mut(), 0);
    let mut things = [1u8, 2];
    let [first, second] = things.each_mut().map(|thing| from_mut(thing).cast::<c_void>());
    // SAFETY: the handle is valid until it is freed.
    unsafe {
        assert_eq!(nng_id_map_alloc(&mut map, 10, 11, NNG_MAP_RANDOM), 0);
        assert_eq!(nng_id_alloc(map, &mut id, first), 0);
        assert_eq!(nng_id_set(map, 5, second), 0);
        assert_eq!(nng_id_get(map, id), first);
        assert!(nng_id_visit(map, &mut id, &mut value, &mut cursor));
        assert!(nng_id_visit(map, null_mut(), null_mut(), &mut cursor));
        assert!(!nng_id_visit(map, &mut id, &mut value, &mut cursor));
        *value.cast::<u8>() += 1;
        assert_eq!(nng_id_remove(map, id), 0);
        nng_id_map_free(map);
    }
    assert_eq!(things, [2, 2]);
}

/// A program may replace a member by a string of its own.
#[test]
fn urls() {
    let (mut url, mut copy) = (null_mut(), null_mut());
    // SAFETY: the structures are valid until they are freed, and their members are strings of theirs.
    unsafe {
        assert_eq!(nng_url_parse(&mut url, c"http://u@[::1]:81/a/../b?q#f".as_ptr()), 0);
        nng_strfree((*url).u_fragment);
        (*url).u_fragment = nng_strdup(c"other".as_ptr());
        assert_eq!(nng_url_clone(&mut copy, url), 0);
        nng_url_free(url);
        assert_eq!(text((*copy).u_requri), "/b?q#f");
        assert_eq!(text((*copy).u_fragment), "other");
        assert_eq!(text((*copy).u_hostname), "::1");
        nng_url_free(copy);
        assert_eq!(nng_url_parse(&mut url, c"nothing".as_ptr()), nng_errno_enum::NNG_EINVAL as c_int);
    }
}

#[test]
fn command_lines() {
    let words = ["program", "--size=3", "-v", "--name", "x"].map(|word| CString::new(word).unwrap());
    let argv = words.each_ref().map(|word| word.as_ptr().cast_mut());
    let spec = |name: *const c_char, short: u8, value, takes| nng_optspec {
        o_name: name,
        o_short: c_int::from(short),
        o_val: value,
        o_arg: takes,
    };
    let specs = [
        spec(c"size".as_ptr(), b's', 1, true),
        spec(null(), b'v', 2, false),
        spec(c"name".as_ptr(), 0, 3, true),
        spec(null(), 0, 0, false),
    ];
    let (mut found, mut index) = (Vec::new(), 1);
    loop {
        let (mut value, mut argument) = (0, null_mut());
        // SAFETY: the lists and strings are above.
        let result = unsafe {
            let (argc, specs) = (argv.len() as c_int, specs.as_ptr());
            nng_opts_parse(argc, argv.as_ptr(), specs, &mut value, &mut argument, &mut index)
        };
        if result != 0 {
            assert_eq!((result, index), (-1, 5));
            break;
        }
        found.push((value, if argument.is_null() { String::new() } else { text(argument) }));
    }
    assert_eq!(found, [(1, "3".into()), (2, "".into()), (3, "x".into())]);
}

/// Programs set the members that an address has, and nothing else.
#[test]
fn addresses() {
    let written = |sa: *const nng_sockaddr, room: usize| {
        let mut buf = [1; NNG_MAXADDRSTRLEN as usize];
        // SAFETY: an address, and a buffer with its size.
        text(unsafe { nng_str_sockaddr(sa, buf.as_mut_ptr(), room.min(buf.len())) })
    };
    let inet = nng_sockaddr_in {
        sa_family: nng_sockaddr_family::NNG_AF_INET as u16,
        sa_port: 80u16.to_be(),
        sa_addr: 0x7f00_0001u32.to_be(),
    };
    let mut address = MaybeUninit::<nng_sockaddr>::uninit();
    // SAFETY: the address is a member of the union.
    unsafe { address.as_mut_ptr().cast::<nng_sockaddr_in>().write(inet) };
    assert_eq!(written(address.as_ptr(), usize::MAX), "127.0.0.1:80");
    assert_eq!(written(address.as_ptr(), 4), "127");

    let mut address = MaybeUninit::<nng_sockaddr>::uninit();
    let path = c"/tmp/x".to_bytes_with_nul();
    // SAFETY: as above; the path has an end.
    unsafe {
        let ipc = address.as_mut_ptr().cast::<nng_sockaddr_ipc>();
        (&raw mut (*ipc).sa_family).write(nng_sockaddr_family::NNG_AF_IPC as u16);
        (&raw mut (*ipc).sa_path).cast::<u8>().copy_from(path.as_ptr(), path.len());
    }
    assert_eq!(written(address.as_ptr(), usize::MAX), "/tmp/x");
}

/// Milliseconds until nothing that has to happen here.
const LONG: nng_duration = 1_000_000_000;

/// How often a callback was called.
static CALLS: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C" fn count(arg: *mut c_void) {
    // SAFETY: the argument of all of them.
    unsafe { *arg.cast::<usize>() += 1 };
    CALLS.fetch_add(1, Ordering::Relaxed);
}

unsafe extern "C" fn cancel(aio: *mut nng_aio, arg: *mut c_void, err: c_int) {
    // SAFETY: as above; the aio is that of the operation.
    unsafe {
        *arg.cast::<usize>() += 10;
        nng_aio_finish(aio, err);
    }
}

/// What lives with worker threads: operations, whose callbacks run there, requests and responses, handlers.
#[test]
fn objects() {
    operations();
    requests_and_responses();
    handlers();
    nng_fini();
}

fn operations() {
    let (mut aio, mut quiet) = (null_mut(), null_mut());
    let mut seen = 0usize;
    let arg = from_mut(&mut seen).cast::<c_void>();
    // SAFETY: handles are valid until they are freed; callbacks have their argument, which nobody else uses until the
    // operation is over.
    unsafe {
        assert_eq!(nng_aio_alloc(&mut aio, Some(count), arg), 0);
        assert_eq!(nng_aio_alloc(&mut quiet, None, null_mut()), 0);

        assert!(nng_aio_begin(aio));
        assert_eq!(nng_aio_set_output(aio, 0, arg), 0);
        nng_aio_finish(aio, 0);
        nng_aio_wait(aio);
        assert_eq!((nng_aio_result(aio), nng_aio_get_output(aio, 0)), (0, arg));
        assert_eq!(*arg.cast::<usize>(), 1);

        assert!(nng_aio_begin(aio));
        nng_aio_defer(aio, Some(cancel), arg);
        nng_aio_cancel(aio);
        nng_aio_wait(aio);
        assert_eq!(nng_aio_result(aio), nng_errno_enum::NNG_ECANCELED as c_int);
        assert_eq!(*arg.cast::<usize>(), 12);

        // Buffers are described, not looked into.
        let mut buffer = [0u8; 4];
        let iov = [nng_iov { iov_buf: buffer.as_mut_ptr().cast(), iov_len: 4 }; 8];
        assert_eq!(nng_aio_set_iov(quiet, 8, iov.as_ptr()), 0);
        assert_eq!(nng_aio_set_input(quiet, 3, arg), 0);
        let mut msg = null_mut();
        assert_eq!(nng_msg_alloc(&mut msg, 1), 0);
        nng_aio_set_msg(quiet, msg);
        nng_sleep_aio(LONG, quiet);
        assert!(nng_aio_busy(quiet));
        nng_aio_abort(quiet, 42);
        nng_aio_wait(quiet);
        assert_eq!(nng_aio_result(quiet), 42);
        nng_msg_free(nng_aio_get_msg(quiet));

        // What is under way when it is freed.
        nng_sleep_aio(LONG, quiet);
        nng_aio_reap(quiet);
        nng_sleep_aio(LONG, aio);
        nng_aio_free(aio);
        assert_eq!(*arg.cast::<usize>(), 13);
    }
    assert_eq!(CALLS.load(Ordering::Relaxed), 3);
}

/// A program keeps what it was given until it sets or frees it.
fn requests_and_responses() {
    let (mut req, mut res, mut url) = (null_mut(), null_mut(), null_mut());
    let (mut data, mut size) = (null_mut(), 0);
    let body = b"contents";
    // SAFETY: handles are valid until they are freed; the body stays readable; strings are used as long as they are valid.
    unsafe {
        assert_eq!(nng_url_parse(&mut url, c"http://localhost/a?b".as_ptr()), 0);
        assert_eq!(nng_http_req_alloc(&mut req, url), 0);
        nng_url_free(url);
        let uri = nng_http_req_get_uri(req);
        assert_eq!(nng_http_req_set_header(req, c"X".as_ptr(), c"1".as_ptr()), 0);
        let header = nng_http_req_get_header(req, c"x".as_ptr());
        assert_eq!(nng_http_req_set_method(req, c"PUT".as_ptr()), 0);
        assert_eq!(nng_http_req_add_header(req, c"Y".as_ptr(), c"2".as_ptr()), 0);
        assert_eq!([uri, header].map(text), ["/a?b", "1"]);
        assert_eq!(nng_http_req_set_data(req, body.as_ptr().cast(), body.len()), 0);
        nng_http_req_get_data(req, &mut data, &mut size);
        assert_eq!((data.cast_const().cast(), size), (body.as_ptr(), 8));
        assert_eq!(nng_http_req_copy_data(req, data, size), 0);
        nng_http_req_get_data(req, &mut data, null_mut());
        assert_ne!(data.cast_const().cast(), body.as_ptr());
        *data.cast::<u8>() = b'C';
        nng_http_req_reset(req);
        nng_http_req_free(req);

        assert_eq!(nng_http_res_alloc_error(&mut res, 404), 0);
        nng_http_res_get_data(res, &mut data, &mut size);
        assert!(std::slice::from_raw_parts(data.cast::<u8>(), size).starts_with(b"<"));
        assert_eq!(nng_http_res_set_status(res, 299), 0);
        let reason = nng_http_res_get_reason(res);
        assert_eq!(nng_http_res_set_header(res, c"X".as_ptr(), c"1".as_ptr()), 0);
        assert!(!text(reason).is_empty());
        assert_eq!(nng_http_res_set_reason(res, c"Fine".as_ptr()), 0);
        assert_eq!(text(nng_http_res_get_reason(res)), "Fine");
        nng_http_res_free(res);
    }
}

unsafe extern "C" fn dispose(arg: *mut c_void) {
    // SAFETY: the argument that was given.
    unsafe { *arg.cast::<usize>() += 1 };
}

unsafe extern "C" fn handle(_: *mut nng_aio) {}

fn handlers() {
    let mut handler = null_mut();
    let mut disposed = 0usize;
    let arg = from_mut(&mut disposed).cast::<c_void>();
    // SAFETY: the handle is valid until it is freed, and so is the argument.
    unsafe {
        assert_eq!(nng_http_handler_alloc(&mut handler, c"/a".as_ptr(), Some(handle)), 0);
        assert_eq!(nng_http_handler_set_data(handler, arg, Some(dispose)), 0);
        assert_eq!(nng_http_handler_get_data(handler), arg);
        nng_http_handler_free(handler);
    }
    assert_eq!(disposed, 1);
}

/// A bytestream of the program: what is sent to it can be received from it.
#[repr(C)]
struct Loop {
    hvfs: dill_hvfs,
    bvfs: dill_bsock_vfs,
    bytes: Vec<u8>,
    closed: u32,
}

unsafe extern "C" fn loop_query(vfs: *mut dill_hvfs, _: *const c_void) -> *mut c_void {
    // SAFETY: the table is the first member of the object.
    unsafe { (&raw mut (*vfs.cast::<Loop>()).bvfs).cast() }
}

unsafe extern "C" fn loop_close(vfs: *mut dill_hvfs) {
    // SAFETY: as above.
    unsafe { (*vfs.cast::<Loop>()).closed += 1 };
}

/// # Safety
/// The table is that of a [`Loop`].
unsafe fn loop_of<'a>(vfs: *mut dill_bsock_vfs) -> &'a mut Loop {
    // SAFETY: by the caller's promise.
    unsafe { &mut *vfs.byte_sub(offset_of!(Loop, bvfs)).cast() }
}

unsafe extern "C" fn loop_send(
    vfs: *mut dill_bsock_vfs,
    mut at: *mut dill_iolist,
    _: *mut dill_iolist,
    _: i64,
) -> c_int {
    // SAFETY: the list and its buffers are readable.
    unsafe {
        while let Some(element) = at.as_ref() {
            loop_of(vfs)
                .bytes
                .extend(std::slice::from_raw_parts(element.iol_base.cast::<u8>(), element.iol_len));
            at = element.iol_next;
        }
    }
    0
}

unsafe extern "C" fn loop_receive(
    vfs: *mut dill_bsock_vfs,
    mut at: *mut dill_iolist,
    _: *mut dill_iolist,
    _: i64,
) -> c_int {
    // SAFETY: the list is readable, and its buffers are NULL or writable.
    unsafe {
        while let Some(element) = at.as_ref() {
            let bytes: Vec<u8> = loop_of(vfs).bytes.drain(..element.iol_len).collect();
            if !element.iol_base.is_null() {
                element.iol_base.cast::<u8>().copy_from(bytes.as_ptr(), bytes.len());
            }
            at = element.iol_next;
        }
    }
    0
}

/// Handles of the program under handles of the library.
#[test]
fn handles() {
    let mut object = Loop {
        hvfs: dill_hvfs { query: Some(loop_query), close: Some(loop_close) },
        bvfs: dill_bsock_vfs { bsendl: Some(loop_send), brecvl: Some(loop_receive) },
        bytes: Vec::new(),
        closed: 0,
    };
    let object = &raw mut object;
    let (mut name, mut value) = ([0; 8], [0; 64]);
    let (name, value) = (name.as_mut_ptr(), value.as_mut_ptr());
    // SAFETY: the object outlives its handles; texts and buffers are as long as they are said to be.
    unsafe {
        let s = dill_http_attach(dill_hmake(object.cast()));
        assert!(s >= 0);
        assert_eq!(dill_http_sendrequest(s, c"GET".as_ptr(), c"/a".as_ptr(), -1), 0);
        assert_eq!(dill_http_sendfield(s, c"Host".as_ptr(), c"h".as_ptr(), -1), 0);
        assert_eq!(dill_http_done(s, -1), 0);
        assert_eq!(dill_hclose(s), 0);
        assert_eq!((*object).closed, 1);

        let s = dill_http_attach(dill_hmake(object.cast()));
        assert_eq!(dill_http_recvrequest(s, name, 8, value, 64, -1), 0);
        assert_eq!([text(name), text(value)], ["GET", "/a"]);
        assert_eq!(dill_http_recvfield(s, name, 8, value, 64, -1), 0);
        assert_eq!([text(name), text(value)], ["Host", "h"]);
        assert_eq!(dill_http_recvfield(s, name, 8, value, 64, -1), -1);
        assert_eq!(dill_hclose(s), 0);
        assert_eq!((*object).closed, 2);

        // Messages in a bytestream, of several parts.
        let s = dill_prefix_attach(dill_hmake(object.cast()), 2, 0);
        let mut b = dill_iolist { iol_base: value.cast(), iol_len: 2, iol_next: null_mut(), iol_rsvd: 0 };
        let mut a = dill_iolist { iol_base: name.cast(), iol_len: 3, iol_next: &mut b, iol_rsvd: 0 };
        assert_eq!(dill_msendl(s, &mut a, &raw mut b, -1), 0);
        assert_eq!(dill_mrecv(s, value.cast(), 64, -1), 5);
        let copy = dill_hown(s);
        assert_eq!(dill_hclose(s), -1);
        assert_eq!(dill_hclose(copy), 0);
        assert_eq!((*object).closed, 3);
    }
}
