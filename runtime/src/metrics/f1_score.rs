use alloc::vec::Vec;

use super::{Average, Counts, FBetaScore, Metric, Score, Seen, Truth};
use crate::error::Result;
use crate::tensor::{Features, Scalar};

/// Harmonic mean of precision `P` and recall `R` for each class: `2 P R / (P + R)`. It is [`FBetaScore`] with a `beta`
/// of 1, which says more.
///
/// For `Features` with an output for each class; which of them ought to be positive is said by [`Truth`].
///
/// Defaults: no `average`, no `threshold`.
#[derive(Clone, Copy, Debug, Default)]
pub struct F1Score {
    score: FBetaScore,
}

impl F1Score {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { score: FBetaScore::new() }
    }

    /// How the scores of several classes become one; by default `None`: there is a score for each.
    #[must_use]
    pub fn average(mut self, average: impl Into<Option<Average>>) -> Self {
        self.score = self.score.average(average);
        self
    }

    /// Above what an output is positive, more than 0 and at most 1; by default a sample's largest output is.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.score = self.score.threshold(threshold);
        self
    }
}

impl<A, const N: usize, Y: Truth<Features<N>>> Metric<Features<N>, A, Y> for F1Score {
    type State = Vec<Counts>;

    fn name(&self) -> &str {
        "f1_score"
    }

    fn direction(&self) -> Option<super::Direction> {
        Metric::<Features<N>, A, Y>::direction(&self.score)
    }

    fn check(&self) -> Result<()> {
        Metric::<Features<N>, A, Y>::check(&self.score)
    }

    fn state(&self) -> Vec<Counts> {
        Metric::<Features<N>, A, Y>::state(&self.score)
    }

    fn update<T: Scalar>(&self, state: &mut Vec<Counts>, seen: Seen<'_, T, Features<N>, Y>) {
        Metric::<_, A, _>::update(&self.score, state, seen);
    }

    fn result(&self, state: &Vec<Counts>) -> Score {
        Metric::<Features<N>, A, Y>::result(&self.score, state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::score;

    #[test]
    fn precision_and_recall_count_alike() {
        let (outputs, targets) = ([[0.9], [0.8], [0.4], [0.6]], [[1.0], [1.0], [1.0], [0.0]]);
        let Score::One(score) =
            score(&F1Score::new().threshold(0.5).average(Average::Macro), &outputs, &targets)
        else {
            panic!()
        };
        assert!((score - 2.0 / 3.0).abs() < 1e-6, "{score}");
    }
}
