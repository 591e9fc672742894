use super::blocks::{block_layer, sizes};
use crate::layers::Types;
use crate::tensor::Shape;

/// Zeros around an image.
///
/// In `model!`: `ZeroPadding2D<N>` for `N` on all sides, `ZeroPadding2D<ROWS, COLUMNS>` for as many above as below and
/// as many to the left as to the right, or all four: `ZeroPadding2D<TOP, BOTTOM, LEFT, RIGHT>`. No variables; the
/// zeros' gradient goes nowhere. Written in full, it names the shapes:
/// `ZeroPadding2D<Image<3, 4, 2>, Image<5, 6, 2>, 1, 1, 1, 1>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<7, 7, 1>, ZeroPadding2D<0, 1, 0, 1>, Conv2D<4, 3, relu>, Flatten, Dense<2> } }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ZeroPadding2D<X, Y, const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize>
    ZeroPadding2D<X, Y, TOP, BOTTOM, LEFT, RIGHT>
{
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            to[0] == TOP + from[0] + BOTTOM && to[1] == LEFT + from[1] + RIGHT && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        let (from, to) = const { Self::SIZES };
        let (y, x) = ((place / to[1]).checked_sub(TOP)?, (place % to[1]).checked_sub(LEFT)?);
        (y < from[0] && x < from[1]).then_some(y * from[1] + x)
    }
}

block_layer!(ZeroPadding2D<TOP, BOTTOM, LEFT, RIGHT>);

/// Steps of zeros before and behind a sequence.
///
/// In `model!`: `ZeroPadding1D<N>` for `N` on both sides, or `ZeroPadding1D<BEFORE, BEHIND>`. No variables; the zeros'
/// gradient goes nowhere. Written in full, it names the shapes: `ZeroPadding1D<Sequence<3, 2>, Sequence<5, 2>, 1, 1>`.
#[derive(Clone, Copy, Debug)]
pub struct ZeroPadding1D<X, Y, const BEFORE: usize, const BEHIND: usize> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape, const BEFORE: usize, const BEHIND: usize> ZeroPadding1D<X, Y, BEFORE, BEHIND> {
    const SIZES: ([usize; 3], [usize; 3]) = {
        let (from, to) = (sizes(X::AXES), sizes(Y::AXES));
        assert!(
            to[0] == BEFORE + from[0] + BEHIND && to[1] == from[1] && to[2] == from[2],
            "the shape that comes out is another one"
        );
        (from, to)
    };

    /// The place of the input that goes to this place of the output.
    fn source(place: usize) -> Option<usize> {
        let (from, _) = const { Self::SIZES };
        place.checked_sub(BEFORE).filter(|&step| step < from[0])
    }
}

block_layer!(ZeroPadding1D<BEFORE, BEHIND>);

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn zeros_lie_around() {
        let image = [[[1.0], [2.0]]];
        let padded = model![Input<1, 2, 1>, ZeroPadding2D<1, 0, 0, 2>].predict(&image);
        assert_eq!(padded, [[[0.0]; 4], [[1.0], [2.0], [0.0], [0.0]]]);
        let padded = model![Input<2, 1>, ZeroPadding1D<1>].predict(&[[1.0], [2.0]]);
        assert_eq!(padded, [[0.0], [1.0], [2.0], [0.0]]);
    }
}
