//! What keeps logarithms finite.

use crate::error::{Result, check_setting};
use crate::tensor::Scalar;

/// What keeps logarithms and divisors from zero: Keras' `epsilon`.
pub(super) const EPSILON: f64 = 1e-7;

/// `y (1 − s) + s / C`
pub(super) fn smoothed<T: Scalar>(smoothing: f64, classes: usize) -> impl Fn(T) -> T + Copy {
    let (factor, offset) = (T::of(1.0 - smoothing), T::of(smoothing / classes as f64));
    move |y| y * factor + offset
}

pub(super) fn check_smoothing(smoothing: f64) -> Result<()> {
    check_setting("label_smoothing", smoothing, (0.0..=1.0).contains(&smoothing), "from 0 to 1")
}
