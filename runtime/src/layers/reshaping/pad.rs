use super::blocks::{Places, moving};
use crate::tensor::Shape;

moving! {
    /// Steps of zeros before and behind a sequence.
    ///
    /// In `model!`: `ZeroPadding1D<N>` for `N` on both sides, or `ZeroPadding1D<BEFORE, BEHIND>`. No variables; the
    /// zeros' gradient goes nowhere. Written in full, it names the shapes:
    /// `ZeroPadding1D<Sequence<3, 2>, Sequence<5, 2>, 1, 1>`.
    ZeroPadding1D, [BEFORE BEHIND], Places::padded::<X, Y>([0, 0, BEFORE], [0, 0, BEHIND])
}

moving! {
    /// Zeros around an image.
    ///
    /// In `model!`: `ZeroPadding2D<N>` for `N` on all sides, `ZeroPadding2D<ROWS, COLUMNS>` for as many above as below
    /// and as many to the left as to the right, or all four: `ZeroPadding2D<TOP, BOTTOM, LEFT, RIGHT>`. No variables;
    /// the zeros' gradient goes nowhere. Written in full, it names the shapes:
    /// `ZeroPadding2D<Image<3, 4, 2>, Image<5, 6, 2>, 1, 1, 1, 1>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<7, 7, 1>, ZeroPadding2D<0, 1, 0, 1>, Conv2D<4, 3, relu>, Flatten, Dense<2> } }
    /// ```
    ZeroPadding2D, [TOP BOTTOM LEFT RIGHT], Places::padded::<X, Y>([0, TOP, LEFT], [0, BOTTOM, RIGHT])
}

moving! {
    /// Zeros around a volume.
    ///
    /// In `model!`: `ZeroPadding3D<N>` for `N` on all sides, `ZeroPadding3D<DEPTH, ROWS, COLUMNS>` for as many before as
    /// behind on each axis, or all six: `ZeroPadding3D<FRONT, BACK, TOP, BOTTOM, LEFT, RIGHT>`. No variables; the zeros'
    /// gradient goes nowhere. Written in full, it names the shapes:
    /// `ZeroPadding3D<Volume<2, 3, 4, 2>, Volume<4, 5, 6, 2>, 1, 1, 1, 1, 1, 1>`.
    ZeroPadding3D, [FRONT BACK TOP BOTTOM LEFT RIGHT],
    Places::padded::<X, Y>([FRONT, TOP, LEFT], [BACK, BOTTOM, RIGHT])
}

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
        let padded = model![Input<1, 1, 2, 1>, ZeroPadding3D<1, 0, 0, 1, 0, 0>].predict(&[image]);
        assert_eq!(padded, [[[[0.0]; 2]; 2], [[[1.0], [2.0]], [[0.0]; 2]]]);
    }
}
