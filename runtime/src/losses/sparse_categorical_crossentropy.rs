use core::hint::select_unpredictable;

use super::crossentropy::Crossentropy;
use super::{Prediction, Reduction};
use crate::data::{ClassImage, ClassSequence, Classes, Labels, PositionLabels, each_position_class_target};
use crate::error::{Result, check_setting};
use crate::kernels::log_sum_exp::log_sum_exp;
use crate::layout::LANE_WIDTH;
use crate::math;
use crate::simd::vectorize_inline;
use crate::tensor::{Batch, BatchMut, Features, Image, Scalar, Sequence, Shape};

/// Cross-entropy of class probabilities and the number of the right class `t`: `L = −ln p_t`.
///
/// For a model that ends in [`softmax`](crate::activations::softmax) over as many features as there are classes, of a
/// sample ([`Classes`]), of each step ([`ClassSequence`]) or each pixel ([`ClassImage`]), or in
/// [`linear`](crate::activations::linear), whose outputs are then taken for logits: Keras' `from_logits=True`.
///
/// Loss and gradient are computed from the logits, as Keras does on TensorFlow: `L = ln Σ exp(zⱼ) − z_t` and `∂L/∂zⱼ =
/// pⱼ − [j = t]`. Nothing is clipped. (Where `p_t` is at hand and not tiny, `−ln p_t` is the same, and faster.)
///
/// Default: no class is ignored.
#[derive(Clone, Copy, Debug, Default)]
pub struct SparseCategoricalCrossentropy {
    ignore_class: Option<usize>,
    reduction: Reduction,
}

super::loss::options!(SparseCategoricalCrossentropy, "sparse_categorical_crossentropy");

impl SparseCategoricalCrossentropy {
    /// Leaves out the samples, steps or pixels of this class: they count neither in the sum of the losses nor in their
    /// number.
    #[must_use]
    pub const fn ignore_class(mut self, class: usize) -> Self {
        self.ignore_class = Some(class);
        self
    }
}

super::crossentropy::crossentropy!(
    SparseCategoricalCrossentropy after softmax, [const CLASSES: usize], Features<CLASSES>, Classes<CLASSES>
);

impl<const CLASSES: usize> Crossentropy<Features<CLASSES>, Classes<CLASSES>>
    for SparseCategoricalCrossentropy
{
    fn check(&self) -> Result<()> {
        let class = self.ignore_class.unwrap_or(0);
        check_setting("ignore_class", class as f64, class < CLASSES, "one of the classes")
    }

    #[inline]
    fn counts<T: Scalar>(&self, targets: Labels<'_>, _: usize, sample: usize) -> bool {
        self.ignore_class != Some(targets.at(sample))
    }

    fn losses<T: Scalar>(
        &self,
        logits: Batch<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        log_sum_exp(logits.values(), logits.lanes().stride(), losses);
        for (sample, (class, loss)) in targets.iter().zip(losses).enumerate() {
            *loss -= logits.at(class, sample);
        }
    }

    #[inline(always)]
    fn losses_of<T: Scalar>(
        &self,
        prediction: Prediction<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        losses: &mut [T],
    ) {
        // The logarithm of a probability that has all its digits is as good as what the logits say.
        if CLASSES <= FEW && prediction.outputs.lanes().is_block() {
            let classes = targets.lanes().first_chunk().expect("a class for each lane");
            let losses = losses.first_chunk_mut().expect("a loss for each lane");
            *losses = of_right_class(classes, prediction.outputs);
        } else {
            for (sample, (class, loss)) in targets.iter().zip(&mut *losses).enumerate() {
                *loss = prediction.outputs.at(class, sample);
            }
        }
        let of_samples = &losses[..prediction.outputs.samples()];
        if of_samples.iter().fold(true, |all, &p| all & (p >= T::SMALLEST_NORMAL)) {
            vectorize_inline::<T, _>(
                prediction.instructions,
                #[inline(always)]
                move || losses.iter_mut().for_each(|loss| *loss = -math::ln(*loss)),
            );
        } else {
            self.losses(prediction.preactivations, targets, losses);
        }
    }

    #[inline(always)]
    fn gradient<T: Scalar>(
        &self,
        _: Batch<'_, T, Features<CLASSES>>,
        targets: Labels<'_>,
        mut probabilities: BatchMut<'_, T, Features<CLASSES>>,
    ) {
        if CLASSES <= FEW && probabilities.lanes().is_block() {
            // A copy, which cannot overlap with what is written.
            let classes: [u32; LANE_WIDTH] = *targets.lanes().first_chunk().expect("a class for each lane");
            for (class, of_class) in probabilities.features().enumerate() {
                for (p, right) in of_class.iter_mut().zip(classes) {
                    *p -= if right as usize == class { T::one() } else { T::zero() };
                }
            }
        } else {
            for (sample, class) in targets.iter().enumerate() {
                let p = probabilities.as_batch().at(class, sample);
                probabilities.set(class, sample, p - T::one());
            }
        }
    }
}

