use super::Initializer;
use crate::error::{Result, check_setting};
use crate::rng::Rng;

/// All equal to this value. Keras' `constant`; its default there is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(
    /// The value.
    pub f64,
);

impl Initializer for Constant {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_setting("the value of `Constant`", self.0, self.0.is_finite(), "finite")
    }

    fn fill(&self, _: &[usize], values: &mut [f64], _: &mut Rng) {
        values.fill(self.0);
    }
}
