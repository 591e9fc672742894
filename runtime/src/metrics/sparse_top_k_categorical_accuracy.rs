use super::row::add_hits;
use super::top_k_categorical_accuracy::k;
use super::{Mean, Metric, Seen};
use crate::data::ClassTarget;
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// The part of the predictions in which fewer than `k` outputs are larger than that of the target's class.
///
/// Outputs that are equal to it do not count as larger. For outputs with one for each class, with class numbers as
/// targets: of samples, steps or pixels.
///
/// Default: `k` 5.
#[derive(Clone, Copy, Debug)]
pub struct SparseTopKCategoricalAccuracy {
    k: usize,
}

k!(SparseTopKCategoricalAccuracy);

impl<A, Out: Shape, Y: ClassTarget<Out>> Metric<Out, A, Y> for SparseTopKCategoricalAccuracy {
    super::mean::mean_metric!("sparse_top_k_categorical_accuracy", Up);

    fn check(&self) -> Result<()> {
        self.check_k()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Y>) {
        add_hits(state, seen, |outputs, class| outputs.is_in_top(self.k, class));
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
