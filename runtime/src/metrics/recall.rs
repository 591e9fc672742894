use super::decisions::{Decisions, decision_builder, decision_metric};
use super::{Counts, Direction, Metric, Score, Truth};
use crate::error::Result;
use crate::tensor::Shape;

/// The part of the outputs that ought to be positive that are: `TP / (TP + FN)`, or 0 if none ought to be.
///
/// For outputs of every shape, all outputs of all samples taken together; which of them ought to be positive is said
/// by [`Truth`].
///
/// Defaults: `thresholds` 0.5, no `top_k`, no `class_id`.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    decisions: Decisions,
}

impl Recall {
    /// The metric with Keras' defaults.
    pub fn new() -> Self {
        Self::default()
    }

    decision_builder!(thresholds);
    decision_builder!(top_k);
    decision_builder!(class_id);
}

impl<Out: Shape, A, Y: Truth<Out>> Metric<Out, A, Y> for Recall {
    decision_metric!();

    fn name(&self) -> &str {
        "recall"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn check(&self) -> Result<()> {
        self.decisions.check::<Out>()
    }

    fn result(&self, state: &Self::State) -> Score {
        state.score(Counts::recall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::{score, weighted_score};

    const OUTPUTS: [[f64; 3]; 2] = [[0.9, 0.6, 0.1], [0.4, 0.2, 0.7]];
    const TARGETS: [[f64; 3]; 2] = [[1.0, 0.0, 1.0], [1.0, 0.0, 1.0]];

    #[test]
    fn all_outputs_are_taken_together() {
        assert_eq!(score(&Recall::new(), &OUTPUTS, &TARGETS), Score::One(0.5));
        assert_eq!(score(&Recall::new().thresholds(0.3), &OUTPUTS, &TARGETS), Score::One(0.75));
        assert_eq!(weighted_score(&Recall::new(), &OUTPUTS, &TARGETS, &[3.0, 1.0]), Score::One(0.5));
        assert_eq!(score(&Recall::new(), &OUTPUTS, &[[0.0; 3]; 2]), Score::One(0.0));
    }

    #[test]
    fn one_class_alone_can_be_looked_at_and_only_the_largest_outputs() {
        assert_eq!(score(&Recall::new().class_id(2), &OUTPUTS, &TARGETS), Score::One(0.5));
        assert_eq!(score(&Recall::new().top_k(2), &OUTPUTS, &TARGETS), Score::One(0.75));
        assert_eq!(score(&Recall::new().top_k(1).class_id(0), &OUTPUTS, &TARGETS), Score::One(0.5));
    }
}
