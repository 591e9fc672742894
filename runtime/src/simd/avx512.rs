use core::arch::x86_64::*;

use super::avx2::Avx2;
use super::detect::has;
use super::vector::{Kernel, Simd};
use super::x86::{compiled_for, operations};

/// 512-bit vectors of x86 processors (AVX-512): servers since 2017, AMD's processors since 2022.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Avx512(Avx2);

impl Avx512 {
    /// The proof that this machine has the instructions, if it has them.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        #[cfg(test)]
        if super::testing::is_left_alone(0) {
            return None;
        }
        let has_all = has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl");
        if has_all { Avx2::detect().map(Self) } else { None }
    }

    compiled_for!("avx512f,avx512bw,avx512dq,avx512vl");

    /// Vectors of half the size.
    #[inline(always)]
    const fn halves(self) -> Avx2 {
        self.0
    }

    /// As [`Simd::transpose`], by four transposes of half as many rows and columns.
    ///
    /// # Safety
    /// The same as there, where `WIDTH` is twice that of [`Avx2`].
    #[inline(always)]
    unsafe fn transpose_halves<T>(
        self,
        row: impl Fn(usize) -> *const T,
        count: usize,
        to: *mut T,
        to_apart: usize,
    ) where
        Avx2: Simd<T>,
    {
        let half = <Avx2 as Simd<T>>::WIDTH;
        for (part, count) in [count.min(half), count.saturating_sub(half)].into_iter().enumerate() {
            for other in 0..2 {
                // SAFETY: of the rows that are valid for reading two halves of numbers, this reads half `other` of
                // those of half `part`, as many as `count` leaves there, perhaps none; and it writes half `part` of the
                // rows of `to` in half `other`, all of which are valid for writing two halves.
                unsafe {
                    let to = to.add(other * half * to_apart + part * half);
                    let row = |n| row(part * half + n).add(other * half);
                    self.halves().transpose(row, count, to, to_apart);
                }
            }
        }
    }
}

/// The mask that keeps the first `count` numbers, at most 16.
#[inline(always)]
const fn first(count: usize) -> u16 {
    ((1_u32 << count) - 1) as u16
}

// SAFETY: a vector has 512 bits, sixteen numbers. Each operation below says why it touches the memory of its contract
// only. `detect` makes the only values of the type, where the machine has the four parts of AVX-512 that are used.
unsafe impl Simd<f32> for Avx512 {
    type Vector = __m512;

    const WIDTH: usize = 16;

    operations!(
        f32, __m512:
        _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps _mm512_sub_ps
        _mm512_mul_ps _mm512_div_ps _mm512_sqrt_ps _mm512_max_ps _mm512_fmadd_ps
    );

    #[inline(always)]
    unsafe fn load_first(self, from: *const f32, count: usize) -> __m512 {
        // SAFETY: `from` is valid for reading the `count` numbers that the mask keeps; the instruction does not read
        // the others.
        unsafe { _mm512_maskz_loadu_ps(first(count), from) }
    }

    #[inline(always)]
    unsafe fn collect(self, places: &[*const f32]) -> __m512 {
        // SAFETY: each of the first sixteen places is valid for an unaligned read.
        let at = |lane: usize| unsafe { places[lane].read_unaligned() };
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe {
            _mm512_setr_ps(
                at(0),
                at(1),
                at(2),
                at(3),
                at(4),
                at(5),
                at(6),
                at(7),
                at(8),
                at(9),
                at(10),
                at(11),
                at(12),
                at(13),
                at(14),
                at(15),
            )
        }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize, vector: __m512) {
        // SAFETY: `to` is valid for writing the `count` numbers that the mask keeps; the instruction does not write the
        // others.
        unsafe { _mm512_mask_storeu_ps(to, first(count), vector) };
    }

    #[inline(always)]
    unsafe fn transpose(
        self,
        row: impl Fn(usize) -> *const f32,
        count: usize,
        to: *mut f32,
        to_apart: usize,
    ) {
        // SAFETY: `WIDTH` is twice that of `Avx2`, so this function's contract is that one's.
        unsafe { self.transpose_halves(row, count, to, to_apart) };
    }

    #[inline(always)]
    fn sum(self, vector: __m512) -> f32 {
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe {
            let upper = _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(vector)));
            self.halves().sum(_mm256_add_ps(_mm512_castps512_ps256(vector), upper))
        }
    }
}

// SAFETY: a vector has 512 bits, eight numbers. Each operation below says why it touches the memory of its contract
// only. `detect` makes the only values of the type, where the machine has the four parts of AVX-512 that are used.
unsafe impl Simd<f64> for Avx512 {
    type Vector = __m512d;

    const WIDTH: usize = 8;

    operations!(
        f64, __m512d:
        _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd
        _mm512_mul_pd _mm512_div_pd _mm512_sqrt_pd _mm512_max_pd _mm512_fmadd_pd
    );

    #[inline(always)]
    unsafe fn load_first(self, from: *const f64, count: usize) -> __m512d {
        // SAFETY: `from` is valid for reading the `count` numbers that the mask keeps; the instruction does not read
        // the others.
        unsafe { _mm512_maskz_loadu_pd(first(count) as u8, from) }
    }

    #[inline(always)]
    unsafe fn collect(self, places: &[*const f64]) -> __m512d {
        // SAFETY: each of the first eight places is valid for an unaligned read.
        let at = |lane: usize| unsafe { places[lane].read_unaligned() };
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe { _mm512_setr_pd(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f64, count: usize, vector: __m512d) {
        // SAFETY: `to` is valid for writing the `count` numbers that the mask keeps; the instruction does not write the
        // others.
        unsafe { _mm512_mask_storeu_pd(to, first(count) as u8, vector) };
    }

    #[inline(always)]
    unsafe fn transpose(
        self,
        row: impl Fn(usize) -> *const f64,
        count: usize,
        to: *mut f64,
        to_apart: usize,
    ) {
        // SAFETY: `WIDTH` is twice that of `Avx2`, so this function's contract is that one's.
        unsafe { self.transpose_halves(row, count, to, to_apart) };
    }

    #[inline(always)]
    fn sum(self, vector: __m512d) -> f64 {
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe {
            let upper = _mm512_extractf64x4_pd::<1>(vector);
            self.halves().sum(_mm256_add_pd(_mm512_castpd512_pd256(vector), upper))
        }
    }
}
