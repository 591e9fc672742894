use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

use bytemuck::{Pod, Zeroable};

/// A heap buffer aligned to 64-byte cache lines. A vector then lies in one line wherever it is; to read or write one
/// that lies in two takes twice as long.
pub struct Aligned<T> {
    lines: Vec<Line>,
    len: usize,
    number: PhantomData<T>,
}

/// As large as the longest vector, too.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([u8; 64]);

// SAFETY: it is an array of bytes, for which zero is a value.
unsafe impl Zeroable for Line {}

impl<T: Pod> Aligned<T> {
    const IN_LINE: usize = {
        assert!(size_of::<Line>().is_multiple_of(size_of::<T>()) && align_of::<T>() <= align_of::<Line>());
        size_of::<Line>() / size_of::<T>()
    };

    /// So many zeros, if there is memory for them.
    pub(crate) fn zeroed(len: usize) -> Option<Self> {
        let lines = bytemuck::allocation::try_zeroed_vec(len.div_ceil(Self::IN_LINE)).ok()?;
        Some(Self { lines, len, number: PhantomData })
    }
}

impl<T: Pod> Deref for Aligned<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        // Whether numbers fit is asked here, too, for none may be there without `zeroed`.
        const { assert!(Self::IN_LINE > 0) };
        // SAFETY: `zeroed`, `default` and `clone` are the only ways here: `lines` holds `len` numbers or more, all
        // bytes of them are initialized, any bytes are a number (`Pod`), and a line is aligned for numbers (`IN_LINE`).
        unsafe { core::slice::from_raw_parts(self.lines.as_ptr().cast(), self.len) }
    }
}

impl<T: Pod> DerefMut for Aligned<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        const { assert!(Self::IN_LINE > 0) };
        // SAFETY: as for `deref`, `lines` holds `len` numbers or more that are initialized and aligned. They are
        // borrowed mutably through `self`, and what is written leaves initialized bytes (`Pod` has no padding).
        unsafe { core::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.len) }
    }
}

impl<T> Default for Aligned<T> {
    fn default() -> Self {
        Self { lines: Vec::new(), len: 0, number: PhantomData }
    }
}

impl<T> Clone for Aligned<T> {
    fn clone(&self) -> Self {
        Self { lines: self.lines.clone(), len: self.len, number: PhantomData }
    }

    fn clone_from(&mut self, source: &Self) {
        self.lines.clone_from(&source.lines);
        self.len = source.len;
    }
}

impl<T> fmt::Debug for Aligned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} numbers", self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_a_line_also_in_a_clone() {
        for len in [0, 1, 15, 16, 17, 100] {
            let mut numbers = Aligned::<f32>::zeroed(len).unwrap();
            assert_eq!(numbers[..], vec![0.0; len]);
            numbers.fill(2.5);
            let mut other = Aligned::default();
            other.clone_from(&numbers);
            for numbers in [&numbers, &numbers.clone(), &other] {
                assert_eq!(numbers[..], vec![2.5; len]);
                assert!(numbers.as_ptr().addr().is_multiple_of(64));
            }
        }
    }
}
