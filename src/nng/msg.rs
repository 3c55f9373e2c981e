//! Messages as data, what stands behind `nng_msg`: a body, a small header, the number of a pipe.
//!
//! The body is a vector that is used from [`start`](Body::start) on. Room is kept in front of it and behind it, so that
//! protocols can put their headers on and take them off without moving the rest:
//!
//! ```text
//!   0        start            bytes.len()        bytes.capacity()
//!   |  room  |      body      |       room       |
//!            |<------------ capacity ----------->|
//! ```
//!
//! Only growing moves the body; trimming, chopping and clearing leave it where it is.

use super::error::Error;

/// Room in front of a new body, and usually behind it.
const ROOM: usize = 32;
/// Bodies from this size on whose size is a power of two get no more than that.
const EXACT: usize = 1024;
/// Most bytes of a header.
const HEADER_SIZE: usize = 64;

/// An `nng_msg`.
pub(crate) struct Msg {
    pub(crate) header: Header,
    pub(crate) body: Body,
    pub(crate) pipe: u32,
}

impl Msg {
    /// A message whose body has `len` bytes 0.
    pub(crate) fn new(len: usize) -> Result<Msg, Error> {
        Ok(Msg { header: Header::EMPTY, body: Body::new(len)?, pipe: 0 })
    }

    /// A copy.
    pub(crate) fn try_clone(&self) -> Result<Msg, Error> {
        Ok(Msg { header: self.header.clone(), body: self.body.try_clone()?, pipe: self.pipe })
    }
}

/// Bytes to add: those that are given, or so many of no particular value.
#[derive(Clone, Copy)]
pub(crate) enum Added<'a> {
    Bytes(&'a [u8]),
    Any(usize),
}

impl Added<'_> {
    fn len(self) -> usize {
        match self {
            Added::Bytes(bytes) => bytes.len(),
            Added::Any(len) => len,
        }
    }

    /// Puts them where there is room for exactly as many.
    fn write_to(self, room: &mut [u8]) {
        if let Added::Bytes(bytes) = self {
            room.copy_from_slice(bytes);
        }
    }
}

/// What the two parts of a message have in common.
pub(crate) trait Part {
    /// The bytes.
    fn bytes(&mut self) -> &mut [u8];

    /// Adds bytes at the end.
    fn append(&mut self, added: Added<'_>) -> Result<(), Error>;

    /// Adds bytes at the start.
    fn insert(&mut self, added: Added<'_>) -> Result<(), Error>;

    /// Removes bytes at the start, which are there.
    fn drop_front(&mut self, count: usize);

    /// Removes bytes at the end, which are there.
    fn drop_back(&mut self, count: usize);

    /// Removes bytes at the start. `INVALID` if there are fewer.
    fn trim(&mut self, count: usize) -> Result<(), Error> {
        if count > self.bytes().len() {
            return Err(Error::INVALID);
        }
        self.drop_front(count);
        Ok(())
    }

    /// Removes bytes at the end. `INVALID` if there are fewer.
    fn chop(&mut self, count: usize) -> Result<(), Error> {
        if count > self.bytes().len() {
            return Err(Error::INVALID);
        }
        self.drop_back(count);
        Ok(())
    }

    /// Removes the first `N` bytes and returns them. `INVALID` if there are fewer.
    fn trim_array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let array = *self.bytes().first_chunk().ok_or(Error::INVALID)?;
        self.drop_front(N);
        Ok(array)
    }

    /// Removes the last `N` bytes and returns them. `INVALID` if there are fewer.
    fn chop_array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let array = *self.bytes().last_chunk().ok_or(Error::INVALID)?;
        self.drop_back(N);
        Ok(array)
    }

    /// Removes all bytes.
    fn clear(&mut self) {
        let len = self.bytes().len();
        self.drop_back(len);
    }
}

/// The header of a message.
#[derive(Clone)]
pub(crate) struct Header {
    pub(super) bytes: [u8; HEADER_SIZE],
    len: usize,
}

impl Header {
    const EMPTY: Header = Header { bytes: [0; HEADER_SIZE], len: 0 };

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Makes the header `count` bytes longer. `INVALID` if it would become too long.
    fn grow(&mut self, count: usize) -> Result<(), Error> {
        if count > HEADER_SIZE - self.len {
            return Err(Error::INVALID);
        }
        self.len += count;
        Ok(())
    }
}

