//! The scheduler: who runs next, and what to do while nobody can.
//!
//! Cooperative and per thread. A coroutine runs until it calls something that has to wait; then the head of the ready
//! queue goes on, by a switch from stack to stack. Only when nobody is ready, or when descriptors and timers have not
//! been looked at for a while, control goes to the *poller*, which has a stack of its own: coroutines may run on
//! very small stacks.
//!
//! A turn of the poller: descriptors first, then timers, so an operation whose deadline has passed succeeds if its
//! descriptor is ready.
//!
//! Every wait goes through the same three steps, in this order: [`Context::prepare_to_block`], entering whatever will
//! wake the coroutine, [`Context::wait_until`].
#![allow(unsafe_code)]

pub(crate) mod bundle;
pub(crate) mod context;
pub(crate) mod coroutine;
pub(crate) mod exchange;
pub(crate) mod fair;
pub(crate) mod fds;
mod slab;
mod stack;
pub(crate) mod start;
mod switch;
mod timers;
mod valgrind;

use std::cell::{Cell, RefCell, UnsafeCell};
use std::os::fd::RawFd;

use self::context::Context;
use self::coroutine::{Co, State, WaitList, leave_all};
use self::fds::{Owner, Readiness, Waiters};
use self::stack::Stack;
use self::switch::Record;
use crate::sys::clock::now_ms;
use crate::sys::epoll::Event;
use crate::sys::{Errno, socket};

/// Events taken from the kernel at a time.
const EVENTS: usize = 128;
/// Milliseconds between two polls while there is always somebody ready, as far as the coroutines' turns allow.
const BUSY_POLL: i64 = 2;
/// Most switches between two looks at the clock. There are fewer when turns are long.
const MAX_TURNS: i64 = 32;

/// The part of the context that only the scheduler uses.
pub(crate) struct Poller {
    record: UnsafeCell<Record>,
    stack: RefCell<Option<Stack>>,
    events: RefCell<Vec<Event>>,
    last_poll: Cell<i64>,
    last_look: Cell<i64>,
    /// Switches between the last look at the clock and the next one, and how many of them are left.
    turns: Cell<i64>,
    turns_left: Cell<i64>,
}

impl Poller {
    pub(crate) fn new() -> Poller {
        Poller {
            record: UnsafeCell::new(Record::blank()),
            stack: RefCell::new(None),
            events: RefCell::new(vec![Event::EMPTY; EVENTS]),
            last_poll: Cell::new(0),
            last_look: Cell::new(0),
            turns: Cell::new(MAX_TURNS),
            turns_left: Cell::new(MAX_TURNS),
        }
    }
}

impl Context {
    /// What every call does before it blocks: what this coroutine has gathered leaves, and a coroutine that must
    /// not block gets `ECANCELED`.
    pub(crate) fn prepare_to_block(&self) -> Result<(), Errno> {
        self.deferred.flush(self);
        self.running().may_block()
    }

    /// Suspends the running coroutine until something that it entered wakes it, or until the deadline.
    ///
    /// Leaves the outcome in the thread's errno, which is 0 after success: programs look at it.
    pub(crate) fn wait_until(&self, deadline: i64) -> Result<(), Errno> {
        let me = self.running();
        if deadline >= 0 {
            me.timer.set(Some(self.timers.borrow_mut().insert(deadline, me)));
        }
        self.suspend(State::Waiting);
        match me.outcome.get() {
            Errno(0) => Ok(()),
            e => Err(e),
        }
    }

    /// Suspends the running coroutine at the end of a list, until somebody who looks there wakes it.
    ///
    /// Errors: `ECANCELED`, `ETIMEDOUT`, and what whoever wakes it says.
    pub(crate) fn wait_in(&self, list: &WaitList, deadline: i64) -> Result<(), Errno> {
        self.prepare_to_block()?;
        let place = list.place(self.running());
        // SAFETY: the place is on this stack until the wait is over, which takes it out of the list; the list is borrowed.
        unsafe { place.enter() };
        self.wait_until(deadline)
    }

    /// Suspends the running coroutine. It has entered, or is itself, what somebody will wake.
    pub(crate) fn suspend(&self, state: State) {
        let me = self.running();
        me.state.set(state);
        self.depart();
        me.outcome.get().set();
    }

    /// Makes a suspended coroutine ready: its wait is over, for all that it waited for.
    pub(crate) fn wake(&self, co: Co, outcome: Errno) {
        debug_assert_ne!(co.state.get(), State::Active);
        if let Some(key) = co.timer.take() {
            self.timers.borrow_mut().remove(key);
        }
        if let Some((fd, readiness)) = co.descriptor.take() {
            self.fds.borrow_mut().unwatch(fd, readiness);
        }
        leave_all(co);
        self.make_ready(co, outcome);
    }

