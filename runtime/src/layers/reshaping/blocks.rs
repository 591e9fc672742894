//! Blocks of values that go to other places.

use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Scalar, Shape};

/// Fills each block of the output, which are `block` values of a sample, with the block of the input that `source`
/// says, or with zeros.
pub(super) fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    mut call: Forward<'_, T, L>,
    block: usize,
    source: impl Fn(usize) -> Option<usize>,
) {
    let block = block * call.input.lanes().stride();
    let input = call.input.values();
    for (number, output) in call.output.values().chunks_exact_mut(block).enumerate() {
        match source(number) {
            Some(from) => output.copy_from_slice(&input[from * block..][..block]),
            None => output.fill(T::zero()),
        }
    }
}

/// Adds up the gradients of all blocks that a block of the input went to.
pub(super) fn backward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    call: Backward<'_, T, L>,
    block: usize,
    source: impl Fn(usize) -> Option<usize>,
) {
    let Some(mut gradient) = call.input_gradient else { return };
    let (gradient, block) = (gradient.values(), block * call.input.lanes().stride());
    gradient.fill(T::zero());
    for (number, delta) in call.delta.values().chunks_exact(block).enumerate() {
        if let Some(from) = source(number) {
            let gradient = &mut gradient[from * block..][..block];
            gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient += delta);
        }
    }
}

/// The sizes of an image, or of a sequence as an image of one column: `[height, width, channels]`.
pub(super) const fn sizes(axes: &[usize]) -> [usize; 3] {
    match *axes {
        [time, features] => [time, 1, features],
        [height, width, channels] => [height, width, channels],
        _ => panic!("sequences and images have places"),
    }
}

/// What layers of blocks have in common, for one with `SIZES`, `[height, width, channels]` of its input and of its
/// output, and `source`, the place of the input that goes to a place of the output: `new`, and the implementations.
macro_rules! block_layer {
    ($layer:ident<$($parameter:ident),*>) => {
        impl<X: Shape, Y: Shape, $(const $parameter: usize),*> $layer<X, Y, $($parameter),*> {
            /// The layer.
            pub const fn new() -> Self {
                Self { shapes: core::marker::PhantomData }
            }
        }

        impl<X: Shape, Y: Shape, $(const $parameter: usize),*> Default for $layer<X, Y, $($parameter),*> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X: Shape, Y: Shape, $(const $parameter: usize),*> crate::layer::Layer for $layer<X, Y, $($parameter),*> {
            type Input = X;
            type Output = Y;
            type Activation = crate::activations::linear;

            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;

            fn forward<T: crate::tensor::Scalar>(&self, call: crate::layer::Forward<'_, T, Self>) {
                super::blocks::forward(call, const { Self::SIZES }.0[2], Self::source);
            }

            fn backward<T: crate::tensor::Scalar>(&self, call: crate::layer::Backward<'_, T, Self>) {
                super::blocks::backward(call, const { Self::SIZES }.0[2], Self::source);
            }
        }
    };
}
pub(super) use block_layer;