impl Part for Header {
    fn bytes(&mut self) -> &mut [u8] {
        &mut self.bytes[..self.len]
    }

    fn append(&mut self, added: Added<'_>) -> Result<(), Error> {
        let end = self.len;
        self.grow(added.len())?;
        added.write_to(&mut self.bytes[end..self.len]);
        Ok(())
    }

    fn insert(&mut self, added: Added<'_>) -> Result<(), Error> {
        let (end, count) = (self.len, added.len());
        self.grow(count)?;
        self.bytes.copy_within(..end, count);
        added.write_to(&mut self.bytes[..count]);
        Ok(())
    }

    fn drop_front(&mut self, count: usize) {
        self.bytes.copy_within(count..self.len, 0);
        self.len -= count;
    }

    fn drop_back(&mut self, count: usize) {
        self.len -= count;
    }
}

/// The body of a message.
pub(crate) struct Body {
    bytes: Vec<u8>,
    start: usize,
}

impl Body {
    fn new(len: usize) -> Result<Body, Error> {
        let behind = if len >= EXACT && len.is_power_of_two() { 0 } else { ROOM };
        let mut body = Body { bytes: Vec::new(), start: 0 };
        body.reallocate(ROOM, len.checked_add(behind).ok_or(Error::NO_MEMORY)?)?;
        body.bytes.resize(body.start + len, 0);
        Ok(body)
    }

    fn try_clone(&self) -> Result<Body, Error> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(self.bytes.capacity()).map_err(|_| Error::NO_MEMORY)?;
        bytes.extend_from_slice(&self.bytes);
        Ok(Body { bytes, start: self.start })
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    /// Where the body begins, until it is moved.
    pub(crate) fn place(&mut self) -> *mut u8 {
        self.bytes.as_mut_ptr().wrapping_add(self.start)
    }

    /// Bytes from the start of the body to the end of its room.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity() - self.start
    }

    /// Sees to it that the capacity is at least `capacity`.
    pub(crate) fn reserve(&mut self, capacity: usize) -> Result<(), Error> {
        if capacity <= self.capacity() { Ok(()) } else { self.reallocate(self.start, capacity) }
    }

    /// Makes the body `len` bytes long, by cutting its end off or by adding bytes 0.
    pub(crate) fn resize(&mut self, len: usize) -> Result<(), Error> {
        self.reserve(len)?;
        self.bytes.resize(self.start + len, 0);
        Ok(())
    }

    /// Moves the body to new memory, with `before` bytes in front of it and this capacity, which is no less than its
    /// length.
    fn reallocate(&mut self, before: usize, capacity: usize) -> Result<(), Error> {
        let size = before.checked_add(capacity).ok_or(Error::NO_MEMORY)?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size).map_err(|_| Error::NO_MEMORY)?;
        bytes.resize(before, 0);
        bytes.extend_from_slice(&self.bytes[self.start..]);
        *self = Body { bytes, start: before };
        Ok(())
    }

    /// The capacity that a body of `len` bytes gets when it has to grow: enough that growing often is cheap.
    fn generous(&self, len: usize) -> usize {
        len.max(self.len().saturating_mul(2))
    }
}

