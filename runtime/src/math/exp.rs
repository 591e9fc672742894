use core::f64::consts::LOG2_E;

use super::{at_least, at_most, polynomial};
use crate::math::Number;

/// `eˣ`
#[inline(always)]
pub fn exp<T: Number>(x: T) -> T {
    let (low, high) = T::EXP_RANGE;
    let (n, rest) = reduced(at_most(at_least(x, low), high));
    let (first, second) = powers(n);
    (T::one() + rest) * first * second
}

/// `eˣ − 1`, with all digits where `x` is small.
#[inline(always)]
pub fn exp_m1<T: Number>(x: T) -> T {
    let (low, high) = (T::EXP_M1_LOWEST, T::EXP_RANGE.1);
    let (n, rest) = reduced(at_most(at_least(x, low), high));
    // Half of it, because the power itself may be too large.
    let half = T::power_of_two(n - T::one() + T::ROUNDER);
    let result = T::nearest(2.0) * (half * rest + (half - T::nearest(0.5)));
    result.copysign(x)
}

/// The integer `n` nearest to `x / ln 2`, and `eʳ − 1` for `x = n ln 2 + r`.
#[inline(always)]
pub(super) fn reduced<T: Number>(x: T) -> (T, T) {
    let n = x * T::nearest(LOG2_E) + T::ROUNDER - T::ROUNDER;
    // The rest of `x`, and what it loses by rounding.
    let whole = x - n * T::LN_2.0;
    let r = whole - n * T::LN_2.1;
    let lost = whole - r - n * T::LN_2.1;
    (n, r + (r * r * polynomial(T::EXP, r) + lost))
}

/// `2ⁿ` as two factors: itself it may be too large or too small for a number, where a product with it is not.
#[inline(always)]
pub(super) fn powers<T: Number>(n: T) -> (T, T) {
    let half = n * T::nearest(0.5) + T::ROUNDER;
    let other = n - (half - T::ROUNDER) + T::ROUNDER;
    (T::power_of_two(half), T::power_of_two(other))
}
