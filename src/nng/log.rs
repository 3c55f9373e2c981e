//! Log messages: which are wanted, what becomes of them.
//!
//! Level, facility and logger are the process's. They may be set at any time; a message that is under way meanwhile may
//! still meet the old ones. The logger is called on the thread that has something to say, with no lock held.

use std::ffi::{CStr, CString};
use std::io::{IsTerminal, Write as _, stderr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::driver::{self, Job, Task};
use super::lock;
use crate::sys::local_time::{self, Date, LocalTime};
use crate::sys::syslog;

/// Most bytes of a message's text, the terminating NUL included.
pub(crate) const TEXT_SIZE: usize = 512;

/// Levels, see `nng_log_level`. A program may use any other number, too.
pub(crate) mod level {
    pub(crate) const NONE: u32 = 0;
    pub(crate) const ERR: u32 = libc::LOG_ERR as u32;
    pub(crate) const WARN: u32 = libc::LOG_WARNING as u32;
    pub(crate) const NOTICE: u32 = libc::LOG_NOTICE as u32;
    pub(crate) const INFO: u32 = libc::LOG_INFO as u32;
    pub(crate) const DEBUG: u32 = libc::LOG_DEBUG as u32;
}

/// Facilities, see `nng_log_facility`: those of syslog(3) without the shift.
pub(crate) mod facility {
    pub(crate) const USER: u32 = (libc::LOG_USER >> 3) as u32;
    pub(crate) const AUTH: u32 = (libc::LOG_AUTHPRIV >> 3) as u32;
}

/// What a logger gets.
pub(crate) struct Message<'a> {
    pub(crate) level: u32,
    pub(crate) facility: u32,
    pub(crate) id: Option<&'a CStr>,
    pub(crate) text: &'a CStr,
}

