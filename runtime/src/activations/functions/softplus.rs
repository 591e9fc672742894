use crate::activations::Elementwise;
use crate::math;
use crate::tensor::Scalar;

/// Smooth rectified linear unit: `a = ln(1 + eᶻ)`, with derivative `σ(z) = 1 − e⁻ᵃ`.
///
/// Source: C. Dugas et al., "Incorporating second-order functional knowledge for better option pricing", 2001.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct softplus {}

impl Elementwise for softplus {
    const NAME: &'static str = "softplus";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        // What is exponentiated is never positive, so that nothing overflows.
        let positive = if z > T::zero() { z } else { T::zero() };
        positive + math::ln_1p(math::exp(-z.abs()))
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        -math::exp_m1(-a)
    }
}
