//! Mistakes that have to be found, or else the other scenarios show nothing.

use std::sync::Arc;

use loom::thread;

use super::Scenario;
use crate::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use crate::sync::{Condvar, Mutex, lock};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "self: update that is lost", preemptions: None, run: lost_update },
    Scenario { name: "self: wake-up that is lost", preemptions: None, run: lost_wake_up },
    Scenario { name: "self: locks in either order", preemptions: None, run: either_order },
    Scenario { name: "self: flags without an order", preemptions: None, run: unordered_flags },
];

fn lost_update() {
    let number = Arc::new(AtomicU64::new(0));
    let other = number.clone();
    let add = |number: &AtomicU64| number.store(number.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
    let thread = thread::spawn(move || add(&other));
    add(&number);
    thread.join().unwrap();
    assert_eq!(number.load(Ordering::SeqCst), 2);
}

fn lost_wake_up() {
    let shared = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
    let other = shared.clone();
    let thread = thread::spawn(move || {
        other.0.store(true, Ordering::SeqCst);
        other.2.notify_one();
    });
    let guard = lock(&shared.1);
    if !shared.0.load(Ordering::SeqCst) {
        drop(shared.2.wait(guard));
    }
    thread.join().unwrap();
}

fn either_order() {
    let locks = Arc::new((Mutex::new(()), Mutex::new(())));
    let other = locks.clone();
    let thread = thread::spawn(move || {
        let _first = lock(&other.1);
        let _second = lock(&other.0);
    });
    let first = lock(&locks.0);
    let second = lock(&locks.1);
    drop((first, second));
    thread.join().unwrap();
}

/// Two threads raise a flag each and look at the other's: without sequential consistency both can miss it.
fn unordered_flags() {
    let flags = Arc::new((AtomicBool::new(false), AtomicBool::new(false)));
    let other = flags.clone();
    let thread = thread::spawn(move || {
        other.0.store(true, Ordering::Release);
        other.1.load(Ordering::Acquire)
    });
    flags.1.store(true, Ordering::Release);
    let seen = flags.0.load(Ordering::Acquire);
    assert!(thread.join().unwrap() || seen);
}
