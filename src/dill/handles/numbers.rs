//! Handle numbers: small integers that name values, reused as late as possible.
//!
//! Free numbers form a queue: one that becomes free is the last to be given out again. The table starts with 256
//! numbers and doubles when 8 or fewer are free, so a number rests at least until 8 others were given out; a program
//! that uses a closed handle gets an error, not somebody else's object.

use std::collections::VecDeque;

use crate::sys::Errno;

const FIRST: usize = 256;
const RESERVE: usize = 8;

/// Values named by non-negative numbers.
pub(crate) struct Numbers<T> {
    slots: Vec<Option<T>>,
    free: VecDeque<i32>,
}

impl<T> Numbers<T> {
    pub(crate) const fn new() -> Numbers<T> {
        Numbers { slots: Vec::new(), free: VecDeque::new() }
    }

    /// Names `value`. `ENOMEM` if the table cannot grow.
    #[inline]
    pub(crate) fn insert(&mut self, value: T) -> Result<i32, Errno> {
        if self.free.len() <= RESERVE {
            self.grow()?;
        }
        let number = self.free.pop_front().ok_or(Errno::ENOMEM)?;
        self.slots[number as usize] = Some(value);
        Ok(number)
    }

    pub(crate) fn get(&self, number: i32) -> Option<&T> {
        self.slots.get(usize::try_from(number).ok()?)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, number: i32) -> Option<&mut T> {
        self.slots.get_mut(usize::try_from(number).ok()?)?.as_mut()
    }

    /// Frees the number.
    pub(crate) fn remove(&mut self, number: i32) -> Option<T> {
        let value = self.slots.get_mut(usize::try_from(number).ok()?)?.take()?;
        self.free.push_back(number);
        Some(value)
    }

    #[cold]
    fn grow(&mut self) -> Result<(), Errno> {
        let (old, new) = (self.slots.len(), (self.slots.len() * 2).max(FIRST));
        let end = i32::try_from(new).map_err(|_| Errno::ENOMEM)?;
        self.slots.try_reserve(new - old).map_err(|_| Errno::ENOMEM)?;
        // Room for every number, so that freeing one never allocates.
        self.free.try_reserve(new - self.free.len()).map_err(|_| Errno::ENOMEM)?;
        self.slots.resize_with(new, || None);
        self.free.extend(old as i32..end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_up_from_zero_and_return_last() {
        let mut numbers = Numbers::new();
        assert_eq!((0..3).map(|i| numbers.insert(i).unwrap()).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(numbers.remove(1), Some(1));
        assert_eq!(numbers.get(1), None);
        assert_eq!(numbers.remove(1), None);
        let next: Vec<_> = (0..245).map(|i| numbers.insert(i).unwrap()).collect();
        assert_eq!(next, (3..248).collect::<Vec<_>>());
    }

    #[test]
    fn growth_forgets_no_number_and_none_is_reused_early() {
        let mut numbers = Numbers::new();
        let mut given: Vec<i32> = (0..1000).map(|_| numbers.insert(()).unwrap()).collect();
        given.sort();
        assert_eq!(given, (0..1000).collect::<Vec<_>>());
        for _ in 0..10_000 {
            let number = numbers.insert(()).unwrap();
            numbers.remove(number);
            for _ in 0..RESERVE {
                let other = numbers.insert(()).unwrap();
                assert_ne!(other, number);
                numbers.remove(other);
            }
        }
        assert_eq!(numbers.slots.len(), 1024);
    }

    #[test]
    fn what_was_never_given_out_names_nothing() {
        let numbers = Numbers::<()>::new();
        assert!([-1, 0, 255, i32::MAX, i32::MIN].iter().all(|&n| numbers.get(n).is_none()));
    }
}
