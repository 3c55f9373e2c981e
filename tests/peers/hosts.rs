//! Names that /etc/hosts knows, with addresses of one family or both.
//!
//! Programs see a file of the test's under that name: they run in a mount namespace of their own. Who is not root needs user
//! namespaces for that.

use crate::https_get::answer;
use crate::process::{run, stdout_of, tool};
use crate::programs::{example, ours, scratch};
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

const HOSTS: &str = "127.0.0.1 localhost\n\
    127.0.0.1 four.test other-name.test\n\
    2001:db8::6 six.test\n\
    127.0.0.1 both.test\n\
    2001:db8::2 both.test\n\
    ::1 near.test\n\
    127.0.0.1 near.test\n\
";

/// The same program with the names above.
fn with_hosts(directory: &Path, program: &Command) -> Command {
    let hosts = directory.join("hosts");
    fs::write(&hosts, HOSTS).unwrap();
    let namespace = |options: &str| {
        let mut command = tool("unshare", "util-linux");
        command.args([options, "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\""]).arg(&hosts);
        command
    };
    // As root of a namespace of users, or as the one who is.
    let possible = ["-rm", "-m"].map(|options| (options, run(namespace(options).arg("true"))));
    let Some((options, _)) = possible.iter().find(|(_, output)| output.status.success()) else {
        panic!("no mount namespace: neither user namespaces nor root's rights are available: {possible:?}");
    };
    let mut command = namespace(options);
    command.arg(program.get_program()).args(program.get_args());
    command
}

#[test]
fn are_found_in_every_mode() {
    let directory = scratch("hosts-modes");
    let mut lookup = ours("lookup");
    lookup.args(["four.test", "other-name.test", "six.test", "both.test", "127.0.0.3", "::3"]);
    let output = String::from_utf8(stdout_of(&mut with_hosts(&directory, &lookup))).unwrap();
    let expected = "\
        127.0.0.1 127.0.0.1 none 127.0.0.1 127.0.0.1\n\
        127.0.0.1 127.0.0.1 none 127.0.0.1 127.0.0.1\n\
        2001:db8::6 none 2001:db8::6 2001:db8::6 2001:db8::6\n\
        127.0.0.1,2001:db8::2 127.0.0.1 2001:db8::2 127.0.0.1,2001:db8::2 2001:db8::2,127.0.0.1\n\
        127.0.0.3 127.0.0.3 none 127.0.0.3 127.0.0.3\n\
        ::3 none ::3 ::3 ::3\n";
    assert_eq!(output, expected);
}

#[test]
fn are_fetched_from_whichever_address_answers() {
    let directory = scratch("hosts-fetch");
    let four = IpAddr::from(Ipv4Addr::LOCALHOST);
    let six = IpAddr::from(Ipv6Addr::LOCALHOST);
    for (name, ip) in [("four.test", four), ("both.test", four), ("near.test", six), ("near.test", four)] {
        let listener = TcpListener::bind(SocketAddr::new(ip, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let server = answer(listener, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        let url = format!("http://{name}:{}/", address.port());
        let mut fetch = example("https_get");
        let output = run(&mut with_hosts(&directory, fetch.arg(url)));
        // If nobody came, the server need not wait any longer.
        drop(TcpStream::connect(address));
        assert!(output.status.success() && output.stdout == b"hello", "{name} from {ip}: {output:?}");
        assert_eq!(server.join().unwrap()[1], format!("Host: {name}:{}", address.port()));
    }
}