    fn make_ready(&self, co: Co, outcome: Errno) {
        co.outcome.set(outcome);
        co.state.set(State::Active);
        self.ready.push(co);
    }

    /// Gives the others a turn. Errors: `ECANCELED`.
    pub(crate) fn yield_now(&self) -> Result<(), Errno> {
        self.prepare_to_block()?;
        self.make_ready(self.running(), Errno(0));
        self.depart();
        Errno::clear();
        Ok(())
    }

    /// Suspends until the deadline, for ever if it is negative. Errors: `ECANCELED`.
    pub(crate) fn sleep(&self, deadline: i64) -> Result<(), Errno> {
        self.prepare_to_block()?;
        match self.wait_until(deadline) {
            Err(Errno::ETIMEDOUT) => Ok(()),
            result => result,
        }
    }

    /// Suspends until `fd` is ready, or in an error state that the next operation on it will report.
    ///
    /// Errors: `ECANCELED`, `ETIMEDOUT`, `EBADF` (not open), `ENOTSUP` (cannot be polled), `EBUSY` (somebody waits
    /// for the same), and whatever [`Context::close_fd`] was told.
    pub(crate) fn wait_for_fd(
        &self,
        fd: RawFd,
        readiness: Readiness,
        deadline: i64,
        owner: Owner,
    ) -> Result<(), Errno> {
        self.prepare_to_block()?;
        let me = self.running();
        let (result, orphans) = self.fds.borrow_mut().watch(fd, readiness, me, owner);
        self.wake_waiters(orphans, Errno::EBADF);
        result?;
        me.descriptor.set(Some((fd, readiness)));
        self.wait_until(deadline)
    }

    /// Ends all waits for a descriptor with `outcome`.
    pub(crate) fn evict_fd(&self, fd: RawFd, outcome: Errno) {
        let waiters = self.fds.borrow_mut().evict(fd);
        self.wake_waiters(waiters, outcome);
    }

    /// Forgets a descriptor that is about to be closed. Whoever waits for it gets `outcome`.
    pub(crate) fn close_fd(&self, fd: RawFd, outcome: Errno) {
        let waiters = self.fds.borrow_mut().forget(fd);
        self.wake_waiters(waiters, outcome);
    }

    /// Forgets a descriptor of the program. Errors: `EBADF` (negative), `EBUSY` (somebody waits for it).
    pub(crate) fn clean_fd(&self, fd: RawFd) -> Result<(), Errno> {
        self.fds.borrow_mut().clean(fd)
    }

    /// Begins to use a descriptor that the library has just opened. Whatever was known about the number is about a file
    /// that the program has closed without telling.
    pub(crate) fn open_fd(&self, fd: RawFd) {
        self.close_fd(fd, Errno::EBADF);
    }

    /// Closes a descriptor of the program that the library has taken a duplicate of.
    pub(crate) fn replace_fd(&self, fd: RawFd) {
        // Out of the kernel's set first: closing it does not take it out while the duplicate is open.
        let _ = self.clean_fd(fd);
        self.close_fd(fd, Errno::EBADF);
        // SAFETY: the program has handed it over.
        unsafe { socket::close(fd) };
    }

    /// Wakes those whom the descriptor table has let go.
    fn wake_waiters(&self, waiters: Waiters<Co>, outcome: Errno) {
        for co in waiters.into_iter().flatten() {
            co.descriptor.set(None);
            self.wake(co, outcome);
        }
    }

    /// Makes a new coroutine the running one: who calls this goes on as that. The parent is ready to go on; its record
    /// has to be filled before anything is scheduled.
    pub(super) fn begin(&self, co: Co) {
        let parent = self.running();
        // SAFETY: the record of a coroutine that is not finished.
        unsafe { Record::prepare(parent.record()) };
        self.ready.push(parent);
        self.set_running(co);
    }

    /// Ends the running coroutine and goes on with the next one.
    pub(super) fn finish(&self) -> ! {
        self.deferred.flush(self);
        let me = self.running();
        bundle::member_finished(self, me);
        if let Some(stack) = me.stack.take() {
            self.stacks.borrow_mut().give_back(stack);
        }
        let next = self.next();
        if let Some(lent) = me.lent.take() {
            lent.end();
        }
        // SAFETY: the record of a coroutine in the ready queue, or the poller's, is that of a context that is not
        // running. This coroutine is in no list any more, so nobody will resume it.
        unsafe { switch::resume(next) }
    }

