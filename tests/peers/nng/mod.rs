//! nng's interface and its peers.

mod examples;
mod http_get;
mod rest_server;
mod static_files;
