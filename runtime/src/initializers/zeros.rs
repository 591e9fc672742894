use super::Initializer;
use crate::rng::Rng;

/// All zero. Keras' `zeros`, the default of biases.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zeros;

impl Initializer for Zeros {
    fn fill(&self, _: &[usize], values: &mut [f64], _: &mut Rng) {
        values.fill(0.0);
    }
}
