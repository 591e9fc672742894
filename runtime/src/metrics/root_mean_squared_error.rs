#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::row::add_means;
use super::{Direction, Mean, Metric, Score, Seen};
use crate::tensor::{Scalar, Shape, last_axis};

/// Root of the mean of the squared differences: `√mean((p − y)²)`, over the values of all samples. It is not the mean
/// of the batches' roots.
///
/// For outputs of every shape, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct RootMeanSquaredError {}

impl RootMeanSquaredError {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for RootMeanSquaredError {
    type State = Mean;

    fn name(&self) -> &str {
        "root_mean_squared_error"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Down)
    }

    fn state(&self) -> Mean {
        Mean::default()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |outputs, targets| {
            let pairs = outputs.values().zip(targets.values());
            let squares = pairs.map(|(p, y)| (p.to_f64() - y.to_f64()).powi(2));
            squares.sum::<f64>() / last_axis::<Out>() as f64
        });
    }

    fn result(&self, state: &Mean) -> Score {
        state.result().sqrt().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::{score, weighted_score};

    #[test]
    fn the_root_is_taken_last() {
        let (outputs, targets) = ([[1.0, 2.0], [0.0, 4.0]], [[0.0, 3.0], [3.0, 1.0]]);
        assert_eq!(score(&RootMeanSquaredError::new(), &outputs, &targets), Score::One(5.0f64.sqrt()));
        let weighted = weighted_score(&RootMeanSquaredError::new(), &outputs, &targets, &[5.0, 3.0]);
        assert_eq!(weighted, Score::One(2.0));
    }
}
