//! Metrics, under Keras' names.

mod accuracy;
mod list;
mod mean_absolute_error;

pub use accuracy::Accuracy;
pub use list::Metrics;
pub use mean_absolute_error::MeanAbsoluteError;

use core::fmt;

use crate::data::Target;
use crate::{Batch, Scalar, Shape};

/// A number that says how good a model is, gathered batch by batch: its name, and what it has gathered.
///
/// Which models it can be used for is said by [`MetricOf`].
pub trait Metric: Clone + Send + Sync {
    /// The name that it has in the history and in scores.
    fn name(&self) -> &'static str;

    /// Forgets everything that was gathered.
    fn reset(&mut self);

    /// The number, for all batches since [`reset`](Self::reset); 0 without any.
    fn result(&self) -> f64;
}

/// A metric of models whose output is `Out`, for data whose targets are `Y`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metric for the output `{Out}` and the targets `{Y}`",
    label = "does not fit the output or the targets",
    note = "write `Accuracy::default()` for classes, `MeanAbsoluteError::default()` for values; the loss decides which of them the targets are"
)]
pub trait MetricOf<Out: Shape, Y: Target>: Metric {
    /// Takes a batch in.
    fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Out, Y>);
}

/// A batch, as a metric sees it.
#[non_exhaustive]
pub struct Seen<'a, T: Scalar, Out, Y: Target> {
    /// The model's outputs.
    pub outputs: Batch<'a, T, Out>,
    /// The targets.
    pub targets: Y::Batch<'a, T>,
}

impl<'a, T: Scalar, Out, Y: Target> Seen<'a, T, Out, Y> {
    /// A batch of outputs with their targets.
    pub const fn new(outputs: Batch<'a, T, Out>, targets: Y::Batch<'a, T>) -> Self {
        Self { outputs, targets }
    }
}

impl<T: Scalar, Out, Y: Target> Clone for Seen<'_, T, Out, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Scalar, Out, Y: Target> Copy for Seen<'_, T, Out, Y> {}

impl<T: Scalar, Out: Shape, Y: Target> fmt::Debug for Seen<'_, T, Out, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen").field("lanes", &self.outputs.lanes()).finish_non_exhaustive()
    }
}

/// A running mean.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    total: f64,
    count: f64,
}

impl Mean {
    const fn new() -> Self {
        Self { total: 0.0, count: 0.0 }
    }

    fn add(&mut self, value: f64) {
        self.total += value;
        self.count += 1.0;
    }

    fn result(&self) -> f64 {
        if self.count == 0.0 { 0.0 } else { self.total / self.count }
    }
}
