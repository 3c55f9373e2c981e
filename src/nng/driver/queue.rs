//! Queues of tasks: one of each worker, and the injector that all share.

use std::collections::VecDeque;

use super::Task;

/// The tasks of one worker.
#[derive(Default)]
pub(super) struct Queue {
    /// Run in this order.
    pub(super) ready: VecDeque<Task>,
    /// Run when nothing is ready, before the worker waits: what is better done once for several tasks.
    pub(super) later: VecDeque<Task>,
}

impl Queue {
    pub(super) fn pop(&mut self) -> Option<Task> {
        self.ready.pop_front().or_else(|| self.later.pop_front())
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
        for task in queue.ready.drain(..).chain(queue.later.drain(..)) {
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
    fn program_tasks_are_passed_over_where_they_must_not_run() {
        let mut injector = Injector::default();
        let mut queue = Queue::default();
        queue.later.push_back(Task::Library(Arc::new(Nothing)));
        queue.ready.push_back(Task::Program(Arc::new(Nothing)));
        injector.take_over(&mut queue);
        assert!(queue.pop().is_none());
        assert!(matches!(injector.pop(true), Some(Task::Library(_))));
        assert!(injector.is_empty(true) && !injector.is_empty(false));
        assert!(injector.pop(true).is_none());
        assert!(matches!(injector.pop(false), Some(Task::Program(_))));
    }
}
