use super::row::rows;
use super::top_k_categorical_accuracy::k;
use super::{Mean, Metric, Seen};
use crate::data::Classes;
use crate::error::Result;
use crate::tensor::{Features, Scalar};

/// The part of the predictions in which fewer than `k` outputs are larger than that of the target's class.
///
/// Outputs that are equal to it do not count as larger. For `Features` with an output for each class, with class
/// numbers as targets.
///
/// Default: `k` 5.
#[derive(Clone, Copy, Debug)]
pub struct SparseTopKCategoricalAccuracy {
    k: usize,
}

k!(SparseTopKCategoricalAccuracy);

impl<A, const CLASSES: usize> Metric<Features<CLASSES>, A, Classes<CLASSES>>
    for SparseTopKCategoricalAccuracy
{
    super::mean::mean_metric!("sparse_top_k_categorical_accuracy", Up);

    fn check(&self) -> Result<()> {
        self.check_k()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Features<CLASSES>, Classes<CLASSES>>) {
        for (sample, class) in seen.targets.iter().enumerate() {
            let is_right = rows(seen.outputs(), sample).all(|row| row.is_in_top(self.k, class));
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
    fn equal_outputs_are_no_larger() {
        let outputs = [[0.4, 0.4, 0.2], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]];
        let score = |k| class_score(&SparseTopKCategoricalAccuracy::new().k(k), &outputs, &[1, 1, 0]);
        assert_eq!([score(1), score(2), score(3)], [1.0 / 3.0, 2.0 / 3.0, 1.0].map(Score::One));
        assert_eq!(
            class_score(&SparseTopKCategoricalAccuracy::default(), &outputs, &[1, 1, 0]),
            Score::One(1.0)
        );
    }
}
