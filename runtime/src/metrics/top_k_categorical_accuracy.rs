use super::row::add_means;
use super::{Mean, Metric, Seen};
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// The part of the predictions in which fewer than `k` outputs are larger than the one where the largest target is.
///
/// Outputs that are equal to it do not count as larger. For outputs of every shape, with targets of the same shape,
/// one-hot as a rule; the classes are on the last axis, and a sequence counts by the part of its steps that is right.
///
/// Default: `k` 5.
#[derive(Clone, Copy, Debug)]
pub struct TopKCategoricalAccuracy {
    k: usize,
}

/// What the metrics have in common that look at the `k` largest outputs.
macro_rules! k {
    ($metric:ident) => {
        impl $metric {
            /// The metric with Keras' defaults.
            pub const fn new() -> Self {
                Self { k: 5 }
            }

            /// How many of the largest outputs are looked at.
            #[must_use]
            pub const fn k(mut self, k: usize) -> Self {
                self.k = k;
                self
            }

            fn check_k(self) -> $crate::error::Result<()> {
                let what = concat!("the k of `", stringify!($metric), "`");
                $crate::error::check_setting(what, self.k as f64, self.k > 0, "at least 1")
            }
        }

        impl Default for $metric {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}
pub(super) use k;

k!(TopKCategoricalAccuracy);

impl<A, Out: Shape> Metric<Out, A, Out> for TopKCategoricalAccuracy {
    super::mean::mean_metric!("top_k_categorical_accuracy", Up);

    fn check(&self) -> Result<()> {
        self.check_k()
    }

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
        add_means(state, seen, |outputs, targets| f64::from(outputs.is_in_top(self.k, targets.argmax())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Score;
    use crate::metrics::testing::score;

    #[test]
    fn equal_outputs_are_no_larger() {
        let outputs = [[0.4, 0.4, 0.2], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]];
        let targets = [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]];
        let score = |k| score(&TopKCategoricalAccuracy::new().k(k), &outputs, &targets);
        assert_eq!([score(1), score(2), score(3)], [1.0 / 3.0, 2.0 / 3.0, 1.0].map(Score::One));
        assert_eq!(score(5), Score::One(1.0), "more than there are classes");
    }

    #[test]
    fn k_is_at_least_1() {
        let check =
            |metric| Metric::<crate::tensor::Features<3>, (), crate::tensor::Features<3>>::check(&metric);
        assert!(check(TopKCategoricalAccuracy::default()).is_ok());
        assert!(check(TopKCategoricalAccuracy::new().k(0)).is_err());
    }
}
