use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_reshaping", run);

model! {
    struct Between { Input<3, 4, 2>, UpSampling2D<2, 4, Bilinear>, Conv2D<2, 3>, Flatten, Dense<2> }
}
model! { struct BetweenRows { Input<3, 1, 2>, UpSampling2D<4, 1, Bilinear>, Flatten, Dense<2> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "up_sampling2d_bilinear" => case.check(adam(Between::<T>::new(0))),
        "up_sampling2d_bilinear_rows" => case.check(adam(BetweenRows::<T>::new(0))),
        other => panic!("{other}"),
    }
}
