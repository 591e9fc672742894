use super::at_least;
use super::exp::{powers, reduced};
use crate::math::Number;

/// The logistic function: `σ(x) = 1 / (1 + exp(−x))`, which is `exp(x) / (1 + exp(x))`.
#[inline(always)]
pub fn sigmoid<T: Number>(x: T) -> T {
    let one = T::one();
    let (n, rest) = reduced(at_least(-x.abs(), T::EXP_RANGE.0));
    let (first, second) = powers(n);
    let power = first * second;
    let (most, part) = (one + power, power * rest);
    let sum = most + part;
    let is_negative = x < T::zero();
    let fraction = if is_negative { first } else { one } / sum;
    let fraction = if is_negative { (fraction + fraction * rest) * second } else { fraction };
    // What rounding took from the sum; 1 / (1 + exp(−|x|)) is σ(|x|).
    let lost = (most - sum) + part;
    let larger = if is_negative { one - fraction } else { fraction };
    fraction - fraction * larger * lost
}
