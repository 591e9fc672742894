use core::marker::PhantomData;

use super::planes::Planes;
use super::products::axes;
use crate::activations::{ActivationFn, linear};
use crate::error::Result;
use crate::kernels::window::Start;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{options, or_glorot_uniform};
use crate::layers::windows::{DepthMultiplier, Dilation, Multiplier, Padding, Steps, Strides, Valid};
use crate::layout::Axis;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape, last_axis};

/// A convolution of each channel by itself, with windows of these sizes, and one of the channels.
macro_rules! separable {
    ($(#[$docs:meta])* $layer:ident, $name:literal, [$($size:ident)*], [$($one:literal),*]) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $layer<
            X,
            Y,
            $(const $size: usize,)*
            A = linear,
            B = Bias,
            P = Valid,
            S = Strides<1>,
            D = Dilation<1>,
            M = DepthMultiplier<1>,
        > {
            activation: A,
            depthwise: VariableOptions,
            pointwise: VariableOptions,
            bias: VariableOptions,
            activity: Option<AnyRegularizer>,
            types: Types<(X, Y, B, P, S, D, M)>,
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, M>
            $layer<X, Y, $($size,)* A, B, P, S, D, M>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            M: Multiplier,
        {
            /// Each channel by itself.
            const DEPTHWISE: Planes = {
                let axes = axes::<X, Y>(&[$($size),*], S::STEPS, D::STEPS, P::EDGES);
                let channels = last_axis::<X>();
                Planes::new(axes, channels, channels * M::FACTOR, channels)
            };
            /// All channels of a place.
            const POINTWISE: Planes = {
                let [depth, rows, columns] = Self::DEPTHWISE.axes();
                let axes = [Axis::alone(depth.output()), Axis::alone(rows.output()), Axis::alone(columns.output())];
                Planes::new(axes, Self::DEPTHWISE.filters(), last_axis::<Y>(), 1)
            };
            const BOTH_KERNELS_AND_BIAS: &'static [Variable] = &[
                Variable::new("depthwise_kernel", Self::DEPTHWISE_KERNEL),
                Variable::new("pointwise_kernel", Self::POINTWISE_KERNEL),
                Variable::new("bias", Self::BIAS),
            ];
            const DEPTHWISE_KERNEL: &'static [usize] = &[$($size,)* Self::DEPTHWISE.channels(), M::FACTOR];
            const POINTWISE_KERNEL: &'static [usize] = &[$($one,)* Self::POINTWISE.channels(), Self::POINTWISE.filters()];
            const BIAS: &'static [usize] = &[Self::POINTWISE.filters()];

            /// A convolution with Keras' defaults.
            pub fn new() -> Self {
                Self {
                    activation: A::default(),
                    depthwise: VariableOptions::new(),
                    pointwise: VariableOptions::new(),
                    bias: VariableOptions::new(),
                    activity: None,
                    types: PhantomData,
                }
            }

            options! {
                depthwise = "[`GlorotUniform`](crate::initializers::GlorotUniform)": depthwise_initializer, depthwise_regularizer, depthwise_constraint;
                pointwise = "[`GlorotUniform`](crate::initializers::GlorotUniform)": pointwise_initializer, pointwise_regularizer, pointwise_constraint;
                bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
            }
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, M> Default
            for $layer<X, Y, $($size,)* A, B, P, S, D, M>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            M: Multiplier,
        {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X, Y, $(const $size: usize,)* A, B, P, S, D, M> Layer
            for $layer<X, Y, $($size,)* A, B, P, S, D, M>
        where
            X: Shape,
            Y: Shape,
            A: ActivationFn,
            B: HasBias,
            P: Padding,
            S: Steps,
            D: Steps,
            M: Multiplier,
        {
            type Input = X;
            type Output = Y;
            type Activation = A;

            const NAME: &'static str = $name;
            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;
            const MULTIPLY_ADDS: usize = Self::DEPTHWISE.multiply_adds() + Self::POINTWISE.multiply_adds();

            const VARIABLES: &'static [Variable] =
                if B::HAS_BIAS { Self::BOTH_KERNELS_AND_BIAS } else { Self::BOTH_KERNELS_AND_BIAS.split_at(2).0 };

            /// What comes between the two, and its gradient.
            const SAVED: usize = 2 * Self::DEPTHWISE.outputs();

            fn activation(&self) -> A {
                self.activation
            }

            fn check(&self) -> Result<()> {
                self.activation.check()
            }

            fn options(&self, index: usize) -> VariableOptions {
                match index {
                    0 => or_glorot_uniform(&self.depthwise),
                    1 => or_glorot_uniform(&self.pointwise),
                    _ => self.bias.clone(),
                }
            }

            fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
                self.activity.as_ref()
            }

            fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
                let (first, second) = const { (Self::DEPTHWISE, Self::POINTWISE) };
                let lanes = call.input.lanes();
                let (depthwise, rest) = call.variables.split_at(first.weights());
                let (pointwise, bias) = rest.split_at(second.weights());
                let (between, _) = call.saved.split_at_mut(first.outputs() * lanes.stride());
                first.convolve(lanes, depthwise, Start::Zero, call.input.values(), between);
                let start = B::HAS_BIAS.then_some(bias).into();
                second.convolve(lanes, pointwise, start, between, call.output.values());
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                let (first, second) = const { (Self::DEPTHWISE, Self::POINTWISE) };
                let (lanes, delta) = (call.input.lanes(), call.delta.values());
                let (depthwise, rest) = call.variables.split_at(first.weights());
                let pointwise = &rest[..second.weights()];
                let (depthwise_gradient, rest) = call.gradients.split_at_mut(first.weights());
                let (pointwise_gradient, bias_gradient) = rest.split_at_mut(second.weights());
                let (between, between_delta) = call.saved.split_at_mut(first.outputs() * lanes.stride());
                let bias_gradient = B::HAS_BIAS.then_some(bias_gradient);
                second.kernel_gradient(lanes, between, delta, pointwise_gradient, bias_gradient);
                second.input_gradient(lanes, pointwise, Start::Zero, delta, between_delta);
                first.kernel_gradient(lanes, call.input.values(), between_delta, depthwise_gradient, None);
                let Some(mut gradient) = call.input_gradient else { return };
                first.input_gradient(lanes, depthwise, Start::Zero, between_delta, gradient.values());
            }
        }
    };
}

separable! {
    /// A [`DepthwiseConv1D`](crate::layers::DepthwiseConv1D), then a [`Conv1D`](crate::layers::Conv1D) with windows of
    /// one step, which mixes the features: far fewer weights than one convolution has.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `SeparableConv1D<FILTERS, SIZE>` |
    /// | input, output | `Sequence<T, C>`, `Sequence<T', FILTERS>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `depthwise_kernel` `[SIZE, C, M]` and `pointwise_kernel` `[1, C M, FILTERS]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`DepthwiseConv1D`](crate::layers::DepthwiseConv1D) |
    /// | options | those of [`SeparableConv2D`] |
    ///
    /// Gradients go back through one and then the other. Written in full, it names the shapes:
    /// `SeparableConv1D<Sequence<9, 3>, Sequence<7, 8>, 3>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<100, 3>, SeparableConv1D<8, 5, relu, Same>, Flatten, Dense<2> } }
    /// ```
    SeparableConv1D, "separable_conv1d", [SIZE], [1]
}

separable! {
    /// A [`DepthwiseConv2D`](crate::layers::DepthwiseConv2D), then a [`Conv2D`](crate::layers::Conv2D) with windows of one
    /// place, which mixes the channels: far fewer weights than one convolution has.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `SeparableConv2D<FILTERS, SIZE>`, `SeparableConv2D<FILTERS, HEIGHT, WIDTH>` |
    /// | input, output | `Image<H, W, C>`, `Image<H', W', FILTERS>`: see [`window`](crate::layout) for how many windows there are |
    /// | variables | `depthwise_kernel` `[HEIGHT, WIDTH, C, M]` and `pointwise_kernel` `[1, 1, C M, FILTERS]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
    /// | type arguments | those of [`DepthwiseConv2D`](crate::layers::DepthwiseConv2D) |
    /// | options | those of [`Conv2D`](crate::layers::Conv2D), with `depthwise_…` and `pointwise_…` in place of `kernel_…` |
    ///
    /// Gradients go back through one and then the other. Written in full, it names the shapes:
    /// `SeparableConv2D<Image<6, 6, 3>, Image<4, 4, 8>, 3, 3>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<6, 6, 3>, SeparableConv2D<8, 3, relu, Same>, Flatten, Dense<2> } }
    /// ```
    ///
    /// Source: F. Chollet, "Xception: deep learning with depthwise separable convolutions", 2017.
    SeparableConv2D, "separable_conv2d", [HEIGHT WIDTH], [1, 1]
}
