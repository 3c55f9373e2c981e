//! The life of an operation as a state machine: no locks, no clocks, no threads.
//!
//! ```text
//!            begin                schedule
//!   Idle ───────────▶ Begun ────────────────▶ Pending
//!    ▲                  │ finish                 │ finish
//!    │ start_callback   ▼                        │
//!    └────────────── Completing ◀────────────────┘
//! ```
//!
//! [`Aio`](super::Aio) keeps one machine under its lock, so every transition is atomic, and an interleaving of
//! threads is a sequence of transitions. The test below walks through all of them up to a length and holds the
//! machine to these rules:
//!
//! - every operation that begins ends in exactly one completion; what arrives later is ignored;
//! - a canceller is handed out at most once, and only while its operation is pending;
//! - the object is busy until the canceller that was handed out is done with, too: what the program gave to it is
//!   not needed any more when a wait returns;
//! - a stopped machine begins nothing any more;
//! - the object is busy from the beginning of an operation until its callback returned. A callback that starts the
//!   next operation leaves no gap, because it is still running when `begin` is called.
//!
//! Callbacks and cancellers are counted apart from the phase: while one runs, the machine is already free for the next
//! operation, whose callback may run at the same time on another thread.

/// Where the operation stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    /// None is under way.
    Idle,
    /// The provider has taken it on and not decided yet how to go about it.
    Begun,
    /// The provider will finish it later.
    Pending,
    /// The outcome is there, the callback has not been called yet.
    Completing,
}

/// What [`State::schedule`] made of the operation.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Scheduled<C> {
    /// It is pending under this number, see [`State::expire`].
    Pending(u64),
    /// It was aborted before. It is pending, but the canceller was not kept: now is its time.
    Aborted(Canceled<C>),
    /// No operation has begun, or it is pending already: nothing changed.
    Refused,
}

/// A canceller that was handed out, to be called. [`State::end_call`] has to follow.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Canceled<C> {
    pub(super) canceller: C,
    /// The number of its operation, see [`State::is_pending`].
    pub(super) sequence: u64,
    /// With which code the operation shall end.
    pub(super) code: i32,
}

/// What has to follow [`State::finish`].
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Finished {
    /// The operation had been completed before: nothing.
    Ignored,
    /// There is a callback: it has to be queued.
    Callback,
    /// There is no callback: whoever waits has to be woken.
    Idle,
}

/// The state of one aio. `C` is what a provider leaves to be reached by when the operation shall end early.
#[derive(Clone, Debug)]
pub(super) struct State<C> {
    phase: Phase,
    /// Set by `stop`, never cleared.
    stopped: bool,
    /// Whether completions have a callback to call.
    has_callback: bool,
    /// Callbacks that are running, and cancellers that were handed out.
    running: u32,
    /// Counts operations, so that a timer of one cannot end the next.
    sequence: u64,
    /// An abort that came before the provider could be reached.
    aborted: Option<i32>,
    canceller: Option<C>,
    result: i32,
    count: usize,
}

impl<C> State<C> {
    pub(super) fn new(has_callback: bool) -> State<C> {
        State {
            phase: Phase::Idle,
            stopped: false,
            has_callback,
            running: 0,
            sequence: 0,
            aborted: None,
            canceller: None,
            result: 0,
            count: 0,
        }
    }

    /// The outcome of the last operation: its result, and how many bytes it moved.
    pub(super) fn outcome(&self) -> (i32, usize) {
        (self.result, self.count)
    }

    /// Begins an operation. `false`: the aio is stopped (the result is `canceled` then), or an operation is under
    /// way, which goes on undisturbed. An operation that has only begun may be begun again.
    pub(super) fn begin(&mut self, canceled: i32) -> bool {
        match self.phase {
            Phase::Pending | Phase::Completing => false,
            Phase::Begun => !self.stopped,
            Phase::Idle if self.stopped => {
                (self.result, self.count) = (canceled, 0);
                false
            }
            Phase::Idle => {
                (self.result, self.count) = (0, 0);
                self.phase = Phase::Begun;
                self.sequence += 1;
                true
            }
        }
    }

