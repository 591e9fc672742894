use super::{Mean, Metric, MetricOf, Seen};
use crate::{Scalar, Shape};

/// Mean of the absolute differences between outputs and targets: over the values of a sample, then over the
/// samples.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsoluteError {
    mean: Mean,
}

impl MeanAbsoluteError {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { mean: Mean::new() }
    }
}

impl Metric for MeanAbsoluteError {
    fn name(&self) -> &'static str {
        "mean_absolute_error"
    }

    fn reset(&mut self) {
        *self = Self::default();
    }

    fn result(&self) -> f64 {
        self.mean.result()
    }
}

impl<Out: Shape> MetricOf<Out, Out> for MeanAbsoluteError {
    fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Out, Out>) {
        for sample in 0..seen.targets.samples() {
            let sum = (0..Out::LEN).fold(T::zero(), |sum, value| {
                sum + (seen.outputs.at(value, sample) - seen.targets.at(value, sample)).abs()
            });
            self.mean.add(sum.to_f64() / Out::LEN as f64);
        }
    }
}
