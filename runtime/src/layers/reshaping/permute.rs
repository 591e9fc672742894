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
/// goes back where the value came from. Written in full, it names the shapes, and four axes, the last ones as 3 and 4 if
/// there are fewer: `Permute<Sequence<3, 4>, Sequence<4, 3>, 2, 1, 3, 4>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let model = model![Input<2, 3>, Permute<2, 1>];
/// assert_eq!(model.predict(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Permute<X, Y, const FIRST: usize, const SECOND: usize, const THIRD: usize, const FOURTH: usize> {
    shapes: Types<(X, Y)>,
}

/// The lengths of four axes, the last ones 1 if there are fewer.
const fn four(axes: &[usize]) -> [usize; 4] {
    match *axes {
        [a] => [a, 1, 1, 1],
        [a, b] => [a, b, 1, 1],
        [a, b, c] => [a, b, c, 1],
        [a, b, c, d] => [a, b, c, d],
        _ => panic!("samples have one to four axes"),
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize, const FOURTH: usize>
    Permute<X, Y, FIRST, SECOND, THIRD, FOURTH>
{
    /// How far apart in the input the values along each axis of the output are, and the output's axes.
    const AXES: ([usize; 4], [usize; 4]) = {
        let (from, to) = (four(X::AXES), four(Y::AXES));
        let order = [FIRST - 1, SECOND - 1, THIRD - 1, FOURTH - 1];
        let apart = [from[1] * from[2] * from[3], from[2] * from[3], from[3], 1];
        let mut steps = [0; 4];
        let mut axis = 0;
        let mut seen = [false; 4];
        while axis < 4 {
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
        let (rows, last) = (place / to[3], place % to[3]);
        let at = [rows / (to[1] * to[2]), rows / to[2] % to[1], rows % to[2], last];
        Some(at.iter().zip(steps).map(|(at, step)| at * step).sum())
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize, const FOURTH: usize>
    Default for Permute<X, Y, FIRST, SECOND, THIRD, FOURTH>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, Y: Shape, const FIRST: usize, const SECOND: usize, const THIRD: usize, const FOURTH: usize>
    Layer for Permute<X, Y, FIRST, SECOND, THIRD, FOURTH>
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
