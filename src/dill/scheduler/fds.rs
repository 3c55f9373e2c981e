//! Who waits for which file descriptor, and what the kernel was told about it.
//!
//! Registrations are cached: a descriptor stays in the kernel's set after a wait, because most are waited for again.
//! Interest that nobody has any more is taken back only when the kernel reports such an event, so a connection that
//! is served again and again costs no system call besides the wait itself.
//!
//! A program may close a descriptor without telling; then the kernel forgets it, or keeps reporting it because a
//! duplicate is open elsewhere. Therefore
//! - the token of a registration carries its generation: an event of a former generation wakes nobody;
//! - a wait for a program's descriptor always asks the kernel, and finds out when the number means another file now
//!   (the library's own descriptors are forgotten here before they are closed, so their cache is right);
//! - a registration that can be neither used nor removed makes the set be built anew.

use std::os::fd::RawFd;

use crate::sys::Errno;
use crate::sys::epoll::{self, Epoll, Event};

/// What a coroutine waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Readiness {
    In,
    Out,
}

impl Readiness {
    fn interest(self) -> u32 {
        match self {
            Readiness::In => epoll::IN,
            Readiness::Out => epoll::OUT,
        }
    }
}

/// Whose descriptor it is, and so whether the cache can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    Library,
    Program,
}

struct Entry<T> {
    /// The interest that the kernel knows of; 0 if the descriptor is not in the set.
    registered: u32,
    generation: u32,
    waiters: Waiters<T>,
}

/// At most one waiter for each, indexed by [`Readiness`].
pub(crate) type Waiters<T> = [Option<T>; 2];

impl<T: Copy> Entry<T> {
    const NEW: Entry<T> = Entry { registered: 0, generation: 0, waiters: [None; 2] };

    /// What the waiters need.
    fn wanted(&self) -> u32 {
        let waits = |d: Readiness| if self.waiters[d as usize].is_some() { d.interest() } else { 0 };
        waits(Readiness::In) | waits(Readiness::Out)
    }
}

fn token(fd: RawFd, generation: u32) -> u64 {
    u64::from(generation) << 32 | u64::from(fd as u32)
}

/// The descriptors of one thread, waited for by `T`s.
pub(crate) struct Fds<T> {
    set: Epoll,
    table: Vec<Entry<T>>,
    waiting: usize,
    /// The kernel reports something that cannot be removed from the set.
    stale: bool,
}

impl<T: Copy> Fds<T> {
    /// Errors: those of epoll_create1(2).
    pub(crate) fn new() -> Result<Fds<T>, Errno> {
        Ok(Fds { set: Epoll::new()?, table: Vec::new(), waiting: 0, stale: false })
    }

    /// Whether anybody waits.
    pub(crate) fn any_waiting(&self) -> bool {
        self.waiting > 0
    }

    /// Lets `waiter` wait for `fd`.
    ///
    /// Errors: `EBADF` (not an open descriptor), `ENOTSUP` (cannot be polled), `EBUSY` (somebody waits for the same
    /// already), or what else the kernel says. In any case the result may hold waiters of a former file of that
    /// number: their wait is over, since nothing will ever be reported for them.
    pub(crate) fn watch(
        &mut self,
        fd: RawFd,
        readiness: Readiness,
        waiter: T,
        owner: Owner,
    ) -> (Result<(), Errno>, Waiters<T>) {
        let mut orphans = [None; 2];
        let result = self.register(fd, readiness.interest(), owner, &mut orphans).and_then(|()| {
            let place = &mut self.table[fd as usize].waiters[readiness as usize];
            if place.is_some() {
                return Err(Errno::EBUSY);
            }
            *place = Some(waiter);
            self.waiting += 1;
            Ok(())
        });
        (result, orphans)
    }

    fn register(
        &mut self,
        fd: RawFd,
        interest: u32,
        owner: Owner,
        orphans: &mut Waiters<T>,
    ) -> Result<(), Errno> {
        let index = usize::try_from(fd).map_err(|_| Errno::EBADF)?;
        if let Some(entry) = self.table.get_mut(index).filter(|e| e.registered != 0) {
            // Left over from earlier waits, interest in input is quiet until there is some; interest in output is not.
            let all = interest | entry.wanted() | entry.registered & epoll::IN;
            if owner == Owner::Library && all == entry.registered {
                return Ok(());
            }
            match self.set.modify(fd, all, token(fd, entry.generation)) {
                Ok(()) => {
                    entry.registered = all;
                    return Ok(());
                }
                Err(e) => {
                    *orphans = self.forget(fd);
                    if e != Errno::ENOENT {
                        return Err(e);
                    }
                }
            }
        }
        let generation = self.table.get(index).map_or(0, |e| e.generation).wrapping_add(1);
        self.set.add(fd, interest, token(fd, generation)).map_err(|e| match e {
            Errno::EPERM | Errno::EINVAL | Errno::ELOOP => Errno::ENOTSUP,
            e => e,
        })?;
        if self.table.len() <= index {
            self.table.resize_with(index + 1, || Entry::NEW);
        }
        self.table[index].registered = interest;
        self.table[index].generation = generation;
        Ok(())
    }

