use core::mem::MaybeUninit;

use crate::simd::Simd;

/// How many vectors a row of a panel has.
pub(super) const VECTORS: usize = 2;

/// Room for columns of a matrix, copied so that in each row the numbers of a tile lie side by side, whole vectors of
/// them. It stays in the nearest memory while much else goes by.
#[repr(align(64))]
pub(super) struct Panel([MaybeUninit<u8>; 20 << 10]);

impl Panel {
    #[inline(always)]
    pub(super) const fn new() -> Self {
        Self([const { MaybeUninit::uninit() }; _])
    }

    /// How many rows it has room for, with vectors of these: whole vectors of them, too.
    pub(super) const fn rows<T, S: Simd<T>>() -> usize {
        size_of::<Self>() / (VECTORS * S::WIDTH * size_of::<T>()) / S::WIDTH * S::WIDTH
    }

    #[inline(always)]
    pub(super) const fn as_mut_ptr<T>(&mut self) -> *mut T {
        self.0.as_mut_ptr().cast()
    }
}
