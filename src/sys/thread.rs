//! Threads: names, signals, and what becomes of them in a forked child.

use std::ffi::CStr;
use std::fs::File;
use std::io::Read;

use super::Errno;

/// Blocks `SIGPIPE` in the calling thread, so that a write to a broken connection that is not ours (the program's own
/// code runs on our threads, too) fails with `EPIPE` and does not end the process.
pub fn block_sigpipe() {
    if cfg!(miri) {
        return; // It has no signals.
    }
    // SAFETY: a zeroed sigset_t is valid memory for sigemptyset; `set` is initialised when pthread_sigmask reads it.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, libc::SIGPIPE);
        libc::pthread_sigmask(libc::SIG_BLOCK, &set, std::ptr::null_mut());
    }
}

/// Names a thread for debuggers and ps(1), as far as the system permits: up to 15 bytes.
pub fn set_name(thread: libc::pthread_t, name: &CStr) {
    let mut short = [0u8; 16];
    let len = name.to_bytes().len().min(15);
    short[..len].copy_from_slice(&name.to_bytes()[..len]);
    // SAFETY: `thread` is a live thread by the caller's choice of handle, `short` is NUL-terminated.
    unsafe { libc::pthread_setname_np(thread, short.as_ptr().cast()) };
}

/// The calling thread.
pub fn current() -> libc::pthread_t {
    // SAFETY: takes no arguments and cannot fail.
    unsafe { libc::pthread_self() }
}

/// The kernel's name for the calling thread, for [`is_asleep`].
pub fn current_id() -> libc::pid_t {
    // SAFETY: takes no arguments and cannot fail.
    unsafe { libc::gettid() }
}

/// Whether a thread of this process waits for something, and not only for a processor; `None` if that cannot be told.
pub fn is_asleep(id: libc::pid_t) -> Option<bool> {
    if cfg!(miri) {
        return None; // The kernel does not know its threads.
    }
    let mut stat = [0; 128];
    let mut file = File::open(format!("/proc/self/task/{id}/stat")).ok()?;
    let len = file.read(&mut stat).ok()?;
    // The state follows the name, which is in parentheses and may hold any characters, at most 64 of them.
    let end = stat[..len].iter().rposition(|&b| b == b')')?;
    stat.get(end + 2).map(|state| *state != b'R')
}

/// Calls `f` in every child that is forked from now on, see pthread_atfork(3). `f` may do no more than a signal
/// handler. Errors: `ENOMEM`.
pub fn at_fork_in_child(f: extern "C" fn()) -> Result<(), Errno> {
    // SAFETY: `f` is a function for the whole life of the process.
    match unsafe { libc::pthread_atfork(None, None, Some(f)) } {
        0 => Ok(()),
        e => Err(Errno(e)),
    }
}

/// Calls `f` before every fork of the calling thread or another one, on the thread that forks. Errors: `ENOMEM`.
pub fn at_fork(f: extern "C" fn()) -> Result<(), Errno> {
    // SAFETY: as above.
    match unsafe { libc::pthread_atfork(Some(f), None, None) } {
        0 => Ok(()),
        e => Err(Errno(e)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_thread_that_waits_is_asleep() {
        assert_eq!(is_asleep(current_id()), Some(false));
        let (tell, told) = mpsc::channel();
        let (wake, woken) = mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            tell.send(current_id()).unwrap();
            woken.recv().unwrap_err();
        });
        let id = told.recv().unwrap();
        while is_asleep(id) != Some(true) {
            std::thread::yield_now();
        }
        drop(wake);
        thread.join().unwrap();
        assert_eq!(is_asleep(-1), None);
    }
}
