use crate::activations::Elementwise;
use crate::math;
use crate::tensor::Scalar;

const ALPHA: f64 = 1.673_263_242_354_377_2;
const SCALE: f64 = 1.050_700_987_355_480_5;

/// Scaled exponential linear unit: `a = λ z` where `z ≥ 0` and `λ α (eᶻ − 1)` elsewhere, with derivative `λ`, at 0
/// too, and `a + λ α`. With `α = 1.6732632423543772` and `λ = 1.0507009873554805`, layer after layer keeps mean 0 and
/// variance 1.
///
/// Source: G. Klambauer et al., "Self-normalizing neural networks", 2017.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct selu {}

impl Elementwise for selu {
    const NAME: &'static str = "selu";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z > T::zero() { T::of(SCALE) * z } else { T::of(SCALE * ALPHA) * math::exp_m1(z) }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a < T::zero() { a + T::of(SCALE * ALPHA) } else { T::of(SCALE) }
    }
}
