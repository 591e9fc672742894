use core::marker::PhantomData;

use super::products::{backward, forward, geometry, kernel_and_bias, variables};
use crate::activations::{ActivationFn, linear};
use crate::kernels::window::Geometry;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::options;
use crate::layers::windows::{DepthMultiplier, Dilation, Multiplier, Padding, Steps, Strides, Valid};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

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
#[derive(Clone, Debug)]
pub struct DepthwiseConv2D<
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
    kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    types: Types<(X, Y, B, P, S, D, M)>,
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, M>
    DepthwiseConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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
    const GEOMETRY: Geometry = {
        let groups = X::AXES[X::AXES.len() - 1];
        let geometry = geometry::<X, Y, P, S, D>([HEIGHT, WIDTH], groups);
        assert!(geometry.filters() == groups * M::FACTOR, "another number of filters for each channel");
        geometry
    };
    const KERNEL: &'static [usize] = &[HEIGHT, WIDTH, Self::GEOMETRY.channels(), M::FACTOR];
    const BIAS: &'static [usize] = &[Self::GEOMETRY.filters()];

    /// A convolution with Keras' defaults.
    pub fn new() -> Self {
        Self {
            activation: A::default(),
            kernel: VariableOptions::new(),
            bias: VariableOptions::new(),
            activity: None,
            types: PhantomData,
        }
    }

    options! {
        kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": depthwise_initializer, depthwise_regularizer, depthwise_constraint;
        bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
    }
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, M> Default
    for DepthwiseConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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
    for DepthwiseConv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, M>
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
    kernel_and_bias!(A, B);

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        forward(const { Self::GEOMETRY }, call);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        backward(const { Self::GEOMETRY }, call);
    }
}
