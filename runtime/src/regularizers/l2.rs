use super::Regularizer;
use crate::Scalar;
use crate::error::{Result, check_setting};

/// `λ Σ w²`, with the derivative `2 λ w`. Keras' default for `λ` is 0.01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L2(
    /// The factor `λ`, 0 or more.
    pub f64,
);

impl Regularizer for L2 {
    fn check(&self, _: &[usize]) -> Result<()> {
        check_setting("the factor of `L2`", self.0, self.0.is_finite() && self.0 >= 0.0, "0 or more")
    }

    fn penalty<T: Scalar>(&self, _: &[usize], values: &[T]) -> f64 {
        self.0 * values.iter().fold(T::zero(), |sum, &w| sum + w * w).to_f64()
    }

    fn add_gradient<T: Scalar>(&self, _: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let factor = T::of(2.0 * self.0 * scale);
        gradient.iter_mut().zip(values).for_each(|(gradient, &w)| *gradient += factor * w);
    }
}
