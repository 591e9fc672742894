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
#[derive(Clone, Debug)]
pub struct Conv1D<
    X,
    Y,
    const SIZE: usize,
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

impl<X, Y, const SIZE: usize, A, B, P, S, D, G> Conv1D<X, Y, SIZE, A, B, P, S, D, G>
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
    const GEOMETRY: Geometry = geometry::<X, Y, P, S, D>([SIZE, 1], G::COUNT);
    const KERNEL: &'static [usize] = &[SIZE, Self::GEOMETRY.channels() / G::COUNT, Self::GEOMETRY.filters()];
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

impl<X, Y, const SIZE: usize, A, B, P, S, D, G> Default for Conv1D<X, Y, SIZE, A, B, P, S, D, G>
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

impl<X, Y, const SIZE: usize, A, B, P, S, D, G> Layer for Conv1D<X, Y, SIZE, A, B, P, S, D, G>
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
