use core::arch::x86_64::*;

use super::detect::has;
use super::vector::{Kernel, Simd};
use super::x86::{compiled_for, operations};

/// 256-bit vectors of x86 processors, with products and sums in one instruction (AVX2 and FMA): most since 2013.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avx2(());

impl Avx2 {
    /// The proof that this machine has the instructions, if it has them.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        #[cfg(test)]
        if super::testing::is_left_alone(1) {
            return None;
        }
        (has!("avx2") && has!("fma")).then_some(Self(()))
    }

    compiled_for!("avx2,fma");

    /// The mask that keeps the first `count` of eight 32-bit lanes.
    #[inline(always)]
    fn first(self, count: usize) -> __m256i {
        const ONES_AND_ZEROS: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
        let from = ONES_AND_ZEROS[8 - count.min(8)..].as_ptr();
        // SAFETY: `self` proves that the machine has the instruction. It reads eight of the sixteen numbers, from one
        // of the first nine on.
        unsafe { _mm256_loadu_si256(from.cast()) }
    }
}

/// The first, second, third and fourth columns of both halves of four rows.
#[inline]
#[target_feature(enable = "avx2")]
fn columns_of_halves(a: __m256, b: __m256, c: __m256, d: __m256) -> [__m256; 4] {
    let (low, high) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
    let (next_low, next_high) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
    [
        _mm256_shuffle_ps::<0b01_00_01_00>(low, next_low),
        _mm256_shuffle_ps::<0b11_10_11_10>(low, next_low),
        _mm256_shuffle_ps::<0b01_00_01_00>(high, next_high),
        _mm256_shuffle_ps::<0b11_10_11_10>(high, next_high),
    ]
}

// SAFETY: a vector has 256 bits, eight numbers. Each operation below says why it touches the memory of its contract
// only. `detect` makes the only values of the type, where the machine has AVX2 and FMA.
unsafe impl Simd<f32> for Avx2 {
    type Vector = __m256;

    const WIDTH: usize = 8;

    operations!(
        f32, __m256:
        _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps _mm256_sub_ps
        _mm256_mul_ps _mm256_div_ps _mm256_sqrt_ps _mm256_max_ps _mm256_fmadd_ps
    );

    #[inline(always)]
    unsafe fn load_first(self, from: *const f32, count: usize) -> __m256 {
        // SAFETY: `from` is valid for reading `count` numbers: all eight, or those that the mask keeps; the instruction
        // does not read the others.
        unsafe {
            if count == 8 { _mm256_loadu_ps(from) } else { _mm256_maskload_ps(from, self.first(count)) }
        }
    }

