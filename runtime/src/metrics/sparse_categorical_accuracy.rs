use super::row::add_hits;
use super::{Mean, Metric, Seen};
use crate::data::ClassTarget;
use crate::tensor::{Scalar, Shape};

/// The part of the predictions whose largest output is that of the target's class; of equal outputs the first counts.
///
/// For outputs with one for each class, with class numbers as targets: of samples, steps or pixels.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalAccuracy {}

impl SparseCategoricalAccuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, Out: Shape, Y: ClassTarget<Out>> Metric<Out, A, Y> for SparseCategoricalAccuracy {
    super::mean::mean_metric!("sparse_categorical_accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Y>) {
        add_hits(state, seen, |outputs, class| outputs.argmax() == class);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::class_score;

    #[test]
    fn of_equal_outputs_the_first_counts() {
        let outputs = [[0.5, 0.5], [0.2, 0.8], [0.5, 0.5]];
        assert_eq!(
            class_score(&SparseCategoricalAccuracy::new(), &outputs, &[0, 1, 1]),
            Score::One(2.0 / 3.0)
        );
    }
}
