//! `programs/client.c` and `programs/nng_client.c`, and what they print.

use crate::process::stdout_of;
use crate::programs::ours;
use std::process::Command;

/// One response: the statuses, how the content ends, and the content.
pub(crate) type Response = (String, Vec<u8>);

/// Sends requests, each `METHOD:TARGET` or `METHOD:TARGET:SIZE`, on one connection.
pub(crate) fn exchange(port: u16, how: &str, requests: &[&str]) -> Vec<Response> {
    responses(ours("client").args(["127.0.0.1", &port.to_string(), how]), requests)
}

/// Has a client send requests. Returns the responses, of which there is one for each.
pub(crate) fn responses(client: &mut Command, requests: &[&str]) -> Vec<Response> {
    let output = stdout_of(client.args(requests));
    let mut rest = output.as_slice();
    let mut responses = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n').unwrap();
        let line = std::str::from_utf8(&rest[..end]).unwrap();
        let (summary, size) = line.rsplit_once(' ').unwrap();
        let (content, after) = rest[end + 1..].split_at(size.parse().unwrap());
        responses.push((summary.to_owned(), content.to_owned()));
        rest = after.strip_prefix(b"\n").unwrap();
    }
    assert_eq!(responses.len(), requests.len());
    responses
}
