use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_normalization", run);

model! {
    struct Batches { Dense<5, 6>, BatchNormalization(momentum = 0.8), Activation<relu>, Dense<3> }
}
model! { struct Plain { Dense<5, 6>, BatchNormalization<NoCenter, NoScale>, Dense<3> } }
model! { struct Samples { Dense<5, 6>, LayerNormalization, Dense<3, tanh> } }

fn run<T: Scalar>(case: &Case) {
    // What the bias adds to all samples alike, the next layer takes away again.
    let batches = case.drifting(&["dense/bias", "batch_normalization/moving_mean"]);
    match case.name.as_str() {
        "batch_normalization" => batches.check(adam(Batches::<T>::new(0))),
        "batch_normalization_no_affine" => batches.check(adam(Plain::<T>::new(0))),
        "layer_normalization" => case.check(adam(Samples::<T>::new(0))),
        other => panic!("{other}"),
    }
}
