//! The keys of the opening handshake (RFC 6455 sections 4.1 and 4.2.2): the client sends 16 random bytes, the server
//! proves with the hash of them that it speaks WebSocket. This protects nobody's secrets; it keeps caches and other
//! servers from being taken for a WebSocket server.

use base64::Engine;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use sha1_smol::Sha1;

use super::HandshakeError;

/// The size of a key in its text form.
pub const KEY_LEN: usize = 24;

/// The size of the value of `Sec-WebSocket-Accept`.
pub const ACCEPT_LEN: usize = 28;

const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// 16 bytes leave four bits over in the last digit of their base64 form. A key in which they are not zero still decodes
/// to 16 bytes, which is all that section 4.2.1 asks for, so it is accepted.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// The key of a request, made of 16 bytes that the caller takes from a strong source of random numbers and uses for this
/// request alone.
pub fn request_key(nonce: [u8; 16]) -> [u8; KEY_LEN] {
    let mut key = [0; KEY_LEN];
    encode(&nonce, &mut key);
    key
}

/// The value of `Sec-WebSocket-Accept` that belongs to the key of a request.
///
/// Errors: `BadKey` if the key is not the base64 form of 16 bytes: 24 characters with the padding.
pub fn accept(key: &[u8]) -> Result<[u8; ACCEPT_LEN], HandshakeError> {
    // Room for 18 bytes, as many as 24 characters may stand for. With the padding, only 24 characters stand for 16.
    if BASE64.decode_slice(key, &mut [0; 18]) != Ok(16) {
        return Err(HandshakeError::BadKey);
    }
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(GUID);
    let mut accept = [0; ACCEPT_LEN];
    encode(&hash.digest().bytes(), &mut accept);
    Ok(accept)
}

/// Fills `text` with the base64 form of `bytes`, which has exactly that size.
fn encode(bytes: &[u8], text: &mut [u8]) {
    let written = BASE64.encode_slice(bytes, text);
    debug_assert_eq!(written, Ok(text.len()));
}
