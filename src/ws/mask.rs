//! Masking (RFC 6455 section 5.3): byte `i` of the payload is combined with byte `i mod 4` of the key by exclusive or.
//! The same operation masks and unmasks.
//!
//! The payload of one frame may lie in many buffers. A [`Mask`] lives as long as the frame and remembers where in the
//! key the next byte is, so it does not matter how the payload is cut. What it remembers is the key itself, rotated so
//! that the next byte comes first: then eight bytes can be combined at a time with the key written twice.

/// The mask of one frame, somewhere in its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask {
    /// The key, rotated: the first byte belongs to the next byte of the payload.
    key: [u8; 4],
}

impl Mask {
    /// The mask at the first byte of the payload.
    pub const fn new(key: [u8; 4]) -> Mask {
        Mask { key }
    }

    /// Masks or unmasks the next bytes of the payload in place.
    pub fn apply(&mut self, payload: &mut [u8]) {
        let key = self.key;
        self.key.rotate_left(payload.len() % 4);
        let [a, b, c, d] = key;
        // Bytes in, bytes out: the byte order of the machine does not matter.
        let pattern = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
        let mut blocks = payload.chunks_exact_mut(8);
        for block in blocks.by_ref().filter_map(|block| block.first_chunk_mut::<8>()) {
            *block = (u64::from_ne_bytes(*block) ^ pattern).to_ne_bytes();
        }
        for (byte, key) in blocks.into_remainder().iter_mut().zip(key.iter().cycle()) {
            *byte ^= key;
        }
    }

    /// Masks or unmasks the next bytes of the payload on the way from one buffer to another, for a sender whose
    /// caller's buffer is not to be changed. As many bytes as fit in both; returns how many.
    pub fn copy(&mut self, payload: &[u8], out: &mut [u8]) -> usize {
        let len = payload.len().min(out.len());
        out[..len].copy_from_slice(&payload[..len]);
        self.apply(&mut out[..len]);
        len
    }
}

#[cfg(test)]
mod tests;
