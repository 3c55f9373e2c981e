//! Accepts that wait for connections, and connections that wait for accepts, each in their order.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Stream, deliver};
use crate::nng::aio::{Op, Provider};
use crate::nng::error::Error;

/// See the head of the file. While one kind waits, none of the other does. `C` is what connections are before they are
/// streams.
pub(super) struct Accepts<C> {
    /// The operations, with their names for the aios.
    ops: VecDeque<(u64, Op)>,
    connections: VecDeque<C>,
    next_token: u64,
}

impl<C> Accepts<C> {
    /// None of either kind.
    pub(super) fn new() -> Accepts<C> {
        Accepts { ops: VecDeque::new(), connections: VecDeque::new(), next_token: 0 }
    }

    /// Whether an accept waits.
    pub(super) fn want_another(&self) -> bool {
        !self.ops.is_empty()
    }

    /// How many connections wait.
    pub(super) fn waiting(&self) -> usize {
        self.connections.len()
    }

    /// Adds an accept that has begun. [`serve`](Self::serve) has to follow.
    pub(super) fn add_op(&mut self, op: Op, provider: Arc<dyn Provider>) {
        self.next_token += 1;
        if op.clone().schedule(provider, self.next_token) {
            self.ops.push_back((self.next_token, op));
        }
    }

    /// Adds a connection. [`serve`](Self::serve) has to follow.
    pub(super) fn add_connection(&mut self, connection: C) {
        self.connections.push_back(connection);
    }

    /// Completes accepts, as long as there are connections to make streams of.
    pub(super) fn serve(&mut self, make: impl Fn(C) -> Result<Arc<dyn Stream>, Error>) {
        while !self.ops.is_empty() {
            let Some(connection) = self.connections.pop_front() else { return };
            let Some((_, op)) = self.ops.pop_front() else { return };
            let outcome = make(connection).map(|stream| {
                deliver(stream, &op);
                0
            });
            op.finish(outcome);
        }
    }

    /// Ends the accept of this name, if it waits.
    pub(super) fn cancel(&mut self, token: u64, outcome: Result<usize, Error>) {
        if let Some(index) = self.ops.iter().position(|(name, _)| *name == token) {
            if let Some((_, op)) = self.ops.remove(index) {
                op.finish(outcome);
            }
        }
    }

    /// Ends all accepts with `CLOSED`, and drops the connections.
    pub(super) fn close(&mut self) {
        self.connections.clear();
        for (_, op) in self.ops.drain(..) {
            op.finish(Err(Error::CLOSED));
        }
    }
}
