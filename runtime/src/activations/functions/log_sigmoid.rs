use crate::activations::{Elementwise, softplus};
use crate::math;
use crate::tensor::Scalar;

/// Logarithm of the logistic function: `a = ln σ(z) = −ln(1 + e⁻ᶻ)`, with derivative `1 − σ(z) = 1 − eᵃ`.
///
/// Source: Keras.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct log_sigmoid {}

impl Elementwise for log_sigmoid {
    const NAME: &'static str = "log_sigmoid";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        -softplus {}.value(-z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        -math::exp_m1(a)
    }
}
