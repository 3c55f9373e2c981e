//! Everything that shall happen at a certain time, in one place: operations that expire and idle connections.
//!
//! One timer descriptor in the poll set is set for the earliest entry. It is set again only when an earlier entry
//! comes; an entry that is removed leaves it alone, at the price of a wake-up that finds nothing.

use std::collections::BTreeMap;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::Arc;

use super::{Job, LATE, Task, spawn};
use crate::nng::sync::{Mutex, lock};
use crate::sys::Errno;
use crate::sys::timer::TimerFd;

/// What has an end of its time.
pub(crate) trait Expire: Send + Sync {
    /// The time is over. `token` is what was given to [`Timers::insert`]. Runs on a worker, must not block.
    fn expire(self: Arc<Self>, token: u64);

    /// The engine shuts down before the time is over. `token` as above.
    fn shut_down(self: Arc<Self>, token: u64);
}

/// Names an entry, to remove it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TimerKey {
    deadline: u64,
    serial: u64,
}

struct Entry {
    target: Arc<dyn Expire>,
    token: u64,
}

/// Tells an entry that it came when the end had begun.
impl Job for Entry {
    fn run(self: Arc<Self>) {
        self.target.clone().shut_down(self.token);
    }
}

#[derive(Default)]
struct Entries {
    by_time: BTreeMap<TimerKey, Entry>,
    serial: u64,
    /// What the descriptor is set for, `None` when it is not.
    set_for: Option<u64>,
    /// Since the end has begun: how many more entries are told.
    late: Option<usize>,
}

/// The entries, ordered by time.
pub(crate) struct Timers {
    entries: Mutex<Entries>,
    fd: TimerFd,
}

impl Timers {
    pub(super) fn new() -> Result<Timers, Errno> {
        Ok(Timers { entries: Mutex::default(), fd: TimerFd::new()? })
    }

    /// Calls `target` with `token` when the monotonic clock reaches `deadline` nanoseconds. Once the engine shuts down,
    /// a task tells it about that instead.
    pub(crate) fn insert(&self, deadline: u64, target: Arc<dyn Expire>, token: u64) -> TimerKey {
        let mut entries = lock(&self.entries);
        entries.serial += 1;
        let key = TimerKey { deadline, serial: entries.serial };
        match &mut entries.late {
            None => {
                entries.by_time.insert(key, Entry { target, token });
                self.set(&mut entries, deadline);
            }
            Some(0) => {}
            Some(left) => {
                *left -= 1;
                spawn(Task::Library(Arc::new(Entry { target, token })));
            }
        }
        key
    }

    /// Forgets an entry. Nothing happens if its time has come already.
    pub(crate) fn remove(&self, key: TimerKey) {
        let entry = lock(&self.entries).by_time.remove(&key);
        // The target may go away with its last reference, and that must not happen under the lock.
        drop(entry);
    }

    /// Calls whatever is due at `now`, and sets the descriptor for the next entry.
    pub(super) fn expire(&self, now: u64) {
        loop {
            let mut entries = lock(&self.entries);
            match entries.by_time.first_entry() {
                Some(first) if first.key().deadline <= now => {
                    let Entry { target, token } = first.remove();
                    drop(entries);
                    target.expire(token);
                }
                next => {
                    let next = next.map(|entry| entry.key().deadline);
                    entries.set_for = None;
                    if let Some(deadline) = next {
                        self.set(&mut entries, deadline);
                    }
                    return;
                }
            }
        }
    }

    /// Removes all entries, telling each, and those that come later.
    pub(super) fn shut_down(&self) {
        let mut entries = lock(&self.entries);
        entries.late = Some(LATE);
        let by_time = std::mem::take(&mut entries.by_time);
        drop(entries);
        for Entry { target, token } in by_time.into_values() {
            target.shut_down(token);
        }
    }

    fn set(&self, entries: &mut Entries, deadline: u64) {
        if entries.set_for.is_none_or(|earlier| deadline < earlier) {
            entries.set_for = Some(deadline);
            self.fd.set(deadline);
        }
    }
}

impl AsRawFd for Timers {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log(Mutex<Vec<u64>>);

    impl Expire for Log {
        fn expire(self: Arc<Self>, token: u64) {
            lock(&self.0).push(token);
        }

        fn shut_down(self: Arc<Self>, token: u64) {
            lock(&self.0).push(1000 + token);
        }
    }

    #[test]
    fn entries_expire_in_the_order_of_their_times() {
        let (timers, log) = (Timers::new().unwrap(), Arc::new(Log::default()));
        let seen = || lock(&log.0).clone();
        timers.insert(30, log.clone(), 3);
        timers.insert(10, log.clone(), 1);
        let second = timers.insert(20, log.clone(), 2);
        timers.insert(10, log.clone(), 4);
        timers.expire(9);
        assert!(seen().is_empty());
        timers.remove(second);
        timers.expire(29);
        assert_eq!(seen(), [1, 4]);
        timers.expire(30);
        assert_eq!(seen(), [1, 4, 3]);
        timers.remove(second);
        timers.insert(5, log.clone(), 5);
        timers.shut_down();
        assert_eq!(seen(), [1, 4, 3, 1005]);
    }
}
