//! Gives the shared library its SONAME. The number is the ABI's, not the release's: it changes only when a program
//! compiled against an older release would break.
//!
//! The library also asks the loader never to unload it: threads of its own may be running its code, and other threads
//! carry destructors of it, when a program that loaded it as a plug-in calls `dlclose`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libhttpcore.so.1");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
}