    /// Ends a wait that was neither reported nor forgotten.
    pub(crate) fn unwatch(&mut self, fd: RawFd, readiness: Readiness) {
        if self.table[fd as usize].waiters[readiness as usize].take().is_some() {
            self.waiting -= 1;
        }
    }

    /// Takes `fd` out of the kernel's set. `EBADF` for a negative number, `EBUSY` if somebody waits for it.
    pub(crate) fn clean(&mut self, fd: RawFd) -> Result<(), Errno> {
        let index = usize::try_from(fd).map_err(|_| Errno::EBADF)?;
        let Some(entry) = self.table.get_mut(index) else { return Ok(()) };
        if entry.wanted() != 0 {
            return Err(Errno::EBUSY);
        }
        if entry.registered != 0 {
            entry.registered = 0;
            // Fails if the program closed it first: then it is gone already.
            let _ = self.set.delete(fd);
        }
        Ok(())
    }

    /// Ends all waits for `fd` and returns who waited.
    pub(crate) fn evict(&mut self, fd: RawFd) -> Waiters<T> {
        let Some(entry) = usize::try_from(fd).ok().and_then(|i| self.table.get_mut(i)) else {
            return [None; 2];
        };
        let waiters = std::mem::take(&mut entry.waiters);
        self.waiting -= waiters.iter().flatten().count();
        waiters
    }

    /// Drops what is known about `fd`, which is about to be closed, and returns who waited for it.
    pub(crate) fn forget(&mut self, fd: RawFd) -> Waiters<T> {
        if let Some(entry) = usize::try_from(fd).ok().and_then(|i| self.table.get_mut(i)) {
            entry.registered = 0;
        }
        self.evict(fd)
    }

    /// Waits for events, see [`Epoll::wait`].
    pub(crate) fn wait(&self, events: &mut [Event], timeout: i32) -> Result<usize, Errno> {
        self.set.wait(events, timeout)
    }

    /// Ends the waits that an event satisfies and returns who waited, the reader first.
    pub(crate) fn report(&mut self, event: &Event) -> Waiters<T> {
        let (fd, generation) = (event.token() as u32 as RawFd, (event.token() >> 32) as u32);
        let entry =
            self.table.get_mut(fd as usize).filter(|e| e.registered != 0 && e.generation == generation);
        let Some(entry) = entry else {
            self.stale = true;
            return [None; 2];
        };
        let broken = event.events() & (epoll::ERR | epoll::HUP) != 0;
        let mut done = [None; 2];
        for d in [Readiness::In, Readiness::Out] {
            if broken || event.events() & d.interest() != 0 {
                done[d as usize] = entry.waiters[d as usize].take();
            }
        }
        let count = done.iter().flatten().count();
        self.waiting -= count;
        if count == 0 {
            self.lower_interest(fd);
        }
        done
    }

    /// Asks no more than what is waited for. Errors and hang-ups are reported even for an empty interest.
    fn lower_interest(&mut self, fd: RawFd) {
        let entry = &mut self.table[fd as usize];
        entry.registered = entry.wanted();
        let result = match entry.registered {
            0 => self.set.delete(fd),
            wanted => self.set.modify(fd, wanted, token(fd, entry.generation)),
        };
        if result.is_err() {
            self.stale = true;
        }
    }

    /// Builds the set anew, because the old one is also that of the process from which this one was forked. Returns
    /// waiters as [`Fds::rebuild_if_stale`] does.
    pub(crate) fn part_from_parent(&mut self) -> Vec<T> {
        self.stale = true;
        self.rebuild_if_stale()
    }

