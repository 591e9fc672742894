use crate::activations::Elementwise;
use crate::math;
use crate::tensor::Scalar;

/// Exponential: `a = eᶻ`, with derivative `a`.
///
/// Source: Keras.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct exponential {}

impl Elementwise for exponential {
    const NAME: &'static str = "exponential";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        math::exp(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        a
    }
}