    /// The provider will finish the operation later, and can be asked through `canceller` to end it early.
    pub(super) fn schedule(&mut self, canceller: C) -> Scheduled<C> {
        if self.phase != Phase::Begun {
            return Scheduled::Refused;
        }
        self.phase = Phase::Pending;
        match self.aborted.take() {
            Some(code) => {
                self.running += 1;
                Scheduled::Aborted(Canceled { canceller, sequence: self.sequence, code })
            }
            None => {
                self.canceller = Some(canceller);
                Scheduled::Pending(self.sequence)
            }
        }
    }

    /// Ends the operation early with `code`: hands out the canceller if there is one left, remembers the code if the
    /// operation has only begun, and leaves an operation alone that is complete.
    pub(super) fn abort(&mut self, code: i32) -> Option<Canceled<C>> {
        if self.phase == Phase::Begun && self.aborted.is_none() {
            self.aborted = Some(code);
        }
        let canceller = self.canceller.take()?;
        self.running += 1;
        Some(Canceled { canceller, sequence: self.sequence, code })
    }

    /// The time of operation number `sequence` is over: ends it with `code` if it is still pending, like
    /// [`abort`](Self::abort).
    pub(super) fn expire(&mut self, sequence: u64, code: i32) -> Option<Canceled<C>> {
        if self.is_pending(sequence) { self.abort(code) } else { None }
    }

    /// Whether operation number `sequence` is pending.
    pub(super) fn is_pending(&self, sequence: u64) -> bool {
        self.phase == Phase::Pending && self.sequence == sequence
    }

    /// The operation ended. A finish without a begin is one that begins and ends at once.
    pub(super) fn finish(&mut self, result: i32, count: usize) -> Finished {
        match self.phase {
            Phase::Completing => return Finished::Ignored,
            Phase::Idle => self.sequence += 1,
            Phase::Begun | Phase::Pending => {}
        }
        (self.result, self.count) = (result, count);
        self.canceller = None;
        self.aborted = None;
        if self.has_callback {
            self.phase = Phase::Completing;
            Finished::Callback
        } else {
            self.phase = Phase::Idle;
            Finished::Idle
        }
    }

    /// The queued callback is about to run; the next operation may begin.
    pub(super) fn start_callback(&mut self) {
        debug_assert_eq!(self.phase, Phase::Completing);
        self.phase = Phase::Idle;
        self.running += 1;
    }

    /// A callback returned, or a canceller that was handed out is done with. `true` if the aio is no longer busy.
    pub(super) fn end_call(&mut self) -> bool {
        self.running -= 1;
        !self.busy()
    }

    /// Lets no operation begin any more, and aborts the one under way like [`abort`](Self::abort).
    pub(super) fn stop(&mut self, code: i32) -> Option<Canceled<C>> {
        self.stopped = true;
        self.abort(code)
    }

    pub(super) fn busy(&self) -> bool {
        self.phase != Phase::Idle || self.running > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANCELED: i32 = 20;

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Begin,
        Schedule,
        Abort,
        Expire,
        ExpireStale,
        Finish,
        StartCallback,
        EndCall,
        Stop,
    }

    use Step::*;

    const STEPS: [Step; 9] =
        [Begin, Schedule, Abort, Expire, ExpireStale, Finish, StartCallback, EndCall, Stop];

    /// The machine together with what an observer has counted.
    #[derive(Clone)]
    struct Observed {
        state: State<u64>,
        begun: u64,
        completed: u64,
        queued: u64,
        running: u64,
        stopped: bool,
        /// Operation whose canceller was handed out last.
        canceled: u64,
    }

    impl Observed {
        fn canceled(&mut self, canceled: Option<Canceled<u64>>) {
            if let Some(Canceled { canceller: operation, sequence, .. }) = canceled {
                assert_eq!(operation, self.begun, "canceller of another operation");
                assert_eq!(self.begun, self.completed + 1, "canceller of a completed operation");
                assert!(self.canceled < operation, "canceller handed out twice");
                assert!(self.state.is_pending(sequence), "canceller of what is not pending");
                self.canceled = operation;
                self.running += 1;
            }
        }

