//! The public headers say what the sources say, and compile everywhere.
//!
//! How a header is put together is described in `cbindgen/README.md`. `make headers` (this test with
//! `UPDATE_HEADERS=1`) rewrites `include/`.

mod compile;
mod render;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every public header: its name in `cbindgen/` and its path under `include/`.
const HEADERS: &[(&str, &str)] = &[
    ("httpcore", "httpcore.h"),
    ("libdill", "libdill.h"),
    ("libdillimpl", "libdillimpl.h"),
    ("nng", "nng/nng.h"),
    ("http", "nng/supplemental/http/http.h"),
    ("tls", "nng/supplemental/tls/tls.h"),
    ("tls_engine", "nng/supplemental/tls/engine.h"),
    ("idhash", "nng/supplemental/util/idhash.h"),
    ("options", "nng/supplemental/util/options.h"),
    ("platform", "nng/supplemental/util/platform.h"),
    ("transport_inproc", "nng/transport/inproc/inproc.h"),
    ("transport_ipc", "nng/transport/ipc/ipc.h"),
    ("transport_tcp", "nng/transport/tcp/tcp.h"),
    ("transport_tls", "nng/transport/tls/tls.h"),
    ("transport_websocket", "nng/transport/ws/websocket.h"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn headers_are_up_to_date() {
    let update = std::env::var_os("UPDATE_HEADERS").is_some();
    let mut stale = String::new();
    for (name, path) in HEADERS {
        let path = root().join("include").join(path);
        let wanted = render::header(root(), name);
        if fs::read_to_string(&path).is_ok_and(|present| present == wanted) {
            continue;
        }
        if update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, wanted).unwrap();
            println!("wrote {}", path.display());
        } else {
            stale += &diff(&path, &wanted);
        }
    }
    assert!(stale.is_empty(), "headers differ from the sources, run `make headers`:\n{stale}");
}

/// What `diff -u` says about a file and the text that it should have.
fn diff(path: &Path, wanted: &str) -> String {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wanted.h");
    fs::write(&scratch, wanted).unwrap();
    let out = Command::new("diff").arg("-Nu").arg(path).arg(&scratch).output().expect("diff runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
fn include_holds_no_other_files() {
    let mut known: Vec<PathBuf> = HEADERS.iter().map(|(_, p)| root().join("include").join(p)).collect();
    known.sort();
    let mut found = files_below(&root().join("include"));
    found.sort();
    assert_eq!(found, known);
}

#[test]
fn every_source_with_exported_functions_belongs_to_one_header() {
    let mut users: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, _) in HEADERS {
        for source in render::sources(root(), name) {
            users.entry(source).or_default().push(name);
        }
    }
    for (source, headers) in &users {
        assert_eq!(headers.len(), 1, "{source} is listed in {headers:?}");
    }
    let exports_functions = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        // Names for programs that were compiled without the library's header are in none, and what cbindgen cannot
        // translate is declared by hand.
        let by_hand = ["src/dill/ffi/http_unprefixed.rs", "src/nng/ffi/log_variadic.rs"];
        let is_undeclared = by_hand.iter().any(|source| file.ends_with(source));
        text.contains("no_mangle") && text.contains("extern \"C\" fn") && !is_undeclared
    };
    let exporting = files_below(&root().join("src"))
        .into_iter()
        .filter(exports_functions)
        .map(|f| f.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
    for source in exporting {
        assert!(users.contains_key(&source), "{source} is in no @generate line of cbindgen/*.h.in");
    }
}

#[test]
fn every_name_of_libdill_has_an_alias_without_prefix() {
    let names = fs::read_to_string(root().join("tests/exports/names.txt")).unwrap();
    let headers =
        ["libdill.h", "libdillimpl.h"].map(|h| fs::read_to_string(root().join("include").join(h)).unwrap());
    let names = names.lines().filter_map(|line| line.split(' ').next()?.strip_prefix("dill_"));
    let mut checked = 0;
    // What only the macros use has one name.
    for name in names.filter(|name| !["prologue", "epilogue", "unoptimisable"].contains(name)) {
        assert!(headers.concat().contains(&format!("\n#define {name} dill_{name}\n")), "{name}");
        checked += 1;
    }
    assert!(checked > 100, "only {checked} names");
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
