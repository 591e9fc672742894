//! What the metrics have in common that say how good one number can be where another is good enough.

use super::decisions::Decisions;
use super::{Counts, Score, Tally, Thresholds};

/// Decisions at 200 thresholds, evenly from 0 to 1.
pub(super) fn decisions() -> Decisions {
    Decisions { thresholds: Some(Thresholds::even(200)), ..Decisions::default() }
}

/// The largest number at the thresholds where another is at least `value`, or 0 if it nowhere is.
pub(super) fn best(tally: &Tally, number: fn(&Counts) -> f64, at: fn(&Counts) -> f64, value: f64) -> Score {
    tally.counts().iter().filter(|counts| at(counts) >= value).map(number).fold(0.0, f64::max).into()
}

/// Makes a struct with the field `decisions` and one for the value that another number has to reach a metric.
macro_rules! best_at {
    ($metric:ident, $name:literal, $number:path, $at:ident, $counted:path) => {
        impl $metric {
            /// The metric with Keras' defaults, where the other number is at least so much.
            pub fn new($at: f64) -> Self {
                Self { $at, decisions: $crate::metrics::best_at::decisions() }
            }

            $crate::metrics::decisions::decision_builder!(num_thresholds);
            $crate::metrics::decisions::decision_builder!(class_id);
        }

        impl<Out: $crate::tensor::Shape, A, Y: $crate::metrics::Truth<Out>> $crate::metrics::Metric<Out, A, Y>
            for $metric
        {
            $crate::metrics::decisions::decision_metric!();

            fn name(&self) -> &str {
                $name
            }

            fn direction(&self) -> Option<$crate::metrics::Direction> {
                Some($crate::metrics::Direction::Up)
            }

            fn check(&self) -> $crate::error::Result<()> {
                let what = concat!(stringify!($at), " of `", stringify!($metric), "`");
                let is_part = (0.0..=1.0).contains(&self.$at);
                $crate::error::check_setting(what, self.$at, is_part, "from 0 to 1")?;
                self.decisions.check::<Out>()
            }

            fn result(&self, state: &Self::State) -> $crate::metrics::Score {
                $crate::metrics::best_at::best(state, $number, $counted, self.$at)
            }
        }
    };
}
pub(super) use best_at;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::metrics::testing::{score, weighted_score};
    use crate::metrics::{
        Metric, PrecisionAtRecall, RecallAtPrecision, SensitivityAtSpecificity, SpecificityAtSensitivity,
    };
    use crate::tensor::Features;

    // From the lowest threshold: 3 of 3 and 3 of 4, 3 and 2, 2 and 1, 1 and 1, 1 and 0, none.
    const OUTPUTS: [[f64; 1]; 7] = [[0.1], [0.2], [0.3], [0.4], [0.5], [0.6], [0.0]];
    const TARGETS: [[f64; 1]; 7] = [[0.0], [0.0], [1.0], [0.0], [1.0], [1.0], [0.0]];

    #[test]
    fn the_best_of_all_thresholds_that_are_good_enough_counts() {
        let sensitivity =
            |specificity| score(&SensitivityAtSpecificity::new(specificity), &OUTPUTS, &TARGETS);
        assert_eq!([0.5, 0.75, 0.9].map(sensitivity), [1.0, 1.0, 2.0 / 3.0].map(Score::One));
        let specificity =
            |sensitivity| score(&SpecificityAtSensitivity::new(sensitivity), &OUTPUTS, &TARGETS);
        assert_eq!([0.5, 0.7, 1.0].map(specificity), [1.0, 0.75, 0.75].map(Score::One));
        let precision = |recall| score(&PrecisionAtRecall::new(recall), &OUTPUTS, &TARGETS);
        assert_eq!([0.5, 0.7, 1.0].map(precision), [1.0, 0.75, 0.75].map(Score::One));
        let recall = |precision| score(&RecallAtPrecision::new(precision), &OUTPUTS, &TARGETS);
        assert_eq!([0.5, 0.75, 0.8].map(recall), [1.0, 1.0, 2.0 / 3.0].map(Score::One));
    }

    #[test]
    fn samples_count_by_their_weights() {
        let weights = [1.0, 1.0, 1.0, 0.5, 1.0, 2.0, 0.5];
        let precision = weighted_score(&PrecisionAtRecall::new(0.8), &OUTPUTS, &TARGETS, &weights);
        assert_eq!(precision, Score::One(4.0 / 4.5));
    }

    #[test]
    fn what_no_threshold_reaches_is_0() {
        let nothing = [[0.0]; 7];
        assert_eq!(score(&RecallAtPrecision::new(0.9), &OUTPUTS, &nothing), Score::One(0.0));
        assert_eq!(
            score(&PrecisionAtRecall::new(0.5).num_thresholds(1), &nothing, &TARGETS),
            Score::One(0.0)
        );
    }

    #[test]
    fn one_class_alone_can_be_looked_at() {
        let (outputs, targets) = ([[0.9, 0.2], [0.1, 0.8]], [[1.0, 1.0], [0.0, 0.0]]);
        let recall = |class| score(&RecallAtPrecision::new(1.0).class_id(class), &outputs, &targets);
        assert_eq!([0, 1].map(recall), [1.0, 0.0].map(Score::One));
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |metric: RecallAtPrecision| Metric::<Features<2>, linear, Features<2>>::check(&metric);
        assert!(check(RecallAtPrecision::new(1.0).num_thresholds(1).class_id(1)).is_ok());
        for wrong in [
            RecallAtPrecision::new(1.1),
            RecallAtPrecision::new(f64::NAN),
            RecallAtPrecision::new(0.5).num_thresholds(0),
            RecallAtPrecision::new(0.5).class_id(2),
        ] {
            assert!(check(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
