use core::marker::PhantomData;

use super::cell::{
    Before, Cell, activate, activate_back, add_recurrent, kept as kept_by, product, recurrent_back,
};
use super::memory::{Gradients, Memory, Sizes, Variables};
use super::shapes::{GivesState, LastStep, NoState, Returns, Walked, begins};
use super::stream::{self, Recurrent, room};
use super::walk::{Settings, Walk};
use super::{begins_walk, recurrent_options, streams, walks};
use crate::activations::{ActivationFn, sigmoid, tanh};
use crate::error::Result;
use crate::initializers::{Initializer, Orthogonal};
use crate::kernels::elementwise::{add, multiply, multiply_by, remember};
use crate::kernels::window::KernelGradient;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Mask, Pass, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::or_glorot_uniform;
use crate::layout::Lanes;
use crate::regularizers::AnyRegularizer;
use crate::rng::Rng;
use crate::tensor::{Features, Flow, Scalar, Sequence};

/// Long short-term memory: goes through a sequence, and learns what to remember, what to forget and what to say.
///
/// With `σ` the recurrent activation and `a` the activation, at each step, of the four parts of `K x + R h₋ + b`,
///
/// | | |
/// |---|---|
/// | what comes in | `i = σ(zᵢ)`, `f = σ(z_f)`, `g = a(z_c)`, `o = σ(zₒ)` |
/// | what is remembered | `c = f c₋ + i g`, beginning with 0 |
/// | what is said | `h = o a(c)`, beginning with 0 |
///
/// | | |
/// |---|---|
/// | in `model!` | `LSTM<UNITS>` |
/// | input | `Sequence<TIME, FEATURES>` |
/// | output | `Features<UNITS>`, or with [`Sequences`](crate::layers::Sequences) `Sequence<TIME, UNITS>` |
/// | state, in a graph | with [`ReturnState`](crate::layers::ReturnState) it comes out behind the output: `Features<UNITS>` twice, last output and cell state; with `initial_state = (h, c)` in parentheses the layer begins with such values |
/// | variables | `kernel` `[FEATURES, 4 UNITS]`, glorot_uniform; `recurrent_kernel` `[UNITS, 4 UNITS]`, orthogonal; `bias` `[4 UNITS]`, zeros, but ones for `f`; the parts in the order i, f, c, o |
/// | type arguments | activation (default [`tanh`]), recurrent activation (default [`sigmoid`]), [`Bias`] or [`NoBias`](crate::layers::NoBias), [`LastStep`] or `Sequences` (default `LastStep`), [`NoState`] or `ReturnState` (default `NoState`) |
/// | options | those of [`SimpleRNN`](crate::layers::SimpleRNN); `recurrent_activation`, the recurrent activation with its settings; `unit_forget_bias`, whether the bias of `f` begins with ones (default true) |
///
/// The gradient goes back through all steps. Where there is a mask, steps that are masked keep output and
/// memory; with `zero_output_for_mask`, their outputs are 0.
/// Written in full, it names the shape: `LSTM<Sequence<10, 3>, 4>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<32, 16>, LSTM<32, Sequences>, LSTM<16>(dropout = 0.1), Dense<1> } }
///
/// model! {
///     /// The decoder begins with what the encoder remembers.
///     struct Translation(question: Tokens<20, 500>, answer: Tokens<20, 400>) -> words {
///         (_, h, c) = question => Embedding<16, MaskZero>, LSTM<64, ReturnState>;
///         words = answer => Embedding<16>, LSTM<64, Sequences>(initial_state = (h, c)), Dense<400, softmax>;
///     }
/// }
/// ```
///
/// Source: S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; F. A. Gers, J. Schmidhuber, F. Cummins,
/// "Learning to forget: continual prediction with LSTM", 2000.
#[derive(Clone, Debug)]
pub struct LSTM<X, const UNITS: usize, A = tanh, R = sigmoid, B = Bias, O = LastStep, S = NoState> {
    activation: A,
    recurrent_activation: R,
    unit_forget_bias: bool,
    kernel: VariableOptions,
    recurrent_kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    settings: Settings,
    types: Types<(X, B, O, S)>,
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, O, S> LSTM<X, UNITS, A, R, B, O, S> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self {
            activation: A::default(),
            recurrent_activation: R::default(),
            unit_forget_bias: true,
            kernel: VariableOptions::new(),
            recurrent_kernel: VariableOptions::new(),
            bias: VariableOptions::new(),
            activity: None,
            settings: Settings::new(),
            types: PhantomData,
        }
    }

    recurrent_options!();

    /// The recurrent activation with settings other than Keras' defaults.
    #[must_use]
    pub const fn recurrent_activation(mut self, activation: R) -> Self {
        self.recurrent_activation = activation;
        self
    }

    /// Whether the bias of what is forgotten begins with ones, so that much is remembered at first; by default true.
    #[must_use]
    pub const fn unit_forget_bias(mut self, unit_forget_bias: bool) -> Self {
        self.unit_forget_bias = unit_forget_bias;
        self
    }
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, O, S> Default
    for LSTM<X, UNITS, A, R, B, O, S>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X, const UNITS: usize, A, R, B, O, S> LSTM<X, UNITS, A, R, B, O, S>
