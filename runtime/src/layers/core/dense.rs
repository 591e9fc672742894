use core::marker::PhantomData;

use nalgebra::{SMatrix, SVector};

use crate::activations::{ActivationFn, linear};
use crate::kernels::dense::{InputGradient, KernelGradient, Sizes};
use crate::kernels::small::Small;
use crate::kernels::{dense as products, small};
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Mask, Variable, VariableOptions};
use crate::layers::convolution::planes::Planes;
use crate::layers::options::{kernel_and_bias_options, options};
use crate::layers::{Types, convolution};
use crate::layout::{Axis, Lanes};
use crate::model::arena;
use crate::model::arena::View;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Features, Scalar, WithLast, last_axis};

/// Every input connected with every output: `y = a(K x + b)`.
///
/// | | |
/// |---|---|
/// | in `model!` | `Dense<IN, OUT>`, or `Dense<OUT>` behind another layer |
/// | input | `Features<IN>`, or `X`: `Sequence<T, IN>`, `Image<H, W, IN>`, of which each step or pixel goes through by itself |
/// | output | `Features<OUT>`, or `X` with `OUT` values on its last axis |
/// | variables | `kernel` `[IN, OUT]`, glorot_uniform; `bias` `[OUT]`, zeros |
/// | type arguments | sizes, activation (default [`linear`]), [`Bias`] or [`NoBias`](crate::layers::NoBias) (default `Bias`) |
/// | options | `activation`, the activation with its settings; `kernel_initializer`, `bias_initializer`; `kernel_regularizer`, `bias_regularizer`, `activity_regularizer`; `kernel_constraint`, `bias_constraint` (default: none) |
///
/// With `δ = ∂L/∂z` and sums over the samples of a batch, the gradients are
/// `∂L/∂K = Σ δ xᵀ`, `∂L/∂b = Σ δ`, `∂L/∂x = Kᵀ δ`.
///
/// In memory the kernel is an `OUT × IN` matrix, column-major: the same bytes as Keras' row-major `(IN,
/// OUT)`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Small { hidden: Dense<4, 8, relu>, Dense<8, 3, softmax, NoBias> } }
///
/// let model = Small::new(42);
/// assert_eq!(model.hidden().kernel().shape(), (8, 4));
///
/// model! {
///     struct Leaky {
///         Dense<4, 8, leaky_relu>(activation = leaky_relu::new().negative_slope(0.1)),
///         Dense<8, 3, softmax>,
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Dense<const IN: usize, const OUT: usize, A = linear, B = Bias, X = Features<IN>> {
    activation: A,
    kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    types: Types<(B, X)>,
}

impl<const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X> Dense<IN, OUT, A, B, X> {
    /// A dense layer with Keras' defaults.
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

impl<const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X> Dense<IN, OUT, A, B, X> {
    #[inline]
    fn split<T: Scalar>(variables: &[T]) -> (&SMatrix<T, OUT, IN>, Option<&SVector<T, OUT>>) {
        let (kernel, bias) = variables.split_at(IN * OUT);
        (arena::typed(kernel), B::HAS_BIAS.then(|| arena::typed(bias)))
    }

    const fn sizes(lanes: Lanes) -> Sizes {
        Sizes { inputs: IN, outputs: OUT, lanes }
    }

    /// Whether there are kernels for just these sizes. Where the layer is too large, they are not even compiled.
    #[inline(always)]
    const fn is_small(sizes: Sizes) -> bool {
        (const { small::is_small(IN, OUT) }) && small::suits(sizes.lanes)
    }
}

impl<const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X> Default for Dense<IN, OUT, A, B, X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X: WithLast<OUT>>
    Dense<IN, OUT, A, B, X>
{
    /// How often the layer is applied to a sample: once, or to each step or pixel.
    const PLACES: usize = {
        assert!(last_axis::<X>() == IN, "a dense layer takes what the last axis has");
        X::LEN / IN
    };

    /// On several places: windows of one place.
    const WINDOWS: Planes =
        Planes::new([Axis::alone(1), Axis::alone(1), Axis::alone(Self::PLACES)], IN, OUT, 1);
}

impl<const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X: WithLast<OUT>> Layer
    for Dense<IN, OUT, A, B, X>
{
    type Input = X;
    type Output = X::Output;
    type Activation = A;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "dense";
    const SAMPLEWISE: bool = true;
    const MULTIPLY_ADDS: usize = IN.saturating_mul(OUT).saturating_mul(Self::PLACES);
    const MASK: Mask = Mask::Kept;
    const INLINED: bool = Self::PLACES == 1 && small::is_small(IN, OUT);

    const VARIABLES: &'static [Variable] = if B::HAS_BIAS {
        &[Variable::new("kernel", &[IN, OUT]), Variable::new("bias", &[OUT])]
    } else {
        &[Variable::new("kernel", &[IN, OUT])]
    };

    kernel_and_bias_options!(A);

    #[inline(always)]
    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        if const { Self::PLACES > 1 } {
            return convolution::products::forward(const { Self::WINDOWS }, call);
        }
        let (kernel, bias) = Self::split(call.variables);
        let (kernel, bias) = (kernel.as_slice(), bias.map(SVector::as_slice));
        let (input, sizes) = (call.input.values(), Self::sizes(call.input.lanes()));
        let product = products::Forward { kernel, bias, input, output: call.output.values(), sizes };
        if Self::is_small(sizes) {
            T::run_inline(call.pass.instructions(), Small::<_, IN, OUT>(product));
        } else {
            T::forward(product);
        }
    }

    #[inline(always)]
    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        if const { Self::PLACES > 1 } {
            return convolution::products::backward(const { Self::WINDOWS }, call);
        }
        let (input, delta) = (call.input.values(), call.delta.values());
        let sizes = Self::sizes(call.input.lanes());
        let (gradient, bias_gradient) = call.gradients.split_at_mut(IN * OUT);
        let bias_gradient = B::HAS_BIAS.then_some(bias_gradient);
        let product = KernelGradient { input, delta, gradient, bias_gradient, sizes };
        if Self::is_small(sizes) {
            T::run_inline(call.pass.instructions(), Small::<_, IN, OUT>(product));
        } else {
            T::kernel_gradient(product);
        }
        let Some(mut gradient) = call.input_gradient else { return };
        let (kernel, _) = Self::split(call.variables);
        let product = InputGradient { kernel: kernel.as_slice(), delta, gradient: gradient.values(), sizes };
        if Self::is_small(sizes) {
            T::run_inline(call.pass.instructions(), Small::<_, IN, OUT>(product));
        } else {
            T::input_gradient(product);
        }
    }
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize, A: ActivationFn, B: HasBias, X>
    View<'a, Dense<IN, OUT, A, B, X>, T>
{
    /// The weights: one row for each output, one column for each input.
    pub fn kernel(&self) -> &'a SMatrix<T, OUT, IN> {
        Dense::<IN, OUT, A, B, X>::split(self.variables()).0
    }
}

impl<'a, T: Scalar, const IN: usize, const OUT: usize, A: ActivationFn, X>
    View<'a, Dense<IN, OUT, A, Bias, X>, T>
{
    /// The biases, one for each output.
    pub fn bias(&self) -> &'a SVector<T, OUT> {
        arena::typed(&self.variables()[IN * OUT..])
    }
}
