//! SOCKS5, both sides: the same log whole, byte by byte and in the pieces that the parsers ask for, which never reach
//! behind the exchange; what is accepted can be written, and is then read back the same.

#![no_main]

use httpcore::socks5::credentials::MAX_CREDENTIALS;
use httpcore::socks5::request::MAX_REQUEST;
use httpcore::socks5::trace::{Entry, client, proxy};
use httpcore::socks5::{Address, Credentials, Method, Request};
use httpcore_fuzz::choose;
use libfuzzer_sys::fuzz_target;

#[derive(Clone, Copy)]
enum Reader {
    Proxy(Method),
    Client { has_credentials: bool },
}

const SETUPS: [Reader; 4] = [
    Reader::Proxy(Method::None),
    Reader::Proxy(Method::Password),
    Reader::Client { has_credentials: false },
    Reader::Client { has_credentials: true },
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, stream)) = data.split_first() else { return };
    let reader = *choose(choice, &SETUPS);
    let read = |input: &[u8], piece: &mut dyn FnMut(usize) -> usize| match reader {
        Reader::Proxy(method) => proxy(method, input, piece),
        Reader::Client { has_credentials } => client(has_credentials, input, piece),
    };
    let whole = read(stream, &mut |_| usize::MAX);
    assert_eq!(whole, read(stream, &mut |_| 1), "byte by byte");
    assert_eq!(whole, read(stream, &mut |need| need), "as needed");

    let Some(&Entry::Rest(rest)) = whole.last() else { return };
    let mut taken = 0;
    read(stream, &mut |need| {
        taken += need;
        need
    });
    assert_eq!(taken, stream.len() - rest);

    if let Reader::Proxy(method) = reader {
        let mut written = vec![5, 1, method as u8];
        for entry in &whole {
            write(entry, &mut written);
        }
        let mut again = proxy(method, &written, |need| need);
        assert_eq!(again.pop(), Some(Entry::Rest(0)));
        assert_eq!(again, whole[..whole.len() - 1]);
    }
});

/// What a client sent, in the form in which this library sends it.
fn write(entry: &Entry, out: &mut Vec<u8>) {
    match entry {
        Entry::Credentials(username, password) => {
            let credentials = Credentials::new(username, password).unwrap();
            out.extend_from_slice(credentials.encode(&mut [0; MAX_CREDENTIALS]));
        }
        Entry::Request(command, text, port) => {
            let request =
                Request { command: *command, address: Address::from_text(text).unwrap(), port: *port };
            out.extend_from_slice(request.encode(&mut [0; MAX_REQUEST]));
        }
        _ => {}
    }
}
