#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::moments::{Moments, check_varies};
use super::row::add_means;
use super::{Mean, Metric, Seen};
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// Pearson's correlation of outputs `p` and targets `y` along the last axis, the mean over all rows:
/// `Σ (p − p̄)(y − ȳ) / √(Σ (p − p̄)² Σ (y − ȳ)²)`. 1 where they rise and fall together, −1 where one rises as the other
/// falls, 0 where neither follows from the other.
///
/// For outputs of every shape whose last axis has 2 values or more, with targets of the same shape; a sequence counts by
/// the mean over its steps. Of outputs or targets that are all the same there is none, and the result is not a number,
/// as in Keras.
///
/// Source: K. Pearson, "Note on regression and inheritance in the case of two parents", 1895.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct PearsonCorrelation {}

impl PearsonCorrelation {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for PearsonCorrelation {
    super::mean::mean_metric!("pearson_correlation", Up);

    fn check(&self) -> Result<()> {
        check_varies::<Out>()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |p, y| {
            let Moments { variances: [of_p, of_y], covariance, .. } = Moments::of(p, y);
            covariance / (of_p.sqrt() * of_y.sqrt())
        });
    }
}
