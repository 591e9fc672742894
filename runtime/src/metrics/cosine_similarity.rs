#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::row::{Row, add_means};
use super::{Mean, Metric, Seen};
use crate::tensor::{Scalar, Shape};

/// Mean of the cosines between outputs and targets along the last axis: `Σ p y / (‖p‖ ‖y‖)`, 1 where they point the
/// same way, −1 where they point opposite ways, and 0 where either is zero.
///
/// For outputs of every shape, with targets of the same shape; a sequence counts by the mean over its steps. The loss
/// of this name is the same with the sign changed. Norms below 1e-7 are taken for 1e-7.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CosineSimilarity {}

impl CosineSimilarity {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for CosineSimilarity {
    super::mean::mean_metric!("cosine_similarity", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |p, y| dot(p, y) / (norm(p) * norm(y)));
    }
}

fn dot<T: Scalar, S: Shape>(p: Row<'_, T, S>, y: Row<'_, T, S>) -> f64 {
    p.values().zip(y.values()).map(|(p, y)| p.to_f64() * y.to_f64()).sum()
}

fn norm<T: Scalar, S: Shape>(values: Row<'_, T, S>) -> f64 {
    dot(values, values).sqrt().max(1e-7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::score;

    #[test]
    fn only_the_angle_matters() {
        let metric = CosineSimilarity::new();
        assert_eq!(score(&metric, &[[3.0, 4.0]], &[[6.0, 8.0]]), Score::One(1.0));
        assert_eq!(score(&metric, &[[3.0, 4.0]], &[[-3.0, -4.0]]), Score::One(-1.0));
        assert_eq!(score(&metric, &[[3.0, 4.0], [2.0, 0.0]], &[[-8.0, 6.0], [3.0, 4.0]]), Score::One(0.3));
        assert_eq!(score(&metric, &[[0.0, 0.0]], &[[3.0, 4.0]]), Score::One(0.0));
    }
}
