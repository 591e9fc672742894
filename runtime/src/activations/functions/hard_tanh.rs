use crate::activations::{Derivative, Elementwise};
use crate::tensor::Scalar;

/// Hyperbolic tangent of straight lines: `a = min(max(z, −1), 1)`, with derivative 1 where `−1 ≤ z ≤ 1`, at both ends
/// too, as TensorFlow's clipping has it, and 0 elsewhere.
///
/// Source: R. Collobert, "Large scale machine learning", 2004.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct hard_tanh {}

impl Elementwise for hard_tanh {
    const NAME: &'static str = "hard_tanh";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z < -T::one() {
            -T::one()
        } else if z > T::one() {
            T::one()
        } else {
            z
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        // Not from the output, which is 1 at 1 and beyond.
        if z.abs() <= T::one() { T::one() } else { T::zero() }
    }
}
