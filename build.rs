//! Gives the shared library its SONAME. The number is the ABI's, not the release's: it changes only when a program
//! compiled against an older release would break.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libhttpcore.so.1");
}