where
    A: ActivationFn,
    R: ActivationFn,
    B: HasBias,
    X: Walked,
    O: Returns<X, UNITS>,
{
    const ALL: &'static [Variable; 3] = &[
        Variable::new("lstm_cell/kernel", &[X::FEATURES, 4 * UNITS]),
        Variable::new("lstm_cell/recurrent_kernel", &[UNITS, 4 * UNITS]),
        Variable::new("lstm_cell/bias", &[4 * UNITS]),
    ];

    pub(super) const fn sizes(time: usize) -> Sizes {
        let kept = UNITS * Self::KEPT;
        Sizes { time, features: X::FEATURES, units: UNITS, sums: 4 * UNITS, kept, states: 2 }
    }
}

/// What is kept of a step.
struct Kept<'a, T> {
    /// What is remembered, and its activation.
    memory: &'a mut [T],
    active: &'a mut [T],
    /// The arguments of the activations: of `i`, `f` and `o`, and of `g` and `c`, where they are needed.
    gates: [&'a mut [T]; 3],
    others: [&'a mut [T]; 2],
}

impl<'a, T: Scalar> Kept<'a, T> {
    fn new<A: ActivationFn, R: ActivationFn>(kept: &'a mut [T], row: usize) -> Self {
        let (memory, rest) = kept.split_at_mut(row);
        let (active, rest) = rest.split_at_mut(row);
        let (gates, others) = rest.split_at_mut(3 * row * kept_by::<R>());
        let (len, other) = (row * kept_by::<R>(), row * kept_by::<A>());
        let (i, gates) = gates.split_at_mut(len);
        let (f, o) = gates.split_at_mut(len);
        let (g, c) = others.split_at_mut(other);
        Self { memory, active, gates: [i, f, o], others: [g, c] }
    }
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, O, S> LSTM<X, UNITS, A, R, B, O, S> {
    /// The number of values kept of a step, for each unit: what is remembered, its activation, and the arguments of
    /// activations that need them.
    const KEPT: usize = 2 + 2 * kept_by::<A>() + 3 * kept_by::<R>();
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, O, S> Cell
    for LSTM<X, UNITS, A, R, B, O, S>
{
    fn advance<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
    ) {
        let row = UNITS * lanes.stride();
        let sums = &mut memory.sums[4 * at * row..][..4 * row];
        add_recurrent(variables.recurrent, &memory.before[at * row..][..row], sums, lanes);
        let len = row * Self::KEPT;
        let Kept { memory: kept, active, gates, others } =
            Kept::new::<A, R>(&mut memory.kept[at * len..][..len], row);
        let [i, f, g, o] = quarters(sums);
        for (gate, kept) in [&mut *i, &mut *f, &mut *o].into_iter().zip(gates) {
            activate::<T, R, UNITS>(self.recurrent_activation, gate, kept, lanes);
        }
        let [kept_g, kept_c] = others;
        activate::<T, A, UNITS>(self.activation, g, kept_g, lanes);
        let (output, remembered) = memory.state.split_at_mut(row);
        remember(remembered, kept, f, i, g);
        active.copy_from_slice(kept);
        activate::<T, A, UNITS>(self.activation, active, kept_c, lanes);
        multiply(output, o, active);
    }

    fn passed_over<T: Scalar>(&self, at: usize, memory: &mut Memory<'_, T>) {
        let row = memory.carried.len();
        memory.kept[at * row * Self::KEPT..][..row].copy_from_slice(&memory.state[row..]);
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
        let len = row * Self::KEPT;
        // Two steps at once: what was remembered before takes part in what is forgotten.
        let other = if let Before::Step(step) = before { step } else { at };
        let (low, high) = memory.kept.split_at_mut(at.max(other) * len);
        let (here, past) = match before {
            Before::Nothing => (&mut high[..len], None),
            Before::State(remembered) => (&mut high[..len], remembered),
            Before::Step(step) if step < at => (&mut high[..len], Some(&low[step * len..][..row])),
            Before::Step(_) => (&mut low[at * len..][..len], Some(&high[..row])),
        };
        let Kept { active, gates, others, .. } = Kept::new::<A, R>(here, row);
        let sums = &mut memory.sums[4 * at * row..][..4 * row];
        let [i, f, g, o] = quarters(sums);
        let (output, remembered) = memory.state.split_at_mut(row);
        let (carried, [kept_g, kept_c]) = (&mut *memory.carried, others);
        // With `δ` the gradients that arrive: that of `c` through the output, and that of `o`.
        multiply(carried, output, o);
        activate_back::<T, A, UNITS>(self.activation, active, kept_c, carried, lanes);
        let [kept_i, kept_f, kept_o] = gates;
        let delta_o = output;
        multiply_by(delta_o, active);
        activate_back::<T, R, UNITS>(self.recurrent_activation, o, kept_o, delta_o, lanes);
        o.copy_from_slice(delta_o);
        // From here on the room of the output's gradient is free.
        let delta = delta_o;
        add(remembered, carried);
        multiply(delta, remembered, g);
        activate_back::<T, R, UNITS>(self.recurrent_activation, i, kept_i, delta, lanes);
        multiply(carried, remembered, i);
        i.copy_from_slice(delta);
        activate_back::<T, A, UNITS>(self.activation, g, kept_g, carried, lanes);
        g.copy_from_slice(carried);
        match past {
            Some(past) => multiply(delta, remembered, past),
            None => delta.fill(T::zero()),
        }
        activate_back::<T, R, UNITS>(self.recurrent_activation, f, kept_f, delta, lanes);
        multiply_by(remembered, f);
        f.copy_from_slice(delta);
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
            geometry: product(memory.before.len() / (UNITS * lanes.stride()), UNITS, 4 * UNITS),
            lanes,
            input: memory.before,
            delta: memory.sums,
            gradient: gradients.recurrent,
            bias_gradient: None,
            adds: false,
        });
    }
}

