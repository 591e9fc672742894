use super::Regularizer;
use crate::error::{Result, check_not_negative};
use crate::kernels::reduce::total;
use crate::tensor::{Scalar, as_in_keras, sign};

/// `λ Σ |w|`, with the derivative `λ sign(w)`, which is 0 at 0. Keras' default for `λ` is 0.01.
///
/// Source: R. Tibshirani, "Regression shrinkage and selection via the lasso", 1996.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L1(
    /// The factor `λ`, 0 or more.
    pub f64,
);

impl Regularizer for L1 {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_not_negative("the factor of `L1`", self.0)
    }

    fn penalty<T: Scalar>(&self, _: &[usize], values: &[T]) -> f64 {
        as_in_keras(self.0) * total(values, f64::abs)
    }

    fn add_gradient<T: Scalar>(&self, _: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let factor = T::of(as_in_keras(self.0) * scale);
        gradient.iter_mut().zip(values).for_each(|(gradient, &w)| *gradient += factor * sign(w));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regularizers::tests::{assert_derived, gradient};

    #[test]
    fn the_penalty_is_the_sum_of_the_sizes() {
        assert_eq!(L1(0.5).penalty(&[3], &[1.0, -2.0, 0.0]), 1.5);
        assert_eq!(gradient(&L1(0.5), &[3], &[1.0, -2.0, 0.0]), [0.5, -0.5, 0.0]);
    }

    #[test]
    fn the_derivative_is_right() {
        assert_derived(&L1(0.3), &[7]);
        assert_derived(&L1(0.3), &[3, 4]);
        assert_derived(&L1(0.3), &[2, 2, 3, 4]);
    }

    #[test]
    fn a_factor_is_not_negative() {
        assert!(L1(0.0).check(&[3]).is_ok());
        for factor in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(L1(factor).check(&[3]).is_err());
        }
    }
}
