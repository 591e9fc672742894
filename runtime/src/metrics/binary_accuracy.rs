use super::row::add_means;
use super::{Mean, Metric, Seen};
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// The part of the outputs that is right, each by itself: above the threshold where the target is 1, and not above it
/// where the target is 0. For a sample it is the mean over its outputs.
///
/// For outputs of every shape, with targets of the same shape.
///
/// Default: `threshold` 0.5.
#[derive(Clone, Copy, Debug)]
pub struct BinaryAccuracy {
    threshold: f64,
}

impl BinaryAccuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { threshold: 0.5 }
    }

    /// Above what an output stands for 1.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }
}

impl Default for BinaryAccuracy {
    fn default() -> Self {
        Self::new()
    }
}

impl<A, Out: Shape> Metric<Out, A, Out> for BinaryAccuracy {
    super::mean::mean_metric!("binary_accuracy", Up);

    fn check(&self) -> Result<()> {
        let what = "the threshold of `BinaryAccuracy`";
        check_setting(what, self.threshold, (0.0..=1.0).contains(&self.threshold), "from 0 to 1")
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        let threshold = T::of(self.threshold);
        add_means(state, seen, |outputs, targets| {
            let is_right =
                |&(output, target): &(T, T)| target == if output > threshold { T::one() } else { T::zero() };
            let pairs = outputs.values().zip(targets.values());
            pairs.filter(is_right).count() as f64 / last_axis::<Out>() as f64
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::{score, weighted_score};

    #[test]
    fn an_output_is_compared_with_the_threshold_strictly() {
        let (outputs, targets) = ([[0.5], [0.6], [0.4]], [[0.0], [1.0], [1.0]]);
        assert_eq!(score(&BinaryAccuracy::new(), &outputs, &targets), Score::One(2.0 / 3.0));
        assert_eq!(score(&BinaryAccuracy::new().threshold(0.3), &outputs, &targets), Score::One(2.0 / 3.0));
    }

    #[test]
    fn each_output_is_right_by_itself() {
        let (outputs, targets) = ([[0.9, 0.8], [0.1, 0.7]], [[1.0, 1.0], [1.0, 1.0]]);
        assert_eq!(score(&BinaryAccuracy::new(), &outputs, &targets), Score::One(0.75));
        let weights = [1.0, 3.0];
        assert_eq!(weighted_score(&BinaryAccuracy::new(), &outputs, &targets, &weights), Score::One(0.625));
    }

    #[test]
    fn a_threshold_is_from_0_to_1() {
        let check =
            |metric| Metric::<crate::tensor::Features<1>, (), crate::tensor::Features<1>>::check(&metric);
        assert!(check(BinaryAccuracy::new().threshold(0.0)).is_ok());
        assert!(check(BinaryAccuracy::new().threshold(-0.1)).is_err());
        assert!(check(BinaryAccuracy::new().threshold(f64::NAN)).is_err());
    }
}
