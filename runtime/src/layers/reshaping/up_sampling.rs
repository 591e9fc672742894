use super::blocks::{block_layer, sizes};
use crate::layers::Types;
use crate::tensor::Shape;

/// Each pixel of an image becomes a block of equal ones.
///
/// In `model!`: `UpSampling2D<N>` for blocks of `N × N`, or `UpSampling2D<ROWS, COLUMNS>`. No variables; a pixel's
/// gradient is the sum of those of its block. Written in full, it names the shapes:
/// `UpSampling2D<Image<3, 4, 2>, Image<6, 8, 2>, 2, 2>`.
#[derive(Clone, Copy, Debug)]
pub struct UpSampling2D<X, Y, const ROWS: usize, const COLUMNS: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const ROWS: usize, const COLUMNS: usize> UpSampling2D<X, Y, ROWS, COLUMNS> {
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            to[0] == ROWS * from[0] && to[1] == COLUMNS * from[1] && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        let (from, to) = const { Self::SIZES };
        Some(place / to[1] / ROWS * from[1] + place % to[1] / COLUMNS)
    }
}

block_layer!(UpSampling2D<ROWS, COLUMNS>);

/// Each step of a sequence becomes `N` equal ones.
///
/// In `model!`: `UpSampling1D<N>`. No variables; a step's gradient is the sum of those that it became. Written in full,
/// it names the shapes: `UpSampling1D<Sequence<3, 2>, Sequence<6, 2>, 2>`.
#[derive(Clone, Copy, Debug)]
pub struct UpSampling1D<X, Y, const N: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const N: usize> UpSampling1D<X, Y, N> {
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            to[0] == N * from[0] && to[1] == from[1] && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        Some(place / N)
    }
}

block_layer!(UpSampling1D<N>);

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn places_are_repeated() {
        let image = [[[1.0], [2.0]]];
        let larger = model![Input<1, 2, 1>, UpSampling2D<2, 1>].predict(&image);
        assert_eq!(larger, [[[1.0], [2.0]], [[1.0], [2.0]]]);
        let larger = model![Input<1, 2, 1>, UpSampling2D<2>].predict(&image);
        assert_eq!(larger, [[[1.0], [1.0], [2.0], [2.0]]; 2]);
        let longer = model![Input<2, 1>, UpSampling1D<2>].predict(&[[1.0], [2.0]]);
        assert_eq!(longer, [[1.0], [1.0], [2.0], [2.0]]);
    }
}
