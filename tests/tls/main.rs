//! TLS as the faces use it: configurations, and pairs of sessions that talk to each other in memory.

mod client_certificates;
mod closing;
mod configuration;
mod failures;
mod memory;
mod other_peers;
mod own_certificates;
mod resumption;
mod support;
mod transfer;
mod verification;
mod versions;
