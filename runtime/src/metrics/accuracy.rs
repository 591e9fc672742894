use super::{Mean, Metric, Seen};
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
#[non_exhaustive]
pub struct Accuracy {}

impl Accuracy {
    /// The metric with Keras' defaults.
    pub const fn new() -> Self {
        Self {}
    }
}

impl<A, const CLASSES: usize> Metric<Features<CLASSES>, A, Classes<CLASSES>> for Accuracy {
    super::mean_metric!("accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Features<CLASSES>, Classes<CLASSES>>) {
        for (sample, class) in seen.targets.iter().enumerate() {
            state.add_hit(largest(seen.outputs(), sample) == class, seen.weight(sample));
        }
    }
}

impl<A, const N: usize> Metric<Features<N>, A, Features<N>> for Accuracy {
    super::mean_metric!("accuracy", Up);

    fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Features<N>, Features<N>>) {
        for sample in 0..seen.samples() {
            let right = if N == 1 {
                let positive = seen.outputs().at(0, sample).to_f64() > 0.5;
                seen.targets.at(0, sample) == if positive { T::one() } else { T::zero() }
            } else {
                largest(seen.outputs(), sample) == largest(seen.targets, sample)
            };
            state.add_hit(right, seen.weight(sample));
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
    use crate::activations::linear;
    use crate::losses::Prediction;

    fn accuracy<const N: usize>(outputs: &[[f64; 3]; N], targets: &[[f64; 3]; N]) -> f64 {
        let lanes = Lanes::new(3);
        let mut padded = [vec![9.0; N * lanes.stride()], vec![-9.0; N * lanes.stride()]];
        for (padded, values) in padded.iter_mut().zip([outputs, targets]) {
            for (feature, values) in values.iter().enumerate() {
                padded[feature * lanes.stride()..][..3].copy_from_slice(values);
            }
        }
        let outputs = Batch::<f64, Features<N>>::new(&padded[0], lanes);
        let prediction = Prediction { preactivations: outputs, outputs };
        let (metric, mut state) = (Accuracy::default(), Mean::default());
        let seen = Seen::new(prediction, Batch::new(&padded[1], lanes), None);
        Metric::<Features<N>, linear, Features<N>>::update(&metric, &mut state, seen);
        state.result()
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
