//! The receiver as a function: bytes in, a log out. Tests and fuzz targets compare the logs of the same bytes fed in
//! different pieces, which have to be equal.
//!
//! To be comparable the log holds messages as a whole, in the place where they end, and nothing of a message that an
//! error cut short.

use std::fmt;

use super::{CloseCode, Error, Event, Limits, MessageType, Policy, Receiver, Role, Want};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A message.
    Message(MessageType, Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
    /// The close frame with its code and reason. The log ends here.
    Close(Option<CloseCode>, Vec<u8>),
    /// How many bytes of the input stand behind the close frame.
    Rest(usize),
    /// An error. The log ends here.
    Error(Error),
    /// The input ended inside a message, of which this much payload was there.
    Unfinished(MessageType, Vec<u8>),
}

/// Feeds `input` to a new receiver in pieces. `piece` is told what the receiver wants and answers how many bytes to feed
/// at most; 0 counts as 1.
pub fn trace(
    role: Role,
    policy: Policy,
    limits: Limits,
    input: &[u8],
    mut piece: impl FnMut(Want) -> usize,
) -> Vec<Entry> {
    let mut receiver = Receiver::new(role, policy, limits);
    let mut input = input.to_vec();
    let mut log = Vec::new();
    let mut message: Option<(MessageType, Vec<u8>)> = None;
    let mut used = 0;
    while used < input.len() {
        let end = input.len().min(used.saturating_add(piece(receiver.want()).max(1)));
        let (taken, event) = match receiver.feed(&mut input[used..end]) {
            Ok(fed) => fed,
            Err(error) => {
                log.push(Entry::Error(error));
                return log;
            }
        };
        used += taken;
        match event {
            Event::NeedMore => {}
            Event::Data { message_type, bytes, end } => {
                let (_, payload) = message.get_or_insert_with(|| (message_type, Vec::new()));
                payload.extend_from_slice(bytes);
                if end {
                    log.extend(
                        message.take().map(|(message_type, payload)| Entry::Message(message_type, payload)),
                    );
                }
            }
            Event::Ping(payload) => log.push(Entry::Ping(payload.to_vec())),
            Event::Close(close) => {
                log.push(Entry::Close(close.code(), close.reason().to_vec()));
                if used < input.len() {
                    log.push(Entry::Rest(input.len() - used));
                }
                return log;
            }
        }
    }
    log.extend(message.map(|(message_type, payload)| Entry::Unfinished(message_type, payload)));
    log
}

/// One line of text: `text "Hello"`, `ping "x"`, `close 1000 "bye"`, `rest 3`, `error Masked 1002`.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |message_type: &MessageType| match message_type {
            MessageType::Text => "text",
            MessageType::Binary => "binary",
        };
        match self {
            Entry::Message(message_type, payload) => {
                write!(f, "{} \"{}\"", name(message_type), payload.escape_ascii())
            }
            Entry::Ping(payload) => write!(f, "ping \"{}\"", payload.escape_ascii()),
            Entry::Close(None, _) => f.write_str("close"),
            Entry::Close(Some(code), reason) => {
                write!(f, "close {} \"{}\"", code.get(), reason.escape_ascii())
            }
            Entry::Rest(len) => write!(f, "rest {len}"),
            Entry::Error(error) => write!(f, "error {error:?} {}", error.close_code().get()),
            Entry::Unfinished(message_type, payload) => {
                write!(f, "unfinished {} \"{}\"", name(message_type), payload.escape_ascii())
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
