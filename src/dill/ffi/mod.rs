//! `extern "C"` functions of the dill face. They translate arguments and results; behaviour lives behind them.
#![allow(unsafe_code)]

pub mod types;
