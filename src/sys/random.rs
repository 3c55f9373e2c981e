//! Random bytes of cryptographic quality, see getrandom(2).

use super::Errno;

/// Fills `bytes`, at most 256 of them. Waits once after boot until the system has collected enough entropy.
pub fn fill(bytes: &mut [u8]) {
    debug_assert!(bytes.len() <= 256);
    loop {
        // SAFETY: `bytes` is writable for its length. Up to 256 bytes come whole, unless a signal interrupts the wait.
        let got = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
        if got == bytes.len() as isize {
            return;
        }
        if Errno::last() != Errno::EINTR {
            // The kernel lacks the call: no way to go on with numbers that others could guess.
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_differ() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        super::fill(&mut a);
        super::fill(&mut b);
        assert_ne!(a, b);
    }
}
