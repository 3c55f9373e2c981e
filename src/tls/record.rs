//! Where one record ends and the next begins (RFC 8446 section 5.1), so that nobody reads further than the session
//! goes: after it the transport may carry something else.

/// Follows the records of a stream, without looking into them.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Type, version and length of the record that has begun.
    header: [u8; HEADER],
    header_len: usize,
    body_left: usize,
}

const HEADER: usize = 5;

impl Records {
    /// How many bytes it takes at least until the next record is complete. Before its length is known, that is what
    /// is missing of its header; it is never 0.
    pub(super) fn needed(&self) -> usize {
        if self.header_len < HEADER { HEADER - self.header_len } else { self.body_left }
    }

    /// Whether no record has begun.
    pub(super) fn is_between(&self) -> bool {
        self.header_len == 0
    }

    /// Takes from the beginning of `bytes` what belongs to the record that has begun, and returns how much that is.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> usize {
        let in_header = bytes.len().min(HEADER - self.header_len);
        self.header[self.header_len..self.header_len + in_header].copy_from_slice(&bytes[..in_header]);
        self.header_len += in_header;
        if self.header_len == HEADER && in_header > 0 {
            self.body_left = usize::from(u16::from_be_bytes([self.header[3], self.header[4]]));
        }
        let in_body = (bytes.len() - in_header).min(self.body_left);
        self.body_left -= in_body;
        if self.header_len == HEADER && self.body_left == 0 {
            self.header_len = 0;
        }
        in_header + in_body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_each_record() {
        let stream = b"\x17\x03\x03\x00\x03abc\x15\x03\x03\x00\x00\x17\x03\x03\x01\x00";
        let mut records = Records::default();
        assert_eq!(records.needed(), 5);
        assert_eq!(records.advance(stream), 8);
        assert!(records.is_between());
        assert_eq!(records.needed(), 5);
        assert_eq!(records.advance(&stream[8..]), 5);
        assert_eq!(records.advance(&stream[13..]), 5);
        assert!(!records.is_between());
        assert_eq!(records.needed(), 256);
    }

    #[test]
    fn byte_by_byte() {
        let stream = b"\x17\x03\x03\x00\x02ab";
        let mut records = Records::default();
        let needed: Vec<_> = stream
            .iter()
            .map(|&byte| {
                assert_eq!(records.advance(&[byte]), 1);
                records.needed()
            })
            .collect();
        assert_eq!(needed, [4, 3, 2, 1, 2, 1, 5]);
        assert_eq!(records.advance(b""), 0);
    }
}
