//! Eight values in a register, as AVX2 and FMA compute with them.

use core::arch::x86_64::*;
use core::f32::consts::LOG2_E;

/// `ln 2` in two parts: whole numbers times the first are exact.
const LN_2: [f32; 2] = [355.0 / 512.0, (core::f64::consts::LN_2 - 355.0 / 512.0) as f32];

/// `1 / k!` for `k` from 6 to 0.
const FACTORS: [f32; 7] = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];

/// Next to it, the whole numbers are next to each other. Its last bits are those of an exponent of 0.
const WHOLE: f32 = (3 << 22) as f32 + 127.0;

#[derive(Clone, Copy)]
pub struct Lanes(__m256);

// Written out, the list is a single load, and so is its reverse.
impl Lanes {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn load(&[a, b, c, d, e, f, g, h]: &[f32; 8]) -> Self {
        Self(_mm256_setr_ps(a, b, c, d, e, f, g, h))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn all(value: f32) -> Self {
        Self(_mm256_set1_ps(value))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn values(self) -> [f32; 8] {
        let bits = _mm256_castps_si256(self.0);
        [
            _mm256_extract_epi32::<0>(bits),
            _mm256_extract_epi32::<1>(bits),
            _mm256_extract_epi32::<2>(bits),
            _mm256_extract_epi32::<3>(bits),
            _mm256_extract_epi32::<4>(bits),
            _mm256_extract_epi32::<5>(bits),
            _mm256_extract_epi32::<6>(bits),
            _mm256_extract_epi32::<7>(bits),
        ]
        .map(|bits| f32::from_bits(bits as u32))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn plus(self, other: Self) -> Self {
        Self(_mm256_add_ps(self.0, other.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn minus(self, other: Self) -> Self {
        Self(_mm256_sub_ps(self.0, other.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn times(self, other: Self) -> Self {
        Self(_mm256_mul_ps(self.0, other.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn divided_by(self, other: Self) -> Self {
        Self(_mm256_div_ps(self.0, other.0))
    }

    /// `self + factor · row`
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn plus_product(self, factor: Self, row: Self) -> Self {
        Self(_mm256_fmadd_ps(factor.0, row.0, self.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn sqrt(self) -> Self {
        Self(_mm256_sqrt_ps(self.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn max(self, other: Self) -> Self {
        Self(_mm256_max_ps(self.0, other.0))
    }

    /// 0 where `condition` is not more than 0.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn where_positive(self, condition: Self) -> Self {
        let mask = _mm256_cmp_ps::<_CMP_GT_OQ>(condition.0, _mm256_setzero_ps());
        Self(_mm256_and_ps(mask, self.0))
    }

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn sum(self) -> f32 {
        let four = _mm_add_ps(_mm256_castps256_ps128(self.0), _mm256_extractf128_ps::<1>(self.0));
        let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)))
    }

    /// `exp x = 2ⁿ exp r` with `x = n ln 2 + r`; the series is short, as `r` is not more than 0.35.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn exp(self) -> Self {
        let x = _mm256_min_ps(_mm256_max_ps(self.0, _mm256_set1_ps(-87.0)), _mm256_set1_ps(88.0));
        let whole = _mm256_fmadd_ps(x, _mm256_set1_ps(LOG2_E), _mm256_set1_ps(WHOLE));
        let n = _mm256_sub_ps(whole, _mm256_set1_ps(WHOLE));
        let r = _mm256_fnmadd_ps(n, _mm256_set1_ps(LN_2[0]), x);
        let r = _mm256_fnmadd_ps(n, _mm256_set1_ps(LN_2[1]), r);
        let mut series = _mm256_set1_ps(FACTORS[0]);
        for factor in &FACTORS[1..] {
            series = _mm256_fmadd_ps(series, r, _mm256_set1_ps(*factor));
        }
        let power = _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(whole)));
        Self(_mm256_mul_ps(power, series))
    }

    /// `1 − 2 / (exp 2x + 1)`
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    pub fn tanh(self) -> Self {
        let one = Self::all(1.0);
        one.minus(Self::all(2.0).divided_by(self.plus(self).exp().plus(one)))
    }
}
