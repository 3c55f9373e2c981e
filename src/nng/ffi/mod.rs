//! `extern "C"` functions of the nng face. They translate arguments and results; behaviour lives behind them.
#![allow(unsafe_code)]

pub mod types;
