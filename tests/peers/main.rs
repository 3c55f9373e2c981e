//! Both interfaces against the software that their users meet: nginx, curl, Python's servers and clients, OpenSSL, a
//! browser. `nng/` is about nng's interface, all else about libdill's. The programs on our side are those of `examples/`,
//! and those of `programs/` for what no example does.
//!
//! Everybody listens on a port of 127.0.0.1 or ::1 that the system chose, nobody outlives its test (see `process.rs`), and a
//! tool that is missing is a failure, which names the Debian package.

mod browser;
mod client;
mod curl;
mod hosts;
mod https_get;
mod nginx;
mod nng;
mod process;
mod programs;
mod python;
mod raw;
mod web_server;
mod websocket;

// The C suite's way of compiling a program, of which this suite needs a part.
#[allow(dead_code)]
#[path = "../c_suite/case.rs"]
mod case;
#[allow(dead_code)]
#[path = "../c_suite/checker.rs"]
mod checker;
#[allow(dead_code)]
#[path = "../c_suite/directives.rs"]
mod directives;
#[allow(dead_code)]
#[path = "../c_suite/machine.rs"]
mod machine;
#[allow(dead_code)]
#[path = "../c_suite/memcheck.rs"]
mod memcheck;
#[allow(dead_code)]
#[path = "../c_suite/program.rs"]
mod program;
#[allow(dead_code)]
#[path = "../c_suite/races.rs"]
mod races;
#[allow(dead_code)]
#[path = "../c_suite/reference.rs"]
mod reference;
#[path = "../c_suite/toolchain.rs"]
mod toolchain;
