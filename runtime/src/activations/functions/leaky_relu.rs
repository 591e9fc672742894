use crate::activations::{Derivative, Elementwise};
use crate::error::{Result, check_setting};
use crate::tensor::Scalar;

/// Rectified linear unit that lets a part of negative values through: `a = z` where `z > 0` and `s z` elsewhere, with
/// derivative 1 and `s`; at 0 it is `s`.
///
/// Default: `negative_slope` 0.2. (Keras' layer `LeakyReLU` has 0.3.)
///
/// Source: A. L. Maas, A. Y. Hannun, A. Y. Ng, "Rectifier nonlinearities improve neural network acoustic models",
/// 2013.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct leaky_relu {
    negative_slope: f64,
}

impl leaky_relu {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { negative_slope: 0.2 }
    }

    /// `s`, the slope where values are negative. It may be negative itself: with −1 this is the absolute value.
    #[must_use]
    pub const fn negative_slope(mut self, negative_slope: f64) -> Self {
        self.negative_slope = negative_slope;
        self
    }

    /// TensorFlow has it in `f32` for models in `f64` too.
    pub(super) fn slope<T: Scalar>(&self) -> T {
        T::of((self.negative_slope as f32).into())
    }
}

impl Default for leaky_relu {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for leaky_relu {
    const NAME: &'static str = "leaky_relu";
    // With a slope below 0, the sign of the output says nothing.
    const DERIVATIVE: Derivative = Derivative::FromInput;

    fn check(&self) -> Result<()> {
        let what = "the negative_slope of `leaky_relu`";
        check_setting(what, self.negative_slope, self.negative_slope.is_finite(), "finite")
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z > T::zero() { z } else { self.slope::<T>() * z }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        if z > T::zero() { T::one() } else { self.slope() }
    }
}
