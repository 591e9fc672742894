use crate::activations::Elementwise;
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// Nearer to 0 by a threshold `t`: `a = z − t` where `z > t`, `z + t` where `z < −t`, and 0 between, with derivative 1
/// outside and 0 between, at `−t` and `t` too.
///
/// Default: `threshold` 0.5.
///
/// Source: PyTorch, from which Keras has it.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct soft_shrink {
    threshold: f64,
}

impl soft_shrink {
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

impl Default for soft_shrink {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for soft_shrink {
    const NAME: &'static str = "soft_shrink";

    fn check(&self) -> Result<()> {
        check_not_negative("the threshold of `soft_shrink`", self.threshold)
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        let threshold = T::of(self.threshold);
        if z > threshold {
            z - threshold
        } else if z.abs() <= threshold {
            T::zero()
        } else {
            z + threshold
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a == T::zero() { T::zero() } else { T::one() }
    }
}
