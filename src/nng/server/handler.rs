//! Handlers: what stands behind `nng_http_handler`.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::content::Content;
use super::files::Files;
use super::matching::Route;
use super::redirect::Redirect;
use super::upgrade::Upgrade;
use crate::nng::driver::{self, Job, Task};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::message::Response;

/// Most bytes of a body that a handler gets, unless it says otherwise.
const BODY_LIMIT: u64 = 1 << 20;
/// In place of a limit: the handler reads the body by itself.
const NOT_COLLECTED: u64 = u64::MAX;

/// A function of the program that handles requests.
pub(crate) struct Callback {
    /// Calls it with the `nng_aio *` of the request.
    pub(crate) call: Box<dyn Fn(*mut c_void) + Send + Sync>,
    /// Turns the `nng_http_res *` that it has left in output 0 into the response, which the server now owns.
    pub(crate) take_response: fn(*mut c_void) -> Option<Arc<Response>>,
}

/// What a handler does.
pub(crate) enum Action {
    /// Calls the program.
    Callback(Callback),
    /// Answers with the same content always.
    Content(Content),
    /// Answers with files.
    Files(Files),
    /// Answers with another place.
    Redirect(Redirect),
    /// Goes on with another protocol.
    Upgrade(Box<dyn Upgrade>),
    /// Nothing, so that no server takes it.
    Nothing,
}

/// Releases what the program has attached to a handler.
pub(crate) type Release = Box<dyn FnOnce() + Send>;

/// An `nng_http_handler`.
pub(crate) struct Handler {
    action: Action,
    route: Mutex<Route>,
    /// Whether a server has the handler, which cannot be changed then.
    is_registered: AtomicBool,
    body_limit: AtomicU64,
    /// A pointer of the program's own.
    data: AtomicPtr<c_void>,
    release: Mutex<Option<Release>>,
}

impl Handler {
    /// A handler for GET requests for one path, on any host. One that serves a directory is for everything below it,
    /// one that redirects for all methods.
    pub(crate) fn new(path: &[u8], action: Action) -> Handler {
        let body_limit = match action {
            Action::Callback(_) | Action::Nothing => BODY_LIMIT,
            Action::Content(_) | Action::Files(_) => 0,
            // Every request gets the same answer, with which the connection ends.
            Action::Redirect(_) => NOT_COLLECTED,
            // A request with content is refused.
            Action::Upgrade(_) => NOT_COLLECTED,
        };
        let mut route = Route::new(path);
        match action {
            Action::Files(Files::Below(_)) => (route.tree, route.exclusive) = (true, true),
            Action::Redirect(_) => route.method = None,
            _ => {}
        }
        Handler {
            action,
            route: Mutex::new(route),
            is_registered: AtomicBool::new(false),
            body_limit: AtomicU64::new(body_limit),
            data: AtomicPtr::default(),
            release: Mutex::default(),
        }
    }

    /// Calls the program for a request. Runs in a program task.
    pub(crate) fn call(&self, aio: *mut c_void) {
        if let Action::Callback(callback) = &self.action {
            (callback.call)(aio);
        }
    }

    /// The response that the program has left as this output.
    pub(super) fn take_response(&self, output: *mut c_void) -> Option<Arc<Response>> {
        match &self.action {
            Action::Callback(callback) => (callback.take_response)(output),
            _ => None,
        }
    }

    /// What the handler does.
    pub(super) fn action(&self) -> &Action {
        &self.action
    }

    /// The path, as those of requests are compared with it.
    pub(super) fn place(&self) -> Vec<u8> {
        lock(&self.route).place.clone()
    }

    /// The largest body that is read before the handler is called, or `None` if it reads the body by itself.
    pub(super) fn collects(&self) -> Option<u64> {
        Some(self.body_limit.load(Ordering::Relaxed)).filter(|limit| *limit != NOT_COLLECTED)
    }

    /// Has bodies collected up to a limit, or not at all.
    pub(crate) fn collect_body(&self, limit: Option<u64>) {
        // The greatest number is no limit that could be reached, and means something else here.
        let limit = limit.map_or(NOT_COLLECTED, |limit| limit.min(NOT_COLLECTED - 1));
        self.body_limit.store(limit, Ordering::Relaxed);
    }

    /// Restricts the handler to a method; `None` or nothing for all.
    pub(crate) fn set_method(&self, method: Option<&[u8]>) -> Result<(), Error> {
        self.change(|route| route.method = method.map(<[u8]>::to_vec))
    }

    /// Restricts the handler to a host; `None`, nothing, `*` and the unspecified addresses for all.
    pub(crate) fn set_host(&self, host: Option<&[u8]>) -> Result<(), Error> {
        let host = host.filter(|host| !matches!(*host, b"" | b"*" | b"0.0.0.0" | b"::" | b"[::]"));
        self.change(|route| route.host = host.map(<[u8]>::to_vec))
    }

    /// Makes the handler one for everything below its path.
    pub(crate) fn set_tree(&self, exclusive: bool) -> Result<(), Error> {
        self.change(|route| (route.tree, route.exclusive) = (true, exclusive))
    }

    /// Attaches a pointer of the program, and what releases it with the handler. What was attached before is
    /// forgotten, not released.
    pub(crate) fn set_data(&self, pointer: *mut c_void, release: Option<Release>) -> Result<(), Error> {
        self.change(|_| {
            self.data.store(pointer, Ordering::Release);
            *lock(&self.release) = release;
        })
    }

    /// The pointer that is attached.
    pub(crate) fn data(&self) -> *mut c_void {
        self.data.load(Ordering::Acquire)
    }

    /// The handler is given to a server: its route, which does not change any more. `BUSY` if a server has it.
    pub(super) fn register(&self) -> Result<Route, Error> {
        let route = lock(&self.route);
        if self.is_registered.swap(true, Ordering::Relaxed) {
            return Err(Error::BUSY);
        }
        Ok(route.clone())
    }

    /// No server has the handler any more.
    pub(super) fn unregister(&self) {
        let _route = lock(&self.route);
        self.is_registered.store(false, Ordering::Relaxed);
    }

    /// Whether the handler can be given to a server: its path is empty or begins with a slash, and it does something.
    pub(super) fn is_valid(&self) -> bool {
        matches!(lock(&self.route).path[..], [] | [b'/', ..]) && !matches!(self.action, Action::Nothing)
    }

    /// Releases what is attached. For the last owner, on a thread of the program.
    pub(crate) fn release_data(&self) {
        let release = lock(&self.release).take();
        if let Some(release) = release {
            release();
        }
    }

    /// Changes the handler. `BUSY` if a server has it.
    fn change(&self, change: impl FnOnce(&mut Route)) -> Result<(), Error> {
        let mut route = lock(&self.route);
        if self.is_registered.load(Ordering::Relaxed) {
            return Err(Error::BUSY);
        }
        change(&mut route);
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn for_test(path: &[u8]) -> Handler {
        Handler::new(path, Action::Content(Content::new(b"", b"text/plain")))
    }
}

impl Drop for Handler {
    /// The last owner was the library, maybe under a lock: the program's function is called later.
    fn drop(&mut self) {
        struct Later(Mutex<Option<Release>>);

        impl Job for Later {
            fn run(self: Arc<Self>) {
                let release = lock(&self.0).take();
                if let Some(release) = release {
                    release();
                }
            }
        }

        if let Some(release) = lock(&self.release).take() {
            driver::spawn(Task::Program(Arc::new(Later(Mutex::new(Some(release))))));
        }
    }
}
