use alloc::vec;
use alloc::vec::Vec;

use super::{Counts, Direction, Metric, Score, Seen, Truth};
use crate::error::{Result, check_setting};
use crate::tensor::{Features, Scalar, argmax};

/// What is added to divisors.
const EPSILON: f64 = 1e-7;

/// Weighted harmonic mean of precision `P` and recall `R` for each class: `(1 + β²) P R / (β² P + R)`. With `β` more
/// than 1 the recall matters more, with less the precision.
///
/// For `Features` with an output for each class; which of them ought to be positive is said by [`Truth`]. A sample's
/// largest output is positive, of equal ones all, but none that is 0; with a `threshold`, the outputs above it. A
/// model with one output needs a threshold, or it would always be positive.
///
/// As Keras does, each divisor is made larger by 1e-7, so that nothing divided by nothing is 0.
///
/// Defaults: no `average`, `beta` 1, no `threshold`.
///
/// Source: C. J. van Rijsbergen, "Information retrieval", second edition, 1979.
#[derive(Clone, Copy, Debug)]
pub struct FBetaScore {
    average: Option<Average>,
    beta: f64,
    threshold: Option<f64>,
}

/// How the scores of several classes become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Average {
    /// The score of all classes' decisions taken together.
    Micro,
    /// The mean of the classes' scores.
    Macro,
    /// The mean of the classes' scores, each with the number of its samples as its weight.
    Weighted,
}

impl FBetaScore {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { average: None, beta: 1.0, threshold: None }
    }

    /// How the scores of several classes become one; by default `None`: there is a score for each.
    #[must_use]
    pub fn average(mut self, average: impl Into<Option<Average>>) -> Self {
        self.average = average.into();
        self
    }

    /// `β`, more than 0.
    #[must_use]
    pub const fn beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }

    /// Above what an output is positive, more than 0 and at most 1; by default a sample's largest output is.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    fn score(&self, counts: &Counts) -> f64 {
        let Counts { true_positives, false_positives, false_negatives, .. } = counts;
        let precision = true_positives / (true_positives + false_positives + EPSILON);
        let recall = true_positives / (true_positives + false_negatives + EPSILON);
        let square = self.beta * self.beta;
        (1.0 + square) * (precision * recall / (square * precision + recall + EPSILON))
    }

    /// The mean of the classes' scores, each with its weight.
    fn mean(&self, counts: &[Counts], weight: impl Fn(&Counts) -> f64, weights: f64) -> f64 {
        counts.iter().map(|counts| self.score(counts) * weight(counts)).sum::<f64>() / weights
    }
}

impl Default for FBetaScore {
    fn default() -> Self {
        Self::new()
    }
}

impl<A, const N: usize, Y: Truth<Features<N>>> Metric<Features<N>, A, Y> for FBetaScore {
    type State = Vec<Counts>;

    fn name(&self) -> &str {
        "fbeta_score"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn check(&self) -> Result<()> {
        check_setting(
            "the beta of `FBetaScore`",
            self.beta,
            self.beta > 0.0 && self.beta.is_finite(),
            "more than 0",
        )?;
        let threshold = self.threshold.unwrap_or(1.0);
        let is_part = threshold > 0.0 && threshold <= 1.0;
        check_setting("the threshold of an F score", threshold, is_part, "more than 0 and at most 1")
    }

    fn state(&self) -> Vec<Counts> {
        vec![Counts::default(); N]
    }

    fn update<T: Scalar>(&self, state: &mut Vec<Counts>, seen: Seen<'_, T, Features<N>, Y>) {
        for sample in 0..seen.samples() {
            let output = |class| seen.outputs().at(class, sample);
            let largest = output(argmax((0..N).map(output)));
            for (class, counts) in state.iter_mut().enumerate() {
                let is_positive = match self.threshold {
                    None => output(class) >= largest && output(class).to_f64().abs() > 1e-9,
                    Some(threshold) => output(class) > T::of(threshold),
                };
                let truth = Y::truth(seen.targets, class, sample).to_f64();
                counts.add(is_positive, truth, seen.weight(sample));
            }
        }
    }

    fn result(&self, state: &Vec<Counts>) -> Score {
        match self.average {
            None => Score::Each(state.iter().map(|counts| self.score(counts)).collect()),
            Some(Average::Micro) => self.score(&state.iter().copied().sum()).into(),
            Some(Average::Macro) => self.mean(state, |_| 1.0, N as f64).into(),
            Some(Average::Weighted) => {
                let all: f64 = state.iter().map(Counts::positives).sum();
                self.mean(state, Counts::positives, all + EPSILON).into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::metrics::testing::{class_score, score, weighted_score};

    const OUTPUTS: [[f64; 3]; 4] = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.4, 0.1], [0.1, 0.2, 0.7]];
    const TARGETS: [[f64; 3]; 4] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]];

