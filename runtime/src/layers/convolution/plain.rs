use core::marker::PhantomData;

use super::convolutional::convolutional;
use super::planes::Planes;
use super::products::{backward, forward, planes, variables};
use crate::activations::{ActivationFn, linear};
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{kernel_and_bias_options, options};
use crate::layers::windows::{Dilation, Grouping, Groups, Padding, Steps, Strides, Valid};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

/// A convolution with windows of these sizes.
macro_rules! convolution {
    ($(#[$docs:meta])* $layer:ident, $name:literal, [$($size:ident)*]) => {
        convolutional! {
            $(#[$docs])*
            $layer, $name, [$($size)*], G: Grouping = Groups<1>,
            planes: planes::<X, Y, P, S, D>(&[$($size),*], G::COUNT),
            kernel: [$($size,)* Self::PLANES.channels() / G::COUNT, Self::PLANES.filters()],
            options: {
                kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
            },
            bias: [Self::PLANES.filters()],
            forward, backward
        }
    };
}

convolution! {
    /// Filters that move along a sequence: each sees some steps of it, all features at once, and sees alike everywhere.
    ///
    /// `z[t, f] = b[f] + Σ K[i, c, f] v[t s + i d − p, c]`, and `y = a(z)`; what lies outside of the sequence is zero.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv1D<FILTERS, SIZE>` |
    /// | input, output | `Sequence<T, C>`, `Sequence<T', FILTERS>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `kernel` `[SIZE, C / groups, FILTERS]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | activation (default [`linear`]), [`Bias`] or [`NoBias`](crate::layers::NoBias); [`Valid`], [`Same`](crate::layers::Same) or [`Causal`](crate::layers::Causal) (default `Valid`), [`Strides`] (default `Strides<1>`), [`Dilation`] (default `Dilation<1>`; not together with strides), [`Groups`] (default `Groups<1>`), in any order |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D) |
    ///
    /// Gradients are those of [`Conv2D`](crate::layers::Conv2D), with one axis.
    ///
    /// Written in full, it names the shapes: `Conv1D<Sequence<9, 3>, Sequence<7, 4>, 3, relu>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<100, 3>, Conv1D<8, 5, relu, Causal, Dilation<2>>, Flatten, Dense<2, softmax> } }
    /// ```
    Conv1D, "conv1d", [SIZE]
}

convolution! {
    /// Filters that move over an image: each sees a window of it, all channels at once, and sees alike everywhere.
    ///
    /// `z[y, x, f] = b[f] + Σ K[i, j, c, f] v[y s + i d − p, x s + j d − p, c]`, and `y = a(z)`; what lies outside of the
    /// image is zero.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv2D<FILTERS, SIZE>`, `Conv2D<FILTERS, HEIGHT, WIDTH>` for windows that are no squares |
    /// | input, output | `Image<H, W, C>`, `Image<H', W', FILTERS>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `kernel` `[HEIGHT, WIDTH, C / groups, FILTERS]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | activation (default [`linear`]), [`Bias`] or [`NoBias`](crate::layers::NoBias); [`Valid`] or [`Same`](crate::layers::Same) (default `Valid`), [`Strides`] (default `Strides<1>`), [`Dilation`] (default `Dilation<1>`; not together with strides), [`Groups`] (default `Groups<1>`), in any order |
    /// | options | `activation`, the activation with its settings; `kernel_initializer`, `bias_initializer`; `kernel_regularizer`, `bias_regularizer`, `activity_regularizer`; `kernel_constraint`, `bias_constraint` (default: none) |
    ///
    /// With `δ = ∂L/∂z`, the gradient of a weight is `Σ δ[y, x, f] v[…]` over all places and samples, that of a value is
    /// `Σ K[i, j, c, f] δ[…]` over all windows that it lies in.
    ///
    /// Written in full, it names the shapes: `Conv2D<Image<28, 28, 1>, Image<24, 24, 6>, 5, 5, relu>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! {
    ///     struct Net {
    ///         Input<28, 28, 1>,
    ///         features: Conv2D<6, 5, relu>,
    ///         Conv2D<16, 3, relu, Same, Strides<2>>,
    ///         Flatten,
    ///         Dense<10, softmax>,
    ///     }
    /// }
    ///
    /// let model = Net::new(42);
    /// let _features: &Conv2D<Image<28, 28, 1>, Image<24, 24, 6>, 5, 5, relu> = model.features().layer();
    /// ```
    ///
    /// Source: Y. LeCun et al., "Gradient-based learning applied to document recognition", 1998.
    Conv2D, "conv2d", [HEIGHT WIDTH]
}

convolution! {
    /// Filters that move through a volume: each sees a window of it, all channels at once, and sees alike everywhere.
    ///
    /// `w[z, y, x, f] = b[f] + Σ K[h, i, j, c, f] v[z s + h d − p, y s + i d − p, x s + j d − p, c]`, and `y = a(w)`;
    /// what lies outside of the volume is zero.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `Conv3D<FILTERS, SIZE>`, `Conv3D<FILTERS, DEPTH, HEIGHT, WIDTH>` for windows that are no cubes |
    /// | input, output | `Volume<D, H, W, C>`, `Volume<D', H', W', FILTERS>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `kernel` `[DEPTH, HEIGHT, WIDTH, C / groups, FILTERS]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`Conv2D`] |
    /// | options | those of [`Conv2D`] |
    ///
    /// Gradients are those of [`Conv2D`], with one axis more. Written in full, it names the shapes:
    /// `Conv3D<Volume<8, 16, 16, 1>, Volume<6, 14, 14, 4>, 3, 3, 3, relu>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<8, 16, 16, 1>, Conv3D<4, 3, relu>, MaxPooling3D<2>, Flatten, Dense<2, softmax> } }
    /// ```
    ///
    /// Source: S. Ji et al., "3D convolutional neural networks for human action recognition", 2010.
    Conv3D, "conv3d", [DEPTH HEIGHT WIDTH]
}
