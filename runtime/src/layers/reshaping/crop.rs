use super::blocks::{block_layer, sizes};
use crate::layers::Types;
use crate::tensor::Shape;

/// An image without its edges.
///
/// In `model!`: `Cropping2D<N>` for `N` rows or columns on all sides, `Cropping2D<ROWS, COLUMNS>` for as many above as
/// below and as many to the left as to the right, or all four: `Cropping2D<TOP, BOTTOM, LEFT, RIGHT>`. No variables;
/// what is left out has no gradient. Written in full, it names the shapes:
/// `Cropping2D<Image<5, 6, 2>, Image<3, 4, 2>, 1, 1, 1, 1>`.
#[derive(Clone, Copy, Debug)]
pub struct Cropping2D<X, Y, const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize>
    Cropping2D<X, Y, TOP, BOTTOM, LEFT, RIGHT>
{
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            from[0] == TOP + to[0] + BOTTOM && from[1] == LEFT + to[1] + RIGHT && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        let (from, to) = const { Self::SIZES };
        Some((place / to[1] + TOP) * from[1] + place % to[1] + LEFT)
    }
}

block_layer!(Cropping2D<TOP, BOTTOM, LEFT, RIGHT>);

/// A sequence without its first and last steps.
///
/// In `model!`: `Cropping1D<N>` for `N` steps on both sides, or `Cropping1D<BEFORE, BEHIND>`. No variables; what is
/// left out has no gradient. Written in full, it names the shapes: `Cropping1D<Sequence<5, 2>, Sequence<3, 2>, 1, 1>`.
#[derive(Clone, Copy, Debug)]
pub struct Cropping1D<X, Y, const BEFORE: usize, const BEHIND: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const BEFORE: usize, const BEHIND: usize> Cropping1D<X, Y, BEFORE, BEHIND> {
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            from[0] == BEFORE + to[0] + BEHIND && to[1] == from[1] && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        Some(place + BEFORE)
    }
}

block_layer!(Cropping1D<BEFORE, BEHIND>);

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn edges_are_left_out() {
        let image = [[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]];
        assert_eq!(model![Input<2, 3, 1>, Cropping2D<1, 0, 0, 1>].predict(&image), [[[4.0], [5.0]]]);
        assert_eq!(model![Input<3, 1>, Cropping1D<1, 0>].predict(&[[1.0], [2.0], [3.0]]), [[2.0], [3.0]]);
    }
}
