use core::marker::PhantomData;

use super::cell::{Before, Cell, activate, activate_back, add_recurrent, kept, product, recurrent_back};
use super::memory::{Gradients, Memory, Sizes, Variables};
use super::shapes::{GivesState, LastStep, NoState, Returns, Walked, begins};
use super::stream::{self, Recurrent, room};
use super::walk::{Settings, Walk};
use super::{begins_walk, recurrent_options, streams, walks};
use crate::activations::{ActivationFn, tanh};
use crate::error::Result;
use crate::initializers::Orthogonal;
use crate::kernels::window::KernelGradient;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Mask, Pass, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::or_glorot_uniform;
use crate::layout::Lanes;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Features, Flow, Scalar, Sequence};

/// Goes through a sequence and remembers its own outputs: `h = a(K x + R h₋ + b)`, beginning with `h₋ = 0`.
///
/// | | |
/// |---|---|
/// | in `model!` | `SimpleRNN<UNITS>` |
/// | input | `Sequence<TIME, FEATURES>` |
/// | output | `Features<UNITS>`, or with [`Sequences`](crate::layers::Sequences) `Sequence<TIME, UNITS>` |
/// | state, in a graph | with [`ReturnState`](crate::layers::ReturnState) it comes out behind the output: `Features<UNITS>`, its last output; with `initial_state = h` in parentheses the layer begins with such values |
/// | variables | `kernel` `[FEATURES, UNITS]`, glorot_uniform; `recurrent_kernel` `[UNITS, UNITS]`, orthogonal; `bias` `[UNITS]`, zeros |
/// | type arguments | activation (default [`tanh`]), [`Bias`] or [`NoBias`](crate::layers::NoBias), [`LastStep`] or `Sequences` (default `LastStep`), [`NoState`] or `ReturnState` (default `NoState`) |
/// | options | `go_backwards`, `dropout`, `recurrent_dropout`, `zero_output_for_mask`; `activation`, the activation with its settings; `kernel_…`, `recurrent_…` and `bias_` with `initializer`, `regularizer` and `constraint`; `activity_regularizer` |
///
/// The gradient goes back through all steps: with `δ = ∂L/∂z` at a step, `∂L/∂h₋ = Rᵀ δ`, and the gradients of the
/// variables are sums over steps and samples. Where there is a mask, steps that are masked keep output and state; with
/// `zero_output_for_mask`, their outputs are 0.
///
/// Written in full, it names the shape: `SimpleRNN<Sequence<10, 3>, 4>`.
///
/// Source: J. L. Elman, "Finding structure in time", 1990.
#[derive(Clone, Debug)]
pub struct SimpleRNN<X, const UNITS: usize, A = tanh, B = Bias, O = LastStep, S = NoState> {
    activation: A,
    kernel: VariableOptions,
    recurrent_kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    settings: Settings,
    types: Types<(X, B, O, S)>,
}

impl<X, const UNITS: usize, A: ActivationFn, B, O, S> SimpleRNN<X, UNITS, A, B, O, S> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self {
            activation: A::default(),
            kernel: VariableOptions::new(),
            recurrent_kernel: VariableOptions::new(),
            bias: VariableOptions::new(),
            activity: None,
            settings: Settings::new(),
            types: PhantomData,
        }
    }

    recurrent_options!();
}

impl<X, const UNITS: usize, A: ActivationFn, B, O, S> Default for SimpleRNN<X, UNITS, A, B, O, S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X, const UNITS: usize, A, B, O, S> SimpleRNN<X, UNITS, A, B, O, S>
where
    A: ActivationFn,
    B: HasBias,
    X: Walked,
    O: Returns<X, UNITS>,
{
    const ALL: &'static [Variable; 3] = &[
        Variable::new("simple_rnn_cell/kernel", &[X::FEATURES, UNITS]),
        Variable::new("simple_rnn_cell/recurrent_kernel", &[UNITS, UNITS]),
        Variable::new("simple_rnn_cell/bias", &[UNITS]),
    ];

    pub(super) const fn sizes(time: usize) -> Sizes {
        Sizes { time, features: X::FEATURES, units: UNITS, sums: UNITS, kept: UNITS * kept::<A>(), states: 1 }
    }
}

impl<X, const UNITS: usize, A: ActivationFn, B, O, S> Cell for SimpleRNN<X, UNITS, A, B, O, S> {
    fn advance<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
    ) {
        let row = UNITS * lanes.stride();
        let sums = &mut memory.sums[at * row..][..row];
        add_recurrent(variables.recurrent, &memory.before[at * row..][..row], sums, lanes);
        let kept = &mut memory.kept[at * row * kept::<A>()..][..row * kept::<A>()];
        activate::<T, A, UNITS>(self.activation, sums, kept, lanes);
        memory.state.copy_from_slice(sums);
    }

    fn retreat<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
        before: Before<'_, T>,
    ) {
        let row = UNITS * lanes.stride();
        let sums = &mut memory.sums[at * row..][..row];
        let kept = &memory.kept[at * row * kept::<A>()..][..row * kept::<A>()];
        activate_back::<T, A, UNITS>(self.activation, sums, kept, memory.state, lanes);
        sums.copy_from_slice(memory.state);
        if before.is_asked() {
            recurrent_back(variables.recurrent, sums, memory.carried, lanes);
        }
    }

    fn recurrent_gradient<T: Scalar>(
        &self,
        memory: &mut Memory<'_, T>,
        gradients: &mut Gradients<'_, T>,
        lanes: Lanes,
    ) {
        T::convolution_kernel_gradient(KernelGradient {
            geometry: product(memory.before.len() / (UNITS * lanes.stride()), UNITS, UNITS),
            lanes,
            input: memory.before,
            delta: memory.sums,
            gradient: gradients.recurrent,
            bias_gradient: None,
            adds: false,
        });
    }
}

impl<X, const UNITS: usize, A, B, O, S> Layer for SimpleRNN<X, UNITS, A, B, O, S>
where
    A: ActivationFn,
    B: HasBias,
    X: Walked,
    O: Returns<X, UNITS>,
    S: GivesState<O::Output, UNITS, 1>,
{
    walks!(1);

    fn check(&self) -> Result<()> {
        self.activation.check()?;
        self.settings.check()
    }

    fn options(&self, index: usize) -> VariableOptions {
        match index {
            0 => or_glorot_uniform(&self.kernel),
            1 => self.recurrent_kernel.clone().default_initializer(Orthogonal::new()),
            _ => self.bias.clone(),
        }
    }
}

begins_walk!(SimpleRNN, [A: ActivationFn, B: HasBias]);
streams!(SimpleRNN, ["forward_simple_rnn", "backward_simple_rnn"], [A: ActivationFn, B: HasBias]);
