//! Operations that are begun, cancelled, finished, stopped and waited for by several threads at once.
//!
//! A thread that waits for what never comes is a deadlock, which loom reports.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use loom::thread;

use super::Scenario;
use crate::nng::aio::{Aio, Callback, Op, Operation, Provider};
use crate::nng::driver;
use crate::nng::error::Error;
use crate::sync::{Mutex, lock};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "aio: finish, abort", preemptions: None, run: finish_abort },
    Scenario { name: "aio: finish, abort, two wait", preemptions: Some(3), run: finish_abort_two_wait },
    Scenario { name: "aio: finish, abort, stop", preemptions: Some(5), run: finish_abort_stop },
    Scenario { name: "aio: abort, abort, expire", preemptions: Some(5), run: abort_abort_expire },
    Scenario { name: "aio: stop, stop, finish", preemptions: Some(4), run: stop_stop_finish },
    Scenario { name: "aio: finish, expire, callback", preemptions: None, run: finish_expire },
    Scenario { name: "aio: begin, stop", preemptions: Some(4), run: begin_stop },
    Scenario { name: "aio: begin, stop, expire", preemptions: Some(4), run: begin_stop_expire },
    Scenario { name: "aio: old timer, next operation", preemptions: None, run: old_timer },
    Scenario { name: "aio: callback that goes on, wait", preemptions: Some(4), run: chain },
    Scenario { name: "aio: callback that goes on, free", preemptions: Some(5), run: chain_free },
    Scenario { name: "aio: program's canceller, expire, free", preemptions: None, run: canceller_free },
    Scenario { name: "aio: program's canceller, expire, abort", preemptions: None, run: canceller_twice },
    Scenario { name: "aio: program's begin, abort", preemptions: None, run: program_begin_abort },
    Scenario { name: "aio: program's begin, stop", preemptions: None, run: program_begin_stop },
    Scenario { name: "aio: program's begin, finish, no time", preemptions: None, run: program_no_time },
    Scenario { name: "aio: sleep, expire, abort", preemptions: Some(5), run: sleep },
    Scenario { name: "aio: pending, shut down", preemptions: None, run: shut_down },
    Scenario { name: "aio: finished twice", preemptions: Some(5), run: finished_twice },
    Scenario { name: "aio: reaped in its callback, abort", preemptions: None, run: reaped },
];

/// The atomics of the scenarios' own bookkeeping are no subject of theirs, and not loom's.
const RELAXED: Ordering = Ordering::Relaxed;
const ABORTED: i32 = 9;

/// A provider with one operation at a time, as the library's are: whoever takes it out finishes it.
#[derive(Default)]
struct One(Mutex<Option<(Op, u64)>>);

impl One {
    /// Begins operation `token` and leaves it pending. `false`: it is over already.
    fn start(self: &Arc<One>, aio: &Arc<Aio>, token: u64) -> bool {
        if !aio.begin() {
            return false;
        }
        let mut slot = lock(&self.0);
        let pending = aio.clone().schedule(self.clone(), token);
        if pending {
            *slot = Some((aio.clone(), token));
        }
        pending
    }

    fn finish(&self) {
        let taken = lock(&self.0).take();
        if let Some((op, _)) = taken {
            op.finish(Ok(1));
        }
    }
}

impl Provider for One {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        let taken = lock(&self.0).take_if(|(_, other)| *other == token);
        if let Some((op, _)) = taken {
            op.finish(outcome);
        }
    }
}

/// Counts its callbacks, and knows when none may come any more.
#[derive(Default)]
struct Seen {
    calls: AtomicU32,
    over: AtomicBool,
}

impl Seen {
    fn callback(self: &Arc<Seen>) -> Callback {
        let seen = self.clone();
        Callback::Program(Box::new(move || seen.call()))
    }

    fn call(&self) {
        assert!(!self.over.load(RELAXED), "called after the end");
        self.calls.fetch_add(1, RELAXED);
    }

    fn calls(&self) -> u32 {
        self.calls.load(RELAXED)
    }

    /// Stops and waits, as `nng_aio_free` does.
    fn free(&self, aio: Arc<Aio>) {
        aio.stop(Error::CLOSED);
        aio.wait();
        self.over.store(true, RELAXED);
    }
}

fn finish_abort() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || one.finish());
    aio.abort_with(ABORTED);
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!(matches!((aio.result(), aio.count()), (0, 1) | (ABORTED, 0)));
    finisher.join().unwrap();
    seen.free(aio);
}

fn finish_abort_two_wait() {
    let one = Arc::new(One::default());
    let aio = Aio::new(Callback::None);
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || one.finish());
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    let other = aio.clone();
    let waiter = thread::spawn(move || {
        other.wait();
        assert!(!other.busy());
    });
    aio.wait();
    assert!(matches!((aio.result(), aio.count()), (0, 1) | (ABORTED, 0)));
    for thread in [finisher, aborter, waiter] {
        thread.join().unwrap();
    }
}

