//! Constraints, under Keras' names: what a variable is kept to, after every step of the optimizer.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_constraint = NonNeg)`.

mod any;
mod axis;
mod max_norm;
mod min_max_norm;
mod non_neg;
mod unit_norm;

use core::fmt::Debug;

pub use any::AnyConstraint;
pub use axis::Axis;
pub use max_norm::MaxNorm;
pub use min_max_norm::MinMaxNorm;
pub use non_neg::NonNeg;
pub use unit_norm::UnitNorm;

use crate::error::Result;
use crate::tensor::Scalar;

/// What the values of a variable are brought back to after every step.
/// ```
/// use plywood::constraints::Constraint;
/// use plywood::prelude::*;
/// use plywood::{Error, Result, Scalar};
///
/// /// No value beyond this number, or below minus this number.
/// #[derive(Debug)]
/// struct Clip(f64);
///
/// impl Constraint for Clip {
///     fn check(&self, _: &[usize]) -> Result<()> {
///         let error = Error::Setting { what: "the limit of `Clip`", value: self.0, range: "0 or more" };
///         if self.0 >= 0.0 { Ok(()) } else { Err(error) }
///     }
///
///     fn apply<T: Scalar>(&self, _: &[usize], values: &mut [T]) {
///         let limit = T::of(self.0);
///         values.iter_mut().for_each(|value| *value = value.clamp(-limit, limit));
///     }
/// }
///
/// let model = model![Dense<1, 1, linear, NoBias>(kernel_constraint = Clip(0.5))];
/// let mut model = model.compile(SGD::new(0.1), MeanSquaredError::default(), ());
/// model.fit(&Dataset::new([[1.0]], [[9.0]])?, Fit::epochs(5))?;
/// assert_eq!(model.predict(&[1.0]), [0.5]);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a constraint",
    label = "not a constraint",
    note = "write `NonNeg` or `MaxNorm::new().max_value(3.0)`, for example"
)]
pub trait Constraint: Debug + Send + Sync + 'static {
    /// Whether the settings make sense, for a variable of this shape; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) or [`Error::Rank`](crate::Error::Rank).
    fn check(&self, shape: &[usize]) -> Result<()>;

    /// Changes the values of a variable of this shape to ones that are allowed.
    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]);
}

/// What Keras adds to norms, so that nothing is divided by zero.
const EPSILON: f64 = 1e-7;

#[cfg(test)]
mod tests {
    use super::*;

    /// What a constraint makes of the values of a variable.
    pub(super) fn applied(constraint: &impl Constraint, shape: &[usize], values: &[f64]) -> Vec<f64> {
        let mut values = values.to_vec();
        constraint.apply(shape, &mut values);
        values
    }
}
