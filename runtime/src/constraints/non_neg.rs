use super::Constraint;
use crate::error::Result;
use crate::tensor::Scalar;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::tests::applied;

    #[test]
    fn values_below_zero_become_zero() {
        assert_eq!(applied(&NonNeg, &[4], &[-1.0, 0.0, 2.0, -1e-300]), [0.0, 0.0, 2.0, 0.0]);
    }
}
