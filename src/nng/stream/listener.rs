//! The listener of `tcp`, `tls+tcp`, `ipc`, `unix` and `abstract`.

use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, Mutex};

use super::accepts::Accepts;
use super::endpoint::Kind;
use super::options::{Options, Setting, Value, name};
use super::settings::Settings;
use super::socket::SocketStream;
use super::{Listener, Stream, unix};
use crate::nng::aio::{Op, Provider};
use crate::nng::driver::Engine;
use crate::nng::error::Error;
use crate::nng::listen::{self, Accept};
use crate::nng::lock;
use crate::sys::{SockAddr, socket};
use crate::tls::Role;

/// Bits that a program may set on the file of a UNIX-domain socket, see chmod(2).
const PERMISSION_BITS: i32 = 0o7777;

enum Phase {
    Idle,
    Listening(Arc<listen::Listener>),
    Closed,
}

struct State {
    phase: Phase,
    /// Where it listens, or listened.
    bound: Option<SockAddr>,
    /// Of the file of a UNIX-domain socket; what the system gives it if `None`.
    permissions: Option<u32>,
    accepts: Accepts<OwnedFd>,
}

/// See the head of the file.
pub(super) struct SocketListener {
    address: SockAddr,
    settings: Settings,
    state: Mutex<State>,
}

impl SocketListener {
    /// For TCP.
    pub(super) fn ip(address: SocketAddr, is_secure: bool) -> SocketListener {
        let settings = Settings::tcp(is_secure.then_some(Role::Server));
        SocketListener::new(address.into(), settings)
    }

    /// For a UNIX-domain address.
    pub(super) fn unix(address: SockAddr) -> SocketListener {
        SocketListener::new(address, Settings::unix())
    }

    fn new(address: SockAddr, settings: Settings) -> SocketListener {
        let state = State { phase: Phase::Idle, bound: None, permissions: None, accepts: Accepts::new() };
        SocketListener { address, settings, state: Mutex::new(state) }
    }

    fn is_unix(&self) -> bool {
        !self.settings.has_tcp()
    }

    /// Where it listens, or is going to if that is known.
    fn local_address(&self, state: &State) -> Option<SockAddr> {
        state.bound.or(self.is_unix().then_some(self.address))
    }

    /// Makes streams of what was accepted.
    fn serve(&self, engine: &Arc<Engine>, state: &mut State) {
        let kind = match self.local_address(state) {
            Some(address) if self.is_unix() => Kind::Unix(address),
            _ => Kind::Tcp,
        };
        state.accepts.serve(|fd| {
            self.settings.for_socket().apply(fd.as_raw_fd())?;
            let transport = self.settings.tls().security(None)?.transport(fd)?;
            let stream: Arc<dyn Stream> = SocketStream::open(engine, transport, kind)?;
            Ok(stream)
        });
    }
}

impl Listener for SocketListener {
    fn listen(self: Arc<Self>) -> Result<(), Error> {
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Idle => {}
            Phase::Listening(_) => return Err(Error::STATE),
            Phase::Closed => return Err(Error::CLOSED),
        }
        let (fd, bound) = if self.is_unix() {
            unix::listen(&self.address, state.permissions)?
        } else {
            socket::listener(&self.address, listen::BACKLOG)?
        };
        let listener = listen::Listener::open(self.clone(), fd).inspect_err(|_| unix::remove(&bound))?;
        state.phase = Phase::Listening(listener);
        state.bound = Some(bound);
        Ok(())
    }

    fn accept(self: Arc<Self>, op: Op) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        let listener = match &state.phase {
            Phase::Idle => return op.finish(Err(Error::STATE)),
            Phase::Listening(listener) => listener.clone(),
            Phase::Closed => return op.finish(Err(Error::CLOSED)),
        };
        // Fixes the configuration of TLS, however long it takes until somebody connects.
        if let Err(error) = self.settings.tls().security(None) {
            return op.finish(Err(error));
        }
        state.accepts.add_op(op, self.clone());
        self.serve(listener.engine(), &mut state);
        drop(state);
        listener.accept();
    }

    fn close(&self) {
        let mut state = lock(&self.state);
        let phase = std::mem::replace(&mut state.phase, Phase::Closed);
        state.accepts.close();
        if let (Phase::Listening(_), Some(bound)) = (&phase, &state.bound) {
            unix::remove(bound);
        }
        drop(state);
        if let Phase::Listening(listener) = phase {
            listener.close();
        }
    }
}

impl Accept for SocketListener {
    fn wants_another(&self) -> bool {
        lock(&self.state).accepts.want_another()
    }

    fn accepted(self: Arc<Self>, engine: &Arc<Engine>, fd: OwnedFd) {
        let mut state = lock(&self.state);
        if let Phase::Listening(_) = state.phase {
            state.accepts.add_connection(fd);
            self.serve(engine, &mut state);
        }
    }

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}

impl Provider for SocketListener {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        lock(&self.state).accepts.cancel(token, outcome);
    }
}

impl Options for SocketListener {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        let state = lock(&self.state);
        match name {
            name::LOCAL_ADDRESS => Ok(Value::Address(self.local_address(&state))),
            name::BOUND_PORT if !self.is_unix() => {
                let bound = state.bound.and_then(|bound| bound.ip()).ok_or(Error::STATE)?;
                Ok(Value::Int(bound.port().into()))
            }
            name::PERMISSIONS if self.is_unix() => Err(Error::WRITE_ONLY),
            _ => self.settings.get(name),
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        match name {
            name::LOCAL_ADDRESS => Err(Error::READ_ONLY),
            name::BOUND_PORT if !self.is_unix() => Err(Error::READ_ONLY),
            name::PERMISSIONS if self.is_unix() => {
                let bits = to.int()?;
                if bits & !PERMISSION_BITS != 0 {
                    return Err(Error::INVALID);
                }
                let mut state = lock(&self.state);
                match state.phase {
                    Phase::Idle => state.permissions = Some(bits as u32),
                    Phase::Listening(_) => return Err(Error::BUSY),
                    Phase::Closed => return Err(Error::CLOSED),
                }
                Ok(())
            }
            _ => self.settings.set(name, to),
        }
    }
}
