use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_activation", run);

model! { struct Gated { Dense<5, 6>, GLU, output: Dense<2> } }
model! { struct GatedImages { Input<4, 3, 2>, Conv2D<4, 2>, GLU, Flatten, output: Dense<2> } }
model! { struct GatedSequences { Input<5, 3>, Conv1D<8, 2>, GLU, LSTM<3>, output: Dense<2> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "glu" => case.check(adam(Gated::<T>::new(0))),
        "glu_of_images" => case.check(adam(GatedImages::<T>::new(0))),
        "glu_of_sequences" => case.check(adam(GatedSequences::<T>::new(0))),
        other => panic!("{other}"),
    }
}
