//! Bytes that a program has handed over for sending and that have not left yet.
//!
//! Gathering the lines of a head makes one system call of many. It must not be noticed: nothing stays behind while
//! the program waits. So whatever may wait, receive, close or touch another handle calls [`Deferred::flush`] first.
//! Since a coroutine does so before every suspension, all that is gathered at a time comes from the running one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::dill::scheduler::context::Context;

/// Something that gathers bytes.
pub(crate) trait Gathers {
    /// Sends what was gathered. Keeps the error, if there is one, for the program's next call.
    fn flush_gathered(&self, cx: &Context);
}

/// Who has gathered bytes, of one thread.
pub(crate) struct Deferred {
    any: Cell<bool>,
    list: RefCell<Vec<Rc<dyn Gathers>>>,
}

impl Deferred {
    pub(crate) const fn new() -> Deferred {
        Deferred { any: Cell::new(false), list: RefCell::new(Vec::new()) }
    }

    /// Notes that `who` has begun to gather.
    pub(crate) fn add(&self, who: Rc<dyn Gathers>) {
        self.any.set(true);
        self.list.borrow_mut().push(who);
    }

    /// Lets all that was gathered leave. May suspend the running coroutine.
    #[inline]
    pub(crate) fn flush(&self, cx: &Context) {
        if self.any.get() {
            self.flush_all(cx);
        }
    }

    #[cold]
    fn flush_all(&self, cx: &Context) {
        loop {
            let next = self.list.borrow_mut().pop();
            let Some(who) = next else { break };
            self.any.set(!self.list.borrow().is_empty());
            who.flush_gathered(cx);
        }
    }
}
