use super::{Mean, Metric};
use crate::{Batch, Scalar, Shape};

/// Mean of the absolute differences between outputs and targets: over the values of a sample, then over the samples.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsoluteError {
    mean: Mean,
}

impl<Out: Shape> Metric<Out, Out> for MeanAbsoluteError {
    fn name(&self) -> &'static str {
        "mean_absolute_error"
    }

    fn reset(&mut self) {
        *self = Self::default();
    }

    fn update<T: Scalar>(&mut self, outputs: Batch<'_, T, Out>, targets: Batch<'_, T, Out>) {
        for sample in 0..targets.samples() {
            let sum = (0..Out::LEN).fold(T::zero(), |sum, value| {
                sum + (outputs.at(value, sample) - targets.at(value, sample)).abs()
            });
            self.mean.add(sum.to_f64() / Out::LEN as f64);
        }
    }

    fn result(&self) -> f64 {
        self.mean.result()
    }
}
