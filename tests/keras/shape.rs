use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_shape", run);

model! { struct OnSequence { Input<4, 3>, Dense<5, relu>, Flatten, Dense<2> } }
model! { struct Permuted { Dense<12, 12, tanh>, Reshape<3, 4>, Permute<2, 1>, Flatten, Dense<2> } }
model! { struct Distributed { Input<4, 3>, TimeDistributed<Dense<5, tanh>>, Flatten, dense_1: Dense<2> } }
model! {
    struct OverImages {
        Input<3, 4, 5, 2>,
        conv: TimeDistributed<Conv2D<3, 2, tanh>>,
        pool: TimeDistributed<GlobalAveragePooling2D>,
        gru: GRU<3>,
        output: Dense<2>,
    }
}
model! {
    struct OverSequences {
        Input<3, 4, 2>,
        conv: TimeDistributed<Conv1D<4, 2, tanh>>,
        flat: TimeDistributed<Flatten>,
        Flatten,
        output: Dense<2>,
    }
}
model! {
    struct Resized {
        Input<3, 4, 2>,
        ZeroPadding2D<1>,
        UpSampling2D<2>,
        Conv2D<2, 3>,
        Cropping2D<1>,
        Flatten,
        Dense<2>,
    }
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "dense_on_sequence" => case.check(adam(OnSequence::<T>::new(0))),
        "reshape_permute" => case.check(adam(Permuted::<T>::new(0))),
        "time_distributed" => case.check(adam(Distributed::<T>::new(0))),
        "time_distributed_over_images" => case.check(adam(OverImages::<T>::new(0))),
        "time_distributed_over_sequences" => case.check(adam(OverSequences::<T>::new(0))),
        "zero_padding_upsampling" => case.check(adam(Resized::<T>::new(0))),
        other => panic!("{other}"),
    }
}
