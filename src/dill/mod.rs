//! The dill face: the interface of libdill, coroutines with handles and deadlines.

pub mod ffi;
