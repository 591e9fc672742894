use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_volumes", run);

macro_rules! volumes {
    ($($name:ident [$($layers:tt)*];)*) => {
        $(model! { struct $name { Input<4, 5, 3, 2>, $($layers)*, output: Dense<2> } })*
    };
}

volumes! {
    Average [Conv3D<2, 2>, AveragePooling3D<2, 1, 2>, Flatten];
    AverageSame [AveragePooling3D<3, Strides<2>, Same>, Flatten];
    Plain [Conv3D<3, 2, tanh>, Flatten];
    Pooled [Conv3D<3, 2, Same>, MaxPooling3D<2>, Flatten];
    SameSize [Conv3D<3, 3, 2, 1, linear, NoBias, Same>, Flatten];
    Strided [Conv3D<2, 3, tanh, Same, Strides<1, 2, 2>>, Flatten];
    Transposed [Conv3DTranspose<2, 3, tanh, Same, Strides<2>>, Flatten];
    TransposedValid [Conv3DTranspose<2, 2, Strides<1, 2, 3>, OutputPadding<0, 1, 0>>, Flatten];
    Flowing [
        Conv3D<3, 2>,
        BatchNormalization,
        Activation<tanh>,
        Dense<2>,
        LayerNormalization,
        PReLU<Shared>,
        Permute<4, 1, 3, 2>,
        Reshape<2, 12, 2>,
        Reshape<3, 2, 2, 4>,
        Flatten
    ];
    GlobalAverage [Conv3D<3, 2>, GlobalAveragePooling3D];
    GlobalMax [Conv3D<3, 2>, GlobalMaxPooling3D];
    MaxSame [Conv3D<2, 2>, MaxPooling3D<2, 3, 1, Strides<1, 2, 1>, Same>, Flatten];
    Resized [ZeroPadding3D<1, 0, 0, 2, 1, 1>, UpSampling3D<1, 2, 1>, Conv3D<2, 2>, Cropping3D<1, 2, 1>, Flatten];
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "average_pooling3d" => case.check(adam(Average::<T>::new(0))),
        "average_pooling3d_same" => case.check(adam(AverageSame::<T>::new(0))),
        "conv3d" => case.check(adam(Plain::<T>::new(0))),
        "conv3d_pooled" => case.check(adam(Pooled::<T>::new(0))),
        "conv3d_same" => case.check(adam(SameSize::<T>::new(0))),
        "conv3d_strided" => case.check(adam(Strided::<T>::new(0))),
        "conv3d_transpose" => case.check(adam(Transposed::<T>::new(0))),
        "conv3d_transpose_valid" => case.check(adam(TransposedValid::<T>::new(0))),
        // Its mean takes away what the bias before it adds.
        "flowing" => case.drifting(&["conv3d/bias"]).check(adam(Flowing::<T>::new(0))),
        "global_average_pooling3d" => case.check(adam(GlobalAverage::<T>::new(0))),
        "global_max_pooling3d" => case.check(adam(GlobalMax::<T>::new(0))),
        "max_pooling3d_same" => case.check(adam(MaxSame::<T>::new(0))),
        "padding_cropping_up_sampling" => case.check(adam(Resized::<T>::new(0))),
        other => panic!("{other}"),
    }
}
