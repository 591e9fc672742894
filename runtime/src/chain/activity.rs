//! What a layer's outputs add to the loss.
//!
//! Values lie feature by feature, so a regularizer sees one feature of all samples at a time. Sums over all values,
//! which is what regularizers of activities are, do not mind.
//!
//! The functions know no shapes and are not inlined: most layers have no such regularizer, and nobody should wait for
//! the compiler because of them.

use crate::error::{Error, Result};
use crate::layout::Lanes;
use crate::regularizers::AnyRegularizer;
use crate::tensor::Scalar;

/// Whether a regularizer's settings make sense, for outputs.
pub(crate) fn check(regularizer: &AnyRegularizer) -> Result<()> {
    regularizer.check(&[1]).map_err(|error| match error {
        Error::Rank { what, needed, .. } => Error::ActivityRank { what, needed },
        other => other,
    })
}

/// The penalty of all outputs of a piece of a batch, divided by the number of samples in the whole of it.
#[inline(never)]
pub(crate) fn penalty<T: Scalar>(
    regularizer: &AnyRegularizer,
    outputs: &[T],
    lanes: Lanes,
    in_batch: usize,
) -> f64 {
    let samples = lanes.samples();
    let features = outputs.chunks_exact(lanes.stride());
    let sum: f64 = features.map(|lanes| regularizer.penalty(&[samples], &lanes[..samples])).sum();
    sum / in_batch as f64
}

/// Adds the gradient of [`penalty`] with respect to the outputs.
#[inline(never)]
pub(crate) fn add_gradient<T: Scalar>(
    regularizer: &AnyRegularizer,
    outputs: &[T],
    gradient: &mut [T],
    lanes: Lanes,
    in_batch: usize,
) {
    let (samples, stride) = (lanes.samples(), lanes.stride());
    let share = 1.0 / in_batch as f64;
    for (gradient, outputs) in gradient.chunks_exact_mut(stride).zip(outputs.chunks_exact(stride)) {
        regularizer.add_gradient(&[samples], &outputs[..samples], share, &mut gradient[..samples]);
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::prelude::*;

    model! {
        struct Regularized {
            Dense<2, 3, tanh>(activity_regularizer = L1(0.5)),
            Dense<3, 2, softmax>(activity_regularizer = L2(0.25)),
        }
    }
    model! { struct Plain { Dense<2, 3, tanh>, Dense<3, 2, softmax> } }
    model! { struct Hidden { Dense<2, 3, tanh> } }

    /// The penalty of a sample is that of its outputs, whatever batch it is in.
    #[test]
    fn the_loss_grows_by_the_mean_penalty_of_the_samples() {
        let samples = [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6], [0.7, 0.8], [-0.9, 1.0]];
        let data = Dataset::<Features<2>, Classes<2>, f64>::new(samples, [0, 1, 1, 0, 1]).unwrap();
        let plain = Plain::<f64>::new(3);
        let mut hidden = Hidden::<f64>::new(0);
        hidden.set_weights(&plain.weights()[..2]).unwrap();
        let l1 = hidden.predict(&samples).as_flattened().iter().map(|a| 0.5 * a.abs()).sum::<f64>();
        let l2 = plain.predict(&samples).as_flattened().iter().map(|a| 0.25 * a * a).sum::<f64>();

        let loss = SparseCategoricalCrossentropy::default();
        let without = plain.compile(SGD::new(0.1), loss, ()).evaluate(&data).unwrap().loss();
        let model = Regularized::<f64>::new(3).compile(SGD::new(0.1), loss, ());
        let scores = model.evaluate(&data).unwrap();
        assert!((scores.loss() - (without + (l1 + l2) / 5.0)).abs() < 1e-14, "{}", scores.loss());

        let mut model = model;
        let fit = Fit::epochs(1).batch_size(2).shuffle(false).validation_data(&data);
        let history = model.fit(&data, fit).unwrap();
        let after = model.evaluate(&data).unwrap();
        assert!((history.get("val_loss").unwrap()[0] - after.loss()).abs() < 1e-14);
    }

    #[test]
    fn settings_are_checked_before_anything_changes() {
        let data = Dataset::<Features<2>, Features<1>>::new([[0.1, 0.2]], [[1.0]]).unwrap();
        model! { struct Negative { Dense<2, 1>(activity_regularizer = L2(-0.1)) } }
        let mut model = Negative::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
        assert!(matches!(model.fit(&data, Fit::epochs(1)), Err(Error::Setting { .. })));

        model! { struct Refused { Dense<2, 1>(activity_regularizer = OrthogonalRegularizer::new()) } }
        let mut model = Refused::new(1).compile(SGD::new(0.1), MeanSquaredError::default(), ());
        assert_eq!(
            model.fit(&data, Fit::epochs(1)).unwrap_err().to_string(),
            "`OrthogonalRegularizer` needs two axes, so it cannot be an activity regularizer, which sees single values"
        );
        assert_eq!(model.iterations(), 0);
    }
}
