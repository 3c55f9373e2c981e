//! The listener: a handler of the HTTP server of its host and port, which it shares with whoever holds it, too.
//!
//! The server reads requests, and answers all that are not for the handler. What it hands over is a connection that waits
//! for an accept; so many may wait, and the server refuses what comes then.
//!
//! Locks: a connection of the server, then the listener, then the table of servers and a server. So what a server does with
//! its connections, when it is stopped or released, is not called under the listener's.

use std::ffi::CString;
use std::net::SocketAddr;
use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use super::handshake::{self, Established};
use super::settings::{Settings, Values};
use super::stream::{Origin, WebSocketStream};
use crate::http::Head;
use crate::http::path::ResolvedPath;
use crate::nng::aio::{Op, Provider};
use crate::nng::conn::Io;
use crate::nng::driver::{self, Engine, Readiness, Source, Token};
use crate::nng::error::Error;
use crate::nng::server::exchange::Refusal;
use crate::nng::server::handler::{Action, Handler};
use crate::nng::server::upgrade::{Switch, Upgrade};
use crate::nng::server::{Name, Server};
use crate::nng::stream::accepts::Accepts;
use crate::nng::stream::options::{Options, Setting, Value, name};
use crate::nng::stream::settings::{self, Settings as SocketSettings};
use crate::nng::stream::{Listener, Location, Stream};
use crate::nng::{address, lock};
use crate::sys::SockAddr;
use crate::ws::Role;

/// Most connections that wait to be accepted.
const QUEUE: usize = 128;

enum Phase {
    Idle,
    /// With the handler that the server has.
    Listening(Arc<Handler>),
    Closed,
}

/// A connection after the handshake.
struct Waiting {
    io: Io,
    /// As they were when it shook hands.
    values: Values,
    handshake: Established,
}

struct State {
    phase: Phase,
    /// Held until closed.
    server: Arc<Server>,
    /// Where it listens, or listened.
    bound: Option<SockAddr>,
    accepts: Accepts<Waiting>,
}

/// See the head of the file.
pub(in crate::nng::stream) struct WebSocketListener {
    engine: Arc<Engine>,
    /// Nothing is watched by it; it is there for the end of the library.
    token: OnceLock<Token>,
    url: CString,
    /// Of the server.
    name: Name,
    address: SocketAddr,
    /// Without escapes.
    path: Vec<u8>,
    socket: SocketSettings,
    settings: Settings,
    state: Mutex<State>,
}

impl WebSocketListener {
    /// For a URL of one of the schemes. A host that is a name is looked up now.
    ///
    /// Errors: `ADDRESS_INVALID` if there is no such host or port, or the path is none that a request can have; `AGAIN`
    /// if the name service does not answer.
    pub(in crate::nng::stream) fn new(at: &Location<'_>) -> Result<Arc<WebSocketListener>, Error> {
        let name = Name {
            host: at.hostname.to_vec(),
            port: address::port(at.port)?,
            is_secure: address::is_secure(at.scheme)?,
        };
        let address = address::to_listen_on(at.hostname, name.port, address::family(at.scheme))?;
        let engine = driver::engine()?;
        let url = CString::new(at.url).map_err(|_| Error::ADDRESS_INVALID)?;
        let mut path = ResolvedPath::new();
        path.resolve(at.path).map_err(|_| Error::ADDRESS_INVALID)?;
        let state = State {
            phase: Phase::Idle,
            server: Server::hold(name.clone(), || Ok(address))?,
            bound: None,
            accepts: Accepts::new(),
        };
        let listener = Arc::new(WebSocketListener {
            engine,
            token: OnceLock::new(),
            url,
            name,
            address,
            path: path.as_bytes().to_vec(),
            socket: SocketSettings::tcp(None),
            settings: Settings::new(Role::Server),
            state: Mutex::new(state),
        });
        listener.token.get_or_init(|| listener.engine.register(listener.clone()));
        Ok(listener)
    }

    /// A handler for the server.
    fn handler(self: &Arc<Self>) -> Result<Arc<Handler>, Error> {
        let handler = Handler::new(&self.path, Action::Upgrade(Box::new(Door(Arc::downgrade(self)))));
        handler.set_host(Some(&self.name.host))?;
        Ok(Arc::new(handler))
    }

    /// The server that has taken the place of one that was stopped, with the same configuration of TLS.
    fn another_server(&self, stopped: &Server) -> Result<Arc<Server>, Error> {
        let server = Server::hold(self.name.clone(), || Ok(self.address))?;
        if let Ok(config) = stopped.tls_config() {
            if let Err(error) = server.set_tls_config(config) {
                server.release();
                return Err(error);
            }
        }
        Ok(server)
    }

    /// A connection has shaken hands, but for the answer. That is sent under the lock, so that connections wait in the order
    /// in which their peers know of them.
    fn shaken(&self, engine: &Arc<Engine>, mut waiting: Waiting) {
        let mut state = lock(&self.state);
        if let Phase::Listening(_) = state.phase {
            // What the kernel does not take now, and why, is up to the stream.
            let _ = waiting.io.output.flush(&mut waiting.io.transport);
            state.accepts.add_connection(waiting);
            self.serve(engine, &mut state);
        }
    }

