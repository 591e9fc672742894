//! Constraints, under Keras' names: what a variable is kept to, after every step of the optimizer.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_constraint = NonNeg)`.

mod any;
mod axis;
mod max_norm;
mod min_max_norm;
mod non_neg;
mod unit_norm;

pub use any::AnyConstraint;
pub use axis::Axis;
pub use max_norm::MaxNorm;
pub use min_max_norm::MinMaxNorm;
pub use non_neg::NonNeg;
pub use unit_norm::UnitNorm;

use core::fmt::Debug;

use crate::{Result, Scalar};

/// What the values of a variable are brought back to after every step.
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
