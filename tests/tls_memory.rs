//! What a session that waits for its peer costs, counted by the allocator of this program.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::IoSlice;

use httpcore::tls::{AuthMode, Config, Context, Plaintext, Role, Session};

/// Counts what the current thread has allocated and not freed.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
}

fn held() -> isize {
    HELD.get()
}

fn count(bytes: isize) {
    HELD.set(HELD.get() + bytes);
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn exchange(client: &mut Session, server: &mut Session) {
    loop {
        let (mut from_client, mut from_server) = (Vec::new(), Vec::new());
        client.take_output(&mut from_client);
        server.handle_input(&from_client).unwrap();
        server.take_output(&mut from_server);
        client.handle_input(&from_server).unwrap();
        if from_client.is_empty() && from_server.is_empty() {
            return;
        }
    }
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/tls/pem/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn contexts() -> (Context, Context) {
    let mut config = Config::new(Role::Server);
    config.add_own_cert(&file("second.crt"), &file("second.key"), None).unwrap();
    let server = config.build().unwrap();
    let mut config = Config::new(Role::Client);
    config.set_auth_mode(AuthMode::None);
    (config.build().unwrap(), server)
}

#[test]
fn an_idle_session_keeps_nothing_of_what_it_carried() {
    let (client_context, server_context) = contexts();
    let mut client = Session::new(&client_context, None).unwrap();
    let mut server = Session::new(&server_context, None).unwrap();
    exchange(&mut client, &mut server);
    let idle = held();
    let data = vec![0; 60_000];
    for _ in 0..3 {
        assert_eq!(client.write(&[IoSlice::new(&data)]), Ok(data.len()));
        assert_eq!(server.write(&[IoSlice::new(&data)]), Ok(data.len()));
        exchange(&mut client, &mut server);
        for session in [&mut client, &mut server] {
            let mut received = 0;
            while let Ok(Plaintext::Data(piece)) = session.poll_plaintext() {
                let len = piece.len();
                received += len;
                session.consume(len);
            }
            assert_eq!(received, data.len());
        }
    }
    drop(data);
    let kept = held() - idle;
    assert!(kept < 1_024, "{kept} bytes");
}

#[test]
fn an_idle_session_keeps_less_than_8_kib() {
    // Without the memory of aws-lc, which does not come from this allocator.
    let (client_context, server_context) = contexts();
    let before = held();
    let mut client = Session::new(&client_context, None).unwrap();
    let mut server = Session::new(&server_context, None).unwrap();
    exchange(&mut client, &mut server);
    let kept = held() - before;
    assert!(kept < 2 * 8_192, "{kept} bytes for both");
}