    fn close(score: Score, expected: &[f64]) {
        let scores = match score {
            Score::One(score) => vec![score],
            Score::Each(scores) => scores,
        };
        assert_eq!(scores.len(), expected.len());
        for (score, expected) in scores.iter().zip(expected) {
            assert!((score - expected).abs() < 1e-6, "{scores:?}");
        }
    }

    #[test]
    fn classes_have_scores_of_their_own() {
        // Class 0: P 1/2, R 1. Class 1: P 1, R 1/3. Class 2: P 0, nothing to find.
        let [f0, f1] = [2.0 * 0.5 / 1.5, 2.0 / 3.0 / (4.0 / 3.0)];
        close(score(&FBetaScore::new(), &OUTPUTS, &TARGETS), &[f0, f1, 0.0]);
        close(class_score(&FBetaScore::new(), &OUTPUTS, &[0, 1, 1, 1]), &[f0, f1, 0.0]);
        let [f0, f1] = [5.0 * 0.5 / (4.0 * 0.5 + 1.0), 5.0 / 3.0 / (4.0 + 1.0 / 3.0)];
        close(score(&FBetaScore::new().beta(2.0), &OUTPUTS, &TARGETS), &[f0, f1, 0.0]);
    }

    #[test]
    fn scores_are_averaged_as_asked() {
        let average = |average| score(&FBetaScore::new().average(average), &OUTPUTS, &TARGETS);
        close(average(Average::Macro), &[(2.0 / 3.0 + 0.5) / 3.0]);
        close(average(Average::Weighted), &[(2.0 / 3.0 + 3.0 * 0.5) / 4.0]);
        close(average(Average::Micro), &[0.5]);
    }

    #[test]
    fn samples_count_by_their_weights() {
        // Class 1: 2 found, 1 and 0 missed.
        let metric = FBetaScore::new().average(Average::Weighted);
        let weighted = weighted_score(&metric, &OUTPUTS, &TARGETS, &[1.0, 2.0, 1.0, 0.0]);
        close(weighted, &[(2.0 / 3.0 + 3.0 * 0.8) / 4.0]);
    }

    #[test]
    fn with_a_threshold_several_outputs_can_be_positive_and_without_one_those_that_are_equal() {
        let (outputs, targets) = ([[0.6, 0.6, 0.2], [0.0, 0.0, 0.0]], [[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]]);
        close(score(&FBetaScore::new(), &outputs, &targets), &[2.0 / 3.0, 1.0, 0.0]);
        close(score(&FBetaScore::new().threshold(0.1), &outputs, &targets), &[2.0 / 3.0, 1.0, 1.0]);
        close(score(&FBetaScore::new().threshold(0.6), &outputs, &targets), &[0.0, 0.0, 0.0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |metric: FBetaScore| Metric::<Features<3>, linear, Features<3>>::check(&metric);
        assert!(check(FBetaScore::new().beta(0.5).threshold(1.0)).is_ok());
        for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(check(FBetaScore::new().beta(wrong)).is_err(), "{wrong}");
            assert!(check(FBetaScore::new().threshold(wrong)).is_err(), "{wrong}");
        }
    }
}
