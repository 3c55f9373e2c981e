//! Files that a server sends.
//!
//! Finding, opening and reading a file may block, so a session has it done by a program task, without a lock; see
//! [`Fetch`]. A file is read piece by piece, each when the one before it is sent: a connection holds one piece,
//! however large the file and slow the peer.
//!
//! What a request can name below a directory is settled by [`ResolvedPath::below`]: nothing outside of it. Symbolic
//! links are followed, so whoever can make links in the directory decides what is served. Only regular files are
//! opened: a FIFO would wait for its writer, and opening a device may do something.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::handler::{Action, Handler};
use super::media_type;
use crate::http::path::ResolvedPath;

/// Most bytes of a file in memory.
const PIECE: u64 = 128 * 1024;
/// What stands for a directory, the first one that is there.
const INDEX: [&str; 2] = ["index.html", "index.htm"];

/// What a handler serves.
pub(crate) enum Files {
    /// One file.
    One(PathBuf),
    /// What is below a directory.
    Below(PathBuf),
}

/// A step on the way of a file to the peer, which a program task does.
pub(crate) enum Fetch {
    /// Find and open the file that a handler has for a request, and read its beginning unless only the head is wanted.
    Open {
        handler: Arc<Handler>,
        /// The name below the directory, `None` if there can be none.
        relative: Option<Vec<u8>>,
        head_only: bool,
    },
    /// Read on.
    Read(OpenFile),
}

/// What came of it.
pub(crate) enum Fetched {
    /// A response can begin: the first piece, and what is left.
    Begin { media_type: &'static [u8], length: u64, piece: Vec<u8>, rest: OpenFile },
    /// The next piece, and what is left.
    Piece(Vec<u8>, OpenFile),
    /// There is no file to send: the status that says why.
    Failed(u16),
    /// The file has become shorter than was announced, or cannot be read any more.
    Broken,
}

/// A file that is being sent.
pub(crate) struct OpenFile {
    file: File,
    left: u64,
}

impl Files {
    /// The name of a file below the directory, for a handler of this path; `None` if there can be none.
    pub(super) fn relative(&self, path: &ResolvedPath, base: &[u8]) -> Option<Vec<u8>> {
        match self {
            Files::One(_) => None,
            Files::Below(_) => path.below(base).map(<[u8]>::to_vec),
        }
    }

    /// Opens a file. Error: the status to answer with.
    fn open(&self, relative: Option<Vec<u8>>) -> Result<(&'static [u8], OpenFile), u16> {
        let (name, opened) = match self {
            Files::One(name) => (name.clone(), open(name).map_err(|error| error.status(500))?),
            Files::Below(directory) => {
                let name = below(directory, relative.ok_or(404u16)?);
                match open(&name) {
                    Err(NoFile::Directory) => open_index(&name)?,
                    opened => (name, opened.map_err(|error| error.status(404))?),
                }
            }
        };
        Ok((media_type::of(name.as_os_str().as_bytes()), opened))
    }
}

impl Fetch {
    /// Does the step. May block.
    pub(crate) fn run(self) -> Fetched {
        match self {
            Fetch::Open { handler, relative, head_only } => {
                let Action::Files(files) = handler.action() else { return Fetched::Failed(500) };
                let (media_type, mut rest) = match files.open(relative) {
                    Ok(found) => found,
                    Err(status) => return Fetched::Failed(status),
                };
                let length = rest.left;
                if head_only {
                    rest.left = 0;
                }
                match rest.read() {
                    Ok(piece) => Fetched::Begin { media_type, length, piece, rest },
                    Err(_) => Fetched::Failed(500),
                }
            }
            Fetch::Read(mut rest) => match rest.read() {
                Ok(piece) => Fetched::Piece(piece, rest),
                Err(_) => Fetched::Broken,
            },
        }
    }
}

impl OpenFile {
    /// Whether all of it was read.
    pub(crate) fn is_complete(&self) -> bool {
        self.left == 0
    }

    /// The next piece. `UnexpectedEof` if the file has become shorter.
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let count = self.left.min(PIECE);
        let mut piece = Vec::new();
        piece.try_reserve_exact(count as usize)?;
        if (&self.file).take(count).read_to_end(&mut piece)? as u64 != count {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.left -= count;
        Ok(piece)
    }
}

/// Why there is no file to send.
enum NoFile {
    Directory,
    /// Neither file nor directory.
    Other,
    Failed(io::Error),
}

impl NoFile {
    /// The status that says so; `other` for what is no file.
    fn status(self, other: u16) -> u16 {
        match self {
            NoFile::Directory | NoFile::Other => other,
            NoFile::Failed(error) => match error.kind() {
                ErrorKind::NotFound => 404,
                ErrorKind::PermissionDenied => 403,
                _ => match error.raw_os_error() {
                    Some(libc::ENOTDIR | libc::ENAMETOOLONG) => 404,
                    _ => 500,
                },
            },
        }
    }
}

impl From<io::Error> for NoFile {
    fn from(error: io::Error) -> NoFile {
        NoFile::Failed(error)
    }
}

fn open(name: &Path) -> Result<OpenFile, NoFile> {
    let regular = |metadata: fs::Metadata| match metadata.file_type() {
        kind if kind.is_file() => Ok(metadata.len()),
        kind if kind.is_dir() => Err(NoFile::Directory),
        _ => Err(NoFile::Other),
    };
    regular(fs::metadata(name)?)?;
    // Looked at again once it is open: by then the name may stand for something else, which must not block either.
    let file = File::options().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(name)?;
    let left = regular(file.metadata()?)?;
    Ok(OpenFile { file, left })
}

fn open_index(directory: &Path) -> Result<(PathBuf, OpenFile), u16> {
    for index in INDEX {
        let name = directory.join(index);
        match open(&name) {
            Ok(opened) => return Ok((name, opened)),
            Err(error) => match error.status(404) {
                404 => {}
                status => return Err(status),
            },
        }
    }
    Err(404)
}

/// A name below a directory. Not `Path::join`, which a name with a root would lead elsewhere.
fn below(directory: &Path, relative: Vec<u8>) -> PathBuf {
    let mut name = OsString::from(directory);
    name.push(OsStr::new("/"));
    name.push(OsString::from_vec(relative));
    name.into()
}
