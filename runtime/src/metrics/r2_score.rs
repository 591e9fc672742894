use alloc::vec;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::gathered::Gathered;
use super::{Direction, Metric, Score, Seen};
use crate::tensor::{Features, Scalar};

/// Coefficient of determination, how much better the outputs `p` are than the mean `ȳ` of the targets `y` would be:
/// `1 − Σ w (y − p)² / Σ w (y − ȳ)²` for each output. 1 is perfect, 0 as good as the mean, less than 0 worse.
///
/// For `Features`, with targets of the same width. Where all targets of an output are the same, it is 1 if that output
/// meets all of them exactly, and 0 otherwise, as in scikit-learn. Keras gives 0 too, but not a number for exact
/// outputs. Without samples of a weight other than 0, it is 0.
///
/// With `num_regressors`, it is adjusted for the number `k` of inputs that the model was fitted to, for `n` samples
/// whose weight is not 0: `1 − (1 − R²) (n − 1) / (n − k − 1)`, unless `n` is `k + 1` or less. Keras 3.15 takes for
/// `n` the number of samples times that of outputs, which was a mistake and has been mended since.
///
/// Defaults: `class_aggregation` [`UniformAverage`](ClassAggregation::UniformAverage), `num_regressors` 0.
#[derive(Clone, Copy, Debug)]
pub struct R2Score {
    class_aggregation: Option<ClassAggregation>,
    num_regressors: usize,
}

/// How the scores of several outputs become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClassAggregation {
    /// Their mean.
    UniformAverage,
    /// Their mean, each with the variance of its targets as its weight; the mean of all alike if no targets vary.
    VarianceWeightedAverage,
}

impl R2Score {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { class_aggregation: Some(ClassAggregation::UniformAverage), num_regressors: 0 }
    }

    /// How the scores of several outputs become one; `None` for a score for each.
    #[must_use]
    pub fn class_aggregation(mut self, class_aggregation: impl Into<Option<ClassAggregation>>) -> Self {
        self.class_aggregation = class_aggregation.into();
        self
    }

    /// The number of inputs that the score is adjusted for.
    #[must_use]
    pub const fn num_regressors(mut self, num_regressors: usize) -> Self {
        self.num_regressors = num_regressors;
        self
    }

    fn adjusted(&self, score: f64, samples: f64) -> f64 {
        let left = samples - self.num_regressors as f64 - 1.0;
        if self.num_regressors == 0 || left <= 0.0 {
            return score;
        }
        1.0 - (1.0 - score) * (samples - 1.0) / left
    }
}

impl Default for R2Score {
    fn default() -> Self {
        Self::new()
    }
}

/// What [`R2Score`] gathers.
#[derive(Clone, Debug)]
pub struct Variances {
    /// For each output.
    sums: Vec<Sums>,
    /// `Σ w`
    weight: f64,
    /// The number of samples with a weight that is not 0.
    samples: f64,
}

impl Gathered for Variances {
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        for sums in &mut self.sums {
            [&mut sums.mean, &mut sums.variation, &mut sums.residuals].into_iter().for_each(&mut *see);
        }
        [&mut self.weight, &mut self.samples].into_iter().for_each(see);
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// The mean of the targets, `Σ w y / Σ w`.
    mean: f64,
    /// `Σ w (y − mean)²`, kept up to date after B. P. Welford (1962): the difference of two large sums would lose
    /// digits.
    variation: f64,
    /// `Σ w (y − p)²`
    residuals: f64,
}

impl Sums {
    fn score(&self) -> f64 {
        let score = 1.0 - self.residuals / self.variation;
        match (self.variation == 0.0, self.residuals == 0.0) {
            (true, true) => 1.0,
            _ if score.is_infinite() => 0.0,
            _ => score,
        }
    }
}

impl<A, const N: usize> Metric<Features<N>, A, Features<N>> for R2Score {
    type State = Variances;

    fn name(&self) -> &str {
        "r2_score"
    }

    fn direction(&self) -> Option<Direction> {
        Some(Direction::Up)
    }

    fn state(&self) -> Variances {
        Variances { sums: vec![Sums::default(); N], weight: 0.0, samples: 0.0 }
    }

    fn update<T: Scalar>(&self, state: &mut Variances, seen: Seen<'_, T, Features<N>, Features<N>>) {
        for sample in 0..seen.samples() {
            let weight = seen.weight(sample);
            if weight == 0.0 {
                continue;
            }
            state.weight += weight;
            state.samples += 1.0;
            for (output, sums) in state.sums.iter_mut().enumerate() {
                let p = seen.outputs().at(output, sample).to_f64();
                let y = seen.targets.at(output, sample).to_f64();
                let before = y - sums.mean;
                sums.mean += weight / state.weight * before;
                sums.variation += weight * before * (y - sums.mean);
                sums.residuals += weight * (y - p).powi(2);
            }
        }
    }

