//! A map from numbers to pointers of the program that can also give out unused numbers: what stands behind `nng_id_map`.
//!
//! The entries are in a vector, so that a visit is a walk through it; beside it, a hash map knows where each is.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::error::Error;

/// An `nng_id_map`.
pub(crate) struct IdMap<T> {
    entries: Vec<(u64, T)>,
    places: HashMap<u64, usize>,
    /// The identifiers that are given out.
    range: RangeInclusive<u64>,
    /// How many of them are in use.
    used: u64,
    /// The one to be given out next, if it is unused.
    next: u64,
}

impl<T: Copy> IdMap<T> {
    /// An empty map that gives out the identifiers of `range`, which is not empty, beginning with `first`, one of them.
    pub(crate) fn new(range: RangeInclusive<u64>, first: u64) -> IdMap<T> {
        IdMap { entries: Vec::new(), places: HashMap::new(), range, used: 0, next: first }
    }

    /// The value of an identifier.
    pub(crate) fn get(&self, id: u64) -> Option<T> {
        self.places.get(&id).map(|&place| self.entries[place].1)
    }

    /// Sets the value of any identifier.
    ///
    /// Errors: `NO_MEMORY`.
    pub(crate) fn set(&mut self, id: u64, value: T) -> Result<(), Error> {
        if let Some(&place) = self.places.get(&id) {
            self.entries[place].1 = value;
            return Ok(());
        }
        self.places.try_reserve(1).map_err(|_| Error::NO_MEMORY)?;
        self.entries.try_reserve(1).map_err(|_| Error::NO_MEMORY)?;
        self.places.insert(id, self.entries.len());
        self.entries.push((id, value));
        self.used += u64::from(self.range.contains(&id));
        Ok(())
    }

    /// Removes an identifier.
    ///
    /// Errors: `NO_ENTRY` if it has no value.
    pub(crate) fn remove(&mut self, id: u64) -> Result<(), Error> {
        let place = self.places.remove(&id).ok_or(Error::NO_ENTRY)?;
        self.entries.swap_remove(place);
        if let Some((moved, _)) = self.entries.get(place) {
            self.places.insert(*moved, place);
        }
        self.used -= u64::from(self.range.contains(&id));
        Ok(())
    }

    /// Sets the value of an unused identifier of the range, and returns that: the first one behind the one given out
    /// before, and behind the last one the first.
    ///
    /// Errors: `NO_MEMORY`, also if all are in use.
    pub(crate) fn allocate(&mut self, value: T) -> Result<u64, Error> {
        // The number of identifiers less one, which always fits.
        if self.used > self.range.end() - self.range.start() {
            return Err(Error::NO_MEMORY);
        }
        let mut id = self.next;
        while self.places.contains_key(&id) {
            id = self.following(id);
        }
        self.set(id, value)?;
        self.next = self.following(id);
        Ok(id)
    }

    /// The entry with this number, in no particular order.
    pub(crate) fn entry(&self, number: usize) -> Option<(u64, T)> {
        self.entries.get(number).copied()
    }

    fn following(&self, id: u64) -> u64 {
        if id == *self.range.end() { *self.range.start() } else { id + 1 }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Action {
        Set(u64, u32),
        Remove(u64),
        Allocate(u32),
    }

    fn action() -> impl Strategy<Value = Action> {
        prop_oneof![
            (0..24u64, any::<u32>()).prop_map(|(id, value)| Action::Set(id, value)),
            (0..24u64).prop_map(Action::Remove),
            any::<u32>().prop_map(Action::Allocate),
        ]
    }

    proptest! {
        #![proptest_config(crate::property::config())]

        #[test]
        fn it_is_a_map(
            (start, end) in (0..16u64, 0..8u64).prop_map(|(start, more)| (start, start + more)),
            first in 0..8u64,
            actions in proptest::collection::vec(action(), 0..80),
        ) {
            let mut next = (start + first).min(end);
            let mut map = IdMap::new(start..=end, next);
            let mut model = BTreeMap::new();
            for action in actions {
                match action {
                    Action::Set(id, value) => {
                        map.set(id, value).unwrap();
                        model.insert(id, value);
                    }
                    Action::Remove(id) => {
                        let wanted = model.remove(&id).map(drop).ok_or(Error::NO_ENTRY);
                        prop_assert_eq!(map.remove(id), wanted);
                    }
                    Action::Allocate(value) => {
                        let unused = (next..=end).chain(start..next).find(|id| !model.contains_key(id));
                        prop_assert_eq!(map.allocate(value), unused.ok_or(Error::NO_MEMORY));
                        if let Some(id) = unused {
                            model.insert(id, value);
                            next = if id == end { start } else { id + 1 };
                        }
                    }
                }
                for id in 0..24 {
                    prop_assert_eq!(map.get(id), model.get(&id).copied());
                }
                let visited: BTreeMap<_, _> = (0..model.len()).map(|n| map.entry(n).unwrap()).collect();
                prop_assert_eq!(&visited, &model);
                prop_assert_eq!(map.entry(model.len()), None);
            }
        }
    }

    #[test]
    fn the_range_may_be_everything() {
        let mut map = IdMap::new(0..=u64::MAX, u64::MAX);
        assert_eq!(map.allocate(1), Ok(u64::MAX));
        assert_eq!(map.allocate(2), Ok(0));
    }
}
