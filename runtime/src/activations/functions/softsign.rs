use crate::activations::{Derivative, Elementwise};
use crate::tensor::Scalar;

/// `a = z / (1 + |z|)`, with derivative `1 / (1 + |z|)²`.
///
/// Source: J. Bergstra et al., "Quadratic polynomials learn better image features", 2009.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct softsign {}

impl Elementwise for softsign {
    const NAME: &'static str = "softsign";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline]
    fn value<T: Scalar>(&self, z: T) -> T {
        z / (T::one() + z.abs())
    }

    #[inline]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        let root = T::one() / (T::one() + z.abs());
        root * root
    }
}
