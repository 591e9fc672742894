use crate::activations::{Elementwise, relu6};
use crate::tensor::Scalar;

/// Logistic function of straight lines: `a = min(max(z + 3, 0), 6) / 6`, with derivative 1/6 where `−3 < z < 3` and
/// 0 elsewhere, at −3 and 3 too.
///
/// Source: M. Courbariaux, Y. Bengio, J.-P. David, "BinaryConnect", 2015, with Keras' slope of 1/6.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct hard_sigmoid {}

impl Elementwise for hard_sigmoid {
    const NAME: &'static str = "hard_sigmoid";

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        relu6 {}.value(z + T::of(3.0)) / T::of(6.0)
    }

    #[inline]
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a > T::zero() && a < T::one() { T::of(1.0 / 6.0) } else { T::zero() }
    }
}
