use core::marker::PhantomData;

use super::products::{backward, forward, geometry, kernel_and_bias, variables};
use crate::activations::{ActivationFn, linear};
use crate::kernels::window::Geometry;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::options;
use crate::layers::windows::{Dilation, Grouping, Groups, Padding, Steps, Strides, Valid};
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Scalar, Shape};

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
#[derive(Clone, Debug)]
pub struct Conv2D<
    X,
    Y,
    const HEIGHT: usize,
    const WIDTH: usize,
    A = linear,
    B = Bias,
    P = Valid,
    S = Strides<1>,
    D = Dilation<1>,
    G = Groups<1>,
> {
    activation: A,
    kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    types: Types<(X, Y, B, P, S, D, G)>,
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, G>
    Conv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, G>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
    G: Grouping,
{
    const GEOMETRY: Geometry = geometry::<X, Y, P, S, D>([HEIGHT, WIDTH], G::COUNT);
    const KERNEL: &'static [usize] =
        &[HEIGHT, WIDTH, Self::GEOMETRY.channels() / G::COUNT, Self::GEOMETRY.filters()];
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
        kernel = "[`GlorotUniform`](crate::initializers::GlorotUniform)": kernel_initializer, kernel_regularizer, kernel_constraint;
        bias = "zeros": bias_initializer, bias_regularizer, bias_constraint;
    }
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, G> Default
    for Conv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, G>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
    G: Grouping,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X, Y, const HEIGHT: usize, const WIDTH: usize, A, B, P, S, D, G> Layer
    for Conv2D<X, Y, HEIGHT, WIDTH, A, B, P, S, D, G>
where
    X: Shape,
    Y: Shape,
    A: ActivationFn,
    B: HasBias,
    P: Padding,
    S: Steps,
    D: Steps,
    G: Grouping,
{
    kernel_and_bias!(A, B);

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        forward(const { Self::GEOMETRY }, call);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        backward(const { Self::GEOMETRY }, call);
    }
}
