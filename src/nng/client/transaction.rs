//! A whole exchange as one operation: connect, request, response, close.
//!
//! It consists of two operations on an aio of its own, one after the other. Ending it early ends the one that is under
//! way, whose completion then ends the whole.

use std::sync::{Arc, Mutex};

use super::Client;
use crate::nng::aio::{self, Completion, Op, Provider};
use crate::nng::conn::Conn;
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::message::{AnyMessage, Request, Response};

struct State {
    /// The operation of the program.
    op: Op,
    /// How the program wants it to end.
    cancelled: Option<Result<usize, Error>>,
    /// The aio of the steps.
    step: Op,
    /// The second step has begun.
    is_connected: bool,
    /// The steps know the transaction weakly, and the program's aio forgets it when it cancels.
    keep: Arc<Transaction>,
}

/// An exchange under way.
pub(super) struct Transaction {
    request: Arc<Request>,
    response: Arc<Response>,
    /// `None` once ended. A step begins under this lock, so that whoever cancels finds it begun.
    state: Mutex<Option<State>>,
    /// What the first step made.
    conn: Mutex<Option<Arc<Conn>>>,
}

impl Transaction {
    pub(super) fn start(client: &Client, request: Arc<Request>, response: Arc<Response>, op: Op) {
        if !op.begin() {
            return;
        }
        response.reset();
        if let Err(error) = request.set_header(b"Connection", b"close") {
            return op.finish(Err(error));
        }
        let this =
            Arc::new(Transaction { request, response, state: Mutex::default(), conn: Mutex::default() });
        let completion: Arc<dyn Completion> = this.clone();
        let step = aio::for_handlers(Arc::downgrade(&completion));
        let mut state = lock(&this.state);
        if !op.clone().schedule(this.clone(), 0) {
            return;
        }
        let keep = this.clone();
        *state = Some(State { op, cancelled: None, step: step.clone(), is_connected: false, keep });
        let connected = this.clone();
        client.connect_for(step, Box::new(move |conn, _| *lock(&connected.conn) = Some(conn.clone())));
    }
}

impl Completion for Transaction {
    fn complete(self: Arc<Self>, step: Op) {
        let mut guard = lock(&self.state);
        let Some(state) = &mut *guard else { return };
        let conn = lock(&self.conn).clone();
        if let (Ok(()), false, None, Some(conn)) =
            (step.outcome(), state.is_connected, state.cancelled, &conn)
        {
            state.is_connected = true;
            return conn.transact(self.request.clone(), self.response.clone(), step);
        }
        let Some(State { op, cancelled, keep, .. }) = guard.take() else { return };
        drop(guard);
        if let Some(conn) = conn {
            conn.close();
        }
        op.finish(cancelled.unwrap_or_else(|| step.outcome().map(|()| 0)));
        drop(keep);
    }
}

impl Provider for Transaction {
    fn cancel(self: Arc<Self>, _: u64, outcome: Result<usize, Error>) {
        let mut guard = lock(&self.state);
        let Some(state) = &mut *guard else { return };
        state.cancelled = Some(outcome);
        let step = state.step.clone();
        drop(guard);
        step.abort(outcome.err().unwrap_or(Error::CANCELED));
    }
}