impl Part for Body {
    fn bytes(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..]
    }

    fn append(&mut self, added: Added<'_>) -> Result<(), Error> {
        let end = self.len();
        let len = end.checked_add(added.len()).ok_or(Error::NO_MEMORY)?;
        if len > self.capacity() {
            // What was trimmed left more room in front than anything is likely to need.
            self.reallocate(self.start.min(ROOM), self.generous(len))?;
        }
        self.resize(len)?;
        added.write_to(&mut self.bytes()[end..]);
        Ok(())
    }

    fn insert(&mut self, added: Added<'_>) -> Result<(), Error> {
        let count = added.len();
        if count > self.start {
            let len = self.len().checked_add(count).ok_or(Error::NO_MEMORY)?;
            let before = count.checked_add(self.generous(len) - len + ROOM).ok_or(Error::NO_MEMORY)?;
            self.reallocate(before, self.capacity())?;
        }
        self.start -= count;
        added.write_to(&mut self.bytes()[..count]);
        Ok(())
    }

    fn drop_front(&mut self, count: usize) {
        self.start += count;
    }

    fn drop_back(&mut self, count: usize) {
        self.bytes.truncate(self.bytes.len() - count);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Action {
        Append(Vec<u8>),
        Insert(Vec<u8>),
        Trim(usize),
        Chop(usize),
        Resize(usize),
        Reserve(usize),
        Clear,
        Clone,
    }

    fn action() -> impl Strategy<Value = Action> {
        let bytes = || proptest::collection::vec(any::<u8>(), 0..80);
        prop_oneof![
            bytes().prop_map(Action::Append),
            bytes().prop_map(Action::Insert),
            (0..100usize).prop_map(Action::Trim),
            (0..100usize).prop_map(Action::Chop),
            (0..200usize).prop_map(Action::Resize),
            (0..300usize).prop_map(Action::Reserve),
            Just(Action::Clear),
            Just(Action::Clone),
        ]
    }

    /// Does it to a part and to a plain vector.
    fn apply<P: Part>(part: &mut P, model: &mut Vec<u8>, limit: usize, action: &Action) {
        match action {
            Action::Append(bytes) if model.len() + bytes.len() > limit => {
                assert_eq!(part.append(Added::Bytes(bytes)), Err(Error::INVALID));
            }
            Action::Insert(bytes) if model.len() + bytes.len() > limit => {
                assert_eq!(part.insert(Added::Bytes(bytes)), Err(Error::INVALID));
            }
            Action::Append(bytes) => {
                part.append(Added::Bytes(bytes)).unwrap();
                model.extend(bytes);
            }
            Action::Insert(bytes) => {
                part.insert(Added::Bytes(bytes)).unwrap();
                model.splice(..0, bytes.iter().copied());
            }
            Action::Trim(count) | Action::Chop(count) if *count > model.len() => {
                assert_eq!(part.trim(*count), Err(Error::INVALID));
                assert_eq!(part.chop(*count), Err(Error::INVALID));
            }
            Action::Trim(count) => {
                part.trim(*count).unwrap();
                model.drain(..count);
            }
            Action::Chop(count) => {
                part.chop(*count).unwrap();
                model.truncate(model.len() - count);
            }
            Action::Clear => {
                part.clear();
                model.clear();
            }
            Action::Resize(_) | Action::Reserve(_) | Action::Clone => {}
        }
    }

    proptest! {
        #![proptest_config(crate::property::config())]

        #[test]
        fn bodies_are_vectors(len in 0..100usize, actions in proptest::collection::vec(action(), 0..40)) {
            let mut body = Body::new(len).unwrap();
            let mut model = vec![0; len];
            for action in &actions {
                let (place, is_same_size) = (body.bytes().as_ptr(), body.capacity());
                apply(&mut body, &mut model, usize::MAX, action);
                match action {
                    Action::Resize(len) => {
                        body.resize(*len).unwrap();
                        model.resize(*len, 0);
                    }
                    Action::Reserve(capacity) => {
                        body.reserve(*capacity).unwrap();
                        prop_assert!(body.capacity() >= *capacity);
                    }
                    Action::Clone => body = body.try_clone().unwrap(),
                    Action::Chop(_) | Action::Clear => {
                        prop_assert_eq!((place, is_same_size), (body.bytes().as_ptr(), body.capacity()));
                    }
                    _ => {}
                }
                prop_assert_eq!(body.bytes(), &model);
                prop_assert_eq!(body.len(), model.len());
                prop_assert!(body.capacity() >= body.len());
            }
        }

        #[test]
        fn headers_are_short_vectors(actions in proptest::collection::vec(action(), 0..40)) {
            let mut header = Header::EMPTY;
            let mut model = Vec::new();
            for action in &actions {
                apply(&mut header, &mut model, HEADER_SIZE, action);
                prop_assert_eq!(header.bytes(), &model);
                prop_assert_eq!(header.len(), model.len());
            }
        }
    }

    #[test]
    fn sizes_beyond_memory_are_refused() {
        for size in [usize::MAX, usize::MAX - ROOM, isize::MAX as usize] {
            assert_eq!(Msg::new(size).err(), Some(Error::NO_MEMORY));
            let mut body = Body::new(4).unwrap();
            assert_eq!(body.append(Added::Any(size)), Err(Error::NO_MEMORY));
            assert_eq!(body.insert(Added::Any(size)), Err(Error::NO_MEMORY));
            assert_eq!(body.resize(size), Err(Error::NO_MEMORY));
            assert_eq!(body.reserve(size), Err(Error::NO_MEMORY));
            assert_eq!((body.len(), body.capacity()), (4, 36));
        }
    }
}
