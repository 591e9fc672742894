use super::{L1, L2, Regularizer};
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// `λ₁ Σ |w| + λ₂ Σ w²`: the sum of [`L1`] and [`L2`].
///
/// Defaults: `l1` 0, `l2` 0, as in Keras.
///
/// Source: H. Zou and T. Hastie, "Regularization and variable selection via the elastic net", 2005.
#[derive(Clone, Copy, Debug)]
pub struct L1L2 {
    l1: L1,
    l2: L2,
}

impl L1L2 {
    /// With Keras' defaults: nothing.
    pub const fn new() -> Self {
        Self { l1: L1(0.0), l2: L2(0.0) }
    }

    /// The factor `λ₁`, 0 or more.
    #[must_use]
    pub const fn l1(mut self, l1: f64) -> Self {
        self.l1 = L1(l1);
        self
    }

    /// The factor `λ₂`, 0 or more.
    #[must_use]
    pub const fn l2(mut self, l2: f64) -> Self {
        self.l2 = L2(l2);
        self
    }
}

impl Default for L1L2 {
    fn default() -> Self {
        Self::new()
    }
}

impl Regularizer for L1L2 {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_not_negative("the l1 of `L1L2`", self.l1.0)?;
        check_not_negative("the l2 of `L1L2`", self.l2.0)
    }

    fn penalty<T: Scalar>(&self, shape: &[usize], values: &[T]) -> f64 {
        self.l1.penalty(shape, values) + self.l2.penalty(shape, values)
    }

    fn add_gradient<T: Scalar>(&self, shape: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        self.l1.add_gradient(shape, values, scale, gradient);
        self.l2.add_gradient(shape, values, scale, gradient);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regularizers::tests::{assert_derived, gradient};

    #[test]
    fn the_penalty_is_the_sum_of_both() {
        let regularizer = L1L2::new().l1(0.5).l2(0.25);
        assert_eq!(regularizer.penalty(&[3], &[1.0, -2.0, 0.0]), 1.5 + 1.25);
        assert_eq!(gradient(&regularizer, &[3], &[1.0, -2.0, 0.0]), [1.0, -1.5, 0.0]);
        assert_eq!(L1L2::default().penalty(&[2], &[1.0, -2.0]), 0.0);
    }

    #[test]
    fn the_derivative_is_right() {
        assert_derived(&L1L2::new().l1(0.3).l2(0.1), &[7]);
        assert_derived(&L1L2::new().l1(0.3).l2(0.1), &[2, 3, 4]);
    }

    #[test]
    fn factors_are_not_negative() {
        assert!(L1L2::new().check(&[3]).is_ok());
        assert!(L1L2::new().l1(-0.1).check(&[3]).is_err());
        assert!(L1L2::new().l2(f64::NAN).check(&[3]).is_err());
    }
}
