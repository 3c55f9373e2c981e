//! The control block of a coroutine, and lists of coroutines.
//!
//! Life of a coroutine:
//!
//! ```text
//!   go ---> running ---> suspended ---> ready ---> running ---> ... ---> finished: unlinked, its stack freed
//!             |            (something wakes it)      ^
//!             +--- yield, go: its turn is over ------+
//! ```
//!
//! A suspended coroutine may wait for several things at once: a timer, a descriptor, places in wait lists. Whatever
//! happens first wakes it, and waking takes it out of all of them. Waking never runs the coroutine; it joins the
//! ready queue, and the outcome of its wait is kept until it gets there.
//!
//! A [`Co`] refers to a control block without counting. The rule that makes it safe to follow: a `Co` is stored only
//! in the running slot, the ready queue, timers, the descriptor table, wait lists and member lists, and a coroutine
//! is in none of them any more when its control block goes away. Control blocks consist of cells, so shared
//! references to them are all that is ever needed.

use std::cell::{Cell, UnsafeCell};
use std::ops::Deref;
use std::ptr::{self, NonNull};

use super::bundle::Bundle;
use super::fds::Readiness;
use super::stack::{Lent, Stack};
use super::switch::Record;
use super::timers::Key;
use crate::sys::Errno;

/// Whether a coroutine can be woken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Running, or in the ready queue.
    Active,
    /// Suspended; cancellation wakes it.
    Waiting,
    /// Suspended in the closing of a bundle, which has to be finished whatever happens.
    Closing,
}

/// What the scheduler knows about a coroutine. Lies on top of the coroutine's own stack.
#[repr(C)]
pub(crate) struct Coroutine {
    /// The registers while it is not running. Programs write here, see [`super::switch`].
    pub(crate) record: UnsafeCell<Record>,
    pub(crate) state: Cell<State>,
    /// How its last wait ended; `Errno(0)`: what it waited for happened.
    pub(crate) outcome: Cell<Errno>,
    /// Its bundle is being closed: no call may block any more.
    pub(crate) cancelled: Cell<bool>,
    /// How many close callbacks it is inside of; no call may block there.
    pub(crate) closing: Cell<u32>,

    // What it waits for.
    pub(crate) timer: Cell<Option<Key>>,
    pub(crate) descriptor: Cell<Option<(i32, Readiness)>>,
    pub(crate) places: Cell<Option<NonNull<Place>>>,

    next_ready: Cell<Option<Co>>,

    // The bundle that it is a member of; none for the main coroutine.
    pub(crate) bundle: Cell<Option<NonNull<Bundle>>>,
    previous_member: Cell<Option<Co>>,
    next_member: Cell<Option<Co>>,

    /// The stack to be freed with it; none if it belongs to the program.
    pub(crate) stack: Cell<Option<Stack>>,
    /// What valgrind has to be told when it has finished on the program's memory.
    pub(crate) lent: Cell<Option<Lent>>,
}

impl Coroutine {
    pub(crate) const fn new(stack: Option<Stack>, lent: Option<Lent>) -> Coroutine {
        Coroutine {
            record: UnsafeCell::new(Record::blank()),
            state: Cell::new(State::Active),
            outcome: Cell::new(Errno(0)),
            cancelled: Cell::new(false),
            closing: Cell::new(0),
            timer: Cell::new(None),
            descriptor: Cell::new(None),
            places: Cell::new(None),
            next_ready: Cell::new(None),
            bundle: Cell::new(None),
            previous_member: Cell::new(None),
            next_member: Cell::new(None),
            stack: Cell::new(stack),
            lent: Cell::new(lent),
        }
    }

    /// `ECANCELED` if no call may block.
    pub(crate) fn may_block(&self) -> Result<(), Errno> {
        if self.cancelled.get() || self.closing.get() > 0 { Err(Errno::ECANCELED) } else { Ok(()) }
    }
}

/// A coroutine that is not finished.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Co(NonNull<Coroutine>);

