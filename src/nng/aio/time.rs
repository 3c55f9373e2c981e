//! Time: when operations expire, and operations that consist of nothing but time.

use std::sync::Arc;

use super::state::Scheduled;
use super::{Aio, Canceller, Operation, Shared};
use crate::nng::driver::{self, Expire};
use crate::nng::error::Error;
use crate::nng::sync::lock;
use crate::sys::clock;

/// `NNG_DURATION_INFINITE`.
const INFINITE: i32 = -1;
/// `NNG_DURATION_DEFAULT`.
pub(super) const DEFAULT: i32 = -2;
const NS_PER_MS: u64 = 1_000_000;

/// When an operation that becomes pending now expires.
pub(super) enum Deadline {
    Never,
    Now,
    At(u64),
}

impl Aio {
    /// Sets the milliseconds that operations may take from now on, and forgets an absolute time.
    pub(crate) fn set_timeout(&self, timeout: i32) {
        let mut shared = lock(&self.shared);
        shared.timeout = timeout;
        shared.expire_at = None;
    }

    /// Sets the time in milliseconds of the monotonic clock at which the next operation expires.
    pub(crate) fn set_expire(&self, at: u64) {
        lock(&self.shared).expire_at = Some(at.saturating_mul(NS_PER_MS));
    }

    /// Starts an operation that takes `ms` milliseconds and succeeds then.
    pub(crate) fn sleep(self: &Arc<Aio>, ms: i32) {
        if !self.begin() {
            return;
        }
        if ms <= 0 {
            return self.complete(0, 0);
        }
        let mut shared = lock(&self.shared);
        let (ms, code) = match shared.timeout {
            INFINITE | DEFAULT => (ms, 0),
            timeout if timeout < ms => (timeout.max(0), Error::TIMED_OUT.code()),
            _ => (ms, 0),
        };
        let deadline = clock::now_ns() + ms as u64 * NS_PER_MS;
        match shared.state.schedule(Canceller::Sleep(code)) {
            Scheduled::Pending(sequence) => self.set_timer(&mut shared, deadline, sequence),
            Scheduled::Aborted(canceled) => {
                drop(shared);
                self.cancel(canceled);
            }
            Scheduled::Refused => {}
        }
    }

    /// Has the operation of this number expire at `deadline`.
    pub(super) fn set_timer(self: &Arc<Aio>, shared: &mut Shared, deadline: u64, sequence: u64) {
        let engine = driver::engine_or_abort();
        shared.timer = Some(engine.timers().insert(deadline, self.clone(), sequence));
    }
}

impl Shared {
    /// When an operation that becomes pending now expires.
    pub(super) fn deadline(&self) -> Deadline {
        let now = clock::now_ns();
        match (self.expire_at, self.timeout) {
            (Some(at), _) if at <= now => Deadline::Now,
            (Some(at), _) => Deadline::At(at),
            (None, INFINITE | DEFAULT) => Deadline::Never,
            (None, timeout) => match u64::try_from(timeout) {
                Ok(ms @ 1..) => Deadline::At(now + ms * NS_PER_MS),
                _ => Deadline::Now,
            },
        }
    }
}

impl Expire for Aio {
    /// The time of operation number `token` is over.
    fn expire(self: Arc<Self>, token: u64) {
        let canceled = lock(&self.shared).state.expire(token, Error::TIMED_OUT.code());
        let Some(mut canceled) = canceled else { return };
        match canceled.canceller {
            Canceller::Program(_) => return self.spawn_canceller(canceled),
            Canceller::Sleep(code) => canceled.code = code,
            Canceller::Provider(..) => {}
        }
        self.cancel(canceled);
    }

    fn shut_down(self: Arc<Self>, _: u64) {
        self.abort_with(Error::CLOSED.code());
    }
}
