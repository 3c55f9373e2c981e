//! How long a session waits for its peer, and what happens then.

use std::sync::Arc;

use super::{Session, Stage};
use crate::nng::conn::{Conn, Io};
use crate::sys::clock;

/// How long a session waits for its peer, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(in crate::nng::server) struct Times {
    /// For the handshake of TLS.
    pub(in crate::nng::server) handshake: u64,
    /// For a request to begin.
    pub(in crate::nng::server) idle: u64,
    /// For the rest of a head, from its first byte on.
    pub(in crate::nng::server) head: u64,
    /// For more of a body, or for the peer to take more of a response.
    pub(in crate::nng::server) stall: u64,
    /// For the peer to close after the last response.
    pub(in crate::nng::server) linger: u64,
}

const SECOND: u64 = 1_000_000_000;

impl Times {
    /// Longer than any connection lasts.
    pub(in crate::nng::server) const NEVER: u64 = 100 * 365 * 86_400 * SECOND;

    /// Generous: who is slower than this is hardly there any more.
    pub(in crate::nng::server) const DEFAULT: Times = Times {
        handshake: 30 * SECOND,
        idle: 300 * SECOND,
        head: 60 * SECOND,
        stall: 60 * SECOND,
        linger: 2 * SECOND,
    };
}

impl Session {
    /// The timer has gone off: if the present wait is over, ends it.
    pub(crate) fn time_is_over(&mut self, conn: &Arc<Conn>, io: &mut Io) {
        self.timer = None;
        let is_waiting = !matches!(self.stage, Stage::Called | Stage::Running | Stage::Fetching);
        let Some(deadline) = self.deadline.filter(|_| is_waiting) else { return };
        if clock::now_ns() < deadline {
            self.set_timer(conn, deadline);
            return;
        }
        let is_in_request = match self.stage {
            Stage::Head => self.kit.is_some(),
            Stage::Body => true,
            _ => false,
        };
        if is_in_request && io.output.is_empty() {
            self.refuse(408, io);
        } else {
            io.transport.close();
        }
    }

    /// Sets a limit for the wait that begins.
    pub(super) fn limit(&mut self, conn: &Arc<Conn>, limit: impl FnOnce(&Times) -> u64) {
        let deadline = clock::now_ns() + limit(&self.server.settings.times);
        self.deadline = Some(deadline);
        // A timer that goes off too early is set again then; so request after request costs no timer.
        if self.timer.is_none_or(|(_, set_for)| deadline < set_for) {
            self.stop_timer(conn);
            self.set_timer(conn, deadline);
        }
    }

    fn set_timer(&mut self, conn: &Arc<Conn>, deadline: u64) {
        let key = conn.engine().timers().insert(deadline, conn.clone(), 0);
        self.timer = Some((key, deadline));
    }

    pub(super) fn stop_timer(&mut self, conn: &Conn) {
        if let Some((key, _)) = self.timer.take() {
            conn.engine().timers().remove(key);
        }
    }
}
