//! `nng/nng.h`: times, identifiers, buffers, URLs, start-up parameters.

use std::ffi::{c_char, c_int, c_void};

/// A span of time in milliseconds, or one of the `NNG_DURATION_` values.
pub type nng_duration = i32;

/// A point in time in milliseconds, on the clock of `nng_clock`.
pub type nng_time = u64;

/// Duration: wait without end.
pub const NNG_DURATION_INFINITE: nng_duration = -1;

/// Duration: whatever the object has set as its default.
pub const NNG_DURATION_DEFAULT: nng_duration = -2;

/// Duration: do not wait.
pub const NNG_DURATION_ZERO: nng_duration = 0;

/// Bytes of a path or name inside an `nng_sockaddr`, the terminating NUL included.
pub const NNG_MAXADDRLEN: c_int = 128;

/// Bytes that `nng_str_sockaddr` may write, the terminating NUL included.
pub const NNG_MAXADDRSTRLEN: c_int = NNG_MAXADDRLEN + 16;

/// A context of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
/// that name it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_ctx_s {
    /// Identifier, 0 for none.
    pub id: u32,
}

/// See `nng_ctx_s`.
pub type nng_ctx = nng_ctx_s;

/// A dialer of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
/// that name it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_dialer_s {
    /// Identifier, 0 for none.
    pub id: u32,
}

/// See `nng_dialer_s`.
pub type nng_dialer = nng_dialer_s;

/// A listener of a messaging socket. Messaging sockets are not part of this library; the type is there for programs
/// that name it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_listener_s {
    /// Identifier, 0 for none.
    pub id: u32,
}

/// See `nng_listener_s`.
pub type nng_listener = nng_listener_s;

/// A pipe, the connection that a message came from. Messages carry one as data.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_pipe_s {
    /// Identifier, 0 for none.
    pub id: u32,
}

/// See `nng_pipe_s`.
pub type nng_pipe = nng_pipe_s;

/// A messaging socket. Messaging sockets are not part of this library; the type is there for programs that name it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_socket_s {
    /// Identifier, 0 for none.
    pub id: u32,
}

/// See `nng_socket_s`.
pub type nng_socket = nng_socket_s;

/// Events of a pipe. Nothing in this library reports them; the type is there for programs that name it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nng_pipe_ev {
    /// Before the pipe is added to its socket.
    NNG_PIPE_EV_ADD_PRE = 0,
    /// After the pipe was added to its socket.
    NNG_PIPE_EV_ADD_POST = 1,
    /// After the pipe was removed from its socket.
    NNG_PIPE_EV_REM_POST = 2,
    /// Number of events.
    NNG_PIPE_EV_NUM = 3,
}

/// One buffer of a vectored read or write, for `nng_aio_set_iov`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_iov {
    /// First byte of the buffer.
    pub iov_buf: *mut c_void,
    /// Size of the buffer in bytes.
    pub iov_len: usize,
}

/// The parts of a URL, made by `nng_url_parse` or `nng_url_clone` and released by `nng_url_free`. Programs read the
/// members. A URL of the schemes `ipc`, `unix`, `abstract` and `inproc` has only `u_rawurl`, `u_scheme` and `u_path`;
/// all other members are NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nng_url {
    /// The URL as it was given. Never NULL.
    pub u_rawurl: *mut c_char,
    /// Scheme in lower case, such as `"http"`. Never NULL.
    pub u_scheme: *mut c_char,
    /// User information without the `@`, or NULL.
    pub u_userinfo: *mut c_char,
    /// Host in lower case and, when the URL has one, `:` and the port.
    pub u_host: *mut c_char,
    /// Host alone; an IPv6 address without its brackets.
    pub u_hostname: *mut c_char,
    /// Port; the scheme's default, or `""`, when the URL has none.
    pub u_port: *mut c_char,
    /// Path; `""` when the URL has none.
    pub u_path: *mut c_char,
    /// Query without the `?`, or NULL.
    pub u_query: *mut c_char,
    /// Fragment without the `#`, or NULL.
    pub u_fragment: *mut c_char,
    /// Path, query and fragment together, in canonical form.
    pub u_requri: *mut c_char,
}

/// Names a parameter of `nng_init_set_parameter`: one of the `NNG_INIT_` values.
pub type nng_init_parameter = c_int;

/// Start-up parameter: none, ignored.
pub const NNG_INIT_PARAMETER_NONE: nng_init_parameter = 0;

/// Start-up parameter: number of threads that run callbacks.
pub const NNG_INIT_NUM_TASK_THREADS: nng_init_parameter = 1;

/// Start-up parameter: number of threads that watch timeouts.
pub const NNG_INIT_NUM_EXPIRE_THREADS: nng_init_parameter = 2;

/// Start-up parameter: number of threads that poll for input and output.
pub const NNG_INIT_NUM_POLLER_THREADS: nng_init_parameter = 3;

/// Start-up parameter: number of threads that look up host names.
pub const NNG_INIT_NUM_RESOLVER_THREADS: nng_init_parameter = 4;

/// Start-up parameter: upper bound of the number of threads that run callbacks.
pub const NNG_INIT_MAX_TASK_THREADS: nng_init_parameter = 5;

/// Start-up parameter: upper bound of the number of threads that watch timeouts.
pub const NNG_INIT_MAX_EXPIRE_THREADS: nng_init_parameter = 6;

/// Start-up parameter: upper bound of the number of threads that poll for input and output.
pub const NNG_INIT_MAX_POLLER_THREADS: nng_init_parameter = 7;
