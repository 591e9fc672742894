use alloc::vec;
use alloc::vec::Vec;

use super::regions::mean_iou;
use super::{Counts, Direction, Metric, Score, Seen, Truth};
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// Intersection over union of the outputs that stand for a class and those that ought to: `TP / (TP + FP + FN)`, the
/// mean of that for the class of the positive outputs and that for the class of the others. A class that neither is
/// nor ought to be anywhere is left out.
///
/// For outputs of every shape; which of them ought to be positive is said by [`Truth`]. Unlike in other metrics, an
/// output equal to the threshold is positive. As in Keras, the result has the precision of `f32`.
///
/// Defaults: `target_class_ids` 0 and 1, `threshold` 0.5.
#[derive(Clone, Debug)]
pub struct BinaryIoU {
    target_class_ids: Vec<usize>,
    threshold: f64,
}

impl BinaryIoU {
    /// The metric with Keras' defaults.
    pub fn new() -> Self {
        Self { target_class_ids: vec![0, 1], threshold: 0.5 }
    }

    /// Of which classes the mean is taken: 1 is that of the positive outputs, 0 that of the others.
    #[must_use]
    pub fn target_class_ids(mut self, classes: impl IntoIterator<Item = usize>) -> Self {
        self.target_class_ids = classes.into_iter().collect();
        self
    }

    /// From what on an output is positive.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }
}

impl Default for BinaryIoU {
    fn default() -> Self {
        Self::new()
    }
}

impl<Out: Shape, A, Y: Truth<Out>> Metric<Out, A, Y> for BinaryIoU {
    type State = Counts;

    fn name(&self) -> &str {
        "binary_io_u"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn check(&self) -> Result<()> {
        check_setting("the threshold of `BinaryIoU`", self.threshold, self.threshold.is_finite(), "finite")?;
        self.target_class_ids.iter().try_for_each(|&class| {
            check_setting("a target class of `BinaryIoU`", class as f64, class < 2, "0 or 1")
        })
    }

    fn state(&self) -> Counts {
        Counts::default()
    }

    fn update<T: Scalar>(&self, state: &mut Counts, seen: Seen<'_, T, Out, Y>) {
        let threshold = T::of(self.threshold);
        for output in 0..Out::LEN {
            for sample in 0..seen.samples() {
                let is_positive = seen.outputs().at(output, sample) >= threshold;
                let truth = Y::truth(seen.targets, output, sample) != T::zero();
                state.add(is_positive, f64::from(truth), seen.weight_at(output / last_axis::<Out>(), sample));
            }
        }
    }

    fn result(&self, counts: &Counts) -> Score {
        let outside = counts.false_positives + counts.false_negatives;
        let inside = |class: &usize| if *class == 1 { counts.true_positives } else { counts.true_negatives };
        mean_iou(self.target_class_ids.iter().map(|class| (inside(class), outside)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::metrics::testing::{score, weighted_score};
    use crate::tensor::Features;

    const OUTPUTS: [[f64; 1]; 4] = [[0.1], [0.2], [0.4], [0.7]];
    const TARGETS: [[f64; 1]; 4] = [[0.0], [1.0], [0.0], [1.0]];

    fn close(score: &Score, expected: f64) {
        let Score::One(score) = score else { panic!("{score:?}") };
        assert!((score - expected).abs() < 1e-6, "{score}");
    }

    #[test]
    fn it_is_the_mean_of_both_classes() {
        let metric = BinaryIoU::new().threshold(0.3);
        close(&score(&metric, &OUTPUTS, &TARGETS), 1.0 / 3.0);
        let weights = [0.2, 0.3, 0.4, 0.1];
        close(&weighted_score(&metric, &OUTPUTS, &TARGETS, &weights), (0.2 / 0.9 + 0.1 / 0.8) / 2.0);
        let positive = metric.target_class_ids([1]);
        close(&weighted_score(&positive, &OUTPUTS, &TARGETS, &weights), 0.1 / 0.8);
        close(&score(&BinaryIoU::new().threshold(0.4), &OUTPUTS, &TARGETS), 1.0 / 3.0);
    }

    #[test]
    fn a_class_that_is_nowhere_is_left_out() {
        close(&score(&BinaryIoU::new(), &[[0.1], [0.2]], &[[0.0], [0.0]]), 1.0);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |metric: BinaryIoU| Metric::<Features<1>, linear, Features<1>>::check(&metric);
        assert!(check(BinaryIoU::default()).is_ok());
        assert!(check(BinaryIoU::new().target_class_ids([2])).is_err());
        assert!(check(BinaryIoU::new().threshold(f64::NAN)).is_err());
    }
}
