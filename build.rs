//! Gives the shared library its SONAME. The number is the ABI's, not the release's: it changes only when a program
//! compiled against an older release would break.
//!
//! The library also asks the loader never to unload it: threads of its own may be running its code, and other threads
//! carry destructors of it, when a program that loaded it as a plug-in calls `dlclose`.
//!
//! Lastly compiles the C in `src/nng/ffi/log_variadic.c`, and tells the Rust beside it whether the compiler knows naked
//! functions.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libhttpcore.so.1");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");

    println!("cargo::rerun-if-changed=src/nng/ffi/log_variadic.c");
    cc::Build::new().file("src/nng/ffi/log_variadic.c").std("gnu11").compile("httpcore_log_variadic");
    println!("cargo::rustc-check-cfg=cfg(naked_functions)");
    if rust_minor_version().is_some_and(|minor| minor >= 88) {
        println!("cargo::rustc-cfg=naked_functions");
    }
}

/// The second number of the compiler's version.
fn rust_minor_version() -> Option<u32> {
    let out = Command::new(std::env::var_os("RUSTC")?).arg("--version").output().ok()?;
    String::from_utf8(out.stdout).ok()?.split('.').nth(1)?.parse().ok()
}
