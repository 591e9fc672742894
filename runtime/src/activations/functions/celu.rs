use crate::activations::Elementwise;
use crate::error::{Result, check_setting};
use crate::math;
use crate::tensor::Scalar;

/// Continuously differentiable exponential linear unit: `a = z` where `z > 0` and `α (exp(z / α) − 1)` elsewhere, with
/// derivative 1 and `a / α + 1`; at 0 both are 1. (TensorFlow has 2 there: it adds up the derivatives of
/// `max(z, 0)` and `min(z, 0)`, and takes 1 for both.)
///
/// Default: `alpha` 1.
///
/// Source: J. T. Barron, "Continuously differentiable exponential linear units", 2017.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct celu {
    alpha: f64,
}

impl celu {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { alpha: 1.0 }
    }

    /// `α`, any number but 0: what negative values tend to, with the other sign. With an `α` below 0, they grow
    /// exponentially instead.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }
}

impl Default for celu {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for celu {
    const NAME: &'static str = "celu";

    fn check(&self) -> Result<()> {
        let holds = self.alpha != 0.0 && self.alpha.is_finite();
        check_setting("the alpha of `celu`", self.alpha, holds, "finite and not 0")
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        let alpha = T::of(self.alpha);
        if z > T::zero() { z } else { alpha * math::exp_m1(z / alpha) }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a > T::zero() { T::one() } else { a / T::of(self.alpha) + T::one() }
    }
}
