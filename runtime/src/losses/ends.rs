//! What a model may end in for a cross-entropy: the activation that makes probabilities, or none. In the second case the
//! outputs are taken for logits: Keras' `from_logits=True`.

use crate::activations::{Elementwise, linear, sigmoid, softmax};
use crate::shape::last_axis;
use crate::{BatchMut, Scalar, Shape, kernels};

use super::Prediction;

/// [`softmax`], or [`linear`] for logits.
pub trait SoftmaxOrLogits: sealed::Sealed {
    /// Whether the outputs are logits.
    const LOGITS: bool;
}

/// [`sigmoid`], or [`linear`] for logits.
pub trait SigmoidOrLogits: sealed::Sealed {
    /// Whether the outputs are logits.
    const LOGITS: bool;

    /// The probability that an output stands for.
    fn probability<T: Scalar>(output: T) -> T {
        if Self::LOGITS { sigmoid {}.value(output) } else { output }
    }
}

impl SoftmaxOrLogits for softmax {
    const LOGITS: bool = false;
}

impl SoftmaxOrLogits for linear {
    const LOGITS: bool = true;
}

impl SigmoidOrLogits for sigmoid {
    const LOGITS: bool = false;
}

impl SigmoidOrLogits for linear {
    const LOGITS: bool = true;
}

/// Writes the probabilities of the classes on the last axis.
pub(super) fn over_classes<A: SoftmaxOrLogits, T: Scalar, Out: Shape>(
    prediction: Prediction<'_, T, Out>,
    mut probabilities: BatchMut<'_, T, Out>,
) {
    let stride = prediction.outputs.lanes().stride();
    probabilities.values().copy_from_slice(prediction.outputs.values());
    if A::LOGITS {
        kernels::softmax::forward(probabilities.values(), last_axis::<Out>(), stride);
    }
}

mod sealed {
    use crate::activations::{linear, sigmoid, softmax};

    pub trait Sealed {}
    impl Sealed for softmax {}
    impl Sealed for sigmoid {}
    impl Sealed for linear {}
}
