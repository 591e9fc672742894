use crate::activations::Elementwise;
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// Nothing below a threshold `t`: `a = z` where `|z| > t` and 0 elsewhere, with derivative 1 and 0; at `−t` and `t` it
/// is 0.
///
/// Default: `threshold` 0.5.
///
/// Source: PyTorch, from which Keras has it.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct hard_shrink {
    threshold: f64,
}

impl hard_shrink {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { threshold: 0.5 }
    }

    /// `t`, from 0.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }
}

impl Default for hard_shrink {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for hard_shrink {
    const NAME: &'static str = "hard_shrink";

    fn check(&self) -> Result<()> {
        check_not_negative("the threshold of `hard_shrink`", self.threshold)
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        let threshold = T::of(self.threshold);
        if z.abs() <= threshold { T::zero() } else { z }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a == T::zero() { T::zero() } else { T::one() }
    }
}
