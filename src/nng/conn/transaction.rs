//! The client's side of an exchange on a connection: a request is written, the whole response is read.

use std::sync::Arc;

use super::input::Input;
use super::operations::Write;
use crate::http::message::{Event, Finished, MessageReader};
use crate::http::{Limits, Policy};
use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Request, Response};
use crate::nng::transport::{Moved, Transport};

/// An exchange in the queue of reads. Others wait behind it, so exchanges do not mix.
pub(super) struct Transaction {
    request: Arc<Request>,
    response: Arc<Response>,
    /// The head of the request, until it goes to the queue of writes.
    head: Option<Vec<u8>>,
    reader: MessageReader,
    body: Vec<u8>,
}

impl Transaction {
    /// `INVALID` if the request cannot be sent.
    pub(super) fn new(request: Arc<Request>, response: Arc<Response>) -> Result<Box<Transaction>, Error> {
        let mut head = Vec::new();
        request.write_head(&mut head)?;
        let reader = MessageReader::responses(request.method_kind(), Policy::CLIENT, Limits::DEFAULT);
        Ok(Box::new(Transaction { request, response, head: Some(head), reader, body: Vec::new() }))
    }

    /// Its turn has come: what is to be written. `None` if that was said before.
    ///
    /// What came together with an earlier response cannot be the response to this request (RFC 9112 section 9.2):
    /// `PROTOCOL`, unless it is line ends alone, which mean nothing.
    pub(super) fn begin(&mut self, input: &mut Input) -> Result<Option<Write>, Error> {
        let Some(head) = self.head.take() else { return Ok(None) };
        let line_ends = input.bytes().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        input.consume(line_ends);
        if !input.is_empty() {
            return Err(Error::PROTOCOL);
        }
        Ok(Some(Write::Request(head, self.request.clone())))
    }

    /// Whether its turn has come.
    pub(super) fn has_begun(&self) -> bool {
        self.head.is_none()
    }

    /// Reads on in the response, once its turn has come. Returns how many bytes were taken, and whether it is complete.
    ///
    /// What was received of a body is with the response also when its end is missing.
    pub(super) fn read(
        &mut self,
        input: &mut Input,
        transport: &mut Transport,
    ) -> Result<(usize, bool), Error> {
        let mut taken = 0;
        while self.has_begun() {
            // Also without input: a response may be complete without any more of it.
            let step = self.reader.read(input.bytes())?;
            let (consumed, event) = (step.consumed, step.event);
            let (mut complete, mut starved) = (false, false);
            match event {
                Event::Head => self.response.receive(self.reader.head())?,
                Event::Data(data) => {
                    self.body.try_reserve(data.len()).map_err(|_| Error::NO_MEMORY)?;
                    self.body.extend_from_slice(data);
                }
                Event::End => complete = true,
                Event::Interim => {}
                Event::NeedMore => starved = true,
            }
            input.consume(consumed);
            taken += consumed;
            if complete {
                self.deliver();
                return Ok((taken, true));
            }
            if starved {
                match input.fill(transport)? {
                    Moved::Bytes(_) => {}
                    Moved::Blocked => break,
                    Moved::End => return self.end(transport.is_truncated()).map(|()| (taken, true)),
                }
            }
        }
        Ok((taken, false))
    }

    /// The peer has closed: that may be the end of the response, unless something may be missing (RFC 9112 section
    /// 9.8).
    fn end(&mut self, is_truncated: bool) -> Result<(), Error> {
        let finished = self.reader.finish();
        self.deliver();
        match finished? {
            Finished::EndOfMessage if !is_truncated => Ok(()),
            Finished::EndOfMessage | Finished::Closed => Err(Error::CONNECTION_SHUT),
        }
    }

    fn deliver(&mut self) {
        let body = std::mem::take(&mut self.body);
        if !body.is_empty() {
            self.response.receive_body(body);
        }
    }
}
