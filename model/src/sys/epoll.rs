//! The poll set, of which there is one. It reports each signal once, to one of the threads that wait, as an
//! edge-triggered set does.

use std::os::fd::RawFd;

use super::Errno;
use crate::sync::{Condvar, Mutex, lock};

pub(crate) const IN: u32 = 1;
pub(crate) const OUT: u32 = 4;
pub(crate) const ERR: u32 = 8;
pub(crate) const HUP: u32 = 16;
pub(crate) const RDHUP: u32 = 8192;
pub(crate) const EDGE: u32 = 1 << 31;

#[derive(Clone, Copy)]
pub(crate) struct Event(u64);

impl Event {
    pub(crate) const EMPTY: Event = Event(0);

    pub(crate) fn events(&self) -> u32 {
        IN
    }

    pub(crate) fn token(&self) -> u64 {
        self.0
    }
}

#[derive(Default)]
struct Set {
    descriptors: RawFd,
    tokens: Vec<(RawFd, u64)>,
    readable: Vec<RawFd>,
}

#[derive(Default)]
struct Kernel {
    set: Mutex<Set>,
    changed: Condvar,
}

loom::lazy_static! {
    static ref KERNEL: Kernel = Kernel::default();
}

/// A new descriptor.
pub(crate) fn open() -> RawFd {
    let mut set = lock(&KERNEL.set);
    set.descriptors += 1;
    set.descriptors
}

/// Makes a descriptor readable.
pub(crate) fn signal(fd: RawFd) {
    let mut set = lock(&KERNEL.set);
    if !set.readable.contains(&fd) {
        set.readable.push(fd);
        KERNEL.changed.notify_one();
    }
}

pub(crate) struct Epoll;

impl Epoll {
    pub(crate) fn new() -> Result<Epoll, Errno> {
        Ok(Epoll)
    }

    pub(crate) fn add(&self, fd: RawFd, _: u32, token: u64) -> Result<(), Errno> {
        lock(&KERNEL.set).tokens.push((fd, token));
        Ok(())
    }

    pub(crate) fn delete(&self, fd: RawFd) -> Result<(), Errno> {
        lock(&KERNEL.set).tokens.retain(|(other, _)| *other != fd);
        Ok(())
    }

    /// Every time limit but 0 is none: nothing may depend on the end of a wait.
    pub(crate) fn wait(&self, events: &mut [Event], timeout: i32) -> Result<usize, Errno> {
        let mut set = lock(&KERNEL.set);
        while set.readable.is_empty() && timeout != 0 {
            set = KERNEL.changed.wait(set).unwrap();
        }
        let count = set.readable.len().min(events.len());
        let readable: Vec<RawFd> = set.readable.drain(..count).collect();
        for (event, fd) in events.iter_mut().zip(readable) {
            let (_, token) =
                set.tokens.iter().find(|(other, _)| *other == fd).expect("a descriptor of the set");
            *event = Event(*token);
        }
        Ok(count)
    }
}
