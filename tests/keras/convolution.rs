use plywood::Scalar;
use plywood::prelude::*;

use crate::adam;
use crate::case::Case;

crate::repeat!("layers_convolution", run);

model! { struct Causal1D { Input<9, 3>, Conv1D<4, 3, Causal, Dilation<2>>, Flatten, Dense<2> } }
model! { struct Same1D { Input<9, 3>, Conv1D<4, 4, relu, Same>, Flatten, Dense<2> } }
model! { struct Dilated { Input<6, 7, 2>, Conv2D<3, 3, tanh, Dilation<2>>, Flatten, Dense<3> } }
model! { struct Grouped { Input<6, 7, 2>, Conv2D<4, 3, tanh, Groups<2>>, Flatten, Dense<3> } }
model! { struct Same2D { Input<6, 7, 2>, Conv2D<3, 3, tanh, Same>, Flatten, Dense<3> } }
model! { struct StridedSame { Input<6, 7, 2>, Conv2D<3, 3, tanh, Same, Strides<2>>, Flatten, Dense<3> } }
model! { struct StridedValid { Input<6, 7, 2>, Conv2D<3, 3, tanh, Strides<2>>, Flatten, Dense<3> } }
model! { struct Transposed { Input<4, 4, 3>, Conv2DTranspose<2, 3, Same, Strides<2>>, Flatten, Dense<2> } }
model! { struct Valid2D { Input<6, 7, 2>, Conv2D<3, 3, tanh>, Flatten, Dense<3> } }
model! { struct Depthwise { Input<6, 6, 3>, DepthwiseConv2D<3, relu, DepthMultiplier<2>>, Flatten, Dense<2> } }
model! { struct Separable { Input<6, 6, 3>, SeparableConv2D<4, 3, Same>, Flatten, Dense<2> } }
model! { struct Transposed1D { Input<6, 3>, Conv1DTranspose<2, 3, tanh, Same, Strides<2>>, Flatten, Dense<2> } }
model! { struct TransposedValid1D { Input<5, 3>, Conv1DTranspose<2, 2, Strides<3>>, Flatten, Dense<2> } }
model! {
    struct TransposedPadding1D {
        Input<5, 3>,
        Conv1DTranspose<2, 4, Same, Strides<3>, OutputPadding<1>>,
        Flatten,
        Dense<2>,
    }
}
model! {
    struct TransposedPadding {
        Input<3, 4, 2>,
        Conv2DTranspose<3, 3, relu, Same, Strides<2, 3>, OutputPadding<0, 2>>,
        Flatten,
        Dense<2>,
    }
}
model! {
    struct TransposedPaddingValid {
        Input<3, 4, 2>,
        Conv2DTranspose<3, 3, 2, Strides<3>, OutputPadding<1>>,
        Flatten,
        Dense<2>,
    }
}
model! {
    struct Depthwise1D {
        Input<8, 3>,
        DepthwiseConv1D<3, tanh, Same, Strides<2>, DepthMultiplier<2>>,
        Flatten,
        Dense<2>,
    }
}
model! {
    struct DepthwiseDilated1D { Input<8, 3>, DepthwiseConv1D<3, linear, NoBias, Dilation<2>>, Flatten, Dense<2> }
}
model! {
    struct Separable1D { Input<8, 3>, SeparableConv1D<4, 3, tanh, Same, DepthMultiplier<2>>, Flatten, Dense<2> }
}
model! {
    struct SeparableStrided1D {
        Input<8, 3>,
        SeparableConv1D<4, 2, linear, NoBias, Strides<2>>,
        Flatten,
        Dense<2>,
    }
}

fn run<T: Scalar>(case: &Case) {
    match case.name.as_str() {
        "conv1d_causal_dilated" => case.check(adam(Causal1D::<T>::new(0))),
        "conv1d_same" => case.check(adam(Same1D::<T>::new(0))),
        "conv1d_transpose" => case.check(adam(Transposed1D::<T>::new(0))),
        "conv1d_transpose_padding" => case.check(adam(TransposedPadding1D::<T>::new(0))),
        "conv1d_transpose_valid" => case.check(adam(TransposedValid1D::<T>::new(0))),
        "conv2d_dilation" => case.check(adam(Dilated::<T>::new(0))),
        "conv2d_groups" => case.check(adam(Grouped::<T>::new(0))),
        "conv2d_same" => case.check(adam(Same2D::<T>::new(0))),
        "conv2d_stride_same_even" => case.check(adam(StridedSame::<T>::new(0))),
        "conv2d_stride_valid" => case.check(adam(StridedValid::<T>::new(0))),
        "conv2d_transpose" => case.check(adam(Transposed::<T>::new(0))),
        "conv2d_transpose_padding" => case.check(adam(TransposedPadding::<T>::new(0))),
        "conv2d_transpose_padding_valid" => case.check(adam(TransposedPaddingValid::<T>::new(0))),
        "conv2d_valid" => case.check(adam(Valid2D::<T>::new(0))),
        "depthwise_conv1d" => case.check(adam(Depthwise1D::<T>::new(0))),
        "depthwise_conv1d_dilated" => case.check(adam(DepthwiseDilated1D::<T>::new(0))),
        "depthwise_conv2d" => case.check(adam(Depthwise::<T>::new(0))),
        "separable_conv1d" => case.check(adam(Separable1D::<T>::new(0))),
        "separable_conv1d_strided" => case.check(adam(SeparableStrided1D::<T>::new(0))),
        "separable_conv2d" => case.check(adam(Separable::<T>::new(0))),
        other => panic!("{other}"),
    }
}
