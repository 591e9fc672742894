use super::Constraint;
use crate::{Result, Scalar};

/// No value below zero: `w ← max(w, 0)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NonNeg;

impl Constraint for NonNeg {
    fn check(&self, _: &[usize]) -> Result<()> {
        Ok(())
    }

    fn apply<T: Scalar>(&self, _: &[usize], values: &mut [T]) {
        for value in values {
            *value = value.max(T::zero());
        }
    }
}
