use super::moments::{Moments, check_varies};
use super::row::add_means;
use super::{Mean, Metric, Seen};
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// Lin's concordance of outputs `p` and targets `y` along the last axis, the mean over all rows:
/// `2 cov(p, y) / (var(p) + var(y) + (p̄ − ȳ)² + 1e-7)`. It is 1 where outputs are targets, and less where they correlate
/// less, or lie around another mean or in another range.
///
/// For outputs of every shape whose last axis has 2 values or more, with targets of the same shape; a sequence counts by
/// the mean over its steps.
///
/// Source: L. I.-K. Lin, "A concordance correlation coefficient to evaluate reproducibility", 1989.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct ConcordanceCorrelation {}

impl ConcordanceCorrelation {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for ConcordanceCorrelation {
    super::mean::mean_metric!("concordance_correlation", Up);

    fn check(&self) -> Result<()> {
        check_varies::<Out>()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |p, y| {
            let Moments { distance, variances: [of_p, of_y], covariance } = Moments::of(p, y);
            2.0 * covariance / (of_p + of_y + distance * distance + 1e-7)
        });
    }
}
