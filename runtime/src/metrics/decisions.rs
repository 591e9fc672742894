use super::row::{precedes, rows};
use super::{Seen, Tally, Thresholds, Truth};
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// Which outputs a metric looks at, and when one of them is positive.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions {
    pub(super) thresholds: Option<Thresholds>,
    pub(super) top_k: Option<usize>,
    pub(super) class_id: Option<usize>,
}

impl Decisions {
    /// Whether the settings make sense for a model's output.
    pub(super) fn check<Out: Shape>(&self) -> Result<()> {
        let classes = last_axis::<Out>();
        let (k, class) = (self.top_k.unwrap_or(1), self.class_id.unwrap_or(0));
        check_setting(
            "the top_k of a metric",
            k as f64,
            (1..=classes).contains(&k),
            "from 1 to the number of outputs",
        )?;
        check_setting(
            "the class_id of a metric",
            class as f64,
            class < classes,
            "less than the number of outputs",
        )?;
        self.thresholds.as_ref().map_or(Ok(()), Thresholds::check)
    }

    /// What is gathered.
    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.thresholds.as_ref().map_or(1, Thresholds::len))
    }

    /// Takes a batch in.
    pub(super) fn update<T: Scalar, Out: Shape, Y: Truth<Out>>(
        &self,
        tally: &mut Tally,
        seen: Seen<'_, T, Out, Y>,
    ) {
        for sample in 0..seen.samples() {
            for (position, row) in rows(seen.outputs(), sample).enumerate() {
                let least = self.top_k.and_then(|k| row.least_of_top(k));
                for (class, output) in row.values().enumerate() {
                    if self.class_id.is_some_and(|id| id != class) {
                        continue;
                    }
                    let is_in_top = least.is_none_or(|least| !precedes(least, (output, class)));
                    let passed = if is_in_top { self.passed(output) } else { 0 };
                    let truth = Y::truth(seen.targets, row.first() + class, sample);
                    tally.add(passed, truth != T::zero(), seen.weight_at(position, sample));
                }
            }
        }
    }

    /// How many thresholds an output is above, if it is among the largest.
    fn passed<T: Scalar>(&self, output: T) -> usize {
        match &self.thresholds {
            Some(thresholds) => thresholds.passed(output),
            None => usize::from(self.top_k.is_some() || output > T::of(0.5)),
        }
    }
}

/// What the metrics have in common that gather decisions, in their field `decisions`.
macro_rules! decision_metric {
    () => {
        type State = $crate::metrics::Tally;

        fn state(&self) -> Self::State {
            self.decisions.tally()
        }

        fn update<T: $crate::tensor::Scalar>(
            &self,
            state: &mut Self::State,
            seen: $crate::metrics::Seen<'_, T, Out, Y>,
        ) {
            self.decisions.update(state, seen);
        }
    };
}
pub(super) use decision_metric;

/// Builder methods of metrics that have the field `decisions`.
macro_rules! decision_builder {
    (thresholds) => {
        /// Above what an output is positive: a number, or several in ascending order, each of which has a score of
        /// its own. By default 0.5.
        #[must_use]
        pub fn thresholds(mut self, thresholds: impl Into<$crate::metrics::Thresholds>) -> Self {
            self.decisions.thresholds = Some(thresholds.into());
            self
        }
    };
    (top_k) => {
        /// Takes only the `k` largest outputs of a sample for positive: all of them, or with `thresholds` those that
        /// are above. Of equal outputs the first counts as the largest.
        #[must_use]
        pub const fn top_k(mut self, k: usize) -> Self {
            self.decisions.top_k = Some(k);
            self
        }
    };
    (class_id) => {
        /// Looks only at the output of this class, counted from 0; by default at all outputs alike.
        #[must_use]
        pub const fn class_id(mut self, class: usize) -> Self {
            self.decisions.class_id = Some(class);
            self
        }
    };
    (num_thresholds) => {
        /// How many thresholds are tried, evenly from 0 to 1; by default 200.
        #[must_use]
        pub fn num_thresholds(mut self, count: usize) -> Self {
            self.decisions.thresholds = Some($crate::metrics::Thresholds::even(count));
            self
        }
    };
}
pub(super) use decision_builder;
