//! Whole messages from a stream of bytes, in both roles: heads, content, and where one message ends and the next
//! begins. All transitions are in this file.
//!
//! | state | `read` takes | reports | next state |
//! |---|---|---|---|
//! | Head | a request head, a final response head | `Head` | Framed |
//! | Head | a response head with status 1xx, except 101 | `Interim` | Interim |
//! | Interim | nothing, goes on to the next head of the exchange | | Head |
//! | Framed | nothing, goes on to the content | | Content |
//! | Content | content | `Data` | Content |
//! | Content | the end of the message | `End` | Complete |
//! | Complete | nothing | `End` | Complete |
//! | Failed, after an error in any state | nothing | the same error | Failed |
//!
//! Where input runs out, `read` has taken all of it, reports `NeedMore` and stays in its state. A message without
//! content ends at once, so that every message is `Head`, any number of `Data`, `End`.
//!
//! The end of the stream:
//!
//! | state | `finish` | next state |
//! |---|---|---|
//! | Head, and nothing of the exchange received, no interim response either | `Closed` | Head |
//! | Head, otherwise; Interim | error `TruncatedHead` | Failed |
//! | Framed, Content that is complete, or lasts until the end of the stream | `EndOfMessage` | Complete |
//! | Framed, Content, otherwise | error `TruncatedBody` | Failed |
//! | Complete | `Closed` | Complete |
//! | Failed | the same error | Failed |

use super::body::{BodyDecoder, BodyEvent};
use super::framing::{BodyLength, Framing, request_framing, response_framing};
use super::head_reader::{HeadKind, HeadReader};
use super::interim::InterimResponses;
use super::method::MethodKind;
use super::persistence::{ConnectionOptions, persists};
use super::target::RequestTarget;
use super::{Error, Fields, Head, Limits, Policy};

/// What one call of [`MessageReader::read`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// How many bytes of the input were taken. The rest has to be given again; after the end of the last message it
    /// belongs to whatever follows.
    pub consumed: usize,
    /// What was found at the end of them.
    pub event: Event<'a>,
}

/// See [`Step`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// Nothing yet. The whole input was taken.
    NeedMore,
    /// The head of an interim response (status 1xx except 101) is there; the next call goes on to the next head of
    /// the same exchange.
    Interim,
    /// The head of a request or of a final response is there, and its framing is known.
    Head,
    /// Content: this part of the input, which is not empty.
    Data(&'a [u8]),
    /// The message is complete, its trailers are there. Reported again until `next_request` or `next_response`.
    End,
}

/// What the end of the stream means, see [`MessageReader::finish`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// The stream ended between two messages.
    Closed,
    /// The end of the stream is the end of the message.
    EndOfMessage,
}

/// Reads one message after another from a stream.
///
/// The methods come in three classes. *Getters* say what was found: [`head`](Self::head),
/// [`framing`](Self::framing), [`persists`](Self::persists), [`trailers`](Self::trailers). *Input* drives the reader:
/// [`read`](Self::read), [`finish`](Self::finish). *Turns* begin the next message:
/// [`next_request`](Self::next_request), [`next_response`](Self::next_response).
#[derive(Debug, Clone)]
pub struct MessageReader {
    kind: HeadKind,
    /// Of the request that the current response answers. Without meaning when requests are read.
    method: MethodKind,
    policy: Policy,
    limits: Limits,
    state: State,
    /// Those of the current exchange, which they leave open.
    interim: InterimResponses,
    head: HeadReader,
    framing: Framing,
    persists: bool,
    /// Made on the way from Framed to Content, when the body limit is settled.
    body: BodyDecoder,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Head,
    Interim,
    Framed,
    Content,
    Complete,
    Failed(Error),
}

const NO_CONTENT: Framing = Framing { length: BodyLength::None, reusable: true };

impl MessageReader {
    /// A reader of requests, as a server needs it.
    pub fn requests(policy: Policy, limits: Limits) -> MessageReader {
        MessageReader::new(HeadKind::Request, MethodKind::Other, policy, limits)
    }

    /// A reader of responses, as a client needs it. The first one answers a request with this method.
    pub fn responses(method: MethodKind, policy: Policy, limits: Limits) -> MessageReader {
        MessageReader::new(HeadKind::Response, method, policy, limits)
    }

    fn new(kind: HeadKind, method: MethodKind, policy: Policy, limits: Limits) -> MessageReader {
        MessageReader {
            kind,
            method,
            policy,
            limits,
            state: State::Head,
            interim: InterimResponses::default(),
            head: HeadReader::new(kind, policy, limits),
            framing: NO_CONTENT,
            persists: false,
            body: BodyDecoder::default(),
        }
    }

    /// The current head, from `Head` or `Interim` on.
    pub fn head(&self) -> &Head {
        self.head.head()
    }

    /// Exchanges the current head for another one, whose memory serves the next message: a caller that keeps one
    /// head of its own and exchanges it at every `Head` allocates nothing.
    pub fn swap_head(&mut self, other: &mut Head) {
        self.head.swap_head(other);
    }

    /// How the content ends, from `Head` on.
    pub fn framing(&self) -> Framing {
        self.framing
    }

