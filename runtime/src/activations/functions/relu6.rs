use crate::activations::Elementwise;
use crate::tensor::Scalar;

/// Rectified linear unit with a lid: `a = min(max(z, 0), 6)`, with derivative 1 where `0 < z < 6` and 0 elsewhere,
/// at 0 and 6 too.
///
/// Source: A. Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct relu6 {}

impl Elementwise for relu6 {
    const NAME: &'static str = "relu6";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        let six = T::of(6.0);
        if z < T::zero() {
            T::zero()
        } else if z > six {
            six
        } else {
            z
        }
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a > T::zero() && a < T::of(6.0) { T::one() } else { T::zero() }
    }
}
