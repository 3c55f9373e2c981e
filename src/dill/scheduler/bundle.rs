//! Bundles: handles that own coroutines.
//!
//! A member leaves its bundle when its function returns. Closing cancels the members one after another, in the order
//! in which they were started, and waits for each; members that join in the meantime are cancelled as well. Who
//! waits for the bundle at that time gets `ECANCELED`.

use std::cell::Cell;
use std::ptr::NonNull;

use super::context::Context;
use super::coroutine::{Co, Members, State, WaitList};
use crate::dill::handles::object::{Object, Shared};
use crate::sys::Errno;

/// The coroutines of one bundle and those who wait for them.
pub(crate) struct Bundle {
    members: Members,
    waiters: WaitList,
    /// Who is closing it.
    closer: Cell<Option<Co>>,
}

impl Bundle {
    pub(crate) fn new() -> Bundle {
        Bundle { members: Members::new(), waiters: WaitList::new(), closer: Cell::new(None) }
    }

    /// Adds a coroutine that is about to start.
    pub(crate) fn add(&self, co: Co) {
        self.members.push(co);
        co.bundle.set(Some(NonNull::from(self)));
    }

    /// Whether closing it would wait for the coroutine that closes: because it is a member, or because a member closes
    /// (or closes a bundle with a member that closes, and so on) a bundle that it is a member of.
    pub(crate) fn would_deadlock(&self, closer: Co) -> bool {
        let waits_for = |co: &Co| co.my_bundle().and_then(|b| b.closer.get());
        std::iter::successors(Some(closer), waits_for)
            .any(|co| co.my_bundle().is_some_and(|b| std::ptr::eq(b, self)))
    }
}

impl Object for Bundle {
    fn close(&self, cx: &Context) {
        while let Some(waiter) = self.waiters.first() {
            cx.wake(waiter, Errno::ECANCELED);
        }
        self.closer.set(Some(cx.running()));
        while let Some(member) = self.members.first() {
            member.cancelled.set(true);
            if member.state.get() == State::Waiting {
                cx.wake(member, Errno::ECANCELED);
            }
            cx.suspend(State::Closing);
        }
    }
}

impl Co {
    fn my_bundle(&self) -> Option<&Bundle> {
        // SAFETY: a bundle stays until its last member has left.
        self.bundle.get().map(|b| unsafe { b.as_ref() })
    }
}

/// Takes a coroutine that has returned out of its bundle, and wakes who waited for that.
pub(crate) fn member_finished(cx: &Context, co: Co) {
    let Some(bundle) = co.my_bundle() else { return };
    // Whoever closes the bundle waits for its first member; it may have been woken, by a former one, and not run yet.
    let closer =
        bundle.closer.get().filter(|c| bundle.members.first() == Some(co) && c.state.get() == State::Closing);
    bundle.members.remove(co);
    if let Some(closer) = closer {
        cx.wake(closer, Errno(0));
    }
    if bundle.members.first().is_none() {
        while let Some(waiter) = bundle.waiters.first() {
            cx.wake(waiter, Errno(0));
        }
    }
}

/// Waits until the last member of the bundle behind `h` has finished; returns at once if there is none.
///
/// Errors: `ECANCELED` (the caller is cancelled, or the bundle is closed meanwhile), `EBADF`, `ENOTSUP` (no bundle),
/// `ETIMEDOUT`.
pub(crate) fn wait(cx: &Context, h: i32, deadline: i64) -> Result<(), Errno> {
    cx.prepare_to_block()?;
    let bundle: Shared<Bundle> = cx.object(h)?;
    if bundle.members.first().is_none() {
        return Ok(());
    }
    let place = bundle.waiters.place(cx.running());
    // SAFETY: the place is on this stack until the wait is over, which takes it out of the list; the list is kept by
    // the reference to the bundle.
    unsafe { place.enter() };
    cx.wait_until(deadline)
}