    /// Builds the set anew if the old one reports what cannot be removed from it. Returns waiters whose descriptor
    /// is not open any more; their wait is over.
    pub(crate) fn rebuild_if_stale(&mut self) -> Vec<T> {
        let mut orphans = Vec::new();
        if !std::mem::take(&mut self.stale) {
            return orphans;
        }
        // Without a new set the old one has to do; it is tried again at the next such event.
        let Ok(set) = Epoll::new() else { return orphans };
        self.set = set;
        for fd in 0..self.table.len() {
            let entry = &mut self.table[fd];
            entry.registered = entry.wanted();
            if entry.registered == 0 {
                continue;
            }
            entry.generation = entry.generation.wrapping_add(1);
            let (fd, token) = (fd as RawFd, token(fd as RawFd, entry.generation));
            if self.set.add(fd, self.table[fd as usize].registered, token).is_err() {
                orphans.extend(self.forget(fd).into_iter().flatten());
            }
        }
        orphans
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::fd::{AsRawFd, OwnedFd};
    use std::os::unix::net::UnixStream;

    use super::Owner::{Library, Program};
    use super::Readiness::{In, Out};
    use super::*;

    fn ready(fds: &mut Fds<u8>) -> Vec<u8> {
        let mut events = [Event::EMPTY; 8];
        let n = fds.wait(&mut events, 0).unwrap();
        events[..n].iter().flat_map(|e| fds.report(e)).flatten().collect()
    }

    fn watch(fds: &mut Fds<u8>, fd: RawFd, readiness: Readiness, who: u8, owner: Owner) -> Result<(), Errno> {
        let (result, orphans) = fds.watch(fd, readiness, who, owner);
        assert_eq!(orphans, [None; 2]);
        result
    }

    #[test]
    fn reader_and_writer_of_one_descriptor() {
        let (a, mut b) = UnixStream::pair().unwrap();
        let mut fds = Fds::new().unwrap();
        watch(&mut fds, a.as_raw_fd(), In, 1, Library).unwrap();
        assert_eq!(ready(&mut fds), []);
        watch(&mut fds, a.as_raw_fd(), Out, 2, Library).unwrap();
        assert_eq!(watch(&mut fds, a.as_raw_fd(), Out, 3, Library), Err(Errno::EBUSY));
        assert_eq!(fds.clean(a.as_raw_fd()), Err(Errno::EBUSY));
        assert_eq!(ready(&mut fds), [2]);
        b.write_all(b"x").unwrap();
        assert_eq!(ready(&mut fds), [1]);
        assert!(!fds.any_waiting());
        assert_eq!(fds.clean(a.as_raw_fd()), Ok(()));
    }

    #[test]
    fn unwanted_events_are_silenced_once() {
        let (a, b) = UnixStream::pair().unwrap();
        let mut fds = Fds::new().unwrap();
        watch(&mut fds, a.as_raw_fd(), In, 1, Library).unwrap();
        fds.unwatch(a.as_raw_fd(), In);
        drop(b);
        let mut events = [Event::EMPTY; 8];
        assert_eq!(fds.wait(&mut events, 0), Ok(1));
        assert_eq!(fds.report(&events[0]), [None; 2]);
        assert_eq!(fds.wait(&mut events, 0), Ok(0));
        // And a later wait still sees what is there.
        watch(&mut fds, a.as_raw_fd(), In, 1, Library).unwrap();
        assert_eq!(ready(&mut fds), [1]);
    }

    #[test]
    fn refuses_what_is_not_open_or_cannot_be_polled() {
        let mut fds = Fds::<u8>::new().unwrap();
        let file = std::fs::File::open("/proc/self/exe").unwrap();
        assert_eq!(watch(&mut fds, file.as_raw_fd(), In, 1, Program), Err(Errno::ENOTSUP));
        assert_eq!(watch(&mut fds, -1, In, 1, Program), Err(Errno::EBADF));
        assert_eq!(watch(&mut fds, i32::MAX, In, 1, Program), Err(Errno::EBADF));
        assert_eq!(fds.table.len(), 0);
        assert_eq!(fds.clean(-1), Err(Errno::EBADF));
        assert_eq!(fds.clean(i32::MAX), Ok(()));
    }

    /// Puts another file at a descriptor's number behind the table's back.
    fn replace(fd: &impl AsRawFd, by: impl Into<OwnedFd>) {
        // SAFETY: both are open; the old file is closed by the call, the number stays owned by `fd`.
        assert!(unsafe { libc::dup2(by.into().as_raw_fd(), fd.as_raw_fd()) } >= 0);
    }

    #[test]
    fn number_that_means_another_file_is_noticed() {
        let (a, _b) = UnixStream::pair().unwrap();
        let (c, mut d) = UnixStream::pair().unwrap();
        let mut fds = Fds::new().unwrap();
        watch(&mut fds, a.as_raw_fd(), In, 1, Program).unwrap();
        replace(&a, c);
        d.write_all(b"x").unwrap();
        assert_eq!(fds.watch(a.as_raw_fd(), In, 2, Program), (Ok(()), [Some(1), None]));
        assert_eq!(ready(&mut fds), [2]);
    }

    #[test]
    fn set_is_rebuilt_when_a_closed_descriptor_keeps_reporting() {
        let (a, mut b) = UnixStream::pair().unwrap();
        let (c, d) = UnixStream::pair().unwrap();
        let mut fds = Fds::new().unwrap();
        watch(&mut fds, a.as_raw_fd(), In, 1, Program).unwrap();
        watch(&mut fds, c.as_raw_fd(), In, 2, Program).unwrap();
        // The file lives on in the duplicate, so the kernel keeps reporting it under the old number.
        let number = a.as_raw_fd();
        let _duplicate = a.try_clone().unwrap();
        drop(a);
        fds.unwatch(number, In);
        b.write_all(b"x").unwrap();
        assert_eq!(ready(&mut fds), []);
        assert_eq!(fds.rebuild_if_stale(), []);
        let mut events = [Event::EMPTY; 8];
        assert_eq!(fds.wait(&mut events, 0), Ok(0));
        drop(d);
        assert_eq!(ready(&mut fds), [2]);
    }
}
