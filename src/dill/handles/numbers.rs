//! Handle numbers: small integers that name values, reused as late as possible.
//!
//! Free numbers form a queue: one that becomes free is the last to be given out again. The table starts with 256
//! numbers and doubles when 8 or fewer are free, so a number rests at least until 8 others were given out; a program
//! that uses a closed handle gets an error, not somebody else's object.
//!
//! A table that once was large gives memory back when few numbers are in use, as far as they are small ones. To find out
//! takes a look at the whole table, so there is one only when half of those in use at the last look have become free, or
//! as many have become free as there are numbers: for each of them it costs next to nothing.

use std::collections::VecDeque;

use crate::sys::Errno;

const FIRST: usize = 256;
const RESERVE: usize = 8;

/// Values named by non-negative numbers.
pub(crate) struct Numbers<T> {
    slots: Vec<Option<T>>,
    free: VecDeque<i32>,
    /// With fewer in use, or after so many removals, it is time to look whether the table is too large.
    look_below: usize,
    look_after: usize,
}

impl<T> Numbers<T> {
    pub(crate) const fn new() -> Numbers<T> {
        Numbers { slots: Vec::new(), free: VecDeque::new(), look_below: 0, look_after: 0 }
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
        self.look_after -= 1;
        if self.in_use() < self.look_below || self.look_after == 0 {
            self.shrink();
        }
        Some(value)
    }

    fn in_use(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Gives back the part of the table that is not in use, unless most of the table is needed soon.
    #[cold]
    fn shrink(&mut self) {
        let (old, in_use) = (self.slots.len(), self.in_use());
        if in_use <= old / 8 {
            let end = self.slots.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
            let new = end.max(4 * in_use).next_power_of_two().max(FIRST);
            if new < old {
                self.slots.truncate(new);
                self.slots.shrink_to_fit();
                self.free.retain(|&number| (number as usize) < new);
                // Room for every number, see below.
                self.free.shrink_to(new);
            }
        }
        self.look_after = self.slots.len();
        self.look_below = if self.slots.len() == FIRST { 0 } else { in_use.min(old / 8).div_ceil(2) };
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
        (self.look_below, self.look_after) = (if old == 0 { 0 } else { new / 8 }, new);
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
    fn memory_is_given_back() {
        let mut numbers = Numbers::new();
        let kept = numbers.insert(0).unwrap();
        let mut given: Vec<i32> = (0..1_000_000).map(|i| numbers.insert(i).unwrap()).collect();
        let last = given.pop().unwrap();
        assert!(given.iter().all(|&number| numbers.remove(number).is_some()));
        // A large number keeps the table large. Others are found as long as they are in use.
        assert_eq!(numbers.slots.len(), 1 << 20);
        assert_eq!(numbers.get(kept), Some(&0));
        assert_eq!(numbers.remove(last), Some(999_999));
        // That it is gone is noticed at the next look.
        for i in 0..1 << 20 {
            let number = numbers.insert(i).unwrap();
            assert_eq!(numbers.remove(number), Some(i));
        }
        assert_eq!(numbers.slots.capacity(), FIRST);
        assert!(numbers.free.capacity() < 2 * FIRST);
        assert_eq!(numbers.get(kept), Some(&0));
        // All numbers of the smaller table are there, each once.
        let mut all: Vec<i32> = (1..FIRST - RESERVE).map(|i| numbers.insert(i as i32).unwrap()).collect();
        all.sort();
        all.dedup();
        assert!(all.len() == FIRST - RESERVE - 1 && all.iter().all(|&number| number < FIRST as i32));
        assert_eq!(numbers.slots.len(), FIRST);
    }

    #[test]
    fn freeing_a_number_does_not_allocate() {
        let mut numbers = Numbers::new();
        let given: Vec<i32> = (0..5000).map(|_| numbers.insert(()).unwrap()).collect();
        for &number in given.iter().rev() {
            let room = numbers.free.capacity();
            numbers.remove(number);
            assert!((numbers.slots.len()..=room).contains(&numbers.free.capacity()));
        }
        assert_eq!(numbers.slots.len(), FIRST);
    }

    #[test]
    fn what_was_never_given_out_names_nothing() {
        let numbers = Numbers::<()>::new();
        assert!([-1, 0, 255, i32::MAX, i32::MIN].iter().all(|&n| numbers.get(n).is_none()));
    }
}