/// Receives the messages that are wanted.
pub(crate) type Logger = Arc<dyn Fn(&Message<'_>) + Send + Sync>;

static LEVEL: AtomicU32 = AtomicU32::new(level::NOTICE);
static FACILITY: AtomicU32 = AtomicU32::new(facility::USER);
static LOGGER: RwLock<Option<Logger>> = RwLock::new(None);

/// Up to which level messages are passed on.
pub(crate) fn level() -> u32 {
    LEVEL.load(Ordering::Relaxed)
}

pub(crate) fn set_level(level: u32) {
    LEVEL.store(level, Ordering::Relaxed);
}

/// Sets the facility of all messages but those that concern authentication.
pub(crate) fn set_facility(facility: u32) {
    FACILITY.store(facility, Ordering::Relaxed);
}

/// Sets who gets the messages. `None`: nobody.
pub(crate) fn set_logger(logger: Option<Logger>) {
    let old = std::mem::replace(&mut *LOGGER.write().unwrap_or_else(PoisonError::into_inner), logger);
    drop(old);
}

/// Logs a message of the program, whose text is made only if it is wanted.
pub(crate) fn submit<T: AsRef<CStr>>(level: u32, is_auth: bool, id: Option<&CStr>, text: impl FnOnce() -> T) {
    let facility = if is_auth { facility::AUTH } else { FACILITY.load(Ordering::Relaxed) };
    if !passes(level, facility) {
        return;
    }
    let logger = LOGGER.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(logger) = logger {
        logger(&Message { level, facility, id, text: text().as_ref() });
    }
}

/// Logs a message of the library itself.
pub(crate) fn report(level: u32, id: &CStr, text: &str) {
    submit(level, false, Some(id), || {
        let text: Vec<u8> = text.bytes().take_while(|&byte| byte != 0).take(TEXT_SIZE - 1).collect();
        CString::new(text).unwrap_or_default()
    });
}

/// Like [`report`], from a worker: for those who hold locks, which the program's code must not be called with.
pub(crate) fn report_later(level: u32, id: &'static CStr, text: impl FnOnce() -> String) {
    struct Report(u32, &'static CStr, String);

    impl Job for Report {
        fn run(self: Arc<Self>) {
            let Report(level, id, text) = &*self;
            report(*level, id, text);
        }
    }

    let has_logger = LOGGER.read().unwrap_or_else(PoisonError::into_inner).is_some();
    if has_logger && passes(level, FACILITY.load(Ordering::Relaxed)) {
        driver::spawn(Task::Program(Arc::new(Report(level, id, text()))));
    }
}

/// Whether a message is passed on.
fn passes(level: u32, facility: u32) -> bool {
    let threshold = self::level();
    threshold != level::NONE && level <= threshold && facility != 0
}

/// Writes a message to standard error, as one line, and in front of it a line with the date when that has changed.
pub(crate) fn to_stderr(message: &Message<'_>) {
    static DATE: Mutex<Option<Date>> = Mutex::new(None);
    let coloured =
        stderr().is_terminal() && wants_colours(|name| std::env::var_os(name).map(|v| !v.is_empty()));
    let mut date = lock(&DATE);
    let now = local_time::now();
    let mut out = Vec::new();
    if date.replace(now.date) != Some(now.date) {
        let text = CString::new(date_text(&now)).unwrap_or_default();
        let news = Message { level: level::DEBUG, id: Some(c"NNG-DATE"), text: &text, ..*message };
        write_line(&mut out, &news, &now, coloured);
    }
    write_line(&mut out, message, &now, coloured);
    // There is nobody to tell that there is nobody to tell.
    let _ = stderr().write_all(&out);
}

/// Hands a message to the system's log.
pub(crate) fn to_system(message: &Message<'_>) {
    let mut text = Vec::new();
    write_text(&mut text, message);
    let text = CString::new(text).unwrap_or_default();
    syslog::log(priority(message.level, message.facility), &text);
}

/// The priority for syslog(3). Unknown levels become `LOG_INFO`, unknown facilities `LOG_USER`.
fn priority(level: u32, facility: u32) -> i32 {
    let level = if (level::ERR..=level::DEBUG).contains(&level) { level } else { level::INFO };
    let facility = if matches!(facility, 1 | 3 | 10 | 16..=23) { facility } else { facility::USER };
    (facility << 3 | level) as i32
}

/// Whether a terminal should be shown colours. The variable tells of each name whether it is set, and to more than "".
fn wants_colours(variable: impl Fn(&str) -> Option<bool>) -> bool {
    variable("TERM") == Some(true) && variable("NO_COLOR").is_none() && variable("NNG_LOG_NO_COLOR").is_none()
}

fn write_line(out: &mut Vec<u8>, message: &Message<'_>, now: &LocalTime, coloured: bool) {
    let (name, colour) = match message.level {
        level::ERR => ("ERROR", "\x1b[31m"),
        level::WARN => ("WARN", "\x1b[33m"),
        level::NOTICE => ("NOTICE", "\x1b[1m"),
        level::INFO => ("INFO", ""),
        level::DEBUG => ("DEBUG", "\x1b[36m"),
        _ => ("NONE", ""),
    };
    let colour = if coloured { colour } else { "" };
    let LocalTime { hour, minute, second, millisecond, .. } = now;
    out.extend_from_slice(colour.as_bytes());
    // Writing to a vector cannot fail.
    let _ = write!(out, "[{name:<6}]: {hour:02}:{minute:02}:{second:02}.{millisecond:03}: ");
    write_text(out, message);
    if out.last() == Some(&b'\n') {
        out.pop();
    }
    if !colour.is_empty() {
        out.extend_from_slice(b"\x1b[0m");
    }
    out.push(b'\n');
}

/// `ID: text`, or the text alone.
fn write_text(out: &mut Vec<u8>, message: &Message<'_>) {
    if let Some(id) = message.id {
        out.extend_from_slice(id.to_bytes());
        out.extend_from_slice(b": ");
    }
    out.extend_from_slice(message.text.to_bytes());
}

fn date_text(now: &LocalTime) -> String {
    let Date { year, month, day } = now.date;
    let sign = if now.ahead_of_utc < 0 { '-' } else { '+' };
    let ahead = now.ahead_of_utc.abs();
    format!("Date changed to {year}-{month:02}-{day:02}, TZ is {sign}{:02}{:02}", ahead / 60, ahead % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: LocalTime = LocalTime {
        date: Date { year: 2024, month: 2, day: 9 },
        hour: 3,
        minute: 4,
        second: 5,
        millisecond: 6,
        ahead_of_utc: -210,
    };

    fn line(level: u32, id: Option<&CStr>, text: &CStr, coloured: bool) -> String {
        let mut out = Vec::new();
        write_line(&mut out, &Message { level, facility: facility::USER, id, text }, &NOW, coloured);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_have_one_form() {
        assert_eq!(line(3, Some(c"ID"), c"text", false), "[ERROR ]: 03:04:05.006: ID: text\n");
        assert_eq!(line(5, None, c"text\n", false), "[NOTICE]: 03:04:05.006: text\n");
        assert_eq!(line(99, None, c"", false), "[NONE  ]: 03:04:05.006: \n");
        assert_eq!(line(4, None, c"text\n", true), "\x1b[33m[WARN  ]: 03:04:05.006: text\x1b[0m\n");
        assert_eq!(line(6, None, c"text", true), "[INFO  ]: 03:04:05.006: text\n");
    }

    #[test]
    fn dates_have_one_form() {
        assert_eq!(date_text(&NOW), "Date changed to 2024-02-09, TZ is -0330");
    }

    #[test]
    fn colours_can_be_declined() {
        let wants = |set: &[(&str, bool)]| {
            wants_colours(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| *value))
        };
        assert!(wants(&[("TERM", true)]));
        assert!(!wants(&[]));
        assert!(!wants(&[("TERM", false)]));
        assert!(!wants(&[("TERM", true), ("NO_COLOR", false)]));
        assert!(!wants(&[("TERM", true), ("NNG_LOG_NO_COLOR", true)]));
    }

    #[test]
    fn priorities_are_those_of_syslog() {
        assert_eq!(priority(3, 1), libc::LOG_USER | libc::LOG_ERR);
        assert_eq!(priority(7, 10), libc::LOG_AUTHPRIV | libc::LOG_DEBUG);
        assert_eq!(priority(0, 23), libc::LOG_LOCAL7 | libc::LOG_INFO);
        assert_eq!(priority(8, 99), libc::LOG_USER | libc::LOG_INFO);
    }
}
