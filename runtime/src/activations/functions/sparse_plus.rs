use crate::activations::Elementwise;
use crate::tensor::Scalar;

/// 0 where `z ≤ −1`, `z` where `z ≥ 1`, and `(z + 1)² / 4` between; the derivative is 0, 1 and `(z + 1) / 2 = √a`.
///
/// Source: Keras.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct sparse_plus {}

impl Elementwise for sparse_plus {
    const NAME: &'static str = "sparse_plus";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        if z <= -T::one() {
            T::zero()
        } else if z >= T::one() {
            z
        } else {
            let root = (z + T::one()) / T::of(2.0);
            root * root
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a < T::one() { a.sqrt() } else { T::one() }
    }
}
