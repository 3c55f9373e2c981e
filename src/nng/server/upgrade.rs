//! Connections that leave HTTP for another protocol (RFC 9110 section 7.8).
//!
//! A handler that upgrades looks at a request, and says what is answered and who takes the connection then. With that it
//! ends as one of HTTP, and a task hands over what is left of it: the socket, what was received behind the request, and
//! what is to be sent, at its end the answer. So a successor can be ready before the peer knows of it.

use std::sync::{Arc, Mutex};

use super::exchange::Refusal;
use crate::http::Head;
use crate::nng::conn::Io;
use crate::nng::driver::{Engine, Job, Task, spawn};
use crate::nng::lock;

/// What decides about requests to upgrade.
pub(crate) trait Upgrade: Send + Sync {
    /// Looks at a request without content. Called under the lock of its connection.
    fn answer(&self, head: &Head) -> Result<Switch, Refusal>;
}

/// A request that is granted.
pub(crate) struct Switch {
    /// The response, with status 101 and all lines.
    pub(crate) response: Vec<u8>,
    pub(crate) successor: Successor,
}

/// Takes a connection over. Called without locks, by a worker; it must not block.
pub(crate) type Successor = Box<dyn FnOnce(&Arc<Engine>, Io) + Send>;

/// Hands a connection over that its engine does not watch any more.
pub(crate) fn hand_over(engine: &Arc<Engine>, io: Io, successor: Successor) {
    let engine = engine.clone();
    let handover: HandoverFn = Box::new(move || successor(&engine, io));
    spawn(Task::Library(Arc::new(Handover(Mutex::new(Some(handover))))));
}

type HandoverFn = Box<dyn FnOnce() + Send>;

/// `None` once done.
struct Handover(Mutex<Option<HandoverFn>>);

impl Job for Handover {
    fn run(self: Arc<Self>) {
        let handover = lock(&self.0).take();
        if let Some(handover) = handover {
            handover();
        }
    }
}
