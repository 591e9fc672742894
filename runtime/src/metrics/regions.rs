use alloc::vec;
use alloc::vec::Vec;

use super::row::{Row, rows};
use super::{Counts, Score, Seen};
use crate::data::Target;
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// Which classes' intersections over unions a metric is the mean of, where each row of outputs stands for the class of
/// its largest one.
#[derive(Clone, Debug, Default)]
pub(super) struct Regions {
    /// All, if there are none.
    pub(super) target_class_ids: Option<Vec<usize>>,
    pub(super) ignore_class: Option<usize>,
}

impl Regions {
    /// Whether the settings make sense for a model's output.
    pub(super) fn check<Out: Shape>(&self) -> Result<()> {
        let check = |what, class| {
            check_setting(what, class as f64, class < last_axis::<Out>(), "less than the number of outputs")
        };
        self.ignore_class.map_or(Ok(()), |class| check("the ignore_class of a metric", class))?;
        let mut targets = self.target_class_ids.iter().flatten();
        targets.try_for_each(|&class| check("a target class of a metric", class))
    }

    /// What is gathered: the decisions for each class and against it.
    pub(super) fn state<Out: Shape>() -> Vec<Counts> {
        vec![Counts::default(); last_axis::<Out>()]
    }

    /// Takes a batch in; `truth` says to which class a row of outputs at a position ought to belong.
    pub(super) fn update<T: Scalar, Out: Shape, Y: Target>(
        &self,
        state: &mut [Counts],
        seen: Seen<'_, T, Out, Y>,
        truth: impl Fn(usize, usize) -> usize,
    ) {
        for sample in 0..seen.samples() {
            for (position, outputs) in rows(seen.outputs(), sample).enumerate() {
                let (truth, predicted) = (truth(position, sample), Row::argmax(&outputs));
                if self.ignore_class == Some(truth) {
                    continue;
                }
                let weight = seen.weight_at(position, sample);
                state[predicted].add(true, f64::from(truth == predicted), weight);
                if truth != predicted {
                    state[truth].add(false, 1.0, weight);
                }
            }
        }
    }

    pub(super) fn result(&self, state: &[Counts]) -> Score {
        let pair = |counts: &Counts| (counts.true_positives, counts.false_positives + counts.false_negatives);
        match &self.target_class_ids {
            None => mean_iou(state.iter().map(pair)),
            Some(classes) => mean_iou(classes.iter().map(|&class| pair(&state[class]))),
        }
    }
}

/// The mean of the intersections over unions of classes, of each of which the weight inside of the intersection is
/// given, and that of the union outside of it. Classes without a union are left out. In `f32`, as in Keras.
pub(super) fn mean_iou(classes: impl Iterator<Item = (f64, f64)>) -> Score {
    let (mut sum, mut count) = (0.0f32, 0.0f32);
    for (inside, outside) in classes.filter(|(inside, outside)| inside + outside > 1e-9) {
        sum += inside as f32 / ((inside + outside) as f32 + 1e-7);
        count += 1.0;
    }
    f64::from(sum / (count + 1e-7)).into()
}

/// What the metrics have in common that are intersections over unions, in their field `regions`.
macro_rules! region_metric {
    ($name:literal) => {
        type State = alloc::vec::Vec<$crate::metrics::Counts>;

        fn name(&self) -> &str {
            $name
        }

        fn direction(&self) -> Option<$crate::metrics::Direction> {
            Some($crate::metrics::Direction::Up)
        }

        fn check(&self) -> $crate::error::Result<()> {
            self.regions.check::<Out>()
        }

        fn state(&self) -> Self::State {
            $crate::metrics::regions::Regions::state::<Out>()
        }

        fn result(&self, state: &Self::State) -> $crate::metrics::Score {
            self.regions.result(state)
        }
    };
    (sparse $name:literal) => {
        $crate::metrics::regions::region_metric!($name);

        fn update<T: $crate::tensor::Scalar>(
            &self,
            state: &mut Self::State,
            seen: $crate::metrics::Seen<'_, T, Out, Y>,
        ) {
            self.regions
                .update(state, seen, |position, sample| Y::class_at::<T>(seen.targets, position, sample));
        }
    };
    (one_hot $name:literal) => {
        $crate::metrics::regions::region_metric!($name);

        fn update<T: $crate::tensor::Scalar>(
            &self,
            state: &mut Self::State,
            seen: $crate::metrics::Seen<'_, T, Out, Out>,
        ) {
            let width = $crate::tensor::last_axis::<Out>();
            self.regions.update(state, seen, |position, sample| {
                $crate::tensor::row::Row::new(seen.targets, position * width, sample).argmax()
            });
        }
    };
}
pub(super) use region_metric;

