use crate::activations::{Derivative, Elementwise};
use crate::error::{Result, check_setting};
use crate::math;
use crate::tensor::Scalar;

/// Exponential linear unit: `a = z` where `z > 0` and `α (eᶻ − 1)` elsewhere, with derivative 1 and `α eᶻ`; at 0
/// that is `α`.
///
/// Default: `alpha` 1.
///
/// Source: D.-A. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by exponential
/// linear units", 2015.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct elu {
    alpha: f64,
}

impl elu {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { alpha: 1.0 }
    }

    /// `α`: what negative values tend to, with the other sign. It may be negative itself.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }
}

impl Default for elu {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for elu {
    const NAME: &'static str = "elu";
    // With an `α` below 0, the sign of the output says nothing.
    const DERIVATIVE: Derivative = Derivative::FromInput;

    fn check(&self) -> Result<()> {
        check_setting("the alpha of `elu`", self.alpha, self.alpha.is_finite(), "finite")
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z > T::zero() { z } else { T::of(self.alpha) * math::exp_m1(z) }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        if z > T::zero() { T::one() } else { T::of(self.alpha) * math::exp(z) }
    }
}
