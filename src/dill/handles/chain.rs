//! Lists put together from parts: of the library, and of lists of the program.
//!
//! A protocol adds bytes to what the program sends, and stores the begin or only a part of what it receives. The lists of
//! the program are not changed for that, since it may use one for several sockets at the same time.

use std::marker::PhantomData;
use std::ptr;

use super::iolist::{Cursor, IoList, single};
use crate::dill::ffi::types::dill_iolist;

/// Elements without an allocation. They are on the coroutine's stack.
const FEW: usize = 4;

/// A list under construction.
pub(crate) struct Chain<'a> {
    few: [dill_iolist; FEW],
    /// All elements, once they are not few any more.
    many: Vec<dill_iolist>,
    count: usize,
    total: usize,
    holes: bool,
    parts: PhantomData<&'a mut [u8]>,
}

impl<'a> Chain<'a> {
    fn new() -> Chain<'a> {
        let few = [single(ptr::null_mut(), 0); FEW];
        Chain { few, many: Vec::new(), count: 0, total: 0, holes: false, parts: PhantomData }
    }

    /// What is to be sent: a list between bytes of the library.
    pub(crate) fn sending(before: &'a [u8], list: &IoList<'a>, after: &'a [u8]) -> Chain<'a> {
        let mut chain = Chain::new();
        chain.push(before.as_ptr().cast_mut(), before.len());
        chain.push_rest(list.cursor());
        chain.push(after.as_ptr().cast_mut(), after.len());
        chain
    }

    /// Where to receive: first into bytes of the library, then where the cursor says.
    pub(crate) fn receiving(before: &'a mut [u8], rest: Cursor<'a>) -> Chain<'a> {
        let mut chain = Chain::new();
        chain.push(before.as_mut_ptr(), before.len());
        chain.push_rest(rest);
        chain
    }

    fn push_rest(&mut self, mut rest: Cursor<'a>) {
        while let Some((base, len)) = rest.next() {
            self.push(base, len);
        }
    }

    fn push(&mut self, base: *mut u8, len: usize) {
        if len == 0 {
            return;
        }
        if self.count >= FEW {
            if self.many.is_empty() {
                self.many.extend_from_slice(&self.few);
            }
            self.many.push(single(base, len));
        } else {
            self.few[self.count] = single(base, len);
        }
        self.count += 1;
        self.total = self.total.saturating_add(len);
        self.holes |= base.is_null();
    }

    /// The list, which has at least one element. It is to be used for what the chain was made for.
    pub(crate) fn list(&mut self) -> IoList<'_> {
        let elements = if self.count > FEW { &mut self.many[..] } else { &mut self.few[..self.count.max(1)] };
        let last = elements.len() - 1;
        let first = elements.as_mut_ptr();
        // SAFETY: all within the slice. The elements stay in place as long as the result is in use, which borrows the
        // chain; their buffers are those of slices and of a cursor, which live longer than the chain.
        unsafe {
            for i in 0..last {
                (*first.add(i)).iol_next = first.add(i + 1);
            }
            IoList::linked(first, first.add(last), self.total, self.holes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(list: &IoList<'_>) -> Vec<u8> {
        list.readable().unwrap().flatten().copied().collect()
    }

    #[test]
    fn parts_become_one_list() {
        for count in [0, 1, 5, 6, 7, 20] {
            let mut bytes: Vec<[u8; 1]> = (0..count).map(|i| [i]).collect();
            let mut program: Vec<_> = bytes.iter_mut().map(|b| single(b.as_mut_ptr(), 1)).collect();
            program.push(single(ptr::null_mut(), 0));
            let base = program.as_mut_ptr();
            // SAFETY: within the vector; the buffers are above.
            let list = unsafe {
                (0..count as usize).for_each(|i| (*base.add(i)).iol_next = base.add(i + 1));
                IoList::new(base, base.add(count as usize)).unwrap()
            };
            let mut chain = Chain::sending(b"ab", &list, b"c");
            let checked = chain.list();
            let (first, last) = checked.ends();
            // SAFETY: as the chain promises.
            let again = unsafe { IoList::new(first, last) }.unwrap();
            let wanted: Vec<u8> = b"ab".iter().copied().chain(0..count).chain(*b"c").collect();
            assert_eq!((text(&again), again.total()), (wanted.clone(), wanted.len()));
            assert_eq!(checked.total(), wanted.len());
        }
    }

    #[test]
    fn rooms_come_before_the_rest() {
        let mut before = [0; 2];
        let mut chain = Chain::receiving(&mut before, Cursor::dropping(3));
        let list = chain.list();
        assert!(list.has_holes());
        assert_eq!(list.cursor().fill(b"123456"), 5);
        assert_eq!(&before, b"12");
        assert_eq!(Chain::receiving(&mut [], Cursor::dropping(0)).list().total(), 0);
    }
}