        /// Performs a step. `false`: it cannot happen in this state, because it is the driver's own.
        fn step(&mut self, step: Step) -> bool {
            let under_way = self.begun > self.completed;
            match step {
                Begin => {
                    let began = self.state.begin(CANCELED);
                    self.begun += u64::from(began && !under_way);
                    assert!(!(began && self.stopped), "a stopped aio began");
                    assert!(!(began && self.queued > 0), "began while its callback is queued");
                }
                Schedule => match self.state.schedule(self.begun) {
                    Scheduled::Aborted(canceled) => self.canceled(Some(canceled)),
                    Scheduled::Pending(_) => assert!(under_way),
                    Scheduled::Refused => {}
                },
                Abort => {
                    let canceled = self.state.abort(CANCELED);
                    self.canceled(canceled);
                }
                Expire => {
                    let canceled = self.state.expire(self.state.sequence, CANCELED);
                    self.canceled(canceled);
                }
                ExpireStale => {
                    assert_eq!(self.state.expire(self.state.sequence.wrapping_sub(1), CANCELED), None);
                }
                Finish => match self.state.finish(0, 1) {
                    Finished::Ignored => assert!(self.queued > 0),
                    finished => {
                        self.begun += u64::from(!under_way);
                        self.completed += 1;
                        self.queued += u64::from(finished == Finished::Callback);
                    }
                },
                StartCallback if self.queued > 0 => {
                    self.queued -= 1;
                    self.running += 1;
                    self.state.start_callback();
                }
                EndCall if self.running > 0 => {
                    self.running -= 1;
                    assert_eq!(self.state.end_call(), !self.state.busy());
                }
                Stop => {
                    self.stopped = true;
                    let canceled = self.state.stop(CANCELED);
                    self.canceled(canceled);
                }
                StartCallback | EndCall => return false,
            }
            assert!(self.queued <= 1, "two callbacks for one operation");
            assert!(self.completed <= self.begun && self.begun <= self.completed + 1);
            let busy = self.begun > self.completed || self.queued > 0 || self.running > 0;
            assert_eq!(self.state.busy(), busy);
            true
        }
    }

    fn walk(observed: &Observed, depth: u32, visited: &mut u64) {
        *visited += 1;
        for step in STEPS.into_iter().filter(|_| depth > 0) {
            let mut next = observed.clone();
            if next.step(step) {
                walk(&next, depth - 1, visited);
            }
        }
    }

    #[test]
    fn every_interleaving_keeps_the_rules() {
        for has_callback in [true, false] {
            let state = State::new(has_callback);
            let (begun, completed, queued, running, stopped, canceled) = (0, 0, 0, 0, false, 0);
            let mut visited = 0;
            walk(&Observed { state, begun, completed, queued, running, stopped, canceled }, 6, &mut visited);
            assert!(visited > 100_000, "{visited}");
        }
    }

    #[test]
    fn abort_before_schedule_is_remembered_for_that_operation_alone() {
        let mut state = State::<()>::new(true);
        assert!(state.begin(CANCELED));
        assert_eq!(state.abort(5), None);
        assert_eq!(state.abort(6), None);
        let canceled = Canceled { canceller: (), sequence: 1, code: 5 };
        assert_eq!(state.schedule(()), Scheduled::Aborted(canceled));
        assert_eq!(state.finish(5, 0), Finished::Callback);
        state.end_call();
        state.start_callback();
        assert!(state.begin(CANCELED));
        assert_eq!(state.schedule(()), Scheduled::Pending(2));
    }

    #[test]
    fn completed_operation_keeps_its_result() {
        let mut state = State::<()>::new(false);
        assert!(state.begin(CANCELED));
        assert_eq!(state.finish(7, 3), Finished::Idle);
        assert_eq!(state.abort(CANCELED), None);
        assert_eq!(state.stop(CANCELED), None);
        assert_eq!(state.outcome(), (7, 3));
        assert!(!state.begin(CANCELED));
        assert_eq!(state.outcome(), (CANCELED, 0));
    }
}
