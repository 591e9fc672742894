use core::marker::PhantomData;

use super::products::{geometry, kernel_and_bias, variables};
use crate::activations::{ActivationFn, linear};
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::kernels::{reduce, window};
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::options;
use crate::layers::windows::{Dilation, Padding, Steps, Strides, Valid};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

/// What a convolution does, the other way round: each value of the input is spread over a window of the output.
///
/// `z[y s + i d − p, x s + j d − p, f] = b[f] + Σ K[i, j, f, c] v[y, x, c]`, the sum over all that falls on the place,
/// and `y = a(z)`. So small images become large ones.
///
/// | | |
/// |---|---|
/// | in `model!` | `Conv2DTranspose<FILTERS, SIZE>`, `Conv2DTranspose<FILTERS, HEIGHT, WIDTH>` |
/// | input | `Image<H, W, C>` |
/// | output | `Image<H', W', FILTERS>`: on each axis `n s + max(r − s, 0)` with [`Valid`], `n s` with [`Same`](crate::layers::Same), where the window reaches over `r = d (k − 1) + 1` |
/// | variables | `kernel` `[HEIGHT, WIDTH, FILTERS, C]`, glorot_uniform; `bias` `[FILTERS]`, zeros |
/// | type arguments | those of [`Conv2D`](crate::layers::Conv2D) but for groups |
/// | options | those of [`Conv2D`](crate::layers::Conv2D) |
///
/// Forward it is the gradient of a convolution from the output to the input with respect to its input, and its own
/// gradient with respect to the input is that convolution. Written in full, it names the shapes:
/// `Conv2DTranspose<Image<4, 4, 3>, Image<8, 8, 2>, 3, 3, linear, Bias, Same, Strides<2>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<4, 4, 3>, Conv2DTranspose<2, 3, relu, Same, Strides<2>>, Flatten, Dense<2> } }
/// ```
///
/// Source: M. D. Zeiler et al., "Deconvolutional networks", 2010.
#[derive(Clone, Debug)]
pub struct Conv2DTranspose<
    X,
    Y,
    const HEIGHT: usize,
    const WIDTH: usize,
    A = linear,
    B = Bias,
    P = Valid,
    S = Strides<1>,
    D = Dilation<1>,
> {
    activation: A,
    kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    types: Types<(X, Y, B, P, S, D)>,
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D>
    Conv2DTranspose<X, Y, HEIGHT, WIDTH, A, B, P, S, D>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
{
    /// The convolution from the output to the input.
    const GEOMETRY: Geometry = geometry::<Y, X, P, S, D>([HEIGHT, WIDTH], 1);
    const KERNEL: &'static [usize] = &[HEIGHT, WIDTH, Self::GEOMETRY.channels(), Self::GEOMETRY.filters()];
    const BIAS: &'static [usize] = &[Self::GEOMETRY.channels()];

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
        kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
        bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
    }
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D> Default
    for Conv2DTranspose<X, Y, HEIGHT, WIDTH, A, B, P, S, D>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D> Layer
    for Conv2DTranspose<X, Y, HEIGHT, WIDTH, A, B, P, S, D>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
{
    kernel_and_bias!(A, B);

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let geometry = const { Self::GEOMETRY };
        let (kernel, bias) = call.variables.split_at(geometry.weights());
        T::convolution_input_gradient(InputGradient {
            geometry,
            lanes: call.input.lanes(),
            kernel,
            bias: B::HAS_BIAS.then_some(bias),
            delta: call.input.values(),
            gradient: call.output.values(),
        });
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let geometry = const { Self::GEOMETRY };
        let lanes = call.input.lanes();
        let (gradient, bias_gradient) = call.gradients.split_at_mut(geometry.weights());
        let (input, delta) = (call.delta.values(), call.input.values());
        T::convolution_kernel_gradient(KernelGradient {
            geometry,
            lanes,
            input,
            delta,
            gradient,
            bias_gradient: None,
            adds: false,
        });
        if B::HAS_BIAS {
            reduce::channels(
                input.len(),
                lanes.stride(),
                bias_gradient,
                #[inline(always)]
                |at| reduce::lanes(&input[at]),
            );
        }
        let Some(mut gradient) = call.input_gradient else { return };
        let kernel = &call.variables[..geometry.weights()];
        T::convolve(window::Forward {
            geometry,
            lanes,
            kernel,
            start: Start::Zero,
            input,
            output: gradient.values(),
        });
    }
}