impl Co {
    /// # Safety
    /// The control block must stay valid, and must not be moved, for as long as the result or a copy is in use.
    pub(crate) unsafe fn new(block: NonNull<Coroutine>) -> Co {
        Co(block)
    }

    pub(crate) fn record(self) -> *mut Record {
        self.record.get()
    }
}

impl Deref for Co {
    type Target = Coroutine;

    fn deref(&self) -> &Coroutine {
        // SAFETY: by the promise of `new`, and the rule above.
        unsafe { self.0.as_ref() }
    }
}

/// Coroutines in the order in which they will run. Linked through the control blocks, so it never allocates.
pub(crate) struct ReadyQueue {
    first: Cell<Option<Co>>,
    last: Cell<Option<Co>>,
}

impl ReadyQueue {
    pub(crate) const fn new() -> ReadyQueue {
        ReadyQueue { first: Cell::new(None), last: Cell::new(None) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.get().is_none()
    }

    /// Appends a coroutine that is in no queue.
    pub(crate) fn push(&self, co: Co) {
        co.next_ready.set(None);
        match self.last.replace(Some(co)) {
            Some(last) => last.next_ready.set(Some(co)),
            None => self.first.set(Some(co)),
        }
    }

    pub(crate) fn pop(&self) -> Option<Co> {
        let co = self.first.get()?;
        let next = co.next_ready.take();
        self.first.set(next);
        if next.is_none() {
            self.last.set(None);
        }
        Some(co)
    }
}

/// The members of a bundle, in the order in which they were started.
pub(crate) struct Members {
    first: Cell<Option<Co>>,
    last: Cell<Option<Co>>,
}

impl Members {
    pub(crate) const fn new() -> Members {
        Members { first: Cell::new(None), last: Cell::new(None) }
    }

    pub(crate) fn first(&self) -> Option<Co> {
        self.first.get()
    }

    pub(crate) fn push(&self, co: Co) {
        let last = self.last.replace(Some(co));
        co.previous_member.set(last);
        match last {
            Some(last) => last.next_member.set(Some(co)),
            None => self.first.set(Some(co)),
        }
    }

    /// Takes out a coroutine that is in this list.
    pub(crate) fn remove(&self, co: Co) {
        let (previous, next) = (co.previous_member.take(), co.next_member.take());
        match previous {
            Some(previous) => previous.next_member.set(next),
            None => self.first.set(next),
        }
        match next {
            Some(next) => next.previous_member.set(previous),
            None => self.last.set(previous),
        }
    }
}

/// A coroutine's place in a wait list. It lies on the stack of the coroutine, which does not move while it waits,
/// and is taken out of the list when the coroutine is woken.
pub(crate) struct Place {
    pub(crate) co: Co,
    /// What whoever wakes the coroutine wants to know; the list's user says what it is.
    item: Cell<*const ()>,
    list: NonNull<WaitList>,
    previous: Cell<Option<NonNull<Place>>>,
    next: Cell<Option<NonNull<Place>>>,
    /// The coroutine's next place, in another list.
    sibling: Cell<Option<NonNull<Place>>>,
}

/// Coroutines that wait for the same event, in the order of their arrival.
pub(crate) struct WaitList {
    first: Cell<Option<NonNull<Place>>>,
    last: Cell<Option<NonNull<Place>>>,
}

impl WaitList {
    pub(crate) const fn new() -> WaitList {
        WaitList { first: Cell::new(None), last: Cell::new(None) }
    }

    /// A place for `co` at the end of this list, to be [entered](Place::enter) once it does not move any more.
    pub(crate) fn place(&self, co: Co) -> Place {
        let list = NonNull::from(self);
        let item = Cell::new(ptr::null());
        Place { co, item, list, previous: Cell::new(None), next: Cell::new(None), sibling: Cell::new(None) }
    }

    /// Who waits the longest.
    pub(crate) fn first(&self) -> Option<Co> {
        // SAFETY: places in a list are valid, see `Place::enter`.
        self.first.get().map(|p| unsafe { p.as_ref() }.co)
    }

