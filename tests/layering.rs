//! The layers of the library know of each other only what `src/lib.rs` says, and `unsafe` stays inside its fences.

use std::fs;
use std::path::{Path, PathBuf};

/// What bytes in, events out has no use for.
const OUTSIDE: &[&str] = &[
    "crate::dill",
    "crate::nng",
    "crate::sys",
    "crate::tls",
    "crate::extra",
    "std::fs",
    "std::thread",
    "std::time",
    "std::process",
    "std::env",
    "std::os",
    "unsafe",
];

/// Directories, and what their code must not name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("src/http", OUTSIDE),
    ("src/http", &["crate::ws", "crate::socks5", "libc", "std::net"]),
    ("src/ws", OUTSIDE),
    ("src/ws", &["crate::socks5", "libc", "std::net"]),
    // The outcomes of this protocol are IP addresses and errno values.
    ("src/socks5", OUTSIDE),
    ("src/socks5", &["crate::http", "crate::ws", "std::net::TcpStream", "std::net::UdpSocket"]),
    (
        // Bytes in, bytes out; files only for configurations.
        "src/tls",
        &[
            "crate::dill",
            "crate::nng",
            "crate::http",
            "crate::ws",
            "crate::socks5",
            "crate::sys",
            "crate::extra",
            "std::net::TcpStream",
            "std::thread",
            "std::time::Instant",
            "std::os",
            "unsafe",
        ],
    ),
    ("src/sys", &["crate::dill", "crate::nng", "crate::http", "crate::tls"]),
    ("src/dill", &["crate::nng"]),
    ("src/nng", &["crate::dill"]),
];

/// Where `unsafe` may be allowed: the foreign interfaces, the system, and what switches stacks.
const UNSAFE: &[&str] = &[
    "src/dill/ffi/",
    "src/nng/ffi/",
    "src/extra/ffi.rs",
    "src/sys/",
    "src/dill/scheduler/",
    "src/dill/handles/",
];

#[test]
fn layers_name_only_what_lies_below() {
    let mut wrong = Vec::new();
    for (layer, forbidden) in FORBIDDEN {
        for (file, code) in sources(layer) {
            wrong.extend(forbidden.iter().filter(|n| names(&code, n)).map(|n| format!("{file} names {n}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_module_knows_httparse() {
    let users: Vec<_> =
        sources("src").into_iter().filter(|(_, code)| names(code, "httparse")).map(|s| s.0).collect();
    assert!(users.len() <= 1, "{users:?}");
}

#[test]
fn unsafe_is_allowed_where_it_belongs() {
    for (file, code) in sources("src") {
        let may = UNSAFE.iter().any(|place| file.starts_with(place));
        let does = code.contains("allow(unsafe_code)") || code.contains("expect(unsafe_code)");
        assert!(may || !does, "{file} allows unsafe code");
    }
    let root = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    assert!(root.contains("#![deny(unsafe_code)]"), "nothing is denied");
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let code = code("use crate::nng::aio; // crate::sys\n/* libc */ let time = \"\";\n");
    assert!(names(&code, "crate::nng") && !names(&code, "crate::sys") && !names(&code, "libc"));
    assert!(!names(&code, "crate::nn") && !names(&code, "unsafe"));
    assert!(!sources("src/http").is_empty());
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust source below a directory: its path and its code without comments.
fn sources(dir: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut todo = vec![PathBuf::from(dir)];
    while let Some(path) = todo.pop() {
        let absolute = root().join(&path);
        if absolute.is_dir() {
            todo.extend(fs::read_dir(absolute).unwrap().map(|entry| path.join(entry.unwrap().file_name())));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((path.to_str().unwrap().to_owned(), code(&fs::read_to_string(absolute).unwrap())));
        }
    }
    found
}

/// A source without its comments. Strings are not recognised: none of ours contains what starts a comment and a name
/// that is looked for.
fn code(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(at) = rest.find("//").into_iter().chain(rest.find("/*")).min() {
        out += &rest[..at];
        let end = if rest[at..].starts_with("//") {
            rest[at..].find('\n')
        } else {
            rest[at..].find("*/").map(|e| e + 2)
        };
        rest = end.map_or("", |end| &rest[at + end..]);
    }
    out + rest
}

/// Whether code contains a path or word, not as part of a longer word. `use crate::{a, b}` counts for both.
fn names(code: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let contains = |text: &str, word: &str| {
        text.match_indices(word)
            .any(|(at, _)| !text[..at].ends_with(is_word) && !text[at + word.len()..].starts_with(is_word))
    };
    if contains(code, name) {
        return true;
    }
    // Names inside the braces of a use: `use crate::{dill, nng::aio}`.
    let Some((parent, child)) = name.rsplit_once("::") else { return false };
    code.split(&format!("{parent}::{{"))
        .skip(1)
        .any(|rest| contains(rest.split(';').next().unwrap_or(""), child))
}