    #[inline(always)]
    unsafe fn collect(self, places: &[*const f32]) -> __m256 {
        // SAFETY: each of the first eight places is valid for an unaligned read.
        let at = |lane: usize| unsafe { places[lane].read_unaligned() };
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe { _mm256_setr_ps(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize, vector: __m256) {
        // Storing through a mask takes many times as long on some processors: four, two and one instead.
        // SAFETY: `to` is valid for writing `count` numbers, at most eight. The bits of `count` are the stores: each
        // writes as many numbers as its bit counts, behind those of the higher bits.
        unsafe {
            let (mut to, mut rest) = (to, _mm256_castps256_ps128(vector));
            if count & 8 != 0 {
                return _mm256_storeu_ps(to, vector);
            }
            if count & 4 != 0 {
                _mm_storeu_ps(to, rest);
                (to, rest) = (to.add(4), _mm256_extractf128_ps::<1>(vector));
            }
            if count & 2 != 0 {
                _mm_storel_epi64(to.cast(), _mm_castps_si128(rest));
                (to, rest) = (to.add(2), _mm_movehl_ps(rest, rest));
            }
            if count & 1 != 0 {
                _mm_store_ss(to, rest);
            }
        }
    }

    #[inline(always)]
    unsafe fn transpose(
        self,
        row: impl Fn(usize) -> *const f32,
        count: usize,
        to: *mut f32,
        to_apart: usize,
    ) {
        // SAFETY: each of the first `count` rows is valid for reading eight numbers, and each of the eight rows of `to`
        // for writing as many. `self` proves that the machine has the instructions.
        unsafe {
            let mut rows = [_mm256_setzero_ps(); 8];
            for (n, values) in rows.iter_mut().enumerate().take(count) {
                *values = _mm256_loadu_ps(row(n));
            }
            let [a, b, c, d, e, f, g, h] = rows;
            let (upper, lower) = (columns_of_halves(a, b, c, d), columns_of_halves(e, f, g, h));
            for n in 0..4 {
                let left = _mm256_permute2f128_ps::<0x20>(upper[n], lower[n]);
                let right = _mm256_permute2f128_ps::<0x31>(upper[n], lower[n]);
                _mm256_storeu_ps(to.add(n * to_apart), left);
                _mm256_storeu_ps(to.add((n + 4) * to_apart), right);
            }
        }
    }

    #[inline(always)]
    fn sum(self, vector: __m256) -> f32 {
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe {
            let four = _mm_add_ps(_mm256_castps256_ps128(vector), _mm256_extractf128_ps::<1>(vector));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
        }
    }
}

// SAFETY: a vector has 256 bits, four numbers. Each operation below says why it touches the memory of its contract
// only. `detect` makes the only values of the type, where the machine has AVX2 and FMA.
unsafe impl Simd<f64> for Avx2 {
    type Vector = __m256d;

    const WIDTH: usize = 4;

    operations!(
        f64, __m256d:
        _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd
        _mm256_mul_pd _mm256_div_pd _mm256_sqrt_pd _mm256_max_pd _mm256_fmadd_pd
    );

    #[inline(always)]
    unsafe fn load_first(self, from: *const f64, count: usize) -> __m256d {
        // SAFETY: `from` is valid for reading `count` numbers: all four, or those that the mask keeps, where each is
        // two lanes of 32 bits; the instruction does not read the others.
        unsafe {
            if count == 4 { _mm256_loadu_pd(from) } else { _mm256_maskload_pd(from, self.first(2 * count)) }
        }
    }

    #[inline(always)]
    unsafe fn collect(self, places: &[*const f64]) -> __m256d {
        // SAFETY: each of the first four places is valid for an unaligned read.
        let at = |lane: usize| unsafe { places[lane].read_unaligned() };
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe { _mm256_setr_pd(at(0), at(1), at(2), at(3)) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f64, count: usize, vector: __m256d) {
        // SAFETY: `to` is valid for writing `count` numbers, at most four. The bits of `count` are the stores: each
        // writes as many numbers as its bit counts, behind those of the higher bits.
        unsafe {
            let (mut to, mut rest) = (to, _mm256_castpd256_pd128(vector));
            if count & 4 != 0 {
                return _mm256_storeu_pd(to, vector);
            }
            if count & 2 != 0 {
                _mm_storeu_pd(to, rest);
                (to, rest) = (to.add(2), _mm256_extractf128_pd::<1>(vector));
            }
            if count & 1 != 0 {
                _mm_store_sd(to, rest);
            }
        }
    }

    #[inline(always)]
    unsafe fn transpose(
        self,
        row: impl Fn(usize) -> *const f64,
        count: usize,
        to: *mut f64,
        to_apart: usize,
    ) {
        // SAFETY: each of the first `count` rows is valid for reading four numbers, and each of the four rows of `to`
        // for writing as many. `self` proves that the machine has the instructions.
        unsafe {
            let mut rows = [_mm256_setzero_pd(); 4];
            for (n, values) in rows.iter_mut().enumerate().take(count) {
                *values = _mm256_loadu_pd(row(n));
            }
            let [a, b, c, d] = rows;
            let even = [_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d)];
            let odd = [_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d)];
            let columns = [
                _mm256_permute2f128_pd::<0x20>(even[0], even[1]),
                _mm256_permute2f128_pd::<0x20>(odd[0], odd[1]),
                _mm256_permute2f128_pd::<0x31>(even[0], even[1]),
                _mm256_permute2f128_pd::<0x31>(odd[0], odd[1]),
            ];
            for (n, column) in columns.into_iter().enumerate() {
                _mm256_storeu_pd(to.add(n * to_apart), column);
            }
        }
    }

    #[inline(always)]
    fn sum(self, vector: __m256d) -> f64 {
        // SAFETY: `self` proves that the machine has the instructions, which touch no memory.
        unsafe {
            let two = _mm_add_pd(_mm256_castpd256_pd128(vector), _mm256_extractf128_pd::<1>(vector));
            _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
        }
    }
}
