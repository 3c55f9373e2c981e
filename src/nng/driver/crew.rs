//! Who of the workers does what: the bookkeeping behind "one polls, and another takes over when a callback blocks".
//!
//! | role | doing |
//! |---|---|
//! | active | polls and runs whatever is there |
//! | watching | looks from time to time whether an active worker is stuck in the program's code |
//! | blocked | stuck in the program's code, and relieved of everything else |
//! | parked | waits until it is needed, and leaves after a while |
//!
//! Usually there is one active worker and one that watches: a single thread that polls has no wake-up to pay for, and
//! takes its events in batches. When it blocks, the watcher becomes active at once and another worker watches. While
//! callbacks keep blocking, more workers may be active, so that a callback that blocks is no longer waited for. They
//! also get more when all of them are found waiting in the program's code again and again, each time for a short while,
//! and when none of them ever rests.
//!
//! The program's code runs on at most `limit` workers at a time, and one worker more is kept out of it: without it,
//! callbacks that wait for other operations would wait for ever, since nobody would be left to complete those. That
//! worker is the watcher; when all others are blocked and it has to become active, it is marked `library_only`.
//!
//! This file decides and moves nobody; the caller holds the lock, wakes and starts threads.

/// What a worker is meant to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Active,
    Watching,
    Blocked,
    Parked,
}

/// What to do about a worker that got a role by a decision of this file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    /// The worker has a thread: wake it, it finds its new role.
    Wake(usize),
    /// The worker has none: start one.
    Start(usize),
}

/// The roles of all workers. A worker is named by its index.
pub(super) struct Crew {
    roles: Vec<Option<Role>>,
    /// Workers that may be in the program's code at a time.
    limit: usize,
    active: usize,
    /// How many may be active at present.
    quota: usize,
    library_only: Option<usize>,
}

impl Crew {
    /// A crew without workers.
    pub(super) fn new(limit: usize) -> Crew {
        let limit = limit.max(1);
        Crew { roles: vec![None; limit + 1], limit, active: 0, quota: 1, library_only: None }
    }

    /// The first two workers.
    pub(super) fn start(&mut self) -> [Order; 2] {
        self.roles[0] = Some(Role::Active);
        self.roles[1] = Some(Role::Watching);
        self.active = 1;
        [Order::Start(0), Order::Start(1)]
    }

    /// The role of a worker, `None` if it has no thread.
    pub(super) fn role(&self, worker: usize) -> Option<Role> {
        self.roles[worker]
    }

    /// The worker that watches.
    pub(super) fn watcher(&self) -> Option<usize> {
        self.with_role(Role::Watching).next()
    }

    /// The worker that has to keep out of the program's code, if it is not the watcher. No other is active then.
    pub(super) fn library_only(&self) -> Option<usize> {
        self.library_only
    }

