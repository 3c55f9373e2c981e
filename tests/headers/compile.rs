//! The headers compile without a warning: every language version that users have, gcc and clang, every order.

use crate::{HEADERS, root};
use std::io::Write;
use std::process::{Command, Stdio};

const C: &[&str] = &["c99", "c11", "c17", "c2x", "gnu89", "gnu17"];
const CXX: &[&str] = &["c++11", "c++20"];

/// The compilers to try: C and C++ of one maker. gcc must be there, clang is used when installed.
fn compilers() -> Vec<(&'static str, &'static str)> {
    let present = |name: &&(&str, &str)| Command::new(name.0).arg("--version").output().is_ok();
    let found: Vec<_> = [("gcc", "g++"), ("clang", "clang++")].iter().filter(present).copied().collect();
    assert!(found.contains(&("gcc", "g++")), "gcc and g++ are needed");
    found
}

/// Compiles a program text; returns what the compiler has to say, nothing when it is content.
fn complaints(compiler: &str, language: &str, std: &str, text: &str) -> String {
    // Old C has no long long and no // comments of its own; as a GNU dialect it has both, but -pedantic objects.
    let strict: &[&str] =
        if std == "gnu89" { &["-Wall", "-Wextra"] } else { &["-Wall", "-Wextra", "-pedantic"] };
    let mut child = Command::new(compiler)
        .arg(format!("-std={std}"))
        .args(strict)
        .args(["-Werror", "-fsyntax-only", "-x", language, "-I"])
        .arg(root().join("include"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect(compiler);
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    if out.status.success() {
        return String::new();
    }
    format!("{compiler} -std={std} on:\n{text}\n{}\n", String::from_utf8_lossy(&out.stderr))
}

/// Compiles a program text as every language version with every compiler.
fn check(text: &str) {
    check_as(C, CXX, text);
}

/// Compiles a program text as these versions of C and C++ with every compiler.
fn check_as(c: &[&str], cxx_versions: &[&str], text: &str) {
    let mut all = String::new();
    for (cc, cxx) in compilers() {
        c.iter().for_each(|std| all += &complaints(cc, "c", std, text));
        cxx_versions.iter().for_each(|std| all += &complaints(cxx, "c++", std, text));
    }
    assert!(all.is_empty(), "{all}");
}

fn includes(headers: &[&str]) -> String {
    headers.iter().map(|h| format!("#include <{h}>\n")).collect::<String>() + "int main(void) { return 0; }\n"
}

#[test]
fn each_header_compiles_alone() {
    for (_, path) in HEADERS {
        match *path {
            // As with nng itself, nng.h has to come first.
            "nng/supplemental/http/http.h" => check(&includes(&["nng/nng.h", path])),
            path => check(&includes(&[path])),
        }
    }
}

#[test]
fn both_faces_compile_in_one_program_in_either_order() {
    let dill = ["libdill.h", "libdillimpl.h"];
    let nng = [
        "nng/nng.h",
        "nng/supplemental/http/http.h",
        "nng/supplemental/tls/tls.h",
        "nng/supplemental/util/idhash.h",
        "nng/supplemental/util/options.h",
        "nng/supplemental/util/platform.h",
    ];
    check(&includes(&[&dill[..], &["httpcore.h"], &nng[..]].concat()));
    check(&includes(&[&nng[..], &["httpcore.h"], &dill[..]].concat()));
}

#[test]
fn nng_headers_compile_in_either_order() {
    // What was declared by platform.h moved to nng.h: programs include them in both orders.
    check(&includes(&["nng/supplemental/util/platform.h", "nng/nng.h"]));
    check(&includes(&["nng/supplemental/tls/tls.h", "nng/nng.h", "nng/supplemental/http/http.h"]));

    let mut all: Vec<_> =
        HEADERS.iter().map(|(_, path)| *path).filter(|path| path.starts_with("nng/")).collect();
    check(&includes(&all));
    // Each header includes what it needs, but for http.h, which needs one of the others before it.
    all.retain(|path| !path.ends_with("/http.h"));
    all.insert(0, "nng/supplemental/http/http.h");
    all.reverse();
    check(&includes(&all));
}

/// What programs of either age include, and what they expect to be declared then.
#[test]
fn nng_programs_of_any_age_compile() {
    let body = "
        static void log_it(nng_log_level l, nng_log_facility f, const char *id, const char *text)
        { (void)l; (void)f; (void)id; (void)text; }
        int main(void) {
            nng_time t = nng_clock();
            nng_duration ms = NNG_DURATION_INFINITE;
            nng_mtx *mtx;
            nng_msg *msg;
            nng_msleep((nng_duration)(t - t));
            if (nng_mtx_alloc(&mtx) || nng_msg_alloc(&msg, sizeof ms)) return NNG_ENOMEM;
            LOGGING
            return 0;
        }\n";
    let logging = "nng_log_set_logger(log_it); nng_log_err(\"ID\", \"%d\", 1);";
    let old = ["nng/nng.h", "nng/supplemental/http/http.h", "nng/supplemental/util/platform.h"];
    let new = ["nng/nng.h", "nng/supplemental/http/http.h"];
    for (headers, logging) in [(&old[..], "(void)log_it;"), (&new[..], logging)] {
        let includes: String = headers.iter().map(|header| format!("#include <{header}>\n")).collect();
        check(&format!("{includes}{}", body.replace("LOGGING", logging)));
    }
}

#[test]
fn switches_compile() {
    for switches in [
        "DILL_DISABLE_RAW_NAMES",
        "DILL_DISABLE_SOCKETS",
        "DILL_DISABLE_TLS",
        "DILL_NO_EXPORTS",
        "NNG_ELIDE_DEPRECATED",
        "NNG_SHARED_LIB\n#define NNG_HIDDEN_VISIBILITY",
        "NNG_DECL",
    ] {
        check_as(
            &["c99"],
            &["c++11"],
            &format!(
                "#define {switches}\n{}",
                includes(&["libdillimpl.h", "nng/nng.h", "nng/supplemental/http/http.h"])
            ),
        );
    }
}

/// What a program that includes `header` after defining `switches` sees, after preprocessing; macros too.
fn preprocessed(switches: &str, header: &str) -> String {
    let mut child = Command::new("gcc")
        .args(["-E", "-dD", "-I"])
        .arg(root().join("include"))
        .args(["-x", "c", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gcc");
    let text = format!("{switches}\n#include <{header}>\n");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn switches_hide_what_they_say() {
    let all = preprocessed("", "libdillimpl.h");
    for name in [
        "#define chsend ",
        "#define hvfs ",
        "dill_iolist",
        "dill_tls_storage",
        "dill_bsock_vfs",
        "WS_KEY_SIZE",
    ] {
        assert!(all.contains(name), "{name}");
    }
    let prefixed = preprocessed("#define DILL_DISABLE_RAW_NAMES", "libdillimpl.h");
    assert!(!prefixed.contains("#define chsend ") && !prefixed.contains("#define hvfs "));
    assert!(prefixed.contains("dill_bsock_vfs") && prefixed.contains("#define WS_KEY_SIZE 32"));
    let bare = preprocessed("#define DILL_DISABLE_SOCKETS", "libdillimpl.h");
    for name in
        ["dill_iolist", "dill_bsock", "dill_tls", "DILL_SOCKS5_", "#define http_attach ", "#define tls_done "]
    {
        assert!(!bare.contains(name), "{name}");
    }
    assert!(
        bare.contains("dill_hvfs")
            && bare.contains("dill_chclause")
            && bare.contains("#define WS_KEY_SIZE 32")
    );
    let plain = preprocessed("#define DILL_DISABLE_TLS", "libdillimpl.h");
    assert!(
        !plain.contains("dill_tls") && !plain.contains("dill_dtls") && plain.contains("dill_http_storage")
    );
    assert!(!plain.contains("#define tls_done "));

    let old = "nng_msg_getopt";
    assert!(preprocessed("", "nng/nng.h").contains(old));
    let elided = preprocessed("#define NNG_ELIDE_DEPRECATED", "nng/nng.h");
    assert!(!elided.contains(old) && elided.contains("nng_msg_alloc"));
    let own = preprocessed("#define NNG_DECL extern __attribute__((weak))", "nng/nng.h");
    assert!(own.contains("extern __attribute__((weak)) int nng_msg_alloc("), "NNG_DECL is not heeded");
}
