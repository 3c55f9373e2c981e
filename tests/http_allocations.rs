//! The engine allocates nothing per field, and nothing per message once it has seen one of the size: reading requests
//! and writing responses, message after message, leaves the allocator alone.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use httpcore::http::message::{Event, MessageReader};
use httpcore::http::{Head, Limits, Policy, Version, serialise};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, with a count for each thread: the test harness has threads of its own.
struct Counting;

// SAFETY: every call is passed on to the system's allocator as it came; counting touches no memory of the caller's
// and, being a const-initialised Cell without destructor, allocates nothing itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`, and `memory` came from `System`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Reads all messages of the input and writes a response to each; gives their number and the bytes of content.
fn serve(reader: &mut MessageReader, head: &mut Head, out: &mut Vec<u8>, mut input: &[u8]) -> (usize, usize) {
    let (mut messages, mut content) = (0, 0);
    loop {
        let step = reader.read(input).unwrap();
        input = &input[step.consumed..];
        match step.event {
            Event::NeedMore => return (messages, content),
            Event::Interim => unreachable!("requests are read"),
            Event::Head => reader.swap_head(head),
            Event::Data(data) => content += data.len(),
            Event::End => {
                messages += 1;
                out.clear();
                serialise::head(out, |out| {
                    serialise::status_line(out, Version::HTTP_11, 200, b"OK")?;
                    serialise::field_line(out, b"X-Target", head.target())?;
                    serialise::number_field(out, b"Content-Length", 0)
                })
                .unwrap();
                reader.next_request();
            }
        }
    }
}

#[test]
fn message_after_message_allocates_nothing() {
    let fields: String = (0..80).map(|i| format!("X-Field-{i}: value {i}\r\n")).collect();
    let input = format!(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\
         POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello\
         POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n\
         GET /4 HTTP/1.1\r\nHost: a\r\n{fields}\r\n"
    );
    let mut reader = MessageReader::requests(Policy::SERVER, Limits::DEFAULT);
    let (mut head, mut out) = (Head::new(), Vec::new());
    // Two rounds warm both heads up.
    for _ in 0..2 {
        assert_eq!(serve(&mut reader, &mut head, &mut out, input.as_bytes()), (4, 10));
    }
    let before = ALLOCATIONS.get();
    assert!(before > 0, "nothing is counted");
    for _ in 0..100 {
        serve(&mut reader, &mut head, &mut out, input.as_bytes());
    }
    assert_eq!(ALLOCATIONS.get() - before, 0, "allocations in the steady state");
}
