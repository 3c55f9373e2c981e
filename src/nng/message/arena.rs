//! Texts that C programs point at: each ends in NUL, and none moves as long as it is not changed itself.
//!
//! A program may keep the value of one header while it adds another. So texts live in chunks that are never
//! reallocated; a new chunk is twice as large as the one before. The room of a text that is replaced by a longer one,
//! or removed, is used again, and is generous: changing values for ever takes no more than a few times their size.

/// Size of the first chunk.
const FIRST_CHUNK: usize = 512;
/// Chunks up to this size are kept when the arena is cleared.
const KEEP: usize = 4096;

/// The place of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Text {
    chunk: u32,
    start: u32,
    len: u32,
    /// Bytes that belong to the text, the NUL included.
    room: u32,
}

/// The chunks.
#[derive(Default)]
pub(super) struct Arena {
    chunks: Vec<Box<[u8]>>,
    /// Bytes in use of the last chunk.
    used: usize,
    /// Rooms of texts that were removed.
    free: Vec<Text>,
}

impl Arena {
    /// Makes sure that the next texts, `len` bytes in all with their NULs, go into one chunk.
    pub(super) fn reserve(&mut self, len: usize) {
        let last = self.chunks.last().map_or(0, |chunk| chunk.len());
        if last - self.used.min(last) < len {
            let size = len.max(FIRST_CHUNK).max(2 * last);
            self.chunks.push(vec![0; size].into_boxed_slice());
            self.used = 0;
        }
    }

    /// Stores the parts as one text. `None` if that is longer than any text can be (4 GiB).
    pub(super) fn store(&mut self, parts: &[&[u8]]) -> Option<Text> {
        let len = parts.iter().map(|part| part.len()).sum::<usize>();
        let mut text = self.room(u32::try_from(len + 1).ok()?);
        text.len = len as u32;
        self.write(text, parts);
        Some(text)
    }

    /// Replaces a text. Its old bytes may be overwritten.
    pub(super) fn replace(&mut self, old: Text, bytes: &[u8]) -> Option<Text> {
        if bytes.len() < old.room as usize {
            let text = Text { len: bytes.len() as u32, ..old };
            self.write(text, &[bytes]);
            return Some(text);
        }
        // Twice the length, so that texts that grow and grow leave no more behind than they take.
        let room = bytes.len().checked_mul(2)?.max(16);
        let mut text = self.room(u32::try_from(room).ok()?);
        text.len = bytes.len() as u32;
        self.write(text, &[bytes]);
        self.free.push(old);
        Some(text)
    }

    /// Gives the room of a text back.
    pub(super) fn remove(&mut self, text: Text) {
        self.free.push(text);
    }

    /// The text without its NUL.
    pub(super) fn get(&self, text: Text) -> &[u8] {
        let start = text.start as usize;
        &self.chunks[text.chunk as usize][start..start + text.len as usize]
    }

    /// The text with its NUL.
    pub(super) fn get_with_nul(&self, text: Text) -> &[u8] {
        let start = text.start as usize;
        &self.chunks[text.chunk as usize][start..=start + text.len as usize]
    }

    /// Whether the bytes are part of this arena, so that a change of a text might change them.
    pub(super) fn holds(&self, bytes: &[u8]) -> bool {
        self.chunks.iter().any(|chunk| chunk.as_ptr_range().contains(&bytes.as_ptr()))
    }

    /// Forgets all texts, and keeps a moderate amount of memory.
    pub(super) fn clear(&mut self) {
        self.free.clear();
        self.used = 0;
        if let Some(keep) = self.chunks.iter().rposition(|chunk| chunk.len() <= KEEP) {
            self.chunks.swap(0, keep);
            self.chunks.truncate(1);
        } else {
            self.chunks.clear();
        }
    }

    fn room(&mut self, room: u32) -> Text {
        if let Some(found) = self.free.iter().position(|free| free.room >= room) {
            return self.free.swap_remove(found);
        }
        self.reserve(room as usize);
        let start = self.used as u32;
        self.used += room as usize;
        Text { chunk: self.chunks.len() as u32 - 1, start, len: 0, room }
    }

    fn write(&mut self, text: Text, parts: &[&[u8]]) {
        let chunk = &mut self.chunks[text.chunk as usize];
        let mut at = text.start as usize;
        for part in parts {
            chunk[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        chunk[at] = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_where_they_are() {
        let mut arena = Arena::default();
        let first = arena.store(&[b"first"]).unwrap();
        let place = arena.get(first).as_ptr();
        for _ in 0..1000 {
            arena.store(&[b"one", b" and ", b"another"]).unwrap();
        }
        assert_eq!(arena.get_with_nul(first), b"first\0");
        assert_eq!(arena.get(first).as_ptr(), place);
    }

    #[test]
    fn changing_a_text_for_ever_takes_bounded_memory() {
        let mut arena = Arena::default();
        let mut text = arena.store(&[b""]).unwrap();
        for i in 0..10_000 {
            text = arena.replace(text, &vec![b'x'; i % 1000]).unwrap();
            assert_eq!(arena.get(text).len(), i % 1000);
            let other = arena.store(&[b"other"]).unwrap();
            arena.remove(other);
        }
        assert!(arena.chunks.iter().map(|chunk| chunk.len()).sum::<usize>() < 16_384);
    }

    #[test]
    fn clearing_keeps_some_memory() {
        let mut arena = Arena::default();
        arena.store(&[b"a"]).unwrap();
        arena.store(&[&[b'b'; 10_000]]).unwrap();
        arena.clear();
        assert_eq!(arena.chunks.len(), 1);
        let place = arena.chunks[0].as_ptr();
        let text = arena.store(&[b"c"]).unwrap();
        assert_eq!(arena.get(text).as_ptr(), place);
    }
}
