//! What makes training harder, so that a model cannot rely on single values. Outside training nothing is changed.

mod dropout;
mod gaussian_dropout;
mod gaussian_noise;
mod spatial_dropout;

pub use dropout::Dropout;
pub use gaussian_dropout::GaussianDropout;
pub use gaussian_noise::GaussianNoise;
pub use spatial_dropout::{SpatialDropout1D, SpatialDropout2D};

use crate::layer::{Backward, Forward, Layer};
use crate::tensor::Scalar;

/// Fills `values` with random numbers, sample after sample, so that what a sample gets does not depend on how a batch lies
/// in memory.
fn fill<T>(values: &mut [T], stride: usize, mut next: impl FnMut() -> T) {
    for sample in 0..stride {
        for value in values[sample..].iter_mut().step_by(stride) {
            *value = next();
        }
    }
}

/// `y = f x` with the factors that are saved.
fn multiply<T: Scalar, L: Layer>(mut call: Forward<'_, T, L>) {
    for ((y, &x), &factor) in call.output.values().iter_mut().zip(call.input.values()).zip(&*call.saved) {
        *y = factor * x;
    }
}

/// The gradient of [`multiply`]. Where the layer changed nothing, the gradient passes as it is.
fn multiply_back<T: Scalar, L: Layer>(call: Backward<'_, T, L>) {
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
