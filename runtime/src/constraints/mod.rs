//! Constraints, under Keras' names: what a variable is kept to, after every step of the optimizer.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_constraint = NonNeg)`.

mod any;
mod non_neg;

pub use any::AnyConstraint;
pub use non_neg::NonNeg;

use core::fmt::Debug;

use crate::{Result, Scalar};

/// What the values of a variable are brought back to after every step.
pub trait Constraint: Debug + Send + Sync + 'static {
    /// Whether the settings make sense, for a variable of this shape; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) or [`Error::Rank`](crate::Error::Rank).
    fn check(&self, shape: &[usize]) -> Result<()>;

    /// Changes the values of a variable of this shape to ones that are allowed.
    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]);
}
