//! The fields of a head or a trailer section: one buffer of bytes as received, plus offsets.
//!
//! ```text
//!   bytes    GET / HTTP/1.1␍␊Host: a␍␊Accept:  text/html␍␊␍␊
//!                            ----  -  ------   ---------
//!   entries                  name  |  name     value        one entry of four offsets a field line
//! ```
//!
//! Nothing is allocated per field, and clearing keeps the room, so that one object serves message after message. After
//! an unusually large section most of the room is given back: connections idle for long.

/// A range of bytes in the buffer. Four bytes an offset are enough: [`super::head_reader`] accepts no larger head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The place of `part` in `whole`, of which it has to be a subslice, unless it is empty: then it may lie anywhere.
    pub(super) fn of(part: &[u8], whole: &[u8]) -> Span {
        if part.is_empty() {
            return Span::default();
        }
        let start = part.as_ptr() as usize - whole.as_ptr() as usize;
        debug_assert!(start + part.len() <= whole.len());
        Span { start: start as u32, end: (start + part.len()) as u32 }
    }

    pub(super) fn slice(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..self.end as usize]
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    name: Span,
    value: Span,
}

/// The field lines of one section, in the order in which they were received.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// What was received: for a head also its start line, which comes first.
    pub(super) bytes: Vec<u8>,
    entries: Vec<Entry>,
}

impl Fields {
    /// No fields, no memory.
    pub fn new() -> Fields {
        Fields::default()
    }

    /// How many field lines there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no field line.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All field lines in order, as name and value. Names keep the case in which they were received, values are
    /// without white space at their ends.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> + ExactSizeIterator + Clone {
        self.entries.iter().map(|entry| (entry.name.slice(&self.bytes), entry.value.slice(&self.bytes)))
    }

    /// The value of the first field line with this name, compared without regard to case.
    pub fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The values of all field lines with this name, in order, compared without regard to case.
    pub fn get_all<'a>(&'a self, name: &'a [u8]) -> impl DoubleEndedIterator<Item = &'a [u8]> + Clone {
        self.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// How much memory is held, in bytes.
    pub fn capacity(&self) -> usize {
        self.bytes.capacity() + self.entries.capacity() * size_of::<Entry>()
    }

    /// Forgets all fields and keeps the room, 12 KiB at most.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(8192);
        self.entries.clear();
        self.entries.shrink_to(4096 / size_of::<Entry>());
    }

    /// Adds a field line by the places of its name and value in the buffer.
    pub(super) fn push(&mut self, name: Span, value: Span) {
        self.entries.push(Entry { name, value });
    }
}

/// Equal if the field lines are equal, whatever else the buffers hold.
impl PartialEq for Fields {
    fn eq(&self, other: &Fields) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Fields {}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Fields {
        let mut fields = Fields::new();
        fields.bytes = b"Set-Cookie: a\r\nX: 1\r\nset-cookie:b\r\n".to_vec();
        for (name, value) in [(0..10, 12..13), (15..16, 18..19), (21..31, 32..33)] {
            let name = Span::of(&fields.bytes[name], &fields.bytes);
            let value = Span::of(&fields.bytes[value], &fields.bytes);
            fields.push(name, value);
        }
        fields
    }

    #[test]
    fn names_compare_without_case_and_keep_theirs() {
        let fields = sample();
        assert_eq!(fields.get(b"SET-COOKIE"), Some(&b"a"[..]));
        assert_eq!(fields.get_all(b"Set-Cookie").collect::<Vec<_>>(), [b"a", b"b"]);
        assert_eq!(fields.get(b"Set-Cooki"), None);
        let names: Vec<&[u8]> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names, [&b"Set-Cookie"[..], b"X", b"set-cookie"]);
        assert_eq!(fields.len(), 3);
    }

    #[test]
    fn clearing_keeps_the_room() {
        let mut fields = sample();
        let room = fields.capacity();
        fields.clear();
        assert!(fields.is_empty());
        assert_eq!(fields.get(b"X"), None);
        assert_eq!(fields.capacity(), room);
    }

    #[test]
    fn clearing_gives_unusual_room_back() {
        let mut fields = sample();
        fields.bytes.resize(60_000, b'x');
        for _ in 0..1000 {
            fields.push(Span::default(), Span::default());
        }
        assert!(fields.capacity() > 60_000);
        fields.clear();
        assert!(fields.capacity() <= 12 * 1024, "{}", fields.capacity());
    }
}
