use super::polynomial;
use crate::math::Number;

/// The natural logarithm.
#[inline(always)]
pub fn ln<T: Number>(x: T) -> T {
    let (factor, digits) = T::NORMALIZER;
    let is_small = x < T::SMALLEST_NORMAL;
    let (k, m) = if is_small { x * factor } else { x }.split();
    let k = if is_small { k - digits } else { k };
    or_special(x, from_parts(k, m, T::zero()))
}

/// `ln(1 + x)`, with all digits where `x` is small.
#[inline(always)]
pub fn ln_1p<T: Number>(x: T) -> T {
    let sum = T::one() + x;
    // What rounding took from the sum, seen through the logarithm.
    let lost = (x - (sum - T::one())) / sum;
    let (k, m) = sum.split();
    or_special(sum, from_parts(k, m, lost)).copysign(x)
}

/// `ln(2ᵏ m) + small`. With `f = m − 1` and `s = f / (2 + f)`, `ln m = 2 artanh s = f − s (f − R)`, where `R` is the
/// rest of the series; `f²/2`, the largest of what `f` is made less by, is split off to be rounded once.
#[inline(always)]
fn from_parts<T: Number>(k: T, m: T, small: T) -> T {
    let f = m - T::one();
    let s = f / (T::nearest(2.0) + f);
    let z = s * s;
    let half_square = T::nearest(0.5) * f * f;
    let rest = s * (half_square + z * polynomial(T::LN, z));
    k * T::LN_2.0 - (half_square - (rest + (k * T::LN_2.1 + small)) - f)
}

/// The logarithm of `x`, which is `result` unless there is none.
#[inline(always)]
fn or_special<T: Number>(x: T, result: T) -> T {
    let infinity = T::one() / T::zero();
    let zero_or_less = if x == T::zero() { -infinity } else { T::zero() / T::zero() };
    let result = if x < infinity { result } else { x };
    if x <= T::zero() { zero_or_less } else { result }
}
