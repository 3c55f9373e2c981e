//! What it takes to read a request. A connection has it only while it reads or handles one; in between it serves the
//! thread's other connections, so that idle connections cost nothing and busy ones allocate nothing.

use std::cell::RefCell;
use std::sync::Arc;

use crate::http::message::MessageReader;
use crate::http::path::ResolvedPath;
use crate::http::{Limits, Policy};
use crate::nng::message::Request;

/// Most kits that a thread keeps.
const SPARE: usize = 16;

thread_local! {
    // Boxed in the connections, too: a kit is large, and moves by its pointer.
    #[allow(clippy::vec_box)]
    static SPARES: RefCell<Vec<Box<Kit>>> = const { RefCell::new(Vec::new()) };
}

/// A reader and what it reads into.
pub(super) struct Kit {
    pub(super) reader: MessageReader,
    pub(super) request: Arc<Request>,
    pub(super) path: ResolvedPath,
    /// The time limit for the present head has been set.
    pub(super) head_is_timed: bool,
}

impl Kit {
    /// A kit at the beginning of a request.
    pub(super) fn take() -> Box<Kit> {
        let spare = SPARES.try_with(|spares| spares.borrow_mut().pop()).ok().flatten();
        spare.unwrap_or_else(|| {
            Box::new(Kit {
                reader: MessageReader::requests(Policy::SERVER, Limits::DEFAULT),
                request: Arc::new(Request::new()),
                path: ResolvedPath::new(),
                head_is_timed: false,
            })
        })
    }

    /// Gets ready for the next request.
    pub(super) fn next(&mut self) {
        self.reader.next_request();
        self.head_is_timed = false;
        match Arc::get_mut(&mut self.request) {
            Some(request) => request.reset(),
            // The program still uses it for an operation.
            None => self.request = Arc::new(Request::new()),
        }
    }

    /// Leaves a kit to other connections. Its reader has not failed.
    pub(super) fn give_back(mut self: Box<Kit>) {
        self.next();
        // Without the thread's store, at its end, the memory just goes away.
        let _ = SPARES.try_with(|spares| {
            let mut spares = spares.borrow_mut();
            if spares.len() < SPARE {
                spares.push(self);
            }
        });
    }
}
