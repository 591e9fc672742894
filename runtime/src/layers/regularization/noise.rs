//! Random factors, and what is added at random.

use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Scalar, Shape};

/// Fills `values` with random numbers, sample after sample, so that what a sample gets does not depend on how a batch
/// lies in memory.
pub(super) fn fill<T>(values: &mut [T], stride: usize, mut next: impl FnMut() -> T) {
    for sample in 0..stride {
        for value in values[sample..].iter_mut().step_by(stride) {
            *value = next();
        }
    }
}

/// `y = f x` with the factors that are saved.
pub(super) fn multiply<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    mut call: Forward<'_, T, L>,
) {
    for ((y, &x), &factor) in call.output.values().iter_mut().zip(call.input.values()).zip(&*call.saved) {
        *y = factor * x;
    }
}

/// The gradient of [`multiply`]. Where the layer changed nothing, the gradient passes as it is.
pub(super) fn multiply_back<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    call: Backward<'_, T, L>,
) {
    if !call.pass.is_training() {
        return call.pass_on();
    }
    let Some(mut gradient) = call.input_gradient else { return };
    for ((gradient, &delta), &factor) in
        gradient.values().iter_mut().zip(call.delta.values()).zip(&*call.saved)
    {
        *gradient = factor * delta;
    }
}
