//! Turns the fixtures of the test suite into seeds: `seed DIRECTORY` writes them into a directory for each target.

#[path = "../tests/http/fixture.rs"]
#[allow(dead_code, reason = "no results are looked at")]
mod fixture;
#[path = "../tests/http/lines.rs"]
#[allow(dead_code, reason = "no results are looked at")]
mod lines;
#[path = "../tests/http/messages.rs"]
#[allow(dead_code, reason = "no results are looked at")]
mod messages;
#[path = "../tests/http/text.rs"]
#[allow(dead_code, reason = "no results are looked at")]
mod text;
#[path = "../tests/http/uris.rs"]
#[allow(dead_code, reason = "no results are looked at")]
mod uris;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use fixture::{Case, Subject};

fn main() -> io::Result<()> {
    let directory = PathBuf::from(env::args_os().nth(1).expect("usage: seed DIRECTORY"));
    for target in ["line", "head", "chunked", "message", "uri", "ws", "socks5", "pem"] {
        fs::create_dir_all(directory.join(target))?;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    keys_and_certificates(&tests.join("tls/pem"), &directory.join("pem"))?;
    let fixtures = tests.join("http/fixtures");
    for entry in fs::read_dir(fixtures)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let cases = fixture::parse(&name, &fs::read_to_string(&path)?).expect("a well-formed fixture");
            for (number, case) in cases.iter().enumerate() {
                write(&directory, &format!("{name}-{number}"), case)?;
            }
        }
    }
    Ok(())
}

/// The first bytes choose the setup: `a` to `d` are the ones for requests, `e` to `h` those for responses in the tables
/// of the targets, and of lines and chunks the policies; the second byte of a head or a stream says where it is cut.
fn write(directory: &Path, name: &str, case: &Case) -> io::Result<()> {
    let save = |target: &str, number: usize, prefix: &[u8], input: &[u8]| {
        let path =
            directory.join(target).join(format!("{name}-{number}-{}", String::from_utf8_lossy(prefix)));
        fs::write(path, [prefix, input].concat())
    };
    match &case.subject {
        Subject::Messages(setup) => {
            let stream = case.input.concat();
            for setup in if setup.responses_to.is_some() {
                [b"eA", b"fA", b"gA", b"hA"]
            } else {
                [b"aA", b"bA", b"cA", b"dA"]
            } {
                save("message", 0, setup, &stream)?;
                save("head", 0, setup, &stream)?;
            }
            if let Some(end) = stream.windows(4).position(|window| window == b"\r\n\r\n") {
                save("chunked", 0, b"a", &stream[end + 4..])?;
                save("chunked", 0, b"c", &stream[end + 4..])?;
            }
        }
        Subject::Lines(..) => {
            for (number, line) in case.input.iter().enumerate() {
                for policy in [b"a", b"b", b"c", b"d", b"e"] {
                    save("line", number, policy, line)?;
                }
            }
        }
        Subject::Uris(..) => {
            for (number, line) in case.input.iter().enumerate() {
                save("uri", number, b"", line)?;
            }
        }
        Subject::Write => {}
    }
    Ok(())
}

/// The first byte says what the rest is, see the target: text as it is, certificates, encrypted keys. Each key comes with
/// the smallest certificate, since a key alone is none of the things that are read.
fn keys_and_certificates(from: &Path, to: &Path) -> io::Result<()> {
    let certificate = fs::read(from.join("second.crt"))?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".sh") {
            continue;
        }
        let text = fs::read(&path)?;
        let companion = if name.ends_with(".key") { &certificate[..] } else { b"" };
        fs::write(to.join(format!("{name}-text")), [b"a", companion, &text].concat())?;
        for (number, block) in pem::parse_many(&text).expect("well-formed text").iter().enumerate() {
            let kind = match block.tag() {
                "CERTIFICATE" => b"b",
                "ENCRYPTED PRIVATE KEY" => b"c",
                _ => continue,
            };
            fs::write(to.join(format!("{name}-{number}")), [kind, block.contents()].concat())?;
        }
    }
    Ok(())
}
