use super::Regularizer;
use crate::error::{Result, check_not_negative};
use crate::kernels::reduce::total;
use crate::tensor::{Scalar, as_in_keras};

/// `λ Σ w²`, with the derivative `2 λ w`. Keras' default for `λ` is 0.01.
///
/// Source: A. E. Hoerl and R. W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L2(
    /// The factor `λ`, 0 or more.
    pub f64,
);

impl Regularizer for L2 {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_not_negative("the factor of `L2`", self.0)
    }

    fn penalty<T: Scalar>(&self, _: &[usize], values: &[T]) -> f64 {
        as_in_keras(self.0) * total(values, |w| w * w)
    }

    fn add_gradient<T: Scalar>(&self, _: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let factor = T::of(2.0 * as_in_keras(self.0) * scale);
        gradient.iter_mut().zip(values).for_each(|(gradient, &w)| *gradient += factor * w);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regularizers::tests::{assert_derived, gradient};

    #[test]
    fn the_penalty_is_the_sum_of_the_squares() {
        assert_eq!(L2(0.25).penalty(&[3], &[1.0, -2.0, 0.0]), 1.25);
        assert_eq!(gradient(&L2(0.25), &[3], &[1.0, -2.0, 0.0]), [0.5, -1.0, 0.0]);
    }

    #[test]
    fn the_derivative_is_right() {
        assert_derived(&L2(0.3), &[7]);
        assert_derived(&L2(0.3), &[2, 3, 4]);
    }

    #[test]
    fn a_factor_is_not_negative() {
        assert!(L2(0.0).check(&[3]).is_ok());
        for factor in [-0.1, f64::NAN, f64::INFINITY] {
            assert!(L2(factor).check(&[3]).is_err());
        }
    }
}
