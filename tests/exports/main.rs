//! The shared library exports exactly the names that it should, and the headers declare exactly what it exports.
//!
//! `names.txt` lists every name of both interfaces, and those of the library's own, `httpcore_*`, sorted.
//! `UPDATE_EXPORTS=1 cargo test --test exports` brings the latter up to date; the former are not ours to change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pointers, of which an executable may hold a copy: their size can never change.
const DATA: &[&str] = &["dill_bsock_type", "dill_msock_type", "dill_unoptimisable"];

struct Symbol {
    is_data: bool,
    size: u64,
}

/// The dynamic symbols that the library defines.
fn exported() -> BTreeMap<String, Symbol> {
    // The test executable and the library that cargo built for it are in one directory.
    let library = std::env::current_exe().unwrap().with_file_name("libhttpcore.so");
    let out =
        Command::new("nm").args(["-D", "-P", "--defined-only"]).arg(&library).output().expect("nm runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut symbols = BTreeMap::new();
    for line in String::from_utf8(out.stdout).unwrap().lines() {
        let [name, kind, _address, size] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("nm says {line}");
        };
        let symbol = Symbol { is_data: kind != "T", size: u64::from_str_radix(size, 16).unwrap() };
        symbols.insert(name.to_owned(), symbol);
    }
    symbols
}

fn list_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports/names.txt")
}

fn listed() -> BTreeSet<String> {
    fs::read_to_string(list_path()).unwrap().lines().map(str::to_owned).collect()
}

fn update(symbols: &BTreeMap<String, Symbol>) {
    let is_own = |name: &&String| name.starts_with("httpcore_");
    let mut names = listed();
    names.retain(|name| !is_own(&name));
    names.extend(symbols.keys().filter(is_own).cloned());
    fs::write(list_path(), names.iter().map(|name| format!("{name}\n")).collect::<String>()).unwrap();
}

#[test]
fn exported_names_are_the_listed_ones() {
    let symbols = exported();
    if std::env::var_os("UPDATE_EXPORTS").is_some() {
        update(&symbols);
    }
    let names = listed();
    let exported: BTreeSet<_> = symbols.into_keys().collect();
    let strange: Vec<_> = exported.difference(&names).collect();
    assert!(
        strange.is_empty(),
        "exported, but of neither interface (see the head of this file): {strange:?}"
    );
    let missing: Vec<_> = names.difference(&exported).collect();
    assert!(missing.is_empty(), "listed, but not exported: {missing:?}");
}

#[test]
fn list_is_sorted() {
    let text = fs::read_to_string(list_path()).unwrap();
    assert!(text.lines().is_sorted_by(|a, b| a < b));
}

#[test]
fn data_is_data_of_one_pointer() {
    for (name, symbol) in exported() {
        let is_data = DATA.contains(&name.as_str());
        assert_eq!(symbol.is_data, is_data, "{name}");
        assert!(!is_data || symbol.size == 8, "{name} has {} bytes", symbol.size);
    }
}

#[test]
fn headers_declare_what_is_exported() {
    let declared = declared();
    let symbols = exported();
    // These exist for programs that were compiled without the library's header.
    let undeclared = |name: &&String| !name.starts_with("http_");
    let exported: BTreeSet<_> = symbols.keys().filter(undeclared).cloned().collect();
    let lies: Vec<_> = declared.difference(&exported).collect();
    assert!(lies.is_empty(), "declared in a header, but not in the library: {lies:?}");
    let hidden: Vec<_> = exported.difference(&declared).collect();
    assert!(hidden.is_empty(), "in the library, but not declared in a header: {hidden:?}");
}

/// The functions and objects that the headers declare.
fn declared() -> BTreeSet<String> {
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    let mut text = String::from("#define DILL_DISABLE_RAW_NAMES\n#include <nng/nng.h>\n");
    headers(&include, &include, &mut text);
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("all_headers.c");
    fs::write(&source, text).unwrap();
    let out =
        Command::new("cc").args(["-E", "-P", "-I"]).arg(&include).arg(&source).output().expect("cc runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();

    let mut names = BTreeSet::new();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for (at, _) in text.match_indices(|c: char| !is_word(c)) {
        let word = text[..at].rsplit(|c: char| !is_word(c)).next().unwrap();
        let ours = ["dill_", "nng_", "httpcore_"].iter().any(|p| word.starts_with(p));
        let is_function = text[at..].trim_start().starts_with('(') && word != "dill_socks5_auth_function";
        if ours && (is_function || DATA.contains(&word)) {
            names.insert(word.to_owned());
        }
    }
    names
}

/// Appends an `#include` for every header below a directory.
fn headers(include: &Path, dir: &Path, text: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            headers(include, &path, text);
        } else {
            writeln!(text, "#include <{}>", path.strip_prefix(include).unwrap().display()).unwrap();
        }
    }
}
