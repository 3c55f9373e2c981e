//! Streams of messages in both roles: the same events whole, cut in two and byte by byte. The log itself checks that no
//! more is taken than given, that errors are final, and that content stays within its limit.

#![no_main]

#[path = "../../tests/http/messages.rs"]
mod messages;
#[path = "../../tests/http/text.rs"]
mod text;

use httpcore::http::{Limits, Policy};
use httpcore_fuzz::{LENIENT, SMALL, choose};
use libfuzzer_sys::fuzz_target;
use messages::Setup;

/// The methods whose responses are read, none for requests; the policy; the limits.
const SETUPS: [(&[&str], Policy, Limits); 10] = [
    (&[], Policy::STRICT, Limits::DEFAULT),
    (&[], Policy::SERVER, Limits::DEFAULT),
    (&[], LENIENT, Limits::DEFAULT),
    (&[], LENIENT, SMALL),
    (&["GET", "GET"], Policy::STRICT, Limits::DEFAULT),
    (&["GET", "GET", "GET"], Policy::CLIENT, Limits::DEFAULT),
    (&["HEAD", "GET"], LENIENT, Limits::DEFAULT),
    (&["GET", "GET"], LENIENT, SMALL),
    (&["CONNECT", "GET"], Policy::CLIENT, Limits::DEFAULT),
    (&["GET", "HEAD", "GET"], LENIENT, Limits::DEFAULT),
];

fuzz_target!(|data: &[u8]| {
    let [choice, cut, stream @ ..] = data else { return };
    let (methods, policy, limits) = choose(*choice, &SETUPS);
    let methods: Vec<String> = methods.iter().map(|method| method.to_string()).collect();
    let setup = Setup {
        responses_to: (!methods.is_empty()).then_some(methods),
        policy: *policy,
        limits: *limits,
        open: false,
    };
    let whole = messages::log(&setup, &[stream]);
    let bytes: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(whole, messages::log(&setup, &bytes), "byte by byte");
    let (front, back) = stream.split_at(usize::from(*cut).min(stream.len()));
    assert_eq!(whole, messages::log(&setup, &[front, back]), "cut at {}", front.len());
});
