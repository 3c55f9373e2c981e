//! Event logs of message streams.

use httpcore::http::framing::BodyLength;
use httpcore::http::message::{Event, Finished, MessageReader};
use httpcore::http::method::MethodKind;
use httpcore::http::{Error, Head, Limits, Policy};

use crate::text::{error_line, quoted};

/// What is read, and how.
pub(crate) struct Setup {
    /// The methods of the requests that are answered, if responses are read.
    pub(crate) responses_to: Option<Vec<String>>,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    /// Whether the stream goes on after the input: its end is not told to the reader.
    pub(crate) open: bool,
}

/// Feeds the pieces to a reader and writes down what it reports. Consecutive pieces of content are one entry.
pub(crate) fn log(setup: &Setup, pieces: &[&[u8]]) -> Vec<String> {
    let mut methods = setup.responses_to.as_deref().unwrap_or_default().iter();
    let reader = match methods.next() {
        None => MessageReader::requests(setup.policy, setup.limits),
        Some(method) => {
            MessageReader::responses(MethodKind::of(method.as_bytes()), setup.policy, setup.limits)
        }
    };
    let mut run = Run {
        reader,
        methods,
        responses: setup.responses_to.is_some(),
        log: Vec::new(),
        content: Vec::new(),
        stopped: false,
        failed: false,
        rest: Vec::new(),
        limits: &setup.limits,
        content_len: 0,
    };
    for piece in pieces {
        run.piece(piece);
    }
    run.finish(setup.open);
    run.log
}

struct Run<'a> {
    reader: MessageReader,
    /// Those of the requests whose responses are still to come.
    methods: std::slice::Iter<'a, String>,
    responses: bool,
    log: Vec<String>,
    /// Content not yet written down.
    content: Vec<u8>,
    /// Nothing more is read, because of an error or because the connection carries no further message.
    stopped: bool,
    failed: bool,
    /// What was received after the last message.
    rest: Vec<u8>,
    limits: &'a Limits,
    /// Of the current message.
    content_len: u64,
}

impl Run<'_> {
    fn piece(&mut self, mut input: &[u8]) {
        while !self.stopped {
            let step = match self.reader.read(input) {
                Ok(step) => step,
                Err(error) => return self.error(error),
            };
            assert!(step.consumed <= input.len(), "took more than it was given");
            match step.event {
                Event::NeedMore => {
                    assert_eq!(step.consumed, input.len(), "left input and asked for more");
                    return;
                }
                Event::Interim => self.head("interim"),
                Event::Head => {
                    self.content_len = 0;
                    self.head("head");
                    self.log.push(format!("content {}", length(self.reader.framing().length)));
                }
                Event::Data(data) => {
                    assert!(!data.is_empty(), "empty piece of content");
                    assert!(input[..step.consumed].ends_with(data), "content is not what was taken");
                    self.content.extend_from_slice(data);
                    self.content_len += data.len() as u64;
                    assert!(self.content_len <= self.limits.body, "more content than the limit");
                }
                Event::End => self.end(),
            }
            input = &input[step.consumed..];
        }
        self.rest.extend_from_slice(input);
    }

    fn head(&mut self, kind: &str) {
        let head = self.reader.head();
        self.log.push(format!("{kind} {}", start_line(head)));
        self.log.extend(head.fields().iter().map(|(name, value)| field("field", name, value)));
    }

    fn end(&mut self) {
        self.flush_content();
        for (name, value) in self.reader.trailers().iter().flat_map(|trailers| trailers.iter()) {
            self.log.push(field("trailer", name, value));
        }
        let persists = self.reader.persists();
        self.log.push(if persists { "end, persists" } else { "end, closes" }.into());
        if !persists {
            self.stopped = true;
        } else if !self.responses {
            self.reader.next_request();
        } else if let Some(method) = self.methods.next() {
            self.reader.next_response(MethodKind::of(method.as_bytes()));
        } else {
            self.stopped = true;
        }
    }

    fn error(&mut self, error: Error) {
        assert!([400, 413, 414, 431, 501, 505].contains(&error.status()), "{error:?}");
        self.flush_content();
        self.log.push(error_line(error));
        self.stopped = true;
        self.failed = true;
        assert_eq!(self.reader.read(b"GET / HTTP/1.1\r\n\r\n"), Err(error), "an error is final");
        assert_eq!(self.reader.finish(), Err(error), "an error is final");
    }

    fn finish(&mut self, open: bool) {
        if open {
            self.flush_content();
            self.log.push(if self.stopped { "stopped" } else { "more" }.into());
        } else if !self.stopped {
            match self.reader.finish() {
                Ok(Finished::Closed) => self.log.push("closed".into()),
                Ok(Finished::EndOfMessage) => self.end(),
                Err(error) => self.error(error),
            }
        }
        if !self.rest.is_empty() && !self.failed {
            self.log.push(format!("rest {}", quoted(&self.rest)));
        }
    }

    fn flush_content(&mut self) {
        if !self.content.is_empty() {
            self.log.push(format!("data {}", quoted(&self.content)));
            self.content.clear();
        }
    }
}

fn start_line(head: &Head) -> String {
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(&quoted(bytes).as_bytes()[1..]).trim_end_matches('"').to_string()
    };
    if let Some(line) = head.request_line() {
        format!("{} {} {}", text(line.method), text(line.target), line.version)
    } else {
        format!("{} {} {}", head.version(), head.status(), quoted(head.reason()))
    }
}

fn field(kind: &str, name: &[u8], value: &[u8]) -> String {
    format!("{kind} {} = {}", String::from_utf8_lossy(name), quoted(value))
}

fn length(length: BodyLength) -> String {
    match length {
        BodyLength::None => "none".into(),
        BodyLength::Length(bytes) => bytes.to_string(),
        BodyLength::Chunked => "chunked".into(),
        BodyLength::UntilClose => "until close".into(),
        BodyLength::Tunnel => "tunnel".into(),
    }
}
