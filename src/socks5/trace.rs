//! The parsers as functions: bytes in, a log out. Tests and fuzz targets compare the logs of the same bytes given in
//! different pieces, which have to be equal.

use super::credentials::parse_status;
use super::methods::parse_selection;
use super::{Address, Command, Credentials, Error, Method, MethodOffer, Parsed, ReplyCode, Request};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The client offers methods, and the one in question is among them.
    Offer,
    /// The proxy selected a method.
    Selection(Method),
    /// The client's user name and password.
    Credentials(Vec<u8>, Vec<u8>),
    /// The proxy accepted them.
    Accepted,
    /// The client's request, its address as text.
    Request(Command, Vec<u8>, u16),
    /// The proxy's reply.
    Reply(ReplyCode),
    /// An error. The log ends here.
    Error(Error),
    /// The input ended inside a message. The log ends here.
    Unfinished,
    /// The exchange is over, and so many bytes of the input stand behind it.
    Rest(usize),
}

/// What a client sends, as a proxy reads it that accepts `method` alone. `piece` is told how many bytes the parser needs
/// and answers how many it gets at most; 0 counts as 1.
pub fn proxy(method: Method, input: &[u8], piece: impl FnMut(usize) -> usize) -> Vec<Entry> {
    let mut reader = Reader { input, piece, log: Vec::new() };
    let done = reader.proxy(method);
    reader.end(done)
}

/// What a proxy sends, as a client reads it. `piece` as in [`proxy`].
pub fn client(has_credentials: bool, input: &[u8], piece: impl FnMut(usize) -> usize) -> Vec<Entry> {
    let mut reader = Reader { input, piece, log: Vec::new() };
    let done = reader.client(has_credentials);
    reader.end(done)
}

struct Reader<'a, F> {
    /// What comes behind the messages that were read.
    input: &'a [u8],
    piece: F,
    log: Vec<Entry>,
}

/// Why reading ended early.
struct Stop(Entry);

impl<'a, F: FnMut(usize) -> usize> Reader<'a, F> {
    fn proxy(&mut self, method: Method) -> Result<(), Stop> {
        let offer = self.read(MethodOffer::parse)?;
        offer.select(method).1.map_err(|error| Stop(Entry::Error(error)))?;
        self.log.push(Entry::Offer);
        if method == Method::Password {
            let credentials = self.read(Credentials::parse)?;
            self.log
                .push(Entry::Credentials(credentials.username().to_vec(), credentials.password().to_vec()));
        }
        let Request { command, address, port } = self.read(Request::parse)?;
        self.log.push(Entry::Request(command, text(&address), port));
        Ok(())
    }

    fn client(&mut self, has_credentials: bool) -> Result<(), Stop> {
        let method = self.read(|input| parse_selection(input, has_credentials))?;
        self.log.push(Entry::Selection(method));
        if method == Method::Password {
            self.read(parse_status)?;
            self.log.push(Entry::Accepted);
        }
        let reply = self.read(ReplyCode::parse)?;
        self.log.push(Entry::Reply(reply));
        Ok(())
    }

    /// Reads one message.
    fn read<T>(&mut self, parse: impl Fn(&'a [u8]) -> Result<Parsed<T>, Error>) -> Result<T, Stop> {
        let mut have = 0;
        loop {
            match parse(&self.input[..have]) {
                Ok(Parsed::Done(message, size)) => {
                    self.input = &self.input[size..];
                    return Ok(message);
                }
                Ok(Parsed::Need(_)) if have == self.input.len() => return Err(Stop(Entry::Unfinished)),
                Ok(Parsed::Need(more)) => {
                    let more = (self.piece)(more).max(1);
                    have = self.input.len().min(have.saturating_add(more));
                }
                Err(error) => return Err(Stop(Entry::Error(error))),
            }
        }
    }

    fn end(mut self, done: Result<(), Stop>) -> Vec<Entry> {
        self.log.push(match done {
            Ok(()) => Entry::Rest(self.input.len()),
            Err(Stop(entry)) => entry,
        });
        self.log
    }
}

fn text(address: &Address<'_>) -> Vec<u8> {
    address.text(&mut [0; 255]).to_vec()
}

#[cfg(test)]
mod tests;
