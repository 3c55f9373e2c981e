//! What the poll set watches: a table from the token that the kernel reports to the object it stands for.
//!
//! A token is an index and a generation. An event that was fetched by one worker while another removed its object
//! finds a slot of a later generation, and nothing. Slots never move and each has a lock of its own, so that workers
//! meet only when they look up the same object.

use std::sync::{Arc, OnceLock};

use super::Source;
use crate::nng::sync::{Mutex, lock};

/// Size of the first chunk of slots; every further one doubles.
const FIRST: usize = 64;
/// Enough chunks for every index that 32 bits hold.
const CHUNKS: usize = 26;

/// Names an object in the registry, and nothing after the object was removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token(pub(super) u64);

#[derive(Default)]
struct Slot {
    generation: u32,
    source: Option<Arc<dyn Source>>,
}

#[derive(Default)]
struct Free {
    indices: Vec<u32>,
    /// Indices from here on were never used.
    unused: u32,
}

/// The table.
pub(super) struct Registry {
    chunks: [OnceLock<Box<[Mutex<Slot>]>>; CHUNKS],
    free: Mutex<Free>,
}

impl Registry {
    pub(super) fn new() -> Registry {
        Registry { chunks: [const { OnceLock::new() }; CHUNKS], free: Mutex::default() }
    }

    /// Puts an object into the table.
    pub(super) fn insert(&self, source: Arc<dyn Source>) -> Token {
        let mut free = lock(&self.free);
        let index = free.indices.pop().unwrap_or_else(|| {
            free.unused += 1;
            free.unused - 1
        });
        drop(free);
        let mut slot = lock(self.slot(index));
        slot.source = Some(source);
        Token(u64::from(slot.generation) << 32 | u64::from(index))
    }

    /// Takes an object out of the table, so that its token finds nothing any more.
    pub(super) fn remove(&self, token: Token) -> Option<Arc<dyn Source>> {
        let index = token.0 as u32;
        let mut slot = lock(self.slot(index));
        if slot.generation != (token.0 >> 32) as u32 {
            return None;
        }
        slot.generation = slot.generation.wrapping_add(1);
        let source = slot.source.take();
        drop(slot);
        lock(&self.free).indices.push(index);
        source
    }

    /// The object of a token, unless it was removed.
    pub(super) fn get(&self, token: Token) -> Option<Arc<dyn Source>> {
        let slot = lock(self.slot(token.0 as u32));
        if slot.generation == (token.0 >> 32) as u32 { slot.source.clone() } else { None }
    }

    /// All objects that are in the table now.
    pub(super) fn all(&self) -> Vec<Arc<dyn Source>> {
        let chunks = self.chunks.iter().filter_map(OnceLock::get);
        chunks.flat_map(|chunk| chunk.iter().filter_map(|slot| lock(slot).source.clone())).collect()
    }

    fn slot(&self, index: u32) -> &Mutex<Slot> {
        let position = index as usize + FIRST;
        let chunk = position.ilog2() - FIRST.ilog2();
        let size = FIRST << chunk;
        let slots = self.chunks[chunk as usize].get_or_init(|| (0..size).map(|_| Mutex::default()).collect());
        &slots[position - size]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nng::driver::Readiness;

    struct Nothing;

    impl Source for Nothing {
        fn ready(self: Arc<Self>, _: Readiness) {}
        fn shut_down(self: Arc<Self>) {}
    }

    #[test]
    fn tokens_of_removed_objects_find_nothing() {
        let registry = Registry::new();
        let first = registry.insert(Arc::new(Nothing));
        assert!(registry.get(first).is_some());
        assert!(registry.remove(first).is_some());
        let second = registry.insert(Arc::new(Nothing));
        assert_eq!(first.0 as u32, second.0 as u32, "the index is used again");
        assert!(registry.get(first).is_none() && registry.remove(first).is_none());
        assert!(registry.get(second).is_some());
    }

    #[test]
    fn every_index_has_its_slot() {
        let registry = Registry::new();
        let tokens: Vec<Token> = (0..1000).map(|_| registry.insert(Arc::new(Nothing))).collect();
        assert_eq!(registry.all().len(), 1000);
        for token in &tokens {
            assert!(registry.remove(*token).is_some());
        }
        assert!(registry.all().is_empty());
    }
}
