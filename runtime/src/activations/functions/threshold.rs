use crate::activations::{Derivative, Elementwise};
use crate::error::{Result, check_setting};
use crate::tensor::Scalar;

/// `a = z` where `z` is above a threshold `t`, and a fixed value elsewhere, with derivative 1 and 0; at `t` it is 0.
///
/// There are no defaults, as in Keras: `model!` refuses a `Dense<4, 8, threshold>` without
/// `activation = threshold::new(…, …)`.
///
/// Source: PyTorch, from which Keras has it.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct threshold {
    threshold: f64,
    default_value: f64,
}

impl threshold {
    /// `default_value` in the place of whatever is not above `threshold`.
    pub const fn new(threshold: f64, default_value: f64) -> Self {
        Self { threshold, default_value }
    }
}

impl Default for threshold {
    /// Not yet usable, because a layer needs some value before it is given one: `fit` refuses it, and it turns
    /// everything into a NaN.
    fn default() -> Self {
        Self::new(f64::NAN, f64::NAN)
    }
}

impl Elementwise for threshold {
    const NAME: &'static str = "threshold";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    fn check(&self) -> Result<()> {
        let range = "finite, as in `activation = threshold::new(0.5, 0.0)`";
        check_setting("the threshold of `threshold`", self.threshold, self.threshold.is_finite(), range)?;
        let holds = self.default_value.is_finite();
        check_setting("the default_value of `threshold`", self.default_value, holds, range)
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        let threshold = T::of(self.threshold);
        if z > threshold {
            z
        } else if z <= threshold {
            T::of(self.default_value)
        } else {
            // One of the two is a NaN.
            z + threshold
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        if z > T::of(self.threshold) { T::one() } else { T::zero() }
    }
}