/// The loss of each step or pixel is that of a sample.
macro_rules! at_each_position {
    ([$($parameters:tt)*], $out:ty, $target:ty) => {
        super::crossentropy::crossentropy!(
            SparseCategoricalCrossentropy after softmax, [$($parameters)*], $out, $target
        );

        impl<$($parameters)*> Crossentropy<$out, $target> for SparseCategoricalCrossentropy {
            fn check(&self) -> Result<()> {
                Crossentropy::<Features<CLASSES>, Classes<CLASSES>>::check(self)
            }

            fn counts<T: Scalar>(&self, targets: PositionLabels<'_>, position: usize, sample: usize) -> bool {
                Crossentropy::<Features<CLASSES>, _>::counts::<T>(self, targets.position(position), 0, sample)
            }

            fn losses<T: Scalar>(&self, logits: Batch<'_, T, $out>, targets: PositionLabels<'_>, losses: &mut [T]) {
                for (position, losses) in losses.chunks_exact_mut(logits.lanes().stride()).enumerate() {
                    let logits = at_position::<T, _, CLASSES>(logits, position);
                    Crossentropy::<_, Classes<CLASSES>>::losses(self, logits, targets.position(position), losses);
                }
            }

            fn losses_of<T: Scalar>(
                &self,
                Prediction { preactivations, outputs, instructions }: Prediction<'_, T, $out>,
                targets: PositionLabels<'_>,
                losses: &mut [T],
            ) {
                for (position, losses) in losses.chunks_exact_mut(outputs.lanes().stride()).enumerate() {
                    let preactivations = at_position::<T, _, CLASSES>(preactivations, position);
                    let outputs = at_position::<T, _, CLASSES>(outputs, position);
                    let prediction = Prediction { preactivations, outputs, instructions };
                    let targets = targets.position(position);
                    Crossentropy::<_, Classes<CLASSES>>::losses_of(self, prediction, targets, losses);
                }
            }

            fn gradient<T: Scalar>(
                &self,
                logits: Batch<'_, T, $out>,
                targets: PositionLabels<'_>,
                mut probabilities: BatchMut<'_, T, $out>,
            ) {
                let lanes = logits.lanes();
                let positions = probabilities.values().chunks_exact_mut(CLASSES * lanes.stride());
                for (position, values) in positions.enumerate() {
                    let probabilities = BatchMut::<T, Features<CLASSES>>::new(values, lanes);
                    let logits = at_position(logits, position);
                    let targets = targets.position(position);
                    Crossentropy::<_, Classes<CLASSES>>::gradient(self, logits, targets, probabilities);
                }
            }
        }
    };
}
each_position_class_target!(at_each_position);

/// The values at one position, which are those of a sample with `CLASSES` features.
fn at_position<T: Scalar, S: Shape, const CLASSES: usize>(
    values: Batch<'_, T, S>,
    position: usize,
) -> Batch<'_, T, Features<CLASSES>> {
    let len = CLASSES * values.lanes().stride();
    Batch::new(&values.values()[position * len..][..len], values.lanes())
}

/// With no more classes than that, and one block of lanes, each lane looks at all of them: that takes less time than to
/// go to the right one.
const FEW: usize = 8;

