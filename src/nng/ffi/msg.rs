//! `nng/nng.h`: messages.
#![allow(non_camel_case_types)]

/// A message: header and body. Operations carry one as data.
pub struct nng_msg {
    _opaque: [u8; 0],
}
