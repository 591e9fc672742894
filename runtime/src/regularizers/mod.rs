//! Regularizers, under Keras' names: what the loss grows by when weights, or a layer's outputs, are large.
//!
//! A layer takes them as options: `Dense<4, 8, relu>(kernel_regularizer = L2(0.01))`. The penalties of all layers are
//! part of the loss that `fit` and `evaluate` report, of no metric.

mod any;
mod l2;

pub use any::AnyRegularizer;
pub use l2::L2;

use core::fmt::Debug;

use crate::{Result, Scalar};

/// An addition to the loss that depends on the values of one variable.
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
