use super::{Mean, Metric, MetricOf, Seen};
use crate::data::Classes;
use crate::{Batch, Features, Scalar, argmax};

/// The part of the predictions that is right. What "right" means follows from the types, as it does in Keras:
///
/// | outputs | targets | right when | in Keras |
/// |---|---|---|---|
/// | `Features<C>` | `Classes<C>` | the largest output is that of the target's class | sparse categorical accuracy |
/// | `Features<C>` | `Features<C>` | the largest output is where the largest target is | categorical accuracy |
/// | `Features<1>` | `Features<1>` | the output is above 0.5 and the target 1, or not and 0 | binary accuracy |
///
/// Of equal largest values the first counts. Labels of two classes become targets for one output with
/// [`Dataset::binary`](crate::Dataset::binary).
#[derive(Clone, Copy, Debug, Default)]
pub struct Accuracy {
    mean: Mean,
}

impl Accuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self { mean: Mean::new() }
    }

    fn count(&mut self, right: bool) {
        self.mean.add(if right { 1.0 } else { 0.0 });
    }
}

impl Metric for Accuracy {
    fn name(&self) -> &'static str {
        "accuracy"
    }

    fn reset(&mut self) {
        *self = Self::default();
    }

    fn result(&self) -> f64 {
        self.mean.result()
    }
}

impl<const CLASSES: usize> MetricOf<Features<CLASSES>, Classes<CLASSES>> for Accuracy {
    fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Features<CLASSES>, Classes<CLASSES>>) {
        for (sample, class) in seen.targets.iter().enumerate() {
            self.count(largest(seen.outputs, sample) == class);
        }
    }
}

impl<const N: usize> MetricOf<Features<N>, Features<N>> for Accuracy {
    fn update<T: Scalar>(&mut self, seen: Seen<'_, T, Features<N>, Features<N>>) {
        for sample in 0..seen.targets.samples() {
            let right = if N == 1 {
                let positive = seen.outputs.at(0, sample).to_f64() > 0.5;
                seen.targets.at(0, sample) == if positive { T::one() } else { T::zero() }
            } else {
                largest(seen.outputs, sample) == largest(seen.targets, sample)
            };
            self.count(right);
        }
    }
}

/// Which value of a sample is the largest.
fn largest<T: Scalar, const N: usize>(batch: Batch<'_, T, Features<N>>, sample: usize) -> usize {
    argmax((0..N).map(|feature| batch.at(feature, sample)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lanes;

    fn accuracy<const N: usize>(outputs: &[[f64; 3]; N], targets: &[[f64; 3]; N]) -> f64 {
        let lanes = Lanes::new(3);
        let mut padded = [vec![9.0; N * lanes.stride()], vec![-9.0; N * lanes.stride()]];
        for (padded, values) in padded.iter_mut().zip([outputs, targets]) {
            for (feature, values) in values.iter().enumerate() {
                padded[feature * lanes.stride()..][..3].copy_from_slice(values);
            }
        }
        let mut metric = Accuracy::default();
        let outputs = Batch::<f64, Features<N>>::new(&padded[0], lanes);
        let seen = Seen::new(outputs, Batch::new(&padded[1], lanes));
        MetricOf::<Features<N>, Features<N>>::update(&mut metric, seen);
        metric.result()
    }

    #[test]
    fn one_output_is_compared_with_a_half_strictly() {
        assert_eq!(accuracy(&[[0.5, 0.6, 0.4]], &[[0.0, 1.0, 1.0]]), 2.0 / 3.0);
    }

    #[test]
    fn of_equal_outputs_the_first_counts() {
        let outputs = [[0.5, 0.2, 0.1], [0.5, 0.8, 0.9]];
        assert_eq!(accuracy(&outputs, &[[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]), 2.0 / 3.0);
    }
}
