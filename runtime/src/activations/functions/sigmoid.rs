use crate::activations::Elementwise;
use crate::math;
use crate::tensor::Scalar;

/// Logistic function: `a = 1 / (1 + e⁻ᶻ)`, with derivative `a (1 − a)`.
///
/// Source: P.-F. Verhulst, "Recherches mathématiques sur la loi d'accroissement de la population", 1845.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct sigmoid {}

impl Elementwise for sigmoid {
    const NAME: &'static str = "sigmoid";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        math::sigmoid(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        a * (T::one() - a)
    }
}
