//! `nng/transport/`: what programs once had to call before they used a transport.

pub mod inproc;
pub mod ipc;
pub mod tcp;
pub mod tls;
pub mod websocket;
