use super::row::rows;
use super::{Mean, Metric, Seen};
use crate::data::Classes;
use crate::tensor::{Features, Scalar};

/// The part of the predictions whose largest output is that of the target's class; of equal outputs the first counts.
///
/// For `Features` with an output for each class, with class numbers as targets.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalAccuracy {}

impl SparseCategoricalAccuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, const CLASSES: usize> Metric<Features<CLASSES>, A, Classes<CLASSES>> for SparseCategoricalAccuracy {
    super::mean::mean_metric!("sparse_categorical_accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Features<CLASSES>, Classes<CLASSES>>) {
        for (sample, class) in seen.targets.iter().enumerate() {
            let is_right = rows(seen.outputs(), sample).all(|row| row.argmax() == class);
            state.add_hit(is_right, seen.weight(sample));
        }
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
