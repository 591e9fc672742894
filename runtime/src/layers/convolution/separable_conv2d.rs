use core::marker::PhantomData;

use super::products::axes;
use crate::activations::{ActivationFn, linear};
use crate::error::Result;
use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::{options, or_glorot_uniform};
use crate::layers::windows::{DepthMultiplier, Dilation, Multiplier, Padding, Steps, Strides, Valid};
use crate::layout::Axis;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape, last_axis};

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
#[derive(Clone, Debug)]
pub struct SeparableConv2D<
    X,
    Y,
    const HEIGHT: usize,
    const WIDTH: usize,
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

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, M>
    SeparableConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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
    const DEPTHWISE: Geometry = {
        let [rows, columns] = axes::<X, Y>([HEIGHT, WIDTH], S::STEPS, D::STEPS, P::EDGES);
        let channels = last_axis::<X>();
        Geometry::new(rows, columns, channels, channels * M::FACTOR, channels)
    };
    /// All channels of a place.
    const POINTWISE: Geometry = {
        let [rows, columns] = [Self::DEPTHWISE.rows(), Self::DEPTHWISE.columns()];
        let [rows, columns] = [Axis::alone(rows.output()), Axis::alone(columns.output())];
        Geometry::new(rows, columns, Self::DEPTHWISE.filters(), last_axis::<Y>(), 1)
    };
    const BOTH_KERNELS_AND_BIAS: &'static [Variable] = &[
        Variable::new("depthwise_kernel", Self::DEPTHWISE_KERNEL),
        Variable::new("pointwise_kernel", Self::POINTWISE_KERNEL),
        Variable::new("bias", Self::BIAS),
    ];
    const DEPTHWISE_KERNEL: &'static [usize] = &[HEIGHT, WIDTH, Self::DEPTHWISE.channels(), M::FACTOR];
    const POINTWISE_KERNEL: &'static [usize] = &[1, 1, Self::POINTWISE.channels(), Self::POINTWISE.filters()];
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

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, M> Default
    for SeparableConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, M> Layer
    for SeparableConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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
        T::convolve(window::Forward {
            geometry: first,
            lanes,
            kernel: depthwise,
            start: Start::Zero,
            input: call.input.values(),
            output: between,
        });
        T::convolve(window::Forward {
            geometry: second,
            lanes,
            kernel: pointwise,
            start: B::HAS_BIAS.then_some(bias).into(),
            input: between,
            output: call.output.values(),
        });
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (first, second) = const { (Self::DEPTHWISE, Self::POINTWISE) };
        let (lanes, delta) = (call.input.lanes(), call.delta.values());
        let (depthwise, rest) = call.variables.split_at(first.weights());
        let pointwise = &rest[..second.weights()];
        let (depthwise_gradient, rest) = call.gradients.split_at_mut(first.weights());
        let (pointwise_gradient, bias_gradient) = rest.split_at_mut(second.weights());
        let (between, between_delta) = call.saved.split_at_mut(first.outputs() * lanes.stride());
        T::convolution_kernel_gradient(KernelGradient {
            geometry: second,
            lanes,
            input: between,
            delta,
            gradient: pointwise_gradient,
            bias_gradient: B::HAS_BIAS.then_some(bias_gradient),
            adds: false,
        });
        T::convolution_input_gradient(InputGradient {
            geometry: second,
            lanes,
            kernel: pointwise,
            bias: None,
            delta,
            gradient: between_delta,
        });
        T::convolution_kernel_gradient(KernelGradient {
            geometry: first,
            lanes,
            input: call.input.values(),
            delta: between_delta,
            gradient: depthwise_gradient,
            bias_gradient: None,
            adds: false,
        });
        let Some(mut gradient) = call.input_gradient else { return };
        T::convolution_input_gradient(InputGradient {
            geometry: first,
            lanes,
            kernel: depthwise,
            bias: None,
            delta: between_delta,
            gradient: gradient.values(),
        });
    }
}
