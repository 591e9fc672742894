use crate::activations::{Derivative, Elementwise};
use crate::math;
use crate::tensor::Scalar;

/// `a = z tanh(softplus(z))`, with derivative `ω + z σ(z) (1 − ω²)`, where `ω = tanh(softplus(z))`.
///
/// Source: D. Misra, "Mish: a self regularized non-monotonic activation function", 2019.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct mish {}

impl Elementwise for mish {
    const NAME: &'static str = "mish";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        z * omega_and_slope(z).0
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        let (omega, slope) = omega_and_slope(z);
        omega + z * slope
    }
}

/// `ω` and its derivative `σ(z) (1 − ω²)`, as fractions of polynomials in `e = exp(−|z|)`: nothing overflows, and no
/// digits are lost where `ω` is near 0 or 1.
#[inline]
fn omega_and_slope<T: Scalar>(z: T) -> (T, T) {
    let (one, two) = (T::one(), T::of(2.0));
    let e = math::exp(-z.abs());
    let numerator = if z > T::zero() { one + two * e } else { e * (e + two) };
    let denominator = numerator + if z > T::zero() { two * e * e } else { two };
    let power = if z > T::zero() { e * e } else { e };
    let slope = T::of(4.0) * power * (one + e) / (denominator * denominator);
    (numerator / denominator, slope)
}
