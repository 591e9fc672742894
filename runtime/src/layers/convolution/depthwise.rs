use core::marker::PhantomData;

use super::convolutional::convolutional;
use super::planes::Planes;
use super::products::{backward, depthwise, forward, variables};
use crate::activations::{ActivationFn, linear};
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{kernel_and_bias_options, options};
use crate::layers::windows::{DepthMultiplier, Dilation, Multiplier, Padding, Steps, Strides, Valid};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

/// A convolution of each channel by itself, with windows of these sizes.
macro_rules! depthwise {
    ($(#[$docs:meta])* $layer:ident, $name:literal, [$($size:ident)*]) => {
        convolutional! {
            $(#[$docs])*
            $layer, $name, [$($size)*], M: Multiplier = DepthMultiplier<1>,
            planes: depthwise::<X, Y, P, S, D, M>(&[$($size),*]),
            kernel: [$($size,)* Self::PLANES.channels(), M::FACTOR],
            options: {
                kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": depthwise_initializer, depthwise_regularizer, depthwise_constraint;
            },
            bias: [Self::PLANES.filters()],
            forward, backward
        }
    };
}

depthwise! {
    /// Filters that move along a sequence, each of which sees one feature alone.
    ///
    /// With `M` filters for each feature, `z[t, c M + m] = b[c M + m] + Σ K[i, c, m] v[t s + i d − p, c]`, and
    /// `y = a(z)`.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `DepthwiseConv1D<SIZE>` |
    /// | input, output | `Sequence<T, C>`, `Sequence<T', C M>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `kernel` `[SIZE, C, M]`, glorot_uniform; `bias` `[C M]`, zeros |
    /// | type arguments | those of [`Conv1D`](crate::layers::Conv1D), with [`DepthMultiplier`] (default `DepthMultiplier<1>`) in place of groups |
    /// | options | those of [`DepthwiseConv2D`] |
    ///
    /// It is a convolution with a group for each feature, and so are its gradients. Written in full, it names the
    /// shapes: `DepthwiseConv1D<Sequence<9, 3>, Sequence<7, 3>, 3>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<100, 3>, DepthwiseConv1D<5, relu, DepthMultiplier<2>>, Flatten, Dense<2> } }
    /// ```
    DepthwiseConv1D, "depthwise_conv1d", [SIZE]
}

depthwise! {
    /// Filters that move over an image, each of which sees one channel alone.
    ///
    /// With `M` filters for each channel,
    /// `z[y, x, c M + m] = b[c M + m] + Σ K[i, j, c, m] v[y s + i d − p, x s + j d − p, c]`, and `y = a(z)`.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `DepthwiseConv2D<SIZE>`, `DepthwiseConv2D<HEIGHT, WIDTH>` |
    /// | input, output | `Image<H, W, C>`, `Image<H', W', C M>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `kernel` `[HEIGHT, WIDTH, C, M]`, glorot_uniform; `bias` `[C M]`, zeros |
    /// | type arguments | those of [`Conv2D`](crate::layers::Conv2D), with [`DepthMultiplier`] (default `DepthMultiplier<1>`) in place of groups |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D), with Keras' names for those of the kernel: `depthwise_initializer`, `depthwise_regularizer`, `depthwise_constraint` |
    ///
    /// It is a convolution with a group for each channel, and so are its gradients. Written in full, it names the shapes:
    /// `DepthwiseConv2D<Image<6, 6, 3>, Image<4, 4, 3>, 3, 3>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<6, 6, 3>, DepthwiseConv2D<3, relu, DepthMultiplier<2>>, Flatten, Dense<2> } }
    /// ```
    DepthwiseConv2D, "depthwise_conv2d", [HEIGHT WIDTH]
}
