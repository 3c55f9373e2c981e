//! What the providers of operations may do with an aio: the only way from the HTTP code to one.
//!
//! It is narrow on purpose. The HTTP calls need no more of an aio than this, so another implementation can stand
//! behind the trait, e.g. one that forwards to the aio of another library in the same program.
//!
//! The order of calls: [`begin`](Operation::begin); if that is `true`, [`schedule`](Operation::schedule) at most once
//! and, unless that returned `false`, [`finish`](Operation::finish) exactly once. `finish` takes the reference away,
//! so that what is finished cannot be finished again by accident.

use std::ffi::c_void;
use std::sync::Arc;

use crate::nng::error::Error;
use crate::sys::lent::LentBuffers;

/// A reference to an aio, held by the provider of the operation that is under way on it.
pub(crate) type Op = Arc<dyn Operation>;

/// An aio as the provider of an operation sees it.
pub(crate) trait Operation: Send + Sync {
    /// Begins an operation: result and outputs are cleared. `false`: the aio was stopped or is busy, nothing may be
    /// done with it.
    fn begin(&self) -> bool;

    /// The operation will be finished later. Until then `provider` is asked at most once to
    /// [`cancel`](Provider::cancel) the operation that it calls `token`. `false`: the time given for the operation is
    /// over or somebody aborted it, it is finished already and the provider must forget it.
    fn schedule(self: Arc<Self>, provider: Arc<dyn Provider>, token: u64) -> bool;

    /// Ends the operation: with the number of bytes that it moved, or with an error.
    fn finish(self: Arc<Self>, outcome: Result<usize, Error>);

    /// Asks to end the operation early, with this error. For the aio of a handler, whose provider is the program.
    fn abort(self: Arc<Self>, error: Error);

    /// How the last operation ended.
    fn outcome(&self) -> Result<(), Error>;

    /// The buffers to read into or to write from.
    fn buffers(&self) -> LentBuffers;

    /// Replaces the buffers. A read leaves the part that it did not fill.
    fn set_buffers(&self, buffers: LentBuffers);

    /// Sets input `index`, which is less than 4.
    fn set_input(&self, index: usize, value: *mut c_void);

    /// Output `index`, which is less than 4.
    fn output(&self, index: usize) -> *mut c_void;

    /// Sets output `index`, which is less than 4. Before [`finish`](Self::finish).
    fn set_output(&self, index: usize, value: *mut c_void);

    /// The `nng_aio *` that stands for this aio in calls to the program. Valid as long as this reference is held.
    fn handle(&self) -> *mut c_void;
}

/// What carries out operations.
pub(crate) trait Provider: Send + Sync {
    /// Asks to end an operation early, with this outcome. If it is not finished yet, the provider finishes it, now or
    /// soon; otherwise it does nothing. Called without locks, at most once for each scheduled operation, maybe after
    /// the operation was finished.
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>);
}

/// What is told when an operation of one of the library's own aios ended.
pub(crate) trait Completion: Send + Sync {
    /// The operation ended. Runs on a worker, without locks; must not block.
    fn complete(self: Arc<Self>, op: Op);
}