    /// Makes streams of what waits.
    fn serve(&self, engine: &Arc<Engine>, state: &mut State) {
        state.accepts.serve(|Waiting { io, values, handshake }| {
            let fd = io.transport.descriptor().ok_or(Error::CLOSED)?.as_raw_fd();
            self.socket.for_socket().apply_over(fd)?;
            let origin = Origin { role: Role::Server, values, handshake };
            let stream: Arc<dyn Stream> = WebSocketStream::open(engine, io, origin)?;
            Ok(stream)
        });
    }
}

/// Lets a server's connections in. The server has it longer than the program has the listener, perhaps.
struct Door(Weak<WebSocketListener>);

impl Upgrade for Door {
    fn answer(&self, head: &Head) -> Result<Switch, Refusal> {
        let listener = self.0.upgrade().ok_or(404)?;
        if lock(&listener.state).accepts.waiting() >= QUEUE {
            return Err(Refusal::from(503));
        }
        let values = listener.settings.values();
        let (response, handshake) = handshake::answer(head, &values)?;
        let successor = move |engine: &Arc<Engine>, io| {
            listener.shaken(engine, Waiting { io, values, handshake });
        };
        Ok(Switch { response, successor: Box::new(successor) })
    }
}

impl Listener for WebSocketListener {
    fn listen(self: Arc<Self>) -> Result<(), Error> {
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Idle => {}
            Phase::Listening(_) => return Err(Error::STATE),
            Phase::Closed => return Err(Error::CLOSED),
        }
        let handler = self.handler()?;
        let start = |server: &Arc<Server>| {
            server.add_handler(handler.clone())?;
            // The handler first: once started and stopped, the server is of no use to others.
            server.start().inspect_err(|_| drop(server.remove_handler(&handler)))
        };
        let mut stopped = None;
        let mut started = start(&state.server);
        if let Err(Error::STATE | Error::CLOSED) = started {
            // Others have stopped the server, which does not come back. There may be another one.
            let server = self.another_server(&state.server)?;
            started = start(&server);
            stopped = Some(std::mem::replace(&mut state.server, server));
        }
        if started.is_ok() {
            state.phase = Phase::Listening(handler);
            state.bound = state.server.address();
        }
        drop(state);
        if let Some(server) = stopped {
            server.release();
        }
        started
    }

    fn accept(self: Arc<Self>, op: Op) {
        if !op.begin() {
            return;
        }
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Idle => return op.finish(Err(Error::STATE)),
            Phase::Listening(_) => {}
            Phase::Closed => return op.finish(Err(Error::CLOSED)),
        }
        state.accepts.add_op(op, self.clone());
        self.serve(&self.engine, &mut state);
    }

    fn close(&self) {
        let mut state = lock(&self.state);
        let phase = std::mem::replace(&mut state.phase, Phase::Closed);
        state.accepts.close();
        let server = state.server.clone();
        drop(state);
        match phase {
            Phase::Idle => {}
            Phase::Listening(handler) => {
                drop(server.remove_handler(&handler));
                server.stop();
            }
            Phase::Closed => return,
        }
        server.release();
        if let Some(token) = self.token.get() {
            self.engine.unregister(*token);
        }
    }
}

impl Provider for WebSocketListener {
    fn cancel(self: Arc<Self>, token: u64, outcome: Result<usize, Error>) {
        lock(&self.state).accepts.cancel(token, outcome);
    }
}

impl Source for WebSocketListener {
    fn ready(self: Arc<Self>, _: Readiness) {}

    fn shut_down(self: Arc<Self>) {
        self.close();
    }
}

impl Options for WebSocketListener {
    fn get(&self, name: &[u8]) -> Result<Value, Error> {
        let state = lock(&self.state);
        match name {
            name::URL => Ok(Value::Text(self.url.clone())),
            name::LOCAL_ADDRESS => Ok(Value::Address(state.bound)),
            name::BOUND_PORT => {
                let bound = state.bound.and_then(|bound| bound.ip()).ok_or(Error::STATE)?;
                Ok(Value::Int(bound.port().into()))
            }
            name::NO_DELAY | name::KEEP_ALIVE => self.socket.get(name),
            _ => match self.settings.get(name) {
                Err(Error::NOT_SUPPORTED) => settings::get_tls(name, || state.server.tls_config()),
                found => found,
            },
        }
    }

    fn set(&self, name: &[u8], to: &dyn Setting) -> Result<(), Error> {
        let state = lock(&self.state);
        match name {
            name::URL | name::LOCAL_ADDRESS | name::BOUND_PORT => Err(Error::READ_ONLY),
            name::NO_DELAY | name::KEEP_ALIVE => self.socket.set(name, to),
            name::TLS_CONFIG if self.name.is_secure => state.server.set_tls_config(to.tls_config()?),
            _ => match self.settings.set(name, to) {
                Err(Error::NOT_SUPPORTED) => settings::change_tls(name, to, || state.server.tls_config()),
                done => done,
            },
        }
    }
}
