//! The wall clock in the local time zone, see localtime(3).

/// A date of the local calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// Year, such as 2024.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: i32,
    /// Day of the month, 1 to 31.
    pub day: i32,
}

/// A point in time in the local time zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LocalTime {
    /// The date.
    pub date: Date,
    /// Hour, 0 to 23.
    pub hour: i32,
    /// Minute, 0 to 59.
    pub minute: i32,
    /// Second, 0 to 60.
    pub second: i32,
    /// Millisecond, 0 to 999.
    pub millisecond: i32,
    /// Minutes that the time zone is ahead of UTC.
    pub ahead_of_utc: i32,
}

/// The present time.
pub fn now() -> LocalTime {
    // SAFETY: all-zero is a valid tm. Both structures are writable for their calls. The clock is one that every Linux
    // has, and the year fits into an int.
    let (t, tm) = unsafe {
        let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        let mut tm: libc::tm = std::mem::zeroed();
        libc::clock_gettime(libc::CLOCK_REALTIME, &mut t);
        libc::localtime_r(&t.tv_sec, &mut tm);
        (t, tm)
    };
    LocalTime {
        date: Date { year: tm.tm_year + 1900, month: tm.tm_mon + 1, day: tm.tm_mday },
        hour: tm.tm_hour,
        minute: tm.tm_min,
        second: tm.tm_sec,
        millisecond: (t.tv_nsec / 1_000_000) as i32,
        ahead_of_utc: (tm.tm_gmtoff / 60) as i32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_is_a_date() {
        let now = now();
        assert!(
            now.date.year > 2020 && (1..=12).contains(&now.date.month) && (1..=31).contains(&now.date.day)
        );
        assert!(now.hour < 24 && now.minute < 60 && now.second <= 60 && now.millisecond < 1000);
    }
}
