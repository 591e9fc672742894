use crate::activations::{Derivative, Elementwise};
use crate::math;
use crate::tensor::Scalar;

/// Sigmoid linear unit, also called `swish`: `a = z σ(z)`, with derivative `σ(z) (1 + z σ(−z))`.
///
/// Source: S. Elfwing, E. Uchibe, K. Doya, "Sigmoid-weighted linear units for neural network function approximation
/// in reinforcement learning", 2017.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct silu {}

impl Elementwise for silu {
    const NAME: &'static str = "silu";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        z * math::sigmoid(z)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        let s = math::sigmoid(z);
        s * (T::one() + z * math::sigmoid(-z))
    }
}

/// Another name of [`silu`].
#[expect(non_camel_case_types, reason = "Keras' name")]
pub type swish = silu;
