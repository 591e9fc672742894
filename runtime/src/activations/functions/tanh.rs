use crate::activations::Elementwise;
use crate::math;
use crate::tensor::Scalar;

/// Hyperbolic tangent: `a = tanh z`, with derivative `1 − a²`.
///
/// Source: Y. LeCun et al., "Efficient backprop", 1998.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct tanh {}

impl Elementwise for tanh {
    const NAME: &'static str = "tanh";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        math::tanh(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        T::one() - a * a
    }
}
