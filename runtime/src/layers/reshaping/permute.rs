use core::marker::PhantomData;

use super::blocks::{backward, forward};
use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

/// The axes of a sample in another order.
///
/// In `model!` it takes the numbers of the old axes, counted from 1, in their new order: `Permute<2, 1>` exchanges the
/// two axes of a sequence, `Permute<3, 1, 2>` brings the channels of an image to the front. No variables; the gradient
/// goes back where the value came from. Written in full, it names the shapes, and three axes, the third one as 3 if
/// there are but two: `Permute<Sequence<3, 4>, Sequence<4, 3>, 2, 1, 3>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let model = model![Input<2, 3>, Permute<2, 1>];
/// assert_eq!(model.predict(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Permute<X, Y, const FIRST: usize, const SECOND: usize, const THIRD: usize> {
    shapes: Types<(X, Y)>,
}

/// The lengths of three axes, the last ones 1 if there are fewer.
const fn three(axes: &[usize]) -> [usize; 3] {
    match *axes {
        [a] => [a, 1, 1],
        [a, b] => [a, b, 1],
        [a, b, c] => [a, b, c],
        _ => panic!("samples have one to three axes"),
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize>
    Permute<X, Y, FIRST, SECOND, THIRD>
{
    /// How far apart in the input the values along each axis of the output are, and the output's axes.
    const AXES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (three(X::AXES), three(Y::AXES));
        let order = [FIRST - 1, SECOND - 1, THIRD - 1];
        let apart = [from[1] * from[2], from[2], 1];
        let mut steps = [0; 3];
        let mut axis = 0;
        let mut seen = [false; 3];
        while axis < 3 {
            assert!(
                to[axis] == from[order[axis]] && !seen[order[axis]],
                "the axes are those of the input, each once"
            );
            seen[order[axis]] = true;
            steps[axis] = apart[order[axis]];
            axis += 1;
        }
        (steps, to)
    };

    /// The layer.
    pub const fn new() -> Self {
        Self { shapes: PhantomData }
    }

    fn source(place: usize) -> Option<usize> {
        let (steps, to) = const { Self::AXES };
        let at = [place / (to[1] * to[2]), place / to[2] % to[1], place % to[2]];
        Some(at[0] * steps[0] + at[1] * steps[1] + at[2] * steps[2])
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize> Default
    for Permute<X, Y, FIRST, SECOND, THIRD>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize> Layer
    for Permute<X, Y, FIRST, SECOND, THIRD>
{
    type Input = X;
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        forward(call, 1, Self::source);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        backward(call, 1, Self::source);
    }
}
