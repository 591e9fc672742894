use super::Initializer;
use crate::rng::Rng;

/// All one. Keras' `ones`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ones;

impl Initializer for Ones {
    fn fill(&self, _: &[usize], values: &mut [f64], _: &mut Rng) {
        values.fill(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::filled;

    #[test]
    fn all_values_are_one() {
        assert_eq!(filled(&Ones, &[2, 2]), [1.0; 4]);
    }
}