/// The probability of the right class, for each lane.
#[inline(always)]
fn of_right_class<T: Scalar, const CLASSES: usize>(
    classes: &[u32; LANE_WIDTH],
    outputs: Batch<'_, T, Features<CLASSES>>,
) -> [T; LANE_WIDTH] {
    let mut right = [T::zero(); LANE_WIDTH];
    for (class, outputs) in outputs.features().enumerate() {
        for ((right, &p), &of_lane) in right.iter_mut().zip(outputs).zip(classes) {
            *right = select_unpredictable(of_lane as usize == class, p, *right);
        }
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{linear, softmax};
    use crate::data::Target;
    use crate::layout::Lanes;
    use crate::losses::Loss;
    use crate::losses::testing::{assert_close, run};

    /// Of the probabilities 1/6, 1/3 and 1/2.
    const LOGITS: [f64; 3] = [0.0, core::f64::consts::LN_2, 1.098_612_288_668_109_8];

    #[test]
    fn probabilities_and_logits_cost_the_same() {
        let (z, loss) = ([LOGITS, LOGITS], SparseCategoricalCrossentropy::new());
        let (losses, gradient) = run::<f64, softmax, Features<3>, _>(&loss, &z, &[1, 2]);
        assert_close(&losses, &[3f64.ln(), 2f64.ln()]);
        assert_close(&gradient, &[1.0 / 6.0, -2.0 / 3.0, 0.5, 1.0 / 6.0, 1.0 / 3.0, -0.5]);
        let (of_logits, gradient_of_logits) = run::<f64, linear, Features<3>, _>(&loss, &z, &[1, 2]);
        assert_close(&of_logits, &losses);
        assert_eq!(gradient_of_logits, gradient);
    }

    #[test]
    fn a_class_of_no_probability_costs_what_its_logit_says() {
        let z = [[0.0f32, -200.0, 1.0]; 2];
        let (losses, _) =
            run::<f32, softmax, Features<3>, _>(&SparseCategoricalCrossentropy::new(), &z, &[1, 0]);
        let normalizer = 1.0f32.exp().ln_1p();
        assert!((losses[0] - 200.0 - normalizer).abs() < 1e-4, "{losses:?}");
        assert!((losses[1] - normalizer).abs() < 1e-6, "{losses:?}");
    }

    #[test]
    fn samples_of_the_ignored_class_do_not_count() {
        let loss = SparseCategoricalCrossentropy::new().ignore_class(1);
        let labels = <Classes<3> as Target>::batch::<f64>(&[0, 1, 2, 1, 1, 1, 1, 1], Lanes::new(4));
        let counts =
            |loss, sample| Loss::<Features<3>, softmax>::counts::<f64>(&loss, labels, 0, sample, 1.0);
        assert_eq!([0, 1, 2, 3].map(|sample| counts(loss, sample)), [true, false, true, false]);
        assert_eq!([0, 1].map(|sample| counts(SparseCategoricalCrossentropy::new(), sample)), [true; 2]);
    }

    #[test]
    fn each_step_has_the_loss_of_a_sample() {
        let loss = SparseCategoricalCrossentropy::new();
        let (z, classes) = ([LOGITS, [LOGITS[1], LOGITS[0], LOGITS[2]]], [1, 0]);
        let of_samples = run::<f64, softmax, Features<3>, _>(&loss, &z, &classes);
        assert_eq!(run::<f64, softmax, Sequence<2, 3>, _>(&loss, &[z], &[classes]), of_samples);
        let of_logits = run::<f64, linear, Features<3>, _>(&loss, &z, &classes);
        assert_eq!(run::<f64, linear, Image<1, 2, 3>, _>(&loss, &[[z]], &[[classes]]), of_logits);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let check = |loss| Loss::<Features<3>, softmax>::check(&loss);
        assert!(check(SparseCategoricalCrossentropy::new()).is_ok());
        assert!(check(SparseCategoricalCrossentropy::new().ignore_class(2)).is_ok());
        assert!(check(SparseCategoricalCrossentropy::new().ignore_class(3)).is_err());
    }
}
