//! What connections of a server have in common, kept from one to the next.
//!
//! Every attach names its files anew. To parse a key again each time would cost about as much as a handshake, and tickets
//! of a session are good only for the context that gave them out: with a context for each connection none would ever
//! resume. So the process keeps the contexts of the files that were used last.
//!
//! A file counts as unchanged while stat(2) says the same of it. That is not enough shortly after a change, since another
//! one may fall into the same tick of the file system's clock; until then its contents are compared. They also decide
//! when a file was written again as it was.

use std::collections::VecDeque;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::tls::{Config, Context, Error, Role};

/// Most contexts that are kept.
const MAX_KEPT: usize = 16;

/// How long after a change the next one is sure to be told from it.
const TICK: Duration = Duration::from_secs(2);

/// A context, and the files of certificate and key that it was made of.
struct Kept {
    paths: [PathBuf; 2],
    stamps: [Stamp; 2],
    contents: [Vec<u8>; 2],
    context: Context,
}

static KEPT: Mutex<VecDeque<Kept>> = Mutex::new(VecDeque::new());

/// The context of a server with these files, which asks for no certificates itself.
///
/// Errors: [`Error::File`], and those of [`Config::add_own_cert`] and [`Config::check_own_keys`].
pub(super) fn server_context(certificate: &Path, key: &Path) -> Result<Context, Error> {
    server_context_at(SystemTime::now(), certificate, key)
}

fn server_context_at(now: SystemTime, certificate: &Path, key: &Path) -> Result<Context, Error> {
    let paths = [certificate, key];
    let stamps = [Stamp::of(&fs::metadata(certificate)?, now), Stamp::of(&fs::metadata(key)?, now)];
    if stamps.iter().all(|stamp| stamp.is_reliable) {
        if let Some(context) = find(|kept| kept.paths == paths && kept.stamps == stamps) {
            return Ok(context);
        }
    }
    let contents = [fs::read(certificate)?, fs::read(key)?];
    let context = match find(|kept| kept.contents == contents) {
        Some(context) => context,
        None => build(&contents)?,
    };
    let paths = paths.map(Path::to_owned);
    let mut all = lock();
    all.retain(|kept| kept.paths != paths);
    all.truncate(MAX_KEPT - 1);
    all.push_front(Kept { paths, stamps, contents, context: context.clone() });
    Ok(context)
}

fn build([certificate, key]: &[Vec<u8>; 2]) -> Result<Context, Error> {
    let mut config = Config::new(Role::Server);
    config.add_own_cert(certificate, key, None)?;
    config.check_own_keys()?;
    config.build()
}

fn find(is_wanted: impl FnMut(&&Kept) -> bool) -> Option<Context> {
    lock().iter().find(is_wanted).map(|kept| kept.context.clone())
}

fn lock() -> MutexGuard<'static, VecDeque<Kept>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What stat(2) says of a file.
#[derive(PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    /// Seconds and nanoseconds. No call sets the second of them to an earlier time.
    modified: (i64, i64),
    changed: (i64, i64),
    /// Whether the file is one that keeps its contents, and has not changed for a while. If that was not so when the
    /// contents were read, they may have changed afterwards without a trace.
    is_reliable: bool,
}

impl Stamp {
    fn of(file: &Metadata, now: SystemTime) -> Stamp {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let settled = u64::try_from(file.ctime()).is_ok_and(|s| Duration::from_secs(s) + TICK < now);
        Stamp {
            device: file.dev(),
            inode: file.ino(),
            size: file.size(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
            is_reliable: file.is_file() && settled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path of a file of `tests/tls/pem`.
    fn pem(name: &str) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "tests", "tls", "pem", name].iter().collect()
    }

    #[test]
    fn a_change_is_noticed_when_the_files_are_at_rest() {
        let directory = std::env::temp_dir().join(format!("httpcore-server-context-{}", std::process::id()));
        fs::create_dir(&directory).unwrap();
        let (certificate, key) = (directory.join("crt"), directory.join("key"));
        let later = SystemTime::now() + Duration::from_secs(3600);
        let attach = || server_context_at(later, &certificate, &key).map(drop);
        fs::copy(pem("server.crt"), &certificate).unwrap();
        assert_eq!(attach(), Err(Error::File(libc::ENOENT)));
        fs::copy(pem("server.key"), &key).unwrap();
        assert_eq!((attach(), attach()), (Ok(()), Ok(())));
        fs::copy(pem("second.key"), &key).unwrap();
        assert_eq!(attach(), Err(Error::KeyMismatch));
        fs::copy(pem("second.crt"), &certificate).unwrap();
        assert_eq!(attach(), Ok(()));
        fs::remove_file(&key).unwrap();
        assert_eq!(attach(), Err(Error::File(libc::ENOENT)));
        fs::remove_dir_all(&directory).unwrap();
    }
}
