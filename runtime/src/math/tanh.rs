use core::f64::consts::LOG2_E;

use super::{at_most, polynomial};
use crate::math::Number;

/// The hyperbolic tangent: `1 − 2 / (exp(2 x) + 1)`, and a polynomial where that would lose digits.
#[inline(always)]
pub fn tanh<T: Number>(x: T) -> T {
    let (one, two) = (T::one(), T::nearest(2.0));
    let square = x * x;
    let near = x + x * (square * polynomial(T::TANH, square));
    let distance = x.abs();
    // As powers of 2. The power need not be exact, for its errors shrink on the way to the result.
    let exponent = at_most(distance, T::TANH_HIGHEST) * T::nearest(2.0 * LOG2_E);
    let rounded = exponent + T::ROUNDER;
    let fraction = exponent - (rounded - T::ROUNDER);
    let power = (one + fraction * polynomial(T::EXP_2, fraction)) * T::power_of_two(rounded);
    let far = one - two / (power + one);
    if distance < T::nearest(0.55) { near } else { far }.copysign(x)
}
