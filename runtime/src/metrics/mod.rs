//! Metrics, under Keras' names.

mod accuracy;
mod list;
mod mean_absolute_error;

pub use accuracy::Accuracy;
pub use list::Metrics;
pub use mean_absolute_error::MeanAbsoluteError;

use crate::data::Target;
use crate::{Batch, Scalar, Shape};

/// A number that says how good a model is, gathered batch by batch.
///
/// Which outputs and targets a metric takes is said by which `Out` and `Y` it is implemented for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a metric of a model whose output is `{Out}`, with targets `{Y}`",
    label = "takes other outputs or targets"
)]
pub trait Metric<Out: Shape, Y: Target>: Clone + Send + Sync {
    /// The name that it has in the history and in scores.
    fn name(&self) -> &'static str;

    /// Forgets everything that was gathered.
    fn reset(&mut self);

    /// Takes a batch in.
    fn update<T: Scalar>(&mut self, outputs: Batch<'_, T, Out>, targets: Y::Batch<'_, T>);

    /// The number, for all batches since [`reset`](Self::reset); 0 without any.
    fn result(&self) -> f64;
}

/// A running mean.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    total: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.total += value;
        self.count += 1.0;
    }

    fn result(&self) -> f64 {
        if self.count == 0.0 { 0.0 } else { self.total / self.count }
    }
}