/// The four parts of a step's sums.
fn quarters<T>(sums: &mut [T]) -> [&mut [T]; 4] {
    let (first, second) = sums.split_at_mut(sums.len() / 2);
    let (i, f) = first.split_at_mut(first.len() / 2);
    let (g, o) = second.split_at_mut(second.len() / 2);
    [i, f, g, o]
}

/// Zeros, and ones for what is forgotten.
#[derive(Clone, Copy, Debug)]
struct UnitForgetBias;

impl Initializer for UnitForgetBias {
    fn fill(&self, _: &[usize], values: &mut [f64], _: &mut Rng) {
        let units = values.len() / 4;
        values.fill(0.0);
        values[units..2 * units].fill(1.0);
    }
}

impl<X, const UNITS: usize, A, R, B, O, S> Layer for LSTM<X, UNITS, A, R, B, O, S>
where
    A: ActivationFn,
    R: ActivationFn,
    B: HasBias,
    X: Walked,
    O: Returns<X, UNITS>,
    S: GivesState<O::Output, UNITS, 2>,
{
    walks!(4);

    fn check(&self) -> Result<()> {
        self.activation.check()?;
        self.recurrent_activation.check()?;
        self.settings.check()
    }

    fn options(&self, index: usize) -> VariableOptions {
        match index {
            0 => or_glorot_uniform(&self.kernel),
            1 => self.recurrent_kernel.clone().default_initializer(Orthogonal::new()),
            _ if self.unit_forget_bias => self.bias.clone().default_initializer(UnitForgetBias),
            _ => self.bias.clone(),
        }
    }
}

begins_walk!(LSTM, [A: ActivationFn, R: ActivationFn, B: HasBias]);
streams!(LSTM, ["forward_lstm", "backward_lstm"], [A: ActivationFn, R: ActivationFn, B: HasBias]);