/// All that ends an operation but time, at once: one completion.
fn finish_abort_stop() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || one.finish());
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    aio.stop(Error::CANCELED);
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([0, ABORTED, Error::CANCELED.code()].contains(&aio.result()));
    finisher.join().unwrap();
    aborter.join().unwrap();
    seen.free(aio);
}

fn abort_abort_expire() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    aio.set_timeout(1);
    assert!(one.start(&aio, 1));
    let clock = thread::spawn(driver::expire_all);
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    aio.abort_with(ABORTED + 1);
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([ABORTED, ABORTED + 1, Error::TIMED_OUT.code()].contains(&aio.result()));
    aborter.join().unwrap();
    clock.join().unwrap();
    seen.free(aio);
}

/// Whoever stops it finds it idle afterwards, also if another one was first.
fn stop_stop_finish() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || one.finish());
    let (other, calls) = (aio.clone(), seen.clone());
    let stopper = thread::spawn(move || {
        other.stop(Error::CLOSED);
        other.wait();
        assert!(!other.busy());
        assert_eq!(calls.calls(), 1);
    });
    aio.stop(Error::CANCELED);
    aio.wait();
    assert!(!aio.busy());
    assert_eq!(seen.calls(), 1);
    finisher.join().unwrap();
    stopper.join().unwrap();
    seen.over.store(true, RELAXED);
}

fn finish_expire() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    aio.set_timeout(1);
    assert!(one.start(&aio, 1));
    let clock = thread::spawn(driver::expire_all);
    one.finish();
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([0, Error::TIMED_OUT.code()].contains(&aio.result()));
    clock.join().unwrap();
    seen.free(aio);
}

fn begin_stop() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    let other = aio.clone();
    let stopper = thread::spawn(move || {
        other.stop(Error::CANCELED);
        other.wait();
        assert!(!other.busy());
    });
    one.start(&aio, 1);
    aio.wait();
    stopper.join().unwrap();
    assert!(seen.calls() <= 1);
    assert_eq!(aio.result(), Error::CANCELED.code());
    assert!(!one.start(&aio, 2) && !aio.busy());
    seen.over.store(true, RELAXED);
}

fn begin_stop_expire() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    aio.set_timeout(1);
    let clock = thread::spawn(driver::expire_all);
    let other = aio.clone();
    let stopper = thread::spawn(move || other.stop(Error::CANCELED));
    one.start(&aio, 1);
    aio.wait();
    stopper.join().unwrap();
    clock.join().unwrap();
    assert!([Error::CANCELED, Error::TIMED_OUT].map(Error::code).contains(&aio.result()));
    seen.free(aio);
}

/// The timer of an operation that was finished in time must not end the next one, which has none.
fn old_timer() {
    let one = Arc::new(One::default());
    let aio = Aio::new(Callback::None);
    aio.set_timeout(1);
    assert!(one.start(&aio, 1));
    let clock = thread::spawn(driver::expire_all);
    one.finish();
    aio.wait();
    aio.set_timeout(-1);
    assert!(one.start(&aio, 2));
    clock.join().unwrap();
    assert!(aio.busy());
    one.finish();
    assert_eq!(aio.result(), 0);
}

/// An aio whose callback gets the aio.
fn with_itself(callback: impl Fn(Arc<Aio>) + Send + Sync + 'static) -> Arc<Aio> {
    let itself = Arc::new(OnceLock::<Weak<Aio>>::new());
    let known = itself.clone();
    let aio = Aio::new(Callback::Program(Box::new(move || {
        callback(known.get().and_then(Weak::upgrade).expect("it runs a task of the aio"));
    })));
    itself.set(Arc::downgrade(&aio)).expect("nobody else sets it");
    aio
}

/// An aio whose callback begins a second operation, which `one` holds.
fn chained(seen: &Arc<Seen>, one: &Arc<One>) -> Arc<Aio> {
    let (seen, one) = (seen.clone(), one.clone());
    with_itself(move |aio| {
        seen.call();
        if seen.calls() == 1 {
            one.start(&aio, 2);
        }
        assert!(!seen.over.load(RELAXED), "released under its callback");
    })
}

fn chain() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = chained(&seen, &one);
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || {
        one.finish();
        while lock(&one.0).is_none() {
            thread::yield_now();
        }
        one.finish();
    });
    aio.wait();
    assert_eq!(seen.calls(), 2, "the wait ended between two operations");
    finisher.join().unwrap();
}

