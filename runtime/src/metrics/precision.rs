use super::decisions::{Decisions, decision_builder, decision_metric};
use super::{Counts, Direction, Metric, Score, Truth};
use crate::error::Result;
use crate::tensor::Shape;

/// The part of the positive outputs that ought to be positive: `TP / (TP + FP)`, or 0 if none is positive.
///
/// For outputs of every shape, all outputs of all samples taken together; which of them ought to be positive is said
/// by [`Truth`].
///
/// Defaults: `thresholds` 0.5, no `top_k`, no `class_id`.
#[derive(Clone, Debug, Default)]
pub struct Precision {
    decisions: Decisions,
}

impl Precision {
    /// The metric with Keras' defaults.
    pub fn new() -> Self {
        Self::default()
    }

    decision_builder!(thresholds);
    decision_builder!(top_k);
    decision_builder!(class_id);
}

impl<Out: Shape, A, Y: Truth<Out>> Metric<Out, A, Y> for Precision {
    decision_metric!();

    fn name(&self) -> &str {
        "precision"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn check(&self) -> Result<()> {
        self.decisions.check::<Out>()
    }

    fn result(&self, state: &Self::State) -> Score {
        state.score(Counts::precision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::error::Error;
    use crate::metrics::testing::{class_score, score, weighted_score};
    use crate::tensor::Features;

    #[test]
    fn all_outputs_are_taken_together() {
        let (outputs, targets) = ([[0.9, 0.6], [0.4, 0.7]], [[1.0, 0.0], [1.0, 1.0]]);
        assert_eq!(score(&Precision::new(), &outputs, &targets), Score::One(2.0 / 3.0));
        let weights = [1.0, 3.0];
        assert_eq!(weighted_score(&Precision::new(), &outputs, &targets, &weights), Score::One(0.8));
        assert_eq!(score(&Precision::new().thresholds(0.95), &outputs, &targets), Score::One(0.0));
    }

    #[test]
    fn one_class_alone_can_be_looked_at() {
        let (outputs, targets) = ([[0.9, 0.6], [0.4, 0.7]], [[1.0, 0.0], [1.0, 1.0]]);
        assert_eq!(score(&Precision::new().class_id(1), &outputs, &targets), Score::One(0.5));
        assert_eq!(score(&Precision::new().class_id(0), &outputs, &targets), Score::One(1.0));
    }

    #[test]
    fn only_the_largest_outputs_are_positive_with_top_k() {
        let (outputs, targets) = ([[0.2, 0.1, 0.2, 0.0]], [[0.0, 1.0, 1.0, 1.0]]);
        let precision = |k| Precision::new().top_k(k);
        assert_eq!(score(&precision(1), &outputs, &targets), Score::One(0.0), "of equal ones the first");
        assert_eq!(score(&precision(2), &outputs, &targets), Score::One(0.5));
        assert_eq!(score(&precision(3), &outputs, &targets), Score::One(2.0 / 3.0));
        assert_eq!(score(&precision(4).thresholds(0.15), &outputs, &targets), Score::One(0.5));
    }

    #[test]
    fn class_numbers_say_the_same_as_one_hot_vectors() {
        let outputs = [[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8]];
        let one_hot = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        assert_eq!(score(&Precision::new(), &outputs, &one_hot), Score::One(2.0 / 3.0));
        assert_eq!(class_score(&Precision::new(), &outputs, &[0, 1, 2]), Score::One(2.0 / 3.0));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |metric: Precision| Metric::<Features<3>, linear, Features<3>>::check(&metric);
        assert!(check(Precision::new().top_k(3).class_id(2).thresholds([0.1, 0.9])).is_ok());
        for wrong in [
            Precision::new().top_k(0),
            Precision::new().top_k(4),
            Precision::new().class_id(3),
            Precision::new().thresholds(1.5),
        ] {
            assert!(matches!(check(wrong.clone()), Err(Error::Setting { .. })), "{wrong:?}");
        }
    }
}
