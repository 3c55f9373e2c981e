//! Queues of tasks: one of each worker, and the injector that all share.

use std::collections::VecDeque;

use super::Task;

/// So many tasks that arose from others may run in a row before one that waits gets its turn.
const STREAK: u32 = 32;

/// The tasks of one worker.
#[derive(Default)]
pub(super) struct Queue {
    /// What arose from the tasks that ran before. It goes first: to finish one request before the next one is begun
    /// keeps memory and caches small, and answers sooner.
    next: VecDeque<Task>,
    /// What the poll set reported.
    ready: VecDeque<Task>,
    /// What is better done once for several tasks: when nothing else is there, before the worker waits.
    later: VecDeque<Task>,
    streak: u32,
}

impl Queue {
    /// Adds a task that arose from another one.
    pub(super) fn push(&mut self, task: Task) {
        self.next.push_back(task);
    }

    /// Adds a task that can wait for all others.
    pub(super) fn push_later(&mut self, task: Task) {
        self.later.push_back(task);
    }

    /// Adds an event.
    pub(super) fn push_event(&mut self, task: Task) {
        self.ready.push_back(task);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.next.is_empty() && self.ready.is_empty() && self.later.is_empty()
    }

    pub(super) fn pop(&mut self) -> Option<Task> {
        self.streak += 1;
        if self.streak <= STREAK {
            if let Some(task) = self.next.pop_front() {
                return Some(task);
            }
        }
        self.streak = 0;
        self.ready.pop_front().or_else(|| self.next.pop_front()).or_else(|| self.later.pop_front())
    }
}

/// The tasks of whoever comes first. Program tasks are apart, because one worker has to pass them over.
#[derive(Default)]
pub(super) struct Injector {
    library: VecDeque<Task>,
    program: VecDeque<Task>,
}

impl Injector {
    pub(super) fn push(&mut self, task: Task) {
        match task {
            Task::Program(_) => self.program.push_back(task),
            Task::Ready(..) | Task::Library(_) => self.library.push_back(task),
        }
    }

    /// Takes over what a stuck worker left. What it had put off is due now.
    pub(super) fn take_over(&mut self, queue: &mut Queue) {
        while let Some(task) = queue.pop() {
            self.push(task);
        }
    }

    pub(super) fn pop(&mut self, library_only: bool) -> Option<Task> {
        let program = &mut self.program;
        self.library.pop_front().or_else(|| if library_only { None } else { program.pop_front() })
    }

    pub(super) fn is_empty(&self, library_only: bool) -> bool {
        self.library.is_empty() && (library_only || self.program.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::nng::driver::Job;

    struct Nothing;

    impl Job for Nothing {
        fn run(self: Arc<Self>) {}
    }

    #[test]
    fn what_arises_goes_first_and_not_for_ever() {
        let mut queue = Queue::default();
        queue.push_later(Task::Program(Arc::new(Nothing)));
        queue.push_event(Task::Program(Arc::new(Nothing)));
        let mut before = 0;
        loop {
            queue.push(Task::Library(Arc::new(Nothing)));
            match queue.pop() {
                Some(Task::Library(_)) => before += 1,
                Some(_) => break,
                None => panic!("a task is there"),
            }
        }
        assert_eq!(before, STREAK);
        while let Some(Task::Library(_)) = queue.pop() {}
        assert!(queue.pop().is_none());
    }

    #[test]
    fn program_tasks_are_passed_over_where_they_must_not_run() {
        let mut injector = Injector::default();
        let mut queue = Queue::default();
        queue.push_later(Task::Library(Arc::new(Nothing)));
        queue.push(Task::Program(Arc::new(Nothing)));
        injector.take_over(&mut queue);
        assert!(queue.pop().is_none());
        assert!(matches!(injector.pop(true), Some(Task::Library(_))));
        assert!(injector.is_empty(true) && !injector.is_empty(false));
        assert!(injector.pop(true).is_none());
        assert!(matches!(injector.pop(false), Some(Task::Program(_))));
    }
}
