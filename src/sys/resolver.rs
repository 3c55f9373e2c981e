//! Name lookups in the background, see getaddrinfo(3).
//!
//! getaddrinfo blocks, so it runs on threads of its own: a few, started when there is work and gone after an idle
//! while. A lookup ends with one call of its callback, on such a thread, unless [`Lookup::cancel`] won the race.
//!
//! Exactly once: the callback lives in an `Option` under the lookup's lock. Whoever takes it out, the thread that has
//! the answer or the caller that lost interest, decides; the other finds `None`. The lock is not held while it runs.

use std::collections::VecDeque;
use std::ffi::CString;
use std::mem;
use std::net::IpAddr;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::Duration;

use super::thread::at_fork_in_child;
use super::{Errno, SockAddr};

/// Lookups that may be under way at once; more wait in a queue.
const MAX_THREADS: usize = 8;
/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(10);

/// The kinds of addresses to look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// IPv4 and IPv6, in the order of preference that the system is configured for.
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// Why a lookup has no addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LookupError {
    /// The name does not exist, or has no address of the wanted family (`EAI_NONAME`, `EAI_NODATA`, ...).
    NotFound,
    /// No name server answered in time, or it is in trouble (`EAI_AGAIN`).
    TryAgain,
    /// Any other failure, as the error number that describes it best.
    System(Errno),
}

/// The addresses of the name, at least one; or why there are none.
pub type Answer = Result<Vec<IpAddr>, LookupError>;

type Callback = Box<dyn FnOnce(Answer) + Send>;

struct Request {
    name: CString,
    family: Family,
    callback: Mutex<Option<Callback>>,
}

/// A lookup under way. Dropping it changes nothing: the callback is still called.
pub struct Lookup(Arc<Request>);

impl Lookup {
    /// Loses interest. `true`: the callback was dropped and will never be called; `false`: it has been called or is
    /// being called right now.
    pub fn cancel(&self) -> bool {
        let callback = lock(&self.0.callback).take();
        callback.is_some()
    }
}

struct Pool {
    state: Mutex<State>,
    work: Condvar,
}

struct State {
    queue: VecDeque<Arc<Request>>,
    threads: usize,
    idle: usize,
}

/// The pool of this process, once there is one. It is never freed.
static POOL: AtomicPtr<Pool> = AtomicPtr::new(ptr::null_mut());

/// In a forked child the threads of the pool are missing, and its lock may be held for ever. The child gets a new one;
/// what was asked for before is not answered there.
extern "C" fn forget_pool() {
    POOL.store(ptr::null_mut(), Ordering::Release);
}

fn pool() -> &'static Pool {
    static AT_FORK: Once = Once::new();
    AT_FORK.call_once(|| {
        // Fails for lack of memory. Then lookups in children have only their deadlines.
        let _ = at_fork_in_child(forget_pool);
    });
    let mut pool = POOL.load(Ordering::Acquire);
    if pool.is_null() {
        let state = State { queue: VecDeque::new(), threads: 0, idle: 0 };
        let new = Box::into_raw(Box::new(Pool { state: Mutex::new(state), work: Condvar::new() }));
        match POOL.compare_exchange(ptr::null_mut(), new, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => pool = new,
            Err(other) => {
                pool = other;
                // SAFETY: made above, and nobody has seen it.
                drop(unsafe { Box::from_raw(new) });
            }
        }
    }
    // SAFETY: made from a box that is never freed.
    unsafe { &*pool }
}

/// Starts to look `name` up; `callback` gets the answer, on another thread.
///
/// Errors, with the callback dropped: `EINVAL` (the name contains a NUL), `EAGAIN` (no thread could be started).
pub fn lookup(
    name: &[u8],
    family: Family,
    callback: impl FnOnce(Answer) + Send + 'static,
) -> Result<Lookup, Errno> {
    let name = CString::new(name).map_err(|_| Errno::EINVAL)?;
    let request = Arc::new(Request { name, family, callback: Mutex::new(Some(Box::new(callback))) });
    let pool = pool();
    let mut state = lock(&pool.state);
    if state.queue.len() >= state.idle && state.threads < MAX_THREADS {
        match spawn(pool) {
            Ok(()) => state.threads += 1,
            // The threads that exist will get to it.
            Err(_) if state.threads > 0 => {}
            Err(e) => return Err(e),
        }
    }
    state.queue.push_back(Arc::clone(&request));
    drop(state);
    pool.work.notify_one();
    Ok(Lookup(request))
}

/// Starts a thread with all signals blocked: they are the program's, and its handlers run on its own threads.
fn spawn(pool: &'static Pool) -> Result<(), Errno> {
    // SAFETY: a zeroed sigset_t is only ever overwritten; the sets are valid for the calls, which cannot fail.
    let before = unsafe {
        let (mut all, mut before) = (mem::zeroed(), mem::zeroed());
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
        before
    };
    let started = thread::Builder::new().name("resolver".into()).spawn(|| work(pool));
    // SAFETY: as above.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut()) };
    started.map(drop).map_err(|e| Errno(e.raw_os_error().unwrap_or(libc::EAGAIN)))
}

