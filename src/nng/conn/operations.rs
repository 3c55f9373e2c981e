//! The reads and writes that a program has started on a connection, each direction in the order in which they came.
//!
//! The first one of a direction is in progress, the others wait. What kind an operation is belongs to the operation,
//! so different kinds may be queued behind each other.

use std::collections::VecDeque;
use std::io::IoSlice;
use std::sync::Arc;

use super::input::Input;
use super::transaction::Transaction;
use crate::http::head_reader::{HeadKind, HeadReader};
use crate::http::interim::InterimResponses;
use crate::http::{Head, Limits, Policy};
use crate::nng::aio::Op;
use crate::nng::error::Error;
use crate::nng::message::{AnyMessage, Request, Response};
use crate::nng::transport::{Moved, Transport};
use crate::sys::lent::LentBuffers;

/// An operation in a queue.
pub(super) struct Queued<K> {
    /// `None` for the part of an operation that another one stands for.
    op: Option<Op>,
    /// Its name for the aio.
    token: u64,
    /// Bytes moved so far.
    moved: usize,
    kind: K,
}

/// What a read reads.
pub(super) enum Read {
    /// At least one byte into these buffers.
    Some(LentBuffers),
    /// As many bytes as the buffers hold.
    All(LentBuffers),
    /// A request head.
    Request(Arc<Request>, Box<HeadReader>),
    /// A response head, and the interim ones in front of it.
    Response(Arc<Response>, Box<HeadReader>, InterimResponses),
    /// A whole response, to a request that is to be written first.
    Transaction(Box<Transaction>),
}

/// What a write writes.
pub(super) enum Write {
    /// At least one byte from these buffers.
    Some(LentBuffers),
    /// Everything in these buffers.
    All(LentBuffers),
    /// A head, and the body of a request.
    Request(Vec<u8>, Arc<Request>),
    /// A head, and the body of a response unless it has none here.
    Response { head: Vec<u8>, response: Arc<Response>, has_body: bool },
}

impl Read {
    pub(super) fn request(request: Arc<Request>) -> Read {
        let reader = HeadReader::new(HeadKind::Request, Policy::SERVER, Limits::DEFAULT);
        Read::Request(request, Box::new(reader))
    }

    pub(super) fn response(response: Arc<Response>) -> Read {
        let reader = HeadReader::new(HeadKind::Response, Policy::CLIENT, Limits::DEFAULT);
        Read::Response(response, Box::new(reader), InterimResponses::default())
    }
}

/// One direction.
pub(super) struct Queue<K>(VecDeque<Queued<K>>);

impl<K> Queue<K> {
    pub(super) fn new() -> Queue<K> {
        Queue(VecDeque::new())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, op: Op, token: u64, kind: K) {
        self.0.push_back(Queued { op: Some(op), token, moved: 0, kind });
    }

    /// Ends the operation with this name, if it is there. `true` if it was in progress.
    pub(super) fn cancel(&mut self, token: u64, outcome: Result<usize, Error>) -> bool {
        let Some(index) = self.0.iter().position(|queued| queued.token == token) else { return false };
        if let Some(Queued { op: Some(op), .. }) = self.0.remove(index) {
            op.finish(outcome);
        }
        index == 0
    }

    /// Ends all operations: the one in progress with `first`, the others with `CLOSED`.
    pub(super) fn fail(&mut self, first: Error) {
        let mut error = first;
        for op in self.0.drain(..).filter_map(|queued| queued.op) {
            op.finish(Err(error));
            error = Error::CLOSED;
        }
        self.0.shrink_to_fit();
    }

    /// Takes out the operation in progress, which is complete, and ends it.
    fn finish_first(&mut self, count: usize) {
        if let Some(Queued { op: Some(op), .. }) = self.0.pop_front() {
            op.finish(Ok(count));
        }
    }
}

impl Queue<Read> {
    /// What the transaction in progress has to write, if it is one and has not begun. Fails if it cannot begin.
    pub(super) fn begin_transaction(&mut self, input: &mut Input) -> Result<Option<Write>, Error> {
        match self.0.front_mut() {
            Some(Queued { kind: Read::Transaction(transaction), .. }) => transaction.begin(input),
            _ => Ok(None),
        }
    }

    /// Whether a transaction is in progress.
    pub(super) fn is_in_transaction(&self) -> bool {
        match self.0.front() {
            Some(Queued { kind: Read::Transaction(transaction), .. }) => transaction.has_begun(),
            _ => false,
        }
    }

