//! What servers do differently if the program wants so.

use std::sync::Mutex;

use super::session::Times;
use crate::nng::error::Error;
use crate::nng::lock;

/// The settings of a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(super) times: Times,
    /// Whether responses get a `Date`.
    pub(super) date: bool,
}

/// Something that can be set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Setting {
    Date,
    Handshake,
    Idle,
    Head,
    Stall,
    Linger,
}

/// Those of servers that are made from now on.
static SETTINGS: Mutex<Settings> = Mutex::new(Settings { times: Times::DEFAULT, date: false });

impl Settings {
    pub(super) fn current() -> Settings {
        *lock(&SETTINGS)
    }
}

/// Changes a setting for all servers that are made from now on. Times are in milliseconds, 0 for no limit. `INVALID`
/// for a number that means nothing.
pub(crate) fn set(setting: Setting, value: u64) -> Result<(), Error> {
    let settings = &mut *lock(&SETTINGS);
    let times = &mut settings.times;
    let time = match setting {
        Setting::Date if value > 1 => return Err(Error::INVALID),
        Setting::Date => {
            settings.date = value == 1;
            return Ok(());
        }
        Setting::Handshake => &mut times.handshake,
        Setting::Idle => &mut times.idle,
        Setting::Head => &mut times.head,
        Setting::Stall => &mut times.stall,
        Setting::Linger => &mut times.linger,
    };
    *time = if value == 0 { Times::NEVER } else { value.saturating_mul(1_000_000).min(Times::NEVER) };
    Ok(())
}
