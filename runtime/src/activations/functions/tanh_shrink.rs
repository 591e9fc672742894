use crate::activations::{Derivative, Elementwise};
use crate::math;
use crate::tensor::Scalar;

/// `a = z − tanh z`, with derivative `tanh² z`.
///
/// Source: PyTorch, from which Keras has it.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct tanh_shrink {}

impl Elementwise for tanh_shrink {
    const NAME: &'static str = "tanh_shrink";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        z - math::tanh(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        let t = math::tanh(z);
        t * t
    }
}