    /// Carries on the reads as far as there is input. Returns how many bytes they took.
    ///
    /// An error ends the connection, and the operation in progress with it.
    pub(super) fn advance(&mut self, input: &mut Input, transport: &mut Transport) -> Result<u64, Error> {
        let mut taken = 0;
        while let Some(Queued { op, moved, kind, .. }) = self.0.front_mut() {
            let (count, complete) = match kind {
                Read::Some(buffers) | Read::All(buffers) if buffers.is_empty() => (0, true),
                Read::Some(buffers) => {
                    let count = read_into(buffers, input, transport)?;
                    (count, count > 0)
                }
                Read::All(buffers) => {
                    let count = read_into(buffers, input, transport)?;
                    (count, buffers.is_empty())
                }
                Read::Request(request, reader) => read_head(reader, input, transport, |head| {
                    request.receive(head)?;
                    Ok(true)
                })?,
                Read::Response(response, reader, interim) => read_head(reader, input, transport, |head| {
                    if interim.is_interim(head.status(), &Limits::DEFAULT)? {
                        return Ok(false);
                    }
                    response.receive(head)?;
                    Ok(true)
                })?,
                Read::Transaction(transaction) => transaction.read(input, transport)?,
            };
            taken += count as u64;
            if complete {
                let count = match kind {
                    Read::Some(buffers) | Read::All(buffers) => {
                        if let Some(op) = op {
                            op.set_buffers(buffers.clone());
                        }
                        *moved + count
                    }
                    Read::Request(..) | Read::Response(..) | Read::Transaction(_) => 0,
                };
                self.finish_first(count);
            } else if count == 0 {
                break;
            } else {
                *moved += count;
            }
        }
        Ok(taken)
    }
}

impl Queue<Write> {
    /// Adds what belongs to an operation of the other direction.
    pub(super) fn push_part(&mut self, kind: Write) {
        self.0.push_back(Queued { op: None, token: 0, moved: 0, kind });
    }

    /// Whether a part is left.
    pub(super) fn has_part(&self) -> bool {
        self.0.iter().any(|queued| queued.op.is_none())
    }

    /// Gives the write in progress up if it is a part. `false` if it is not.
    pub(super) fn drop_part(&mut self) -> bool {
        let is_part = self.0.front().is_some_and(|queued| queued.op.is_none());
        if is_part {
            self.0.pop_front();
        }
        is_part
    }

    /// Carries on the writes as far as the kernel takes them. Returns how many bytes of them are neither requests nor
    /// responses. An error ends the connection, and the operation in progress with it.
    pub(super) fn advance(&mut self, transport: &mut Transport) -> Result<u64, Error> {
        let mut plain = 0;
        while let Some(Queued { moved, kind, .. }) = self.0.front_mut() {
            let (result, complete) = match kind {
                Write::Some(buffers) | Write::All(buffers) if buffers.is_empty() => {
                    (Ok(Moved::Bytes(0)), true)
                }
                Write::Some(buffers) => (transport.send_lent(buffers), true),
                Write::All(buffers) => {
                    let result = transport.send_lent(buffers);
                    (result, buffers.is_empty())
                }
                Write::Request(head, request) => {
                    request.with_body(|body| send_message(head, body, *moved, transport))
                }
                Write::Response { head, has_body: false, .. } => send_message(head, b"", *moved, transport),
                Write::Response { head, response, .. } => {
                    response.with_body(|body| send_message(head, body, *moved, transport))
                }
            };
            let Moved::Bytes(count) = result? else { break };
            *moved += count;
            if let Write::Some(_) | Write::All(_) = kind {
                plain += count as u64;
            }
            if complete {
                let count = *moved;
                self.finish_first(count);
            }
        }
        Ok(plain)
    }
}

/// Moves bytes into buffers that have room: those that are there, otherwise new ones. 0 if there are none.
fn read_into(
    buffers: &mut LentBuffers,
    input: &mut Input,
    transport: &mut Transport,
) -> Result<usize, Error> {
    if !input.is_empty() {
        let count = buffers.fill(input.bytes());
        input.consume(count);
        return Ok(count);
    }
    moved(transport.recv_lent(buffers)?)
}

/// Reads on in a head and calls `complete` with it at its end, which tells whether that was the head that is wanted.
/// Returns how many bytes were taken, and whether the wanted head is complete.
fn read_head(
    reader: &mut HeadReader,
    input: &mut Input,
    transport: &mut Transport,
    complete: impl FnOnce(&Head) -> Result<bool, Error>,
) -> Result<(usize, bool), Error> {
    if input.is_empty() {
        moved(input.fill(transport)?)?;
    }
    let progress = reader.read(input.bytes())?;
    input.consume(progress.consumed);
    if !progress.complete {
        return Ok((progress.consumed, false));
    }
    let wanted = complete(reader.head())?;
    reader.restart();
    Ok((progress.consumed, wanted))
}

/// The number of bytes; the end of the stream is an error for whoever waits for more.
fn moved(moved: Moved) -> Result<usize, Error> {
    match moved {
        Moved::Bytes(count) => Ok(count),
        Moved::Blocked => Ok(0),
        Moved::End => Err(Error::CONNECTION_SHUT),
    }
}

/// Sends what is left of a head and its body after so many bytes. Tells also whether that was the rest.
fn send_message(
    head: &[u8],
    body: &[u8],
    sent: usize,
    transport: &mut Transport,
) -> (Result<Moved, Error>, bool) {
    let rest_of_head = head.get(sent..).unwrap_or_default();
    let rest_of_body = body.get(sent.saturating_sub(head.len())..).unwrap_or_default();
    let left = rest_of_head.len() + rest_of_body.len();
    if left == 0 {
        return (Ok(Moved::Bytes(0)), true);
    }
    let result = transport.send(&[IoSlice::new(rest_of_head), IoSlice::new(rest_of_body)]);
    let complete = matches!(result, Ok(Moved::Bytes(count)) if count == left);
    (result, complete)
}
