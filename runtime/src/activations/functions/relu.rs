use crate::Scalar;
use crate::activations::Elementwise;

/// Rectified linear unit: `a = max(z, 0)`, with derivative 1 where `z > 0` and 0 elsewhere, at 0 too.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct relu {}

impl Elementwise for relu {
    const NAME: &'static str = "relu";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        // Not `if z > 0 { z } else { 0 }`: a NaN must come out as a NaN, so that training notices it.
        if z < T::zero() { T::zero() } else { z }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a > T::zero() { T::one() } else { T::zero() }
    }
}
