//! Blocks of values that go to other places.

use crate::layer::{Backward, Forward, Layer};
use crate::tensor::Scalar;

/// Fills each block of the output, which are `block` values of a sample, with the block of the input that `source`
/// says, or with zeros.
pub(super) fn forward<T: Scalar, L: Layer>(
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
pub(super) fn backward<T: Scalar, L: Layer>(
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
