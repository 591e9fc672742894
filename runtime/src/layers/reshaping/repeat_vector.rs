use super::blocks::{backward, forward};
use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Features, Scalar, Sequence};

/// The same features at `TIME` steps: `Features<F>` becomes `Sequence<TIME, F>`.
///
/// In `model!`: `RepeatVector<TIME>`. No variables; the gradient is the sum of those of all steps. Written in full, it
/// names the number of features too: `RepeatVector<TIME, F>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let model = model![Input<2>, RepeatVector<3>];
/// assert_eq!(model.predict(&[1.0, 2.0]), [[1.0, 2.0]; 3]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RepeatVector<const TIME: usize, const FEATURES: usize>;

impl<const TIME: usize, const FEATURES: usize> RepeatVector<TIME, FEATURES> {
    /// The layer.
    pub const fn new() -> Self {
        Self
    }
}

impl<const TIME: usize, const FEATURES: usize> Layer for RepeatVector<TIME, FEATURES> {
    type Input = Features<FEATURES>;
    type Output = Sequence<TIME, FEATURES>;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        forward(call, FEATURES, |_| Some(0));
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        backward(call, FEATURES, |_| Some(0));
    }
}
