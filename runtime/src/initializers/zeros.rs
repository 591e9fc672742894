use super::Initializer;
use crate::Scalar;
use crate::rng::Rng;

/// All zero. Keras' `zeros`, the default of biases.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zeros;

impl Initializer for Zeros {
    fn fill<T: Scalar>(&self, _: &[usize], values: &mut [T], _: &mut Rng) {
        values.fill(T::zero());
    }
}
