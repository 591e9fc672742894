use crate::activations::Elementwise;
use crate::tensor::Scalar;

/// 0 where `z ≤ −1`, 1 where `z ≥ 1`, and `(z + 1) / 2` between, with derivative 1/2 there and 0 elsewhere, at −1 and 1
/// too. It is the derivative of [`sparse_plus`](crate::activations::sparse_plus).
///
/// Source: Keras.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct sparse_sigmoid {}

impl Elementwise for sparse_sigmoid {
    const NAME: &'static str = "sparse_sigmoid";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z <= -T::one() {
            T::zero()
        } else if z >= T::one() {
            T::one()
        } else {
            (z + T::one()) / T::of(2.0)
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a > T::zero() && a < T::one() { T::of(0.5) } else { T::zero() }
    }
}
