//! The error pages of a server, and its answers to requests that no handler gets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::http::reason;
use crate::nng::error::Error;
use crate::nng::lock;
use crate::nng::message::{AnyMessage, Response, error_page};

/// Pages that the program has set, by status.
#[derive(Default)]
pub(super) struct ErrorPages(Mutex<HashMap<u16, Arc<[u8]>>>);

impl ErrorPages {
    pub(super) fn set(&self, status: u16, page: &[u8]) {
        lock(&self.0).insert(status, page.into());
    }

    /// Makes the page for its status the body of a response: the one that was set, or if `always` the default one.
    pub(super) fn put(&self, response: &Response, always: bool) -> Result<(), Error> {
        let status = response.status();
        let page = lock(&self.0).get(&status).cloned();
        match page {
            Some(page) => response.copy_body(&page)?,
            None if always => response.copy_body(default_page(status).as_bytes())?,
            None => return Ok(()),
        }
        response.set_header(b"Content-Type", error_page::CONTENT_TYPE)
    }

    /// The answer with this status; for an error with its page, otherwise empty.
    pub(super) fn response(&self, status: u16, field: Option<(&str, &str)>) -> Response {
        let response = Response::new();
        response.set_status(status);
        let fill = || {
            if status >= 400 {
                self.put(&response, true)?;
            }
            field.map_or(Ok(()), |(name, value)| response.set_header(name.as_bytes(), value.as_bytes()))
        };
        match fill() {
            Ok(()) => response,
            // No memory for the page, or a method that nobody can send: the status has to do.
            Err(_) => {
                response.reset();
                response.set_status(status);
                response
            }
        }
    }
}

fn default_page(status: u16) -> String {
    error_page::default(status, reason::nng(status), "")
}
