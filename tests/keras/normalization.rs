use plywood::prelude::*;
use plywood::{Compiled, Scalar};

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_normalization", run);

model! {
    struct Batches { Dense<5, 6>, BatchNormalization(momentum = 0.8), Activation<relu>, Dense<3> }
}
model! { struct Plain { Dense<5, 6>, BatchNormalization<NoCenter, NoScale>, Dense<3> } }
model! { struct Samples { Dense<5, 6>, LayerNormalization, Dense<3, tanh> } }
model! { struct Grouped { Dense<6, 6>, GroupNormalization<2>, output: Dense<3, tanh> } }
model! {
    struct Images { Input<3, 4, 2>, Conv2D<4, 2>, GroupNormalization<2>(epsilon = 0.01), Flatten, output: Dense<3, tanh> }
}
model! { struct Instances { Input<5, 3>, GroupNormalization<_>, Flatten, output: Dense<3, tanh> } }
model! { struct Of32 { Dense<6, 64>, GroupNormalization, output: Dense<3, tanh> } }
model! { struct NoBeta { Input<5, 4>, GroupNormalization<2, NoCenter>, Flatten, output: Dense<3, tanh> } }
model! { struct NoGamma { Input<5, 4>, GroupNormalization<1, NoScale>, Flatten, output: Dense<3, tanh> } }
model! { struct MaskedGroups { Input<5, 4>, Masking, GroupNormalization<2>, GRU<3>, output: Dense<3, tanh> } }
model! { struct Squares { Dense<6, 5>, RMSNormalization, output: Dense<3, tanh> } }
model! { struct Steps { Input<5, 3>, RMSNormalization(epsilon = 0.01), Flatten, output: Dense<3, tanh> } }

fn run<T: Scalar>(case: &Case) {
    // What the bias adds to all samples alike, the next layer takes away again.
    let batches = case.drifting(&["dense/bias", "batch_normalization/moving_mean"]);
    match case.name.as_str() {
        "batch_normalization" => batches.check(adam(Batches::<T>::new(0))),
        "batch_normalization_no_affine" => batches.check(adam(Plain::<T>::new(0))),
        "group_normalization" => case.check(sgd(Grouped::<T>::new(0))),
        "group_normalization_masked" => case.check(sgd(MaskedGroups::<T>::new(0))),
        "group_normalization_no_center" => case.check(sgd(NoBeta::<T>::new(0))),
        "group_normalization_no_scale" => case.check(sgd(NoGamma::<T>::new(0))),
        "group_normalization_of_32" => case.check(sgd(Of32::<T>::new(0))),
        "group_normalization_of_images" => case.check(sgd(Images::<T>::new(0))),
        "group_normalization_of_instances" => case.check(sgd(Instances::<T>::new(0))),
        "layer_normalization" => case.check(adam(Samples::<T>::new(0))),
        "rms_normalization" => case.check(sgd(Squares::<T>::new(0))),
        "rms_normalization_of_sequences" => case.check(sgd(Steps::<T>::new(0))),
        other => panic!("{other}"),
    }
}

/// As the cases were compiled that have a script. Adam makes steps of rounding errors where a gradient is nearly zero.
fn sgd<M: Model<Output = Features<3>>>(model: M) -> Compiled<M, SGD, MeanSquaredError, ()> {
    model.compile(SGD::new(0.2), MeanSquaredError::default(), ())
}
