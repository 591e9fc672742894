use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Features, Scalar, Shape};

/// All axes made one, in row-major order: an image of 8 × 8 × 1 becomes 64 features.
///
/// In `model!` it is just `Flatten`. Everywhere else it names what goes in and how many values that is:
/// `Flatten<Image<8, 8, 1>, 64>`; another number does not compile. No variables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flatten<S, const LEN: usize> {
    shape: PhantomData<S>,
}

impl<S: Shape, const LEN: usize> Flatten<S, LEN> {
    /// The layer.
    pub const fn new() -> Self {
        const { assert!(S::LEN == LEN, "flattening keeps the number of values") };
        Self { shape: PhantomData }
    }
}

impl<S: Shape, const LEN: usize> Layer for Flatten<S, LEN> {
    type Input = S;
    type Output = Features<LEN>;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}
