//! Regularizers, under Keras' names: what the loss grows by when weights, or a layer's outputs, are large.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_regularizer = L2(0.01))`. The penalties of all layers are
//! part of the loss that `fit` and `evaluate` report, of no metric.

mod any;
mod l1;
mod l1_l2;
mod l2;
mod orthogonal_regularizer;

use core::fmt::Debug;

pub use any::AnyRegularizer;
pub use l1::L1;
pub use l1_l2::L1L2;
pub use l2::L2;
pub use orthogonal_regularizer::{Mode, OrthogonalRegularizer};

use crate::error::Result;
use crate::tensor::Scalar;

/// An addition to the loss that depends on the values of one variable.
/// ```
/// use plywood::prelude::*;
/// use plywood::regularizers::Regularizer;
/// use plywood::{Result, Scalar, gradient_check};
///
/// /// What values cost that are not near to a number: `λ Σ (w − c)²`.
/// #[derive(Debug)]
/// struct Near {
///     factor: f64,
///     value: f64,
/// }
///
/// impl Regularizer for Near {
///     fn check(&self, _: &[usize]) -> Result<()> {
///         Ok(())
///     }
///
///     fn penalty<T: Scalar>(&self, _: &[usize], values: &[T]) -> f64 {
///         values.iter().map(|&w| self.factor * (w.to_f64() - self.value).powi(2)).sum()
///     }
///
///     fn add_gradient<T: Scalar>(&self, _: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
///         for (gradient, &w) in gradient.iter_mut().zip(values) {
///             *gradient += T::of(scale * 2.0 * self.factor * (w.to_f64() - self.value));
///         }
///     }
/// }
///
/// model! {
///     struct Line {
///         Dense<1, 1>(kernel_initializer = Ones, kernel_regularizer = Near { factor: 0.5, value: 3.0 }),
///     }
/// }
///
/// let (loss, data) = (MeanSquaredError::default(), Dataset::new([[1.0]], [[1.0]])?);
/// let check = gradient_check(&Line::<f64>::new(1), &loss, &data)?;
/// assert!(check.is_some_and(|check| check.error < 1e-7));
/// let model = Line::<f64>::new(1).compile(SGD::new(0.1), loss, ());
/// assert_eq!(model.evaluate(&data)?.loss(), 2.0);
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a regularizer",
    label = "not a regularizer",
    note = "write `L2(0.01)` or `L1L2::new().l1(0.01).l2(0.01)`, for example"
)]
pub trait Regularizer: Debug + Send + Sync + 'static {
    /// Whether the settings make sense, for a variable of this shape; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) or [`Error::Rank`](crate::Error::Rank).
    fn check(&self, shape: &[usize]) -> Result<()>;

    /// The addition, for a variable of this shape.
    fn penalty<T: Scalar>(&self, shape: &[usize], values: &[T]) -> f64;

    /// Adds `scale` times the derivative of the addition with respect to each value to `gradient`.
    fn add_gradient<T: Scalar>(&self, shape: &[usize], values: &[T], scale: f64, gradient: &mut [T]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Streams};

    /// The derivative of the penalty at `values`.
    pub(super) fn gradient(regularizer: &impl Regularizer, shape: &[usize], values: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; values.len()];
        regularizer.add_gradient(shape, values, 1.0, &mut gradient);
        gradient
    }

    /// Asserts that the derivative is that of central differences, scaled and added to what is there.
    #[track_caller]
    pub(super) fn assert_derived(regularizer: &impl Regularizer, shape: &[usize]) {
        let mut rng = Streams::new(1).rng(Purpose::InitialWeights, 0);
        let mut values: Vec<f64> = (0..shape.iter().product()).map(|_| rng.normal()).collect();
        let mut derived = vec![10.0; values.len()];
        regularizer.add_gradient(shape, &values, 3.0, &mut derived);
        for index in 0..values.len() {
            let w = values[index];
            let mut penalty_at = |w| {
                values[index] = w;
                regularizer.penalty(shape, &values)
            };
            let numeric = (penalty_at(w + 1e-5) - penalty_at(w - 1e-5)) / 2e-5;
            values[index] = w;
            let error = (derived[index] - (10.0 + 3.0 * numeric)).abs();
            assert!(error < 1e-9, "{regularizer:?}, {shape:?}[{index}]: {}, {numeric}", derived[index]);
        }
    }
}
