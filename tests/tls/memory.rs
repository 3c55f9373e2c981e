//! What a session keeps.

use std::io::IoSlice;

use crate::support::{Pair, output, output_up_to, read, write};

#[test]
fn plaintext_that_nobody_reads_stops_the_input() {
    let mut pair = Pair::plain();
    assert!(pair.server.wants_input());
    let mut fed = 0;
    while pair.server.wants_input() {
        write(&mut pair.client, &[7; 1_000]);
        pair.run();
        fed += 1_000;
        assert!(fed < 20_000);
    }
    assert_eq!(fed, 17_000);
    assert_eq!(read(&mut pair.server).len(), fed);
    assert!(pair.server.wants_input());
}

#[test]
fn a_large_feed_is_taken_whole() {
    let mut pair = Pair::plain();
    let mut stream = Vec::new();
    for _ in 0..20 {
        write(&mut pair.client, &[7; 16_000]);
        stream.extend(output(&mut pair.client));
    }
    assert_eq!(pair.server.handle_input(&stream), Ok(stream.len()));
    assert!(!pair.server.wants_input());
    assert_eq!(read(&mut pair.server).len(), 320_000);
    assert!(pair.server.wants_input());
}

#[test]
fn output_that_nobody_takes_stops_the_writer() {
    let mut pair = Pair::plain();
    let data = vec![0; 50_000];
    let mut written = 0;
    loop {
        match pair.client.write(&[IoSlice::new(&data)]).unwrap() {
            0 => break,
            len => written += len,
        }
        assert!(written < 100_000);
    }
    assert!(written > 60_000);
    // As soon as something is taken there is room again.
    output_up_to(&mut pair.client, 20_000);
    assert!(pair.client.write(&[IoSlice::new(&data)]).unwrap() > 0);
}

#[test]
fn the_same_before_the_handshake_is_done() {
    let (client, server) = (crate::support::careless_client(), crate::support::server("server"));
    let mut pair = Pair::new(&client, &server, None);
    let data = vec![1; 100_000];
    let written = pair.client.write(&[IoSlice::new(&data)]).unwrap();
    assert!(written < data.len());
    assert_eq!(pair.client.write(&[IoSlice::new(&data)]), Ok(0));
    pair.run();
    assert_eq!(read(&mut pair.server).len(), written);
}

#[test]
fn a_failed_send_keeps_the_output() {
    let mut pair = Pair::plain();
    write(&mut pair.client, b"once");
    assert_eq!(pair.client.poll_output(|_| Err("full")), Err("full"));
    assert!(pair.client.wants_output());
    assert_eq!(pair.client.poll_output(|_| Ok::<_, &str>(0)), Ok(0));
    pair.run();
    assert_eq!(read(&mut pair.server), b"once");
    assert_eq!(pair.client.poll_output(|_| -> Result<usize, &str> { unreachable!() }), Ok(0));
}