fn chain_free() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = chained(&seen, &one);
    assert!(one.start(&aio, 1));
    let finisher = thread::spawn(move || one.finish());
    seen.free(aio);
    finisher.join().unwrap();
    assert!((1..=2).contains(&seen.calls()));
}

/// The program gives memory to its canceller, and takes it away when the aio is released.
fn canceller_free() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(Callback::None);
    aio.set_timeout(1);
    assert!(aio.begin());
    let canceller = seen.clone();
    aio.defer(Box::new(move |_| {
        canceller.call();
        loom::thread::yield_now();
        assert!(!canceller.over.load(RELAXED), "released under its canceller");
    }));
    let clock = thread::spawn(driver::expire_all);
    aio.finish_with(0);
    seen.free(aio);
    clock.join().unwrap();
}

fn canceller_twice() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(Callback::None);
    aio.set_timeout(1);
    assert!(aio.begin());
    let (canceller, other) = (seen.clone(), aio.clone());
    aio.defer(Box::new(move |code| {
        canceller.call();
        other.finish_with(code);
    }));
    let clock = thread::spawn(driver::expire_all);
    aio.abort_with(ABORTED);
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([ABORTED, Error::TIMED_OUT.code()].contains(&aio.result()));
    clock.join().unwrap();
}

/// Begins an operation of the program whose canceller finishes it. `false`: nothing has begun.
fn program_start(aio: &Arc<Aio>, seen: &Arc<Seen>) -> bool {
    if !aio.begin() {
        return false;
    }
    let (canceller, other) = (seen.clone(), aio.clone());
    aio.defer(Box::new(move |code| {
        canceller.call();
        other.finish_with(code);
    }));
    true
}

/// An abort that comes between begin and defer is not lost, and one that comes before them does nothing.
fn program_begin_abort() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(Callback::None);
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    assert!(program_start(&aio, &seen));
    aborter.join().unwrap();
    aio.abort_with(ABORTED + 1);
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([ABORTED, ABORTED + 1].contains(&aio.result()));
    seen.free(aio);
}

fn program_begin_stop() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(Callback::None);
    let other = aio.clone();
    let stopper = thread::spawn(move || {
        other.stop(Error::CANCELED);
        other.wait();
        assert!(!other.busy());
    });
    let begun = program_start(&aio, &seen);
    stopper.join().unwrap();
    assert_eq!(seen.calls(), u32::from(begun));
    assert_eq!(aio.result(), Error::CANCELED.code());
    seen.over.store(true, RELAXED);
}

/// Finished by another thread while `defer` finds that there is no time: the canceller is called at most once, and never
/// after a wait.
fn program_no_time() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(Callback::None);
    aio.set_timeout(0);
    assert!(aio.begin());
    let other = aio.clone();
    let finisher = thread::spawn(move || other.finish_with(0));
    let canceller = seen.clone();
    aio.defer(Box::new(move |_| canceller.call()));
    aio.wait();
    assert_eq!(aio.result(), 0);
    seen.over.store(true, RELAXED);
    finisher.join().unwrap();
}

fn sleep() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(seen.callback());
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    aio.sleep(1000);
    driver::expire_all();
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([0, ABORTED].contains(&aio.result()));
    aborter.join().unwrap();
    seen.free(aio);
}

fn shut_down() {
    let (seen, one) = (Arc::new(Seen::default()), Arc::new(One::default()));
    let aio = Aio::new(seen.callback());
    aio.set_timeout(1);
    assert!(one.start(&aio, 1));
    let ender = thread::spawn(driver::shut_down);
    one.finish();
    aio.wait();
    assert_eq!(seen.calls(), 1);
    assert!([0, Error::CLOSED.code()].contains(&aio.result()));
    ender.join().unwrap();
}

/// What no provider may do corrupts nothing: each call of the callback is one completion.
fn finished_twice() {
    let seen = Arc::new(Seen::default());
    let aio = Aio::new(seen.callback());
    assert!(aio.begin());
    let other = aio.clone();
    let finisher = thread::spawn(move || other.finish_with(1));
    aio.finish_with(2);
    finisher.join().unwrap();
    aio.wait();
    assert!((1..=2).contains(&seen.calls()));
    assert!([1, 2].contains(&aio.result()));
    seen.free(aio);
}

fn reaped() {
    let result = Arc::new(AtomicI32::new(-1));
    let seen = result.clone();
    let aio = with_itself(move |aio| {
        seen.store(aio.result(), RELAXED);
        aio.stop(Error::CLOSED);
        aio.wait();
    });
    assert!(aio.begin());
    let other = aio.clone();
    let aborter = thread::spawn(move || other.abort_with(ABORTED));
    aio.finish_with(3);
    aborter.join().unwrap();
    aio.wait();
    assert_eq!(result.load(RELAXED), 3);
}
