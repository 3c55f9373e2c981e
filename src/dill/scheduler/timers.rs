//! Deadlines in the order in which they expire: a heap whose elements can be removed from the middle.
//!
//! Equal deadlines expire in the order in which they were set. Insertion and removal take O(log n) and allocate only
//! when there are more timers at once than ever before. Each element has four children and not two: the heap is half as
//! high, and siblings are next to each other in memory.
//!
//! The heap holds (deadline, sequence number, slot); a slot knows where in the heap it currently is, and the key that
//! a caller gets is the slot's number.

/// Names a timer until it expires or is removed.
#[derive(Debug)]
pub(crate) struct Key(u32);

/// Children of an element of the heap.
const CHILDREN: usize = 4;

#[derive(Clone, Copy)]
struct Entry {
    deadline: i64,
    sequence: u64,
    slot: u32,
}

impl Entry {
    fn precedes(&self, other: &Entry) -> bool {
        (self.deadline, self.sequence) < (other.deadline, other.sequence)
    }
}

struct Slot<T> {
    position: u32,
    value: T,
}

/// Timers that carry a `T` each.
pub(crate) struct Timers<T> {
    heap: Vec<Entry>,
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
    sequence: u64,
}

impl<T: Copy> Timers<T> {
    pub(crate) const fn new() -> Timers<T> {
        Timers { heap: Vec::new(), slots: Vec::new(), free: Vec::new(), sequence: 0 }
    }

    /// The earliest deadline.
    pub(crate) fn next_deadline(&self) -> Option<i64> {
        self.heap.first().map(|e| e.deadline)
    }

    pub(crate) fn insert(&mut self, deadline: i64, value: T) -> Key {
        let position = self.heap.len();
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize].value = value;
                slot
            }
            None => {
                self.slots.push(Slot { position: 0, value });
                self.slots.len() as u32 - 1
            }
        };
        self.sequence += 1;
        self.heap.push(Entry { deadline, sequence: self.sequence, slot });
        self.rise(position);
        Key(slot)
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.remove_at(self.slots[key.0 as usize].position as usize);
    }

    /// Removes the first timer if its deadline is not after `now`.
    pub(crate) fn pop_due(&mut self, now: i64) -> Option<T> {
        let first = self.heap.first().filter(|e| e.deadline <= now)?;
        let value = self.slots[first.slot as usize].value;
        self.remove_at(0);
        Some(value)
    }

    fn remove_at(&mut self, position: usize) {
        let removed = self.heap.swap_remove(position);
        self.free.push(removed.slot);
        if position < self.heap.len() {
            let position = self.rise(position);
            self.sink(position);
        }
    }

    /// Moves an entry towards the front as far as it belongs there, and returns its new position.
    fn rise(&mut self, mut at: usize) -> usize {
        let entry = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / CHILDREN;
            if !entry.precedes(&self.heap[parent]) {
                break;
            }
            self.put(at, self.heap[parent]);
            at = parent;
        }
        self.put(at, entry);
        at
    }

    /// Moves an entry away from the front as far as it belongs there.
    fn sink(&mut self, mut at: usize) {
        let entry = self.heap[at];
        loop {
            let children = at * CHILDREN + 1..self.heap.len().min(at * CHILDREN + 1 + CHILDREN);
            let first = children.reduce(|a, b| if self.heap[b].precedes(&self.heap[a]) { b } else { a });
            let Some(first) = first.filter(|&child| self.heap[child].precedes(&entry)) else { break };
            self.put(at, self.heap[first]);
            at = first;
        }
        self.put(at, entry);
    }

    fn put(&mut self, at: usize, entry: Entry) {
        self.heap[at] = entry;
        self.slots[entry.slot as usize].position = at as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(timers: &mut Timers<u32>, now: i64) -> Vec<u32> {
        std::iter::from_fn(|| timers.pop_due(now)).collect()
    }

    #[test]
    fn expire_by_deadline_then_by_insertion() {
        let mut timers = Timers::new();
        for (i, deadline) in [30, 10, 20, 10, 0, 30, 10].into_iter().enumerate() {
            timers.insert(deadline, i as u32);
        }
        assert_eq!(timers.next_deadline(), Some(0));
        assert_eq!(drain(&mut timers, 20), [4, 1, 3, 6, 2]);
        assert_eq!(timers.next_deadline(), Some(30));
        assert_eq!(drain(&mut timers, 29), []);
        assert_eq!(drain(&mut timers, 30), [0, 5]);
        assert_eq!(timers.next_deadline(), None);
    }

    #[test]
    fn removal_from_the_middle_keeps_the_order() {
        // A fixed pseudo-random sequence, checked against sorting.
        let mut state = 12345u64;
        let mut random = move || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as i64
        };
        for _ in 0..20 {
            let mut timers = Timers::new();
            let mut model = Vec::new();
            for i in 0..200u32 {
                let deadline = random() % 50;
                model.push((deadline, i, timers.insert(deadline, i)));
                if random() % 3 == 0 {
                    let (.., key) = model.swap_remove(random() as usize % model.len());
                    timers.remove(key);
                }
            }
            model.sort_by_key(|(deadline, i, _)| (*deadline, *i));
            let expected: Vec<u32> = model.iter().map(|(_, i, _)| *i).collect();
            assert_eq!(drain(&mut timers, i64::MAX), expected);
            assert_eq!(timers.free.len(), timers.slots.len());
        }
    }
}
