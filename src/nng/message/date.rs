//! The `Date` of responses.

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::http::date::imf_fixdate;

thread_local! {
    /// The last second for which the line was asked, and the line.
    static LINE: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
}

/// Appends a `Date` line with the present time.
pub(crate) fn push_line(out: &mut Vec<u8>) {
    // A clock before 1970 is wrong in any case.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    // Without the thread's store, at its end, nobody is there to whom a response is sent.
    let _ = LINE.try_with(|line| {
        let (second, text) = &mut *line.borrow_mut();
        if *second != now {
            (*second, *text) = (now, format!("Date: {}\r\n", imf_fixdate(now)));
        }
        out.extend_from_slice(text.as_bytes());
    });
}