    fn result(&self, state: &Variances) -> Score {
        let scores = || state.sums.iter().map(|sums| if state.samples == 0.0 { 0.0 } else { sums.score() });
        let variations = || state.sums.iter().map(|sums| sums.variation);
        let all: f64 = variations().sum();
        let score = match self.class_aggregation {
            None => return Score::Each(scores().map(|score| self.adjusted(score, state.samples)).collect()),
            Some(ClassAggregation::VarianceWeightedAverage) if all != 0.0 => {
                scores().zip(variations()).map(|(score, variation)| score * variation).sum::<f64>() / all
            }
            Some(ClassAggregation::VarianceWeightedAverage | ClassAggregation::UniformAverage) => {
                scores().sum::<f64>() / N as f64
            }
        };
        self.adjusted(score, state.samples).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::{score, weighted_score};

    fn close(score: &Score, expected: f64) {
        let Score::One(score) = score else { panic!("{score:?}") };
        assert!((score - expected).abs() < 1e-12, "{score}");
    }

    #[test]
    fn the_mean_of_the_targets_scores_0_and_the_targets_1() {
        let targets = [[1.0], [4.0], [3.0]];
        close(&score(&R2Score::new(), &targets, &targets), 1.0);
        close(&score(&R2Score::new(), &[[8.0 / 3.0]; 3], &targets), 0.0);
        close(&score(&R2Score::new(), &[[2.0], [4.0], [4.0]], &targets), 1.0 - 2.0 / (14.0 / 3.0));
    }

    #[test]
    fn targets_that_do_not_vary_score_0() {
        for y in [123.4f64, 1e-3, -77.7] {
            close(&score(&R2Score::new(), &[[1.0]; 7], &[[y]; 7]), 0.0);
        }
    }

    #[test]
    fn outputs_are_averaged_as_asked() {
        // The variances are 2 and 8, the residuals 1 and 16.
        let (outputs, targets) = ([[0.0, 4.0], [1.0, 4.0]], [[0.0, 0.0], [2.0, 4.0]]);
        let score = |aggregation| score(&R2Score::new().class_aggregation(aggregation), &outputs, &targets);
        assert_eq!(score(None), Score::Each(vec![0.5, -1.0]));
        close(&score(Some(ClassAggregation::UniformAverage)), -0.25);
        close(&score(Some(ClassAggregation::VarianceWeightedAverage)), 1.0 - 17.0 / 10.0);
    }

    #[test]
    fn a_weight_of_2_is_a_sample_twice() {
        let (outputs, targets) = ([[2.0], [4.0], [4.0]], [[1.0], [4.0], [3.0]]);
        let twice = score(&R2Score::new(), &[[2.0], [2.0], [4.0], [4.0]], &[[1.0], [1.0], [4.0], [3.0]]);
        assert_eq!(weighted_score(&R2Score::new(), &outputs, &targets, &[2.0, 1.0, 1.0]), twice);
    }

    #[test]
    fn the_score_is_adjusted_while_there_are_samples_enough() {
        let (outputs, targets) = ([[2.0], [4.0], [4.0], [1.0]], [[1.0], [4.0], [3.0], [0.0]]);
        let adjusted = |k| score(&R2Score::new().num_regressors(k), &outputs, &targets);
        // The squares are 3 and 10.
        close(&adjusted(0), 0.7);
        close(&adjusted(1), 1.0 - 0.3 * 3.0 / 2.0);
        close(&adjusted(2), 1.0 - 0.3 * 3.0);
        close(&adjusted(3), 0.7);
    }

    #[test]
    fn targets_that_are_all_the_same_score_1_if_they_are_met_and_0_otherwise() {
        close(&score(&R2Score::new(), &[[1.0], [2.0]], &[[1.0], [1.0]]), 0.0);
        close(&score(&R2Score::new(), &[[1.0], [1.0]], &[[1.0], [1.0]]), 1.0);
        close(&score(&R2Score::new(), &[[0.1]; 7], &[[0.1]; 7]), 1.0);
        let (outputs, targets) = ([[1.0, 0.0], [2.0, 0.0], [4.0, 0.0]], [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
        let score = |metric| score(&metric, &outputs, &targets);
        close(&score(R2Score::new()), 0.75);
        assert_eq!(score(R2Score::new().class_aggregation(None)), Score::Each(vec![0.5, 1.0]));
        close(&score(R2Score::new().class_aggregation(ClassAggregation::VarianceWeightedAverage)), 0.5);
    }

    #[test]
    fn targets_that_never_vary_are_averaged_too() {
        let metric = R2Score::new().class_aggregation(ClassAggregation::VarianceWeightedAverage);
        close(&score(&metric, &[[1.0, 0.0], [1.0, 1.0]], &[[1.0, 0.0], [1.0, 0.0]]), 0.5);
    }

    #[test]
    fn no_samples_score_0_and_no_numbers_none() {
        close(&weighted_score(&R2Score::new(), &[[1.0], [2.0]], &[[1.0], [3.0]], &[0.0, 0.0]), 0.0);
        let score = score(&R2Score::new(), &[[f64::NAN], [2.0]], &[[1.0], [1.0]]);
        assert!(matches!(score, Score::One(score) if score.is_nan()), "{score:?}");
    }
}