    /// Leaves the running coroutine, which is either in the ready queue or will be woken.
    #[inline]
    fn depart(&self) {
        let me = self.running();
        let next = self.next();
        if next != me.record().cast_const() {
            // SAFETY: as in `finish`; the running coroutine's record is overwritten only while it runs.
            unsafe { switch::switch(me.record(), next) };
        }
    }

    /// Chooses what runs next, marks it as running and returns its record.
    #[inline]
    fn next(&self) -> *const Record {
        let left = self.poller.turns_left.get();
        self.poller.turns_left.set(left - 1);
        let poll_first = left == 0 && self.is_time_to_poll();
        let co = if poll_first { None } else { self.ready.pop() };
        let Some(co) = co else { return self.poller_record() };
        self.set_running(co);
        co.record()
    }

    #[inline(never)]
    fn poller_record(&self) -> *const Record {
        if self.poller.stack.borrow().is_none() {
            self.start_poller();
        }
        self.poller.record.get()
    }

    #[cold]
    fn start_poller(&self) {
        let Ok((stack, top)) = self.stacks.borrow_mut().plain() else {
            panic!("libhttpcore: no memory for the scheduler's stack");
        };
        *self.poller.stack.borrow_mut() = Some(stack);
        // SAFETY: the poller is not running, and nobody else writes its record.
        unsafe { *self.poller.record.get() = Record::fresh(poll_forever, top) };
    }

    /// Whether to look at descriptors and timers although somebody is ready.
    #[inline(never)]
    fn is_time_to_poll(&self) -> bool {
        let poller = &self.poller;
        let now = now_ms();
        let elapsed = (now - poller.last_look.replace(now)).max(1);
        let turns = (poller.turns.get() * BUSY_POLL / elapsed).clamp(1, MAX_TURNS);
        poller.turns.set(turns);
        poller.turns_left.set(turns);
        now - poller.last_poll.get() >= BUSY_POLL
    }

    /// Wakes whose descriptor is ready or whose deadline has passed; if nobody is ready, waits for that.
    fn poll(&self) {
        let mut now = now_ms();
        loop {
            let timeout = match self.timers.borrow().next_deadline() {
                _ if !self.ready.is_empty() => 0,
                None => -1,
                Some(deadline) => (deadline - now).clamp(0, i64::from(i32::MAX)) as i32,
            };
            if timeout != 0 || self.fds.borrow().any_waiting() {
                self.poll_fds(timeout);
                now = now_ms();
            }
            loop {
                let due = self.timers.borrow_mut().pop_due(now);
                let Some(co) = due else { break };
                co.timer.set(None);
                self.wake(co, Errno::ETIMEDOUT);
            }
            if !self.ready.is_empty() {
                break;
            }
        }
        self.poller.last_poll.set(now);
        self.poller.last_look.set(now);
    }

    fn poll_fds(&self, timeout: i32) {
        let mut events = self.poller.events.borrow_mut();
        let result = self.fds.borrow().wait(&mut events, timeout);
        let count = match result {
            Ok(count) => count,
            // A signal was handled. The caller's loop begins another turn.
            Err(Errno::EINTR) => 0,
            Err(e) => panic!("libhttpcore: cannot poll: {e}"),
        };
        for event in &events[..count] {
            let waiters = self.fds.borrow_mut().report(event);
            self.wake_waiters(waiters, Errno(0));
        }
        let orphans = self.fds.borrow_mut().rebuild_if_stale();
        self.wake_orphans(orphans);
    }

    fn wake_orphans(&self, orphans: Vec<Co>) {
        orphans.into_iter().for_each(|co| self.wake_waiters([Some(co), None], Errno::EBADF));
    }

    /// In a forked child: goes on with a poll set of its own. What the coroutines wait for is the same as in the parent.
    pub(super) fn part_from_parent(&self) {
        // A signal handler that forks may have interrupted the poller. Such a child has to do without.
        let Ok(orphans) = self.fds.try_borrow_mut().map(|mut fds| fds.part_from_parent()) else { return };
        self.wake_orphans(orphans);
    }
}

/// The poller's main function.
extern "C" fn poll_forever() -> ! {
    Context::with(|cx| {
        loop {
            cx.poll();
            if let Some(co) = cx.ready.pop() {
                cx.set_running(co);
                // SAFETY: as in `Context::finish`.
                unsafe { switch::switch(cx.poller.record.get(), co.record()) };
            }
        }
    })
}
