//! What the metrics have in common that are one of the [`Counts`](super::Counts).

/// Makes a struct with the field `decisions` a metric: the count of this name.
macro_rules! count_metric {
    ($metric:ident, $count:ident) => {
        impl $metric {
            /// The metric with Keras' defaults.
            pub fn new() -> Self {
                Self::default()
            }

            $crate::metrics::decisions::decision_builder!(thresholds);
        }

        impl<Out: $crate::tensor::Shape, A, Y: $crate::metrics::Truth<Out>> $crate::metrics::Metric<Out, A, Y>
            for $metric
        {
            $crate::metrics::decisions::decision_metric!();

            fn name(&self) -> &str {
                stringify!($count)
            }

            fn check(&self) -> $crate::error::Result<()> {
                self.decisions.check::<Out>()
            }

            fn result(&self, state: &Self::State) -> $crate::metrics::Score {
                state.score(|counts| counts.$count)
            }
        }
    };
}
pub(super) use count_metric;

#[cfg(test)]
mod tests {
    use crate::metrics::testing::{score, weighted_score};
    use crate::metrics::{FalseNegatives, FalsePositives, Score, TrueNegatives, TruePositives};

    const OUTPUTS: [[f64; 1]; 5] = [[0.9], [0.6], [0.5], [0.4], [0.1]];
    const TARGETS: [[f64; 1]; 5] = [[1.0], [0.0], [1.0], [1.0], [0.0]];

    #[test]
    fn an_output_at_the_threshold_is_negative() {
        assert_eq!(score(&TruePositives::new(), &OUTPUTS, &TARGETS), Score::One(1.0));
        assert_eq!(score(&FalsePositives::new(), &OUTPUTS, &TARGETS), Score::One(1.0));
        assert_eq!(score(&TrueNegatives::new(), &OUTPUTS, &TARGETS), Score::One(1.0));
        assert_eq!(score(&FalseNegatives::new(), &OUTPUTS, &TARGETS), Score::One(2.0));
    }

    #[test]
    fn each_threshold_has_a_count() {
        let metric = FalseNegatives::new().thresholds([0.0, 0.45, 0.95]);
        assert_eq!(score(&metric, &OUTPUTS, &TARGETS), Score::Each(vec![0.0, 1.0, 3.0]));
    }

    #[test]
    fn samples_count_by_their_weights() {
        let weights = [0.5, 2.0, 4.0, 8.0, 16.0];
        assert_eq!(weighted_score(&TruePositives::new(), &OUTPUTS, &TARGETS, &weights), Score::One(0.5));
        assert_eq!(weighted_score(&FalseNegatives::new(), &OUTPUTS, &TARGETS, &weights), Score::One(12.0));
        assert_eq!(weighted_score(&TrueNegatives::new(), &OUTPUTS, &TARGETS, &weights), Score::One(16.0));
        assert_eq!(weighted_score(&FalsePositives::new(), &OUTPUTS, &TARGETS, &weights), Score::One(2.0));
    }
}
