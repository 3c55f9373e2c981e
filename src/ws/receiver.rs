//! The receiving direction of a connection: a state machine over frames and messages.
//!
//! ```text
//!              two bytes: check_start      whole header: begin_frame
//!   Header ---------------------------------------------------------> Data or Control
//!     ^                                                                   |
//!     +---------------- last byte of the payload -------------------------+
//!                                                                         | a close frame
//!   Failed(error) <-- any refusal, from these three        Closed <-------+
//! ```
//!
//! Rules that hold whatever the input and however it is cut:
//!
//! * Not one byte after a close frame is taken: it may belong to whatever uses the stream next.
//! * An event reports bytes that were just taken, and no event comes without input, except that `Closed` and `Failed`
//!   say the same for ever.
//! * A frame is refused with its first two bytes if these suffice to know, otherwise with the last byte of its header;
//!   a close frame with a bad payload when it is complete, text that is not UTF-8 with the byte that spoils it.
//! * Control frames are gathered in a buffer here, payload of messages stays in the caller's.
//! * Pongs are taken and forgotten: no ping is ever sent, and an unasked pong needs no answer (section 5.5.3).

use super::frame::{Header, MAX_CONTROL_PAYLOAD, MAX_HEADER, MessageType, Opcode, Start};
use super::message::Assembly;
use super::{Close, CloseCode, Error, Limits, Mask, Policy, Role};

/// What comes next on the stream for certain, for a reader that must not take more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// So many bytes of a header or of a control frame, 1 to [`MAX_CONTROL_PAYLOAD`]. They can be read into any buffer.
    Protocol(usize),
    /// So many bytes of payload until the end of the frame, 1 or more. They can be read to where the message is to be,
    /// in one piece or in several.
    Payload(u64),
    /// Nothing that would be taken: there was a close frame or an error.
    Nothing,
}

