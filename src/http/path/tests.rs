//! What request paths resolve to, and that no request leaves its directory.

use std::path::{Component, Path};

use proptest::prelude::*;

use super::*;
use crate::property;

fn resolved(path: &[u8]) -> Result<String, Error> {
    let mut resolved = ResolvedPath::new();
    resolved.resolve(path)?;
    Ok(resolved.as_bytes().escape_ascii().to_string())
}

fn below(path: &str, base: &str) -> Option<String> {
    let mut resolved = ResolvedPath::new();
    resolved.resolve(path.as_bytes()).unwrap();
    resolved.below(base.as_bytes()).map(|path| std::str::from_utf8(path).unwrap().to_owned())
}

#[test]
fn resolved_paths() {
    for (path, expected) in [
        ("", "/"),
        ("/", "/"),
        ("/a/b", "/a/b"),
        ("/a/", "/a/"),
        ("//a///b//", "/a/b/"),
        ("/%61%20b", "/a b"),
        ("/a/../b", "/b"),
        ("/a/..", "/"),
        ("/a/b/..", "/a/"),
        ("/a/.", "/a/"),
        ("/../../etc/passwd", "/etc/passwd"),
        ("/%2e%2e/%2E%2e/etc", "/etc"),
        ("/a/.%2e/b", "/b"),
        ("/%2e/a", "/a"),
        ("/%252e%252e/a", "/%2e%2e/a"),
        ("/a%252fb", "/a%2fb"),
        ("/a%2Fb", r"/a\x00b"),
        ("/..%2fetc", r"/..\x00etc"),
        ("/a/%2e%2e%2f%2e%2e%2f/b", r"/a/..\x00..\x00/b"),
        ("/%2f/a", r"/\x00/a"),
        ("/a?b#c", "/a?b#c"),
        ("/a%3fb", "/a?b"),
        ("/%ff%0a", r"/\xff\n"),
        (r"/..\..\a", r"/..\\..\\a"),
        ("/...", "/..."),
        ("/.../..", "/"),
    ] {
        assert_eq!(resolved(path.as_bytes()), Ok(expected.into()), "{path}");
    }
    assert_eq!(resolved(b"/\xc3\xa9"), Ok(r"/\xc3\xa9".into()));
}

#[test]
fn refused_paths() {
    for (path, error) in [
        ("/%00", Error::BadPath),
        ("/a%00.txt", Error::BadPath),
        ("/a\0", Error::BadPath),
        ("a", Error::BadPath),
        ("../a", Error::BadPath),
        ("*", Error::BadPath),
        ("%2Fa", Error::BadPath),
        ("/%", Error::BadPercentEncoding),
        ("/%4", Error::BadPercentEncoding),
        ("/%zz", Error::BadPercentEncoding),
        ("/%%32%65", Error::BadPercentEncoding),
        ("/%u002e", Error::BadPercentEncoding),
    ] {
        let mut path_before = ResolvedPath::new();
        path_before.resolve(b"/before").unwrap();
        assert_eq!(path_before.resolve(path.as_bytes()), Err(error), "{path:?}");
        assert_eq!(path_before.as_bytes(), b"/", "{path:?}");
    }
}

#[test]
fn paths_below_a_directory() {
    for (path, base, expected) in [
        ("/dir/a", "/dir", Some("a")),
        ("/dir/a/b.txt", "/dir", Some("a/b.txt")),
        ("/dir/a/", "/dir", Some("a/")),
        ("/dir", "/dir", Some("")),
        ("/dir/", "/dir", Some("")),
        ("/dir//a", "/dir", Some("a")),
        ("/dir/a", "/dir/", Some("a")),
        ("/a", "/", Some("a")),
        ("/a", "", Some("a")),
        ("/", "/", Some("")),
        ("", "", Some("")),
        ("/dir/a%20b", "/dir", Some("a b")),
        ("/dir/x/../a", "/dir", Some("a")),
        ("/dir/..a", "/dir", Some("..a")),
        ("/dir%2Fa", "/", None),
        ("/dir/a%2fb", "/dir", None),
        ("/dir/..%2f..%2fetc", "/dir", None),
        ("/dir/../secret", "/dir", None),
        ("/dir/%2e%2e/secret", "/dir", None),
        ("/dir/../dirx/a", "/dir", None),
        ("/dirx", "/dir", None),
        ("/di", "/dir", None),
        ("/", "/dir", None),
        ("/DIR/a", "/dir", None),
    ] {
        assert_eq!(below(path, base), expected.map(str::to_owned), "{path} below {base:?}");
    }
}

/// Paths made of what resolution treats specially.
fn path_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "/", "/../", "..", ".", "%2e", "%2F", "%252e", "%5c", "\\", "dir", "/dir/", "a", "\u{e9}",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| format!("/{}", pieces.concat()))
}

proptest! {
    #![proptest_config(property::config())]

    #[test]
    fn never_above_the_directory(path in path_text(), base in "(/dir)?/{0,2}") {
        let mut resolved = ResolvedPath::new();
        if resolved.resolve(path.as_bytes()).is_ok() {
            if let Some(relative) = resolved.below(base.as_bytes()) {
                prop_assert!(!relative.contains(&0));
                let relative = Path::new(std::str::from_utf8(relative).unwrap());
                prop_assert!(relative.components().all(|part| matches!(part, Component::Normal(_))));
                prop_assert!(Path::new("/srv/www").join(relative).starts_with("/srv/www"));
            }
        }
    }

    /// Encoding everything that was decoded gives a path that resolves to the same one.
    #[test]
    fn resolving_is_stable(path in path_text()) {
        let mut first = ResolvedPath::new();
        prop_assume!(first.resolve(path.as_bytes()).is_ok());
        let encoded: String = first.as_bytes().iter().map(|&b| match b {
            b'/' => "/".into(),
            ENCODED_SLASH => "%2F".into(),
            _ => format!("%{b:02x}"),
        }).collect();
        let mut second = ResolvedPath::new();
        second.resolve(encoded.as_bytes()).unwrap();
        prop_assert_eq!(first.as_bytes(), second.as_bytes());
    }
}
