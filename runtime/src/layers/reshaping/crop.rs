use super::blocks::{Places, moving};
use crate::tensor::Shape;

moving! {
    /// A sequence without its first and last steps.
    ///
    /// In `model!`: `Cropping1D<N>` for `N` steps on both sides, or `Cropping1D<BEFORE, BEHIND>`. No variables; what is
    /// left out has no gradient. Written in full, it names the shapes:
    /// `Cropping1D<Sequence<5, 2>, Sequence<3, 2>, 1, 1>`.
    Cropping1D, [BEFORE BEHIND], Places::cropped::<X, Y>([0, 0, BEFORE], [0, 0, BEHIND])
}

moving! {
    /// An image without its edges.
    ///
    /// In `model!`: `Cropping2D<N>` for `N` rows or columns on all sides, `Cropping2D<ROWS, COLUMNS>` for as many above
    /// as below and as many to the left as to the right, or all four: `Cropping2D<TOP, BOTTOM, LEFT, RIGHT>`. No
    /// variables; what is left out has no gradient. Written in full, it names the shapes:
    /// `Cropping2D<Image<5, 6, 2>, Image<3, 4, 2>, 1, 1, 1, 1>`.
    Cropping2D, [TOP BOTTOM LEFT RIGHT], Places::cropped::<X, Y>([0, TOP, LEFT], [0, BOTTOM, RIGHT])
}

moving! {
    /// A volume without its edges.
    ///
    /// In `model!`: `Cropping3D<N>` for `N` places on all sides, `Cropping3D<DEPTH, ROWS, COLUMNS>` for as many before as
    /// behind on each axis, or all six: `Cropping3D<FRONT, BACK, TOP, BOTTOM, LEFT, RIGHT>`. No variables; what is left
    /// out has no gradient. Written in full, it names the shapes:
    /// `Cropping3D<Volume<4, 5, 6, 2>, Volume<2, 3, 4, 2>, 1, 1, 1, 1, 1, 1>`.
    Cropping3D, [FRONT BACK TOP BOTTOM LEFT RIGHT],
    Places::cropped::<X, Y>([FRONT, TOP, LEFT], [BACK, BOTTOM, RIGHT])
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn edges_are_left_out() {
        let image = [[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]];
        assert_eq!(model![Input<2, 3, 1>, Cropping2D<1, 0, 0, 1>].predict(&image), [[[4.0], [5.0]]]);
        assert_eq!(model![Input<3, 1>, Cropping1D<1, 0>].predict(&[[1.0], [2.0], [3.0]]), [[2.0], [3.0]]);
        let model = model![Input<2, 2, 3, 1>, Cropping3D<1, 0, 0, 1, 2, 0>];
        assert_eq!(model.predict(&[[[[0.0]; 3]; 2], image]), [[[[3.0]]]]);
    }
}