/// What was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// All of the input is used, and there is nothing to report.
    NeedMore,
    /// A part of a message.
    Data {
        /// The type of the message.
        message_type: MessageType,
        /// The payload, unmasked: a part of the input. Empty only if a message without payload, or one whose last frame
        /// is empty, ends here.
        bytes: &'a [u8],
        /// Whether the message ends here.
        end: bool,
    },
    /// A ping with its payload. The answer is a pong with the same payload; if several pings come before a pong could
    /// be sent, one pong with the last payload will do (RFC 6455 section 5.5.3).
    Ping(&'a [u8]),
    /// The close frame. If this side has not sent one itself, the answer is one with the same code (section 5.5.1). From
    /// now on the receiver takes nothing and reports the same again.
    Close(Close<'a>),
}

/// Every state that waits for bytes waits for one at least: a frame without payload ends with its header.
#[derive(Debug, Clone, Copy)]
enum State {
    /// In a header, of which `have` of `len` bytes are there. Before the first two bytes are there, `len` is 2.
    Header {
        have: usize,
        len: usize,
    },
    Data(DataFrame),
    Control(ControlFrame),
    /// Behind the close frame, whose payload has `len` bytes.
    Closed {
        code: Option<CloseCode>,
        len: usize,
    },
    /// Behind an error.
    Failed(Error),
}

/// In the payload of a data frame, of which `left` bytes are missing.
#[derive(Debug, Clone, Copy)]
struct DataFrame {
    message_type: MessageType,
    fin: bool,
    left: u64,
    mask: Option<Mask>,
}

/// In the payload of a control frame, of which `have` of `len` bytes are there.
#[derive(Debug, Clone, Copy)]
struct ControlFrame {
    opcode: Opcode,
    have: usize,
    len: usize,
    mask: Option<Mask>,
}

const START_OF_FRAME: State = State::Header { have: 0, len: 2 };

/// What to report: an [`Event`] before it borrows anything. `Data` is the last `len` bytes that were taken.
enum Progress {
    NeedMore,
    Data { message_type: MessageType, len: usize, end: bool },
    Ping { len: usize },
    Close { code: Option<CloseCode>, len: usize },
}

/// The receiving direction of one connection.
#[derive(Debug, Clone)]
pub struct Receiver {
    role: Role,
    state: State,
    assembly: Assembly,
    /// The header of the current frame, as far as it is there.
    header: [u8; MAX_HEADER],
    /// The payload of the last control frame, unmasked.
    control: [u8; MAX_CONTROL_PAYLOAD],
}

impl Receiver {
    /// A receiver at the first byte after the opening handshake. `role` is that of this side.
    pub const fn new(role: Role, policy: Policy, limits: Limits) -> Receiver {
        Receiver {
            role,
            state: START_OF_FRAME,
            assembly: Assembly::new(policy, limits),
            header: [0; MAX_HEADER],
            control: [0; MAX_CONTROL_PAYLOAD],
        }
    }

    /// How many bytes come next for certain, and what they are. To feed more or fewer is allowed.
    pub const fn want(&self) -> Want {
        match self.state {
            State::Header { have, len } | State::Control(ControlFrame { have, len, .. }) => {
                Want::Protocol(len - have)
            }
            State::Data(DataFrame { left, .. }) => Want::Payload(left),
            State::Closed { .. } | State::Failed(_) => Want::Nothing,
        }
    }

    /// Whether neither a frame nor a message has begun and not ended: a stream that ends here has cut nothing off.
    pub const fn is_between_messages(&self) -> bool {
        matches!(self.state, State::Header { have: 0, .. }) && !self.assembly.has_begun()
    }

    /// The close frame, once it was received.
    pub fn close(&self) -> Option<Close<'_>> {
        match self.state {
            State::Closed { code, len } => Some(self.received_close(code, len)),
            _ => None,
        }
    }

    /// Takes bytes from the stream up to the next event, and unmasks in place those that are payload of messages.
    /// Returns how many bytes were taken and the event. What is left of the input is to be fed again. At least one byte
    /// is taken if there is one, except behind the close frame.
    ///
    /// Errors: those of [`Error`]. An error is final: every later call returns it again. What `input` holds afterwards
    /// is unspecified.
    pub fn feed<'a>(&'a mut self, input: &'a mut [u8]) -> Result<(usize, Event<'a>), Error> {
        let (used, progress) = self.advance(input).inspect_err(|&error| self.state = State::Failed(error))?;
        let event = match progress {
            Progress::NeedMore => Event::NeedMore,
            Progress::Data { message_type, len, end } => {
                Event::Data { message_type, bytes: &input[used - len..used], end }
            }
            Progress::Ping { len } => Event::Ping(&self.control[..len]),
            Progress::Close { code, len } => Event::Close(self.received_close(code, len)),
        };
        Ok((used, event))
    }

    fn advance(&mut self, input: &mut [u8]) -> Result<(usize, Progress), Error> {
        let mut used = 0;
        loop {
            let rest = &mut input[used..];
            let (taken, progress) = match self.state {
                State::Failed(error) => return Err(error),
                State::Closed { code, len } => return Ok((used, Progress::Close { code, len })),
                _ if rest.is_empty() => return Ok((used, Progress::NeedMore)),
                State::Header { have, len } => self.take_header(have, len, rest)?,
                State::Data(frame) => self.take_data(frame, rest)?,
                State::Control(frame) => self.take_control(frame, rest)?,
            };
            used += taken;
            if let Some(progress) = progress {
                return Ok((used, progress));
            }
        }
    }

    fn take_header(&mut self, have: usize, len: usize, input: &[u8]) -> Result<Step, Error> {
        let taken = (len - have).min(input.len());
        self.header[have..have + taken].copy_from_slice(&input[..taken]);
        let have = have + taken;
        if have < len {
            self.state = State::Header { have, len };
            return Ok((taken, None));
        }
        let mut len = len;
        if have == 2 {
            let start = Start::decode([self.header[0], self.header[1]])?;
            self.check_start(start)?;
            len = start.header_len();
        }
        let progress = match Header::decode(&self.header[..have])? {
            Some(header) => self.begin_frame(header)?,
            None => {
                self.state = State::Header { have, len };
                None
            }
        };
        Ok((taken, progress))
    }

    /// Everything that the first two bytes of a header can be refused for, besides what they say by themselves.
    fn check_start(&self, start: Start) -> Result<(), Error> {
        match (self.role, start.masked) {
            (Role::Server, false) => return Err(Error::Unmasked),
            (Role::Client, true) => return Err(Error::Masked),
            _ => {}
        }
        if !start.opcode.is_control() {
            return self.assembly.message_type(start.opcode).map(|_| ());
        }
        if !start.fin {
            return Err(Error::FragmentedControl);
        }
        if !start.is_short() {
            return Err(Error::ControlTooLong);
        }
        Ok(())
    }

    fn begin_frame(&mut self, header: Header) -> Result<Option<Progress>, Error> {
        let mask = header.key.map(Mask::new);
        if header.opcode.is_control() {
            // No more than 125, by check_start.
            let len = header.len as usize;
            return self.continue_control(ControlFrame { opcode: header.opcode, have: 0, len, mask });
        }
        let message_type = self.assembly.begin_frame(header)?;
        self.continue_data(DataFrame { message_type, fin: header.fin, left: header.len, mask }, 0)
    }

    fn take_data(&mut self, mut frame: DataFrame, input: &mut [u8]) -> Result<Step, Error> {
        let taken = usize::try_from(frame.left).unwrap_or(usize::MAX).min(input.len());
        let payload = &mut input[..taken];
        if let Some(mask) = &mut frame.mask {
            mask.apply(payload);
        }
        self.assembly.payload(frame.message_type, payload)?;
        frame.left -= taken as u64;
        Ok((taken, self.continue_data(frame, taken)?))
    }

    /// Goes on after `len` bytes of payload, which are to be reported.
    fn continue_data(&mut self, frame: DataFrame, len: usize) -> Result<Option<Progress>, Error> {
        let DataFrame { message_type, fin, left, .. } = frame;
        let end = fin && left == 0;
        self.state = if left == 0 { START_OF_FRAME } else { State::Data(frame) };
        if end {
            self.assembly.end()?;
        }
        Ok((len > 0 || end).then_some(Progress::Data { message_type, len, end }))
    }

    fn take_control(&mut self, mut frame: ControlFrame, input: &[u8]) -> Result<Step, Error> {
        let taken = (frame.len - frame.have).min(input.len());
        let payload = &mut self.control[frame.have..frame.have + taken];
        payload.copy_from_slice(&input[..taken]);
        if let Some(mask) = &mut frame.mask {
            mask.apply(payload);
        }
        frame.have += taken;
        Ok((taken, self.continue_control(frame)?))
    }

    fn continue_control(&mut self, frame: ControlFrame) -> Result<Option<Progress>, Error> {
        let ControlFrame { opcode, have, len, .. } = frame;
        if have < len {
            self.state = State::Control(frame);
            return Ok(None);
        }
        self.state = START_OF_FRAME;
        match opcode {
            Opcode::Ping => Ok(Some(Progress::Ping { len })),
            Opcode::Close => {
                let code = Close::decode(&self.control[..len], self.assembly.policy())?.code();
                self.state = State::Closed { code, len };
                Ok(Some(Progress::Close { code, len }))
            }
            // A pong: begin_frame lets no data opcode come here.
            _ => Ok(None),
        }
    }

    fn received_close(&self, code: Option<CloseCode>, len: usize) -> Close<'_> {
        Close { code, reason: self.control[..len].get(2..).unwrap_or_default() }
    }
}

/// How many bytes were taken, and what is to be reported if anything.
type Step = (usize, Option<Progress>);

#[cfg(test)]
mod tests;
