//! nng's interface and its peers.

mod browser;
mod curl;
mod departures;
mod examples;
mod http_get;
mod nginx;
mod openssl;
mod python;
mod rest_server;
mod static_files;
mod websocket;

use crate::client::{Response, responses};
use crate::programs::{Server, ours, pem};
use std::ffi::OsStr;
use std::process::Command;

/// `programs/nng_server`.
fn server<S: AsRef<OsStr>>(options: &[S]) -> Server {
    Server::start(ours("nng_server").args(options))
}

/// `programs/nng_client`, which trusts the tests' authority.
fn client(how: &str, url: &str) -> Command {
    let mut command = ours("nng_client");
    command.args(["-c", &pem("ca.crt"), how, url]);
    command
}

/// Sends requests in one of the client's ways.
fn exchange(how: &str, url: &str, requests: &[&str]) -> Vec<Response> {
    responses(&mut client(how, url), requests)
}