    /// The workers that are active now.
    pub(super) fn active(&self) -> impl Iterator<Item = usize> + '_ {
        self.with_role(Role::Active)
    }

    /// How many workers are stuck.
    pub(super) fn blocked(&self) -> usize {
        self.with_role(Role::Blocked).count()
    }

    /// Goes back to one active worker, as far as the surplus ones come by [`rest`](Self::rest).
    pub(super) fn reset_quota(&mut self) {
        self.quota = 1;
    }

    /// An active worker is stuck. Another one becomes active in its place: the watcher, if nobody else polls.
    pub(super) fn block(&mut self, worker: usize) -> Vec<Order> {
        debug_assert_eq!(self.roles[worker], Some(Role::Active));
        self.roles[worker] = Some(Role::Blocked);
        self.active -= 1;
        self.quota = (self.quota + 1).min(self.limit);
        if self.active > 0 {
            return self.employ(Role::Active).into_iter().collect();
        }
        let Some(watcher) = self.watcher() else { return Vec::new() };
        self.roles[watcher] = Some(Role::Active);
        self.active += 1;
        let next = self.employ(Role::Watching);
        if next.is_none() {
            self.library_only = Some(watcher);
        }
        [Order::Wake(watcher)].into_iter().chain(next).collect()
    }

    /// The active workers do not manage: one more, if there is one to spare.
    pub(super) fn reinforce(&mut self) -> Option<Order> {
        if self.active >= self.limit {
            return None;
        }
        let order = self.employ(Role::Active)?;
        self.quota = self.quota.max(self.active);
        Some(order)
    }

    /// A blocked worker came back and gets a new role.
    pub(super) fn rejoin(&mut self, worker: usize) {
        debug_assert_eq!(self.roles[worker], Some(Role::Blocked));
        let role = if self.library_only.take().is_some() {
            Role::Watching
        } else if self.active < self.quota {
            self.active += 1;
            Role::Active
        } else {
            Role::Parked
        };
        self.roles[worker] = Some(role);
    }

    /// An active worker has nothing to do: it is parked when there are more than needed.
    pub(super) fn rest(&mut self, worker: usize) {
        if self.active > self.quota {
            self.roles[worker] = Some(Role::Parked);
            self.active -= 1;
        }
    }

    /// A parked worker was not needed for long: `true` if it may end.
    pub(super) fn leave(&mut self, worker: usize) -> bool {
        let may = self.roles[worker] == Some(Role::Parked);
        if may {
            self.roles[worker] = None;
        }
        may
    }

    /// No thread could be started for this worker, which had just been given the role of a watcher or of an
    /// additional active worker.
    pub(super) fn failed_to_start(&mut self, worker: usize) {
        match self.roles[worker].take() {
            Some(Role::Active) => self.active -= 1,
            Some(Role::Watching) => {
                let active = self.with_role(Role::Active).next();
                self.library_only = active;
            }
            _ => {}
        }
    }

    /// Gives a role to a worker that has nothing to do, if there is one.
    fn employ(&mut self, role: Role) -> Option<Order> {
        let parked = self.with_role(Role::Parked).next();
        let worker = parked.or_else(|| self.roles.iter().position(Option::is_none))?;
        self.roles[worker] = Some(role);
        self.active += usize::from(role == Role::Active);
        Some(if parked.is_some() { Order::Wake(worker) } else { Order::Start(worker) })
    }

    fn with_role(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.roles.iter().enumerate().filter(move |(_, r)| **r == Some(role)).map(|(i, _)| i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(crew: &Crew) {
        let count = |role| crew.with_role(role).count();
        assert_eq!(count(Role::Active), crew.active);
        assert!(crew.active >= 1, "nobody polls");
        let reserve = count(Role::Watching) + usize::from(crew.library_only.is_some());
        assert_eq!(reserve, 1, "exactly one worker keeps out of the program's code");
        if let Some(worker) = crew.library_only {
            assert_eq!(crew.active().collect::<Vec<_>>(), [worker]);
        }
        assert!(crew.quota >= 1 && crew.quota <= crew.limit);
    }

    #[test]
    fn one_worker_takes_over_from_the_other() {
        let mut crew = Crew::new(4);
        crew.start();
        assert_eq!(crew.block(0), [Order::Wake(1), Order::Start(2)]);
        assert_eq!((crew.role(1), crew.role(2)), (Some(Role::Active), Some(Role::Watching)));
        check(&crew);
        crew.rejoin(0);
        assert_eq!(crew.role(0), Some(Role::Active), "blocking raised the quota");
        crew.reset_quota();
        crew.rest(1);
        assert_eq!(crew.role(1), Some(Role::Parked));
        assert!(crew.leave(1) && !crew.leave(0));
        check(&crew);
    }

    #[test]
    fn the_last_worker_keeps_out_of_the_programs_code() {
        let mut crew = Crew::new(2);
        crew.start();
        crew.block(0);
        crew.block(1);
        assert_eq!(crew.library_only(), Some(2));
        check(&crew);
        crew.rejoin(0);
        assert_eq!(crew.role(0), Some(Role::Watching));
        assert_eq!(crew.library_only(), None);
        check(&crew);
    }

    #[test]
    fn every_sequence_of_decisions_leaves_somebody_to_poll() {
        fn walk(crew: &Crew, depth: u32) {
            check(crew);
            if depth == 0 {
                return;
            }
            let clone = || Crew { roles: crew.roles.clone(), ..*crew };
            for worker in 0..crew.roles.len() {
                let mut next = clone();
                match crew.role(worker) {
                    Some(Role::Active) if crew.library_only() != Some(worker) => {
                        next.block(worker);
                        walk(&next, depth - 1);
                        let mut next = clone();
                        next.rest(worker);
                        walk(&next, depth - 1);
                    }
                    Some(Role::Blocked) => {
                        next.rejoin(worker);
                        walk(&next, depth - 1);
                    }
                    Some(Role::Parked) => {
                        assert!(next.leave(worker));
                        walk(&next, depth - 1);
                    }
                    _ => {}
                }
            }
            let mut next = clone();
            next.reset_quota();
            walk(&next, depth - 1);
            if crew.watcher().is_some() {
                let mut next = clone();
                next.reinforce();
                walk(&next, depth - 1);
            }
        }
        for limit in 1..4 {
            let mut crew = Crew::new(limit);
            crew.start();
            walk(&crew, 7);
        }
    }
}