/// The builder method of metrics that have the field `regions`.
macro_rules! region_builder {
    () => {
        /// The class whose pixels do not count, such as that of a border that nobody has labelled; by default there is
        /// none. Keras' may be a number that is no class; labels here always are one.
        #[must_use]
        pub const fn ignore_class(mut self, class: usize) -> Self {
            self.regions.ignore_class = Some(class);
            self
        }
    };
}
pub(super) use region_builder;

#[cfg(test)]
mod tests {
    use crate::activations::linear;
    use crate::data::ClassSequence;
    use crate::metrics::testing::{class_score, score, score_of};
    use crate::metrics::{IoU, MeanIoU, Metric, OneHotIoU, OneHotMeanIoU, Score};
    use crate::tensor::{Features, Sequence};

    const OUTPUTS: [[f64; 3]; 4] = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]];
    /// Class 0: one of two in common. Class 1: one of three. Class 2: one of two.
    const CLASSES: [usize; 4] = [0, 1, 1, 2];

    fn close(score: &Score, expected: f64) {
        let Score::One(score) = score else { panic!("{score:?}") };
        assert!((score - expected).abs() < 1e-6, "{score}");
    }

    #[test]
    fn a_class_has_what_both_say_in_common() {
        close(&class_score(&IoU::new([0]), &OUTPUTS, &CLASSES), 0.5);
        close(&class_score(&IoU::new([1]), &OUTPUTS, &CLASSES), 0.5);
        close(&class_score(&IoU::new([0, 2]), &OUTPUTS, &CLASSES), 0.75);
        close(&class_score(&MeanIoU::new(), &OUTPUTS, &CLASSES), 2.0 / 3.0);
        close(&class_score(&MeanIoU::new().ignore_class(1), &OUTPUTS, &CLASSES), 1.0);
    }

    #[test]
    fn one_hot_targets_say_the_same() {
        let mut targets = [[0.0; 3]; 4];
        targets.iter_mut().zip(CLASSES).for_each(|(target, class)| target[class] = 1.0);
        close(&score(&OneHotIoU::new([0, 2]), &OUTPUTS, &targets), 0.75);
        close(&score(&OneHotMeanIoU::new(), &OUTPUTS, &targets), 2.0 / 3.0);
    }

    #[test]
    fn a_class_that_is_nowhere_is_left_out_and_steps_count_one_by_one() {
        let outputs = [[[0.6, 0.3, 0.1], [0.2, 0.7, 0.1]]];
        let classes = score_of::<Sequence<2, 3>, ClassSequence<2, 3>, _>(
            &MeanIoU::new(),
            &outputs,
            &[[0, 0]],
            Some(&[1.0, 3.0]),
        );
        // Class 0: 1 of 4. Class 1: none of 3. The weights are those of the two steps.
        close(&classes, 0.125);
    }

    #[test]
    fn classes_that_do_not_exist_are_errors() {
        let check = |metric: IoU| Metric::<Features<3>, linear, crate::data::Classes<3>>::check(&metric);
        assert!(check(IoU::new([0, 2])).is_ok());
        assert!(check(IoU::new([3])).is_err());
        assert!(check(IoU::new([0]).ignore_class(3)).is_err());
    }
}
