use crate::activations::Elementwise;
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// Smooth rectified linear unit without exponentials: `a = (z + √(z² + b)) / 2`, with derivative
/// `(1 + z / √(z² + b)) / 2 = a² / (a² + b/4)`. With `b = 0` it is `max(z, 0)`, with derivative 0 at 0.
///
/// Default: `b` 4.
///
/// Source: J. T. Barron, "Squareplus: a softplus-like algebraic rectifier", 2021.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug)]
pub struct squareplus {
    b: f64,
}

impl squareplus {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { b: 4.0 }
    }

    /// How wide the bend is, from 0.
    #[must_use]
    pub const fn b(mut self, b: f64) -> Self {
        self.b = b;
        self
    }
}

impl Default for squareplus {
    fn default() -> Self {
        Self::new()
    }
}

impl Elementwise for squareplus {
    const NAME: &'static str = "squareplus";

    fn check(&self) -> Result<()> {
        check_not_negative("the b of `squareplus`", self.b)
    }

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        // Where a square would be infinite, `b` is nothing beside it.
        let root = if (z * z).is_finite() { (z * z + T::of(self.b)).sqrt() } else { z.abs() };
        // The same number both times; in the first form, digits would cancel out where `z` is negative.
        if z < T::zero() { T::of(self.b / 2.0) / (root - z) } else { z / T::of(2.0) + root / T::of(2.0) }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        let square = a * a;
        if square > T::zero() && !square.is_finite() {
            T::one()
        } else if square > T::zero() {
            square / (square + T::of(self.b / 4.0))
        } else {
            T::zero()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_out_nothing_is_infinite() {
        let (activation, far) = (squareplus::new(), [f32::MIN, -3e19, 3e19, f32::MAX]);
        assert_eq!(far.map(|z| activation.value(z)), [0.0, 1.0 / 3e19, 3e19, f32::MAX]);
        let slopes = far.map(|z| activation.derivative(activation.value(z)));
        assert!(slopes[1] < 1e-38, "{slopes:?}");
        assert_eq!([slopes[0], slopes[2], slopes[3]], [0.0, 1.0, 1.0]);
    }
}