    /// Whether the sender of the message lets the connection live on after it (RFC 9112 section 9.3), from `Head` on.
    /// If not, nothing that follows the message may be taken for another one.
    pub fn persists(&self) -> bool {
        self.persists
    }

    /// Whether nothing of the next message has been received, empty lines in front of it aside.
    pub fn is_idle(&self) -> bool {
        matches!(self.state, State::Head) && self.interim.is_empty() && self.head.is_empty()
    }

    /// The trailers, at `End`; `None` if there are none.
    pub fn trailers(&self) -> Option<&Fields> {
        self.body.trailers()
    }

    /// Replaces [`Limits::body`] for this message and those after it. Has an effect on the current message between
    /// `Head` and the next call of `read`, so that the limit may depend on what is requested.
    pub fn set_body_limit(&mut self, bytes: u64) {
        self.limits.body = bytes;
    }

    /// Takes bytes up to the next event.
    ///
    /// Errors, final for the stream: those of [`HeadReader::read`]; `TooManyInterimResponses`; for requests of [`RequestTarget::parse`],
    /// [`RequestTarget::host`] and [`request_framing`]; for responses of [`response_framing`]; those of
    /// [`BodyDecoder::decode`]. An announced length beyond the body limit is `BodyTooLarge` at the first call after
    /// `Head`.
    pub fn read<'a>(&mut self, input: &'a [u8]) -> Result<Step<'a>, Error> {
        self.advance(input).inspect_err(|&error| self.state = State::Failed(error))
    }

    fn advance<'a>(&mut self, input: &'a [u8]) -> Result<Step<'a>, Error> {
        loop {
            match self.state {
                State::Head => {
                    let progress = self.head.read(input)?;
                    let event = if progress.complete { self.end_head()? } else { Event::NeedMore };
                    return Ok(Step { consumed: progress.consumed, event });
                }
                State::Interim => {
                    self.head.restart();
                    self.state = State::Head;
                }
                State::Framed => self.begin_content()?,
                State::Content => {
                    let step = self.body.decode(input)?;
                    let event = match step.event {
                        BodyEvent::NeedMore => Event::NeedMore,
                        BodyEvent::Data(range) => Event::Data(&input[range]),
                        BodyEvent::End => {
                            self.state = State::Complete;
                            Event::End
                        }
                    };
                    return Ok(Step { consumed: step.consumed, event });
                }
                State::Complete => return Ok(Step { consumed: 0, event: Event::End }),
                State::Failed(error) => return Err(error),
            }
        }
    }

    fn end_head(&mut self) -> Result<Event<'static>, Error> {
        let head = self.head.head();
        let (version, fields) = (head.version(), head.fields());
        self.framing = match self.kind {
            HeadKind::Request => {
                let target = RequestTarget::parse(head.method(), head.target())?;
                match target.host(version, fields.iter()) {
                    Err(Error::MissingHost) if self.policy.missing_host => {}
                    host => drop(host?),
                }
                request_framing(version, fields.iter(), &self.policy)?
            }
            HeadKind::Response if self.interim.is_interim(head.status(), &self.limits)? => {
                self.state = State::Interim;
                return Ok(Event::Interim);
            }
            HeadKind::Response => {
                response_framing(version, head.status(), self.method, fields.iter(), &self.policy)?
            }
        };
        self.persists = persists(version, ConnectionOptions::of(fields.iter()), self.framing);
        self.state = State::Framed;
        Ok(Event::Head)
    }

    fn begin_content(&mut self) -> Result<(), Error> {
        self.body = BodyDecoder::new(self.framing.length, &self.limits, &self.policy)?;
        self.state = State::Content;
        Ok(())
    }

    /// Takes note that the peer has closed its side of the stream, after all input was read.
    ///
    /// Errors: `TruncatedHead` or `TruncatedBody` if something is missing (RFC 9112 section 8); the earlier error if
    /// there was one.
    pub fn finish(&mut self) -> Result<Finished, Error> {
        self.end_of_stream().inspect_err(|&error| self.state = State::Failed(error))
    }

    fn end_of_stream(&mut self) -> Result<Finished, Error> {
        if let State::Framed = self.state {
            self.begin_content()?;
        }
        match self.state {
            State::Head if self.is_idle() => Ok(Finished::Closed),
            State::Head | State::Interim => Err(Error::TruncatedHead),
            State::Framed | State::Content => {
                self.body.finish()?;
                self.state = State::Complete;
                Ok(Finished::EndOfMessage)
            }
            State::Complete => Ok(Finished::Closed),
            State::Failed(error) => Err(error),
        }
    }

    /// Goes on to the next request. What was not read of the current one is given up, so call this at `End`, and only
    /// if the connection persists. A reader that failed stays so.
    pub fn next_request(&mut self) {
        self.next_response(MethodKind::Other);
    }

    /// Goes on to the next response, which answers a request with this method. Otherwise like `next_request`.
    pub fn next_response(&mut self, method: MethodKind) {
        if let State::Failed(_) = self.state {
            return;
        }
        self.method = method;
        self.state = State::Head;
        self.interim = InterimResponses::default();
        self.head.restart();
        self.framing = NO_CONTENT;
        self.persists = false;
        self.body = BodyDecoder::default();
    }
}

#[cfg(test)]
mod tests;
