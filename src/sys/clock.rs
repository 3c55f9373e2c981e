//! The monotonic clock, see clock_gettime(2).

/// Milliseconds of `CLOCK_MONOTONIC`: never goes back, and is positive from the first millisecond after boot on.
pub fn now_ms() -> i64 {
    let t = monotonic();
    t.tv_sec * 1000 + t.tv_nsec / 1_000_000
}

/// Nanoseconds of the same clock.
pub fn now_ns() -> u64 {
    let t = monotonic();
    t.tv_sec as u64 * 1_000_000_000 + t.tv_nsec as u64
}

fn monotonic() -> libc::timespec {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `t` is writable for the call. The call cannot fail: the clock id is one that every Linux has.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut t) };
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_positive_and_never_goes_back() {
        let first = now_ms();
        assert!(first > 0);
        assert!((0..1000).all(|_| now_ms() >= first));
    }
}
