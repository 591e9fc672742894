use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_pooling", run);

model! {
    struct AverageSame {
        Input<7, 6, 2>,
        Conv2D<2, 2, Same>,
        AveragePooling2D<3, Same, Strides<2>>,
        Flatten,
        Dense<2>,
    }
}
model! { struct GlobalAverage { Input<5, 5, 2>, Conv2D<3, 2>, GlobalAveragePooling2D, Dense<2> } }
model! { struct GlobalMax { Input<5, 5, 2>, Conv2D<3, 2>, GlobalMaxPooling2D, Dense<2> } }
model! {
    struct MaxOverlap {
        Input<7, 6, 2>,
        Conv2D<2, 2, Same>,
        MaxPooling2D<3, Strides<1>>,
        Flatten,
        Dense<2>,
    }
}
model! {
    struct MaxSame {
        Input<7, 6, 2>,
        Conv2D<2, 2, Same>,
        MaxPooling2D<2, Same, Strides<2>>,
        Flatten,
        Dense<2>,
    }
}
model! { struct MaxValid { Input<7, 6, 2>, Conv2D<2, 2, Same>, MaxPooling2D<2>, Flatten, Dense<2> } }
model! { struct OneD { Input<9, 3>, Conv1D<4, 2>, MaxPooling1D<2>, AveragePooling1D<2>, Flatten, Dense<2> } }

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "average_same" => case.check(adam(AverageSame::<T>::new(0))),
        "global_average" => case.check(adam(GlobalAverage::<T>::new(0))),
        "global_max" => case.check(adam(GlobalMax::<T>::new(0))),
        "max_overlap" => case.check(adam(MaxOverlap::<T>::new(0))),
        "max_same" => case.check(adam(MaxSame::<T>::new(0))),
        "max_valid" => case.check(adam(MaxValid::<T>::new(0))),
        "pool1d" => case.check(adam(OneD::<T>::new(0))),
        other => panic!("{other}"),
    }
}
