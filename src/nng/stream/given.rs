//! The listener of `socket://`: its connections are sockets that the program hands over.

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, OnceLock};

use super::accepts::Accepts;
use super::endpoint::Kind;
use super::options::{Options, Setting, Value, name};
use super::socket::SocketStream;
use super::{Listener, Stream};
use crate::nng::aio::{Op, Provider};
use crate::nng::driver::{self, Engine, Readiness, Source, Token};
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::transport::Transport;

/// Most sockets that may wait to be accepted.
const QUEUE: usize = 16;

/// See the head of the file.
pub(super) struct GivenListener {
    engine: Arc<Engine>,
    /// Nothing is watched by it; it is there for the end of the library.
    token: OnceLock<Token>,
    /// `None` once closed.
    state: Mutex<Option<Accepts<OwnedFd>>>,
}

impl GivenListener {
    pub(super) fn new() -> Result<Arc<GivenListener>, Error> {
        let state = Mutex::new(Some(Accepts::new()));
        let listener = Arc::new(GivenListener { engine: driver::engine()?, token: OnceLock::new(), state });
        listener.token.get_or_init(|| listener.engine.register(listener.clone()));
        Ok(listener)
    }

    fn serve(&self, accepts: &mut Accepts<OwnedFd>) {
        accepts.serve(|fd| {
            let stream: Arc<dyn Stream> =
                SocketStream::open(&self.engine, Transport::plain(fd), Kind::Given)?;
            Ok(stream)
        });
    }
}

impl Listener for GivenListener {
    /// There is nothing to be done, any number of times.
    fn listen(self: Arc<Self>) -> Result<(), Error> {
        if lock(&self.state).is_some() { Ok(()) } else { Err(Error::CLOSED) }
    }

    fn accept(self: Arc<Self>, op: Op) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        let Some(accepts) = &mut *state else { return op.finish(Err(Error::CLOSED)) };
        accepts.add_op(op, self.clone());
        self.serve(accepts);
    }

    fn close(&self) {
        let accepts = lock(&self.state).take();
        if let Some(mut accepts) = accepts {
            accepts.close();
        }
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }
}

impl Options for GivenListener {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        match name {
            name::DESCRIPTOR => Err(Error::WRITE_ONLY),
            _ => Err(Error::NOT_SUPPORTED),
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        if name != name::DESCRIPTOR {
            return Err(Error::NOT_SUPPORTED);
        }
        to.int()?;
        let mut state = lock(&self.state);
        let accepts = state.as_mut().ok_or(Error::CLOSED)?;
        if accepts.waiting() == QUEUE {
            return Err(Error::NO_SPACE);
        }
        accepts.add_connection(to.descriptor()?);
        self.serve(accepts);
        Ok(())
    }
}

impl Provider for GivenListener {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        if let Some(accepts) = &mut *lock(&self.state) {
            accepts.cancel(token, outcome);
        }
    }
}

impl Source for GivenListener {
    fn ready(self: Arc<Self>, _: Readiness) {}

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}
