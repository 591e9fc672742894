use super::row::add_means;
use super::{Mean, Metric, Seen};
use crate::tensor::{Scalar, Shape};

/// The part of the predictions whose largest output is where the largest target is; of equal values the first counts.
///
/// For outputs of every shape, with targets of the same shape, one-hot as a rule. The classes are on the last axis; a
/// sequence has a prediction for each step, and counts by the part of them that is right.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CategoricalAccuracy {}

impl CategoricalAccuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for CategoricalAccuracy {
    super::mean::mean_metric!("categorical_accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |outputs, targets| f64::from(outputs.argmax() == targets.argmax()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::{score, score_of};
    use crate::tensor::Sequence;

    #[test]
    fn of_equal_outputs_the_first_counts() {
        let (outputs, targets) = ([[0.5, 0.5], [0.2, 0.8], [0.1, 0.9]], [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(score(&CategoricalAccuracy::new(), &outputs, &targets), Score::One(2.0 / 3.0));
    }

    #[test]
    fn a_sequence_counts_by_its_steps() {
        let outputs = [[[0.9, 0.1], [0.2, 0.8]], [[0.3, 0.7], [0.6, 0.4]]];
        let targets = [[[1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]]];
        let metric = CategoricalAccuracy::new();
        let score =
            score_of::<Sequence<2, 2>, Sequence<2, 2>, _>(&metric, &outputs, &targets, Some(&[3.0, 1.0]));
        assert_eq!(score, Score::One(0.625));
    }
}