fn work(pool: &Pool) {
    let mut state = lock(&pool.state);
    loop {
        if let Some(request) = state.queue.pop_front() {
            drop(state);
            serve(&request);
            drop(request);
            state = lock(&pool.state);
            continue;
        }
        state.idle += 1;
        let (guard, waited) = pool.work.wait_timeout(state, IDLE).unwrap_or_else(PoisonError::into_inner);
        state = guard;
        state.idle -= 1;
        if waited.timed_out() && state.queue.is_empty() {
            state.threads -= 1;
            return;
        }
    }
}

fn serve(request: &Request) {
    // Nobody is interested any more: spare the name server the question.
    if lock(&request.callback).is_none() {
        return;
    }
    let answer = resolve(&request.name, request.family);
    let callback = lock(&request.callback).take();
    if let Some(callback) = callback {
        callback(answer);
    }
}

fn resolve(name: &CString, family: Family) -> Answer {
    // SAFETY: all-zero is a valid addrinfo: no flags, no pointers.
    let mut hints: libc::addrinfo = unsafe { mem::zeroed() };
    hints.ai_family = match family {
        Family::Any => libc::AF_UNSPEC,
        Family::V4 => libc::AF_INET,
        Family::V6 => libc::AF_INET6,
    };
    // One socket type, or every address would be reported once for each.
    hints.ai_socktype = libc::SOCK_STREAM;
    let mut list = std::ptr::null_mut();
    // SAFETY: name and hints are valid for the call; `list` is set if it returns 0.
    let rc = unsafe { libc::getaddrinfo(name.as_ptr(), std::ptr::null(), &hints, &mut list) };
    match rc {
        0 => {}
        libc::EAI_AGAIN => return Err(LookupError::TryAgain),
        libc::EAI_SYSTEM => return Err(LookupError::System(Errno::last())),
        libc::EAI_MEMORY => return Err(LookupError::System(Errno::ENOMEM)),
        libc::EAI_FAIL => return Err(LookupError::System(Errno::EIO)),
        _ => return Err(LookupError::NotFound),
    }
    let mut found = Vec::new();
    let mut at = list;
    while !at.is_null() {
        // SAFETY: `at` is an element of the list, whose address is readable for its length.
        unsafe {
            let addr = SockAddr::from_raw((*at).ai_addr, (*at).ai_addrlen as usize);
            found.extend(addr.ok().and_then(|a| a.ip()).map(|a| a.ip()));
            at = (*at).ai_next;
        }
    }
    // SAFETY: `list` came from getaddrinfo and nothing refers to it any more.
    unsafe { libc::freeaddrinfo(list) };
    if found.is_empty() { Err(LookupError::NotFound) } else { Ok(found) }
}

/// A panic ends the process (and none happens under these locks), so a poisoned lock is as good as any other.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};
    use std::sync::mpsc;

    use super::*;

    // Numeric names: answered by getaddrinfo itself, whatever the network of the machine.
    fn ask(name: &str, family: Family) -> Answer {
        let (tx, rx) = mpsc::channel();
        lookup(name.as_bytes(), family, move |answer| tx.send(answer).unwrap()).unwrap();
        rx.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    #[test]
    fn answers_by_family() {
        assert_eq!(ask("127.0.0.1", Family::Any), Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]));
        assert_eq!(ask("::1", Family::V6), Ok(vec![IpAddr::V6(Ipv6Addr::LOCALHOST)]));
        assert_eq!(ask("127.0.0.1", Family::V6), Err(LookupError::NotFound));
    }

    #[test]
    fn every_lookup_of_many_is_answered_once() {
        let (tx, rx) = mpsc::channel();
        for i in 0..100u8 {
            let tx = tx.clone();
            lookup(format!("127.0.0.{i}").as_bytes(), Family::V4, move |a| tx.send(a).unwrap()).unwrap();
        }
        drop(tx);
        let mut seen: Vec<_> = rx.iter().map(|a| a.unwrap()[0]).collect();
        seen.sort();
        assert_eq!(seen, (0..100).map(|i| IpAddr::V4(Ipv4Addr::new(127, 0, 0, i))).collect::<Vec<_>>());
    }

    #[test]
    fn cancelled_lookup_is_silent() {
        let (tx, rx) = mpsc::channel();
        let pending = lookup(b"127.0.0.1", Family::V4, move |a| tx.send(a).unwrap()).unwrap();
        let silent = pending.cancel();
        assert!(!pending.cancel());
        // The sender is dropped with the callback: the channel ends at once, with or without an answer in it.
        assert_eq!(rx.iter().count(), usize::from(!silent));
    }

    #[test]
    fn name_with_nul_is_refused() {
        assert_eq!(lookup(b"a\0b", Family::Any, |_| ()).err(), Some(Errno::EINVAL));
    }
}
