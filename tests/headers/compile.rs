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

#[test]
fn guards_are_those_of_nng() {
    for (header, guard) in [
        ("nng/nng.h", "NNG_NNG_H"),
        ("nng/supplemental/tls/tls.h", "NNG_SUPPLEMENTAL_TLS_TLS_H"),
        ("nng/supplemental/util/idhash.h", "NNG_SUPPLEMENTAL_UTIL_IDHASH_H"),
        ("nng/supplemental/util/options.h", "NNG_SUPPLEMENTAL_UTIL_OPTIONS_H"),
        ("nng/supplemental/util/platform.h", "NNG_SUPPLEMENTAL_UTIL_PLATFORM_H"),
        ("nng/transport/inproc/inproc.h", "NNG_TRANSPORT_INPROC_INPROC_H"),
        ("nng/transport/ipc/ipc.h", "NNG_TRANSPORT_IPC_IPC_H"),
        ("nng/transport/tcp/tcp.h", "NNG_TRANSPORT_TCP_TCP_H"),
        ("nng/transport/tls/tls.h", "NNG_TRANSPORT_TLS_TLS_H"),
        ("nng/transport/ws/websocket.h", "NNG_TRANSPORT_WS_WEBSOCKET_H"),
    ] {
        assert!(preprocessed("", header).contains(&format!("#define {guard}")), "{header}");
    }
    let http = preprocessed("#include <nng/nng.h>", "nng/supplemental/http/http.h");
    assert!(http.contains("#define NNG_SUPPLEMENTAL_HTTP_HTTP_H") && !http.contains("nng_tls_config_alloc"));
}

#[test]
fn declarations_of_nng_have_the_attributes_of_nng() {
    let declaration = " int nng_msg_alloc(";
    assert!(preprocessed("", "nng/nng.h").contains(&format!("extern{declaration}")));
    let hidden = "#define NNG_SHARED_LIB\n#define NNG_HIDDEN_VISIBILITY";
    let visible = format!("__attribute__((visibility(\"default\"))){declaration}");
    assert!(preprocessed(hidden, "nng/nng.h").contains(&visible));

    // What is deprecated is, unless the program does not want to hear of it.
    let call = "#include <nng/nng.h>\nint main(void) { return nng_msg_getopt(0, 0, 0, 0); }\n";
    for (cc, _) in compilers() {
        assert!(complaints(cc, "c", "c99", call).contains("deprecated"), "{cc}");
        assert_eq!(complaints(cc, "c", "c99", &format!("#define NNG_DEPRECATED\n{call}")), "");
        assert_ne!(complaints(cc, "c", "c99", &format!("#define NNG_ELIDE_DEPRECATED\n{call}")), "");
    }
}

/// One program for each release that moved or added something, with the headers that its programs include.
#[test]
fn nng_programs_of_each_release_compile() {
    for (release, headers, statements) in [
        (
            "1.5.2",
            &["nng/nng.h", "nng/supplemental/http/http.h", "nng/supplemental/util/platform.h"][..],
            "nng_time t = nng_clock(); nng_duration ms = NNG_DURATION_INFINITE; nng_mtx *mtx; nng_msg *msg;
             nng_msleep((nng_duration)(t - t));
             if (nng_mtx_alloc(&mtx) || nng_msg_alloc(&msg, sizeof ms)) return NNG_ENOMEM;",
        ),
        (
            "1.5.2",
            &["nng/nng.h", "nng/supplemental/tls/tls.h", "nng/supplemental/util/options.h"],
            "int i = 1, v; char *a; nng_tls_config *c; nng_optspec o[] = {{0, 0, 0, false}}; char **argv = 0;
             if (nng_tls_config_alloc(&c, NNG_TLS_MODE_CLIENT)) return nng_opts_parse(0, argv, o, &v, &a, &i);",
        ),
        ("1.5.2", &["nng/nng.h", "nng/supplemental/http/http.h"], "struct nng_tls_config *c = 0; (void)c;"),
        ("1.6", &["nng/nng.h"], "nng_aio *a; if (!nng_aio_alloc(&a, 0, 0)) return nng_aio_busy(a);"),
        (
            "1.7",
            &["nng/nng.h", "nng/supplemental/util/platform.h"],
            "int fds[2]; nng_time t = 0; (void)t;
             nng_init_set_parameter(NNG_INIT_NUM_TASK_THREADS, 2); return nng_socket_pair(fds);",
        ),
        (
            "1.7.1",
            &["nng/nng.h", "nng/supplemental/util/idhash.h"],
            "nng_id_map *m; return nng_id_map_alloc(&m, 1, 2, NNG_MAP_RANDOM);",
        ),
        ("1.8", &["nng/nng.h"], "nng_log_set_logger(nng_stderr_logger); nng_log_info(0, \"%d\", 1);"),
        (
            "1.9",
            &["nng/nng.h"],
            "nng_udp *u; nng_sockaddr s; nng_msleep(1); return nng_udp_open(&u, &s);",
        ),
        (
            "1.9",
            &["nng/supplemental/tls/tls.h"],
            "nng_tls_config *c = 0; uint8_t key = 0; return nng_tls_config_psk(c, \"id\", &key, 1);",
        ),
        ("1.9", &["nng/supplemental/util/options.h"], "nng_optspec o; (void)o; (void)nng_random();"),
    ] {
        let includes: String = headers.iter().map(|header| format!("#include <{header}>\n")).collect();
        let program = format!("/* {release} */\n{includes}int main(void) {{ {statements} return 0; }}\n");
        check_as(&["c99", "gnu17"], &["c++11"], &program);
    }
}