    /// Who waits the longest, and what it [entered with](Place::enter_with).
    pub(crate) fn first_item(&self) -> Option<(Co, *const ())> {
        // SAFETY: as in `first`.
        let place = unsafe { self.first.get()?.as_ref() };
        Some((place.co, place.item.get()))
    }
}

impl Place {
    /// Joins the list.
    ///
    /// # Safety
    /// The place must stay where it is until [`leave_all`] was called for its coroutine. The list must not go away
    /// while there are places in it.
    pub(crate) unsafe fn enter(&self) {
        let this = NonNull::from(self);
        // SAFETY: the list and the places in it are valid, by the promise of those who entered.
        unsafe {
            match self.list.as_ref().last.replace(Some(this)) {
                Some(last) => {
                    self.previous.set(Some(last));
                    last.as_ref().next.set(Some(this));
                }
                None => self.list.as_ref().first.set(Some(this)),
            }
        }
        self.sibling.set(self.co.places.replace(Some(this)));
    }

    /// Joins the list, with something for whoever looks at its first place.
    ///
    /// # Safety
    /// As for [`enter`](Self::enter).
    pub(crate) unsafe fn enter_with(&self, item: *const ()) {
        self.item.set(item);
        // SAFETY: by the caller's promise.
        unsafe { self.enter() };
    }
}

/// Takes `co` out of all wait lists.
pub(crate) fn leave_all(co: Co) {
    let mut at = co.places.take();
    while let Some(place) = at {
        // SAFETY: a place that was entered is valid until here, and so are its list and its neighbours.
        unsafe {
            let (place, list) = (place.as_ref(), place.as_ref().list.as_ref());
            let (previous, next) = (place.previous.take(), place.next.take());
            match previous {
                Some(previous) => previous.as_ref().next.set(next),
                None => list.first.set(next),
            }
            match next {
                Some(next) => next.as_ref().previous.set(previous),
                None => list.last.set(previous),
            }
            at = place.sibling.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks<const N: usize>() -> ([Co; N], Box<[Coroutine]>) {
        let blocks: Box<[Coroutine]> = (0..N).map(|_| Coroutine::new(None, None)).collect();
        // SAFETY: the blocks are returned along with the references.
        let refs = std::array::from_fn(|i| unsafe { Co::new(NonNull::from(&blocks[i])) });
        (refs, blocks)
    }

    #[test]
    fn record_lies_where_compiled_programs_write_it() {
        assert_eq!(std::mem::offset_of!(Coroutine, record), 0);
        assert!(align_of::<Coroutine>() >= 8);
    }

    #[test]
    fn ready_queue_is_first_in_first_out() {
        let ([a, b, c], _blocks) = blocks();
        let queue = ReadyQueue::new();
        queue.push(a);
        queue.push(b);
        assert!(queue.pop() == Some(a));
        queue.push(c);
        queue.push(a);
        assert!(
            queue.pop() == Some(b) && queue.pop() == Some(c) && queue.pop() == Some(a) && queue.is_empty()
        );
        assert!(queue.pop().is_none());
    }

    #[test]
    fn members_leave_from_anywhere() {
        let ([a, b, c], _blocks) = blocks();
        let members = Members::new();
        [a, b, c].iter().for_each(|co| members.push(*co));
        members.remove(b);
        members.push(b);
        members.remove(a);
        assert!(members.first() == Some(c));
        members.remove(c);
        assert!(members.first() == Some(b));
        members.remove(b);
        assert!(members.first().is_none());
    }

    #[test]
    fn waking_leaves_every_list() {
        let ([a, b], _blocks) = blocks();
        let (x, y) = (WaitList::new(), WaitList::new());
        let places = [x.place(a), x.place(b), y.place(a)];
        // SAFETY: the places stay in the array until all are out of the lists.
        places.iter().for_each(|p| unsafe { p.enter() });
        assert!(x.first() == Some(a) && y.first() == Some(a));
        leave_all(a);
        assert!(x.first() == Some(b) && y.first().is_none());
        leave_all(b);
        assert!(x.first().is_none());
    }
}
