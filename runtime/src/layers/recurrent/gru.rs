use core::marker::PhantomData;

use super::cell::{Before, Cell, activate, activate_back, kept as kept_by, product, recurrent_back};
use super::memory::{Gradients, Memory, Sizes, Variables};
use super::shapes::{GivesState, LastStep, NoState, Returns, Walked, begins};
use super::stream::{self, Recurrent, room};
use super::walk::{Settings, Walk};
use super::{begins_walk, recurrent_options, streams, walks};
use crate::activations::{ActivationFn, sigmoid, tanh};
use crate::error::Result;
use crate::initializers::Orthogonal;
use crate::kernels::elementwise::{add, add_product, blend, blend_back, multiply};
use crate::kernels::window;
use crate::kernels::window::KernelGradient;
use crate::layer::{Backward, Bias, Forward, HasBias, Layer, Mask, Pass, Variable, VariableOptions};
use crate::layers::Types;
use crate::layers::options::or_glorot_uniform;
use crate::layout::Lanes;
use crate::regularizers::AnyRegularizer;
use crate::tensor::{Features, Flow, Scalar, Sequence};

/// Gated recurrent unit: goes through a sequence, and learns what to take in and what to keep.
///
/// With `σ` the recurrent activation and `a` the activation, at each step, beginning with `h₋ = 0`,
///
/// | | |
/// |---|---|
/// | how much is kept | `z = σ(K_z x + R_z h₋ + b_z)` |
/// | how much of what was said counts | `r = σ(K_r x + R_r h₋ + b_r)` |
/// | what is new | `n = a(K_h x + b_h + r (R_h h₋ + b'_h))`, or with [`ResetBefore`] `n = a(K_h x + R_h (r h₋) + b_h)` |
/// | what is said | `h = z h₋ + (1 − z) n` |
///
/// | | |
/// |---|---|
/// | in `model!` | `GRU<UNITS>` |
/// | input | `Sequence<TIME, FEATURES>` |
/// | output | `Features<UNITS>`, or with [`Sequences`](crate::layers::Sequences) `Sequence<TIME, UNITS>` |
/// | state, in a graph | with [`ReturnState`](crate::layers::ReturnState) it comes out behind the output: `Features<UNITS>`, its last output; with `initial_state = h` in parentheses the layer begins with such values |
/// | variables | `kernel` `[FEATURES, 3 UNITS]`, glorot_uniform; `recurrent_kernel` `[UNITS, 3 UNITS]`, orthogonal; `bias` `[2, 3 UNITS]`, one for each of the two, or with `ResetBefore` `[3 UNITS]`, zeros; the parts in the order z, r, h |
/// | type arguments | activation (default [`tanh`]), recurrent activation (default [`sigmoid`]), [`Bias`] or [`NoBias`](crate::layers::NoBias), [`ResetAfter`] or [`ResetBefore`] (default `ResetAfter`), [`LastStep`] or `Sequences` (default `LastStep`), [`NoState`] or `ReturnState` (default `NoState`) |
/// | options | those of [`SimpleRNN`](crate::layers::SimpleRNN); `recurrent_activation`, the recurrent activation with its settings |
///
/// The gradient goes back through all steps. Where there is a mask, steps that are masked keep their output;
/// with `zero_output_for_mask`, it is 0, and the state is kept.
/// Written in full, it names the shape: `GRU<Sequence<10, 3>, 4>`.
///
/// Source: K. Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical machine
/// translation", 2014.
#[derive(Clone, Debug)]
pub struct GRU<
    X,
    const UNITS: usize,
    A = tanh,
    R = sigmoid,
    B = Bias,
    M = ResetAfter,
    O = LastStep,
    S = NoState,
> {
    activation: A,
    recurrent_activation: R,
    kernel: VariableOptions,
    recurrent_kernel: VariableOptions,
    bias: VariableOptions,
    activity: Option<AnyRegularizer>,
    settings: Settings,
    types: Types<(X, B, M, O, S)>,
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, M, O, S> GRU<X, UNITS, A, R, B, M, O, S> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self {
            activation: A::default(),
            recurrent_activation: R::default(),
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
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, M, O, S> Default
    for GRU<X, UNITS, A, R, B, M, O, S>
{
    fn default() -> Self {
        Self::new()
    }
}

impl<X, const UNITS: usize, A, R, B, M, O, S> GRU<X, UNITS, A, R, B, M, O, S>
where
    A: ActivationFn,
    R: ActivationFn,
    B: HasBias,
    M: Resets,
    X: Walked,
    O: Returns<X, UNITS>,
{
    const ALL: &'static [Variable; 3] = &[
        Variable::new("gru_cell/kernel", &[X::FEATURES, 3 * UNITS]),
        Variable::new("gru_cell/recurrent_kernel", &[UNITS, 3 * UNITS]),
        Variable::new("gru_cell/bias", if M::AFTER { &[2, 3 * UNITS] } else { &[3 * UNITS] }),
    ];

    /// Kept are, for all steps, the sums of what was said, then of what of it counts and that itself if it is reset
    /// before; and the arguments of activations that need them.
    pub(super) const fn sizes(time: usize) -> Sizes {
        let kept = UNITS * (products::<M>() + kept_by::<A>() + 2 * kept_by::<R>());
        Sizes { time, features: X::FEATURES, units: UNITS, sums: 3 * UNITS, kept, states: 1 }
    }
}

/// How many values are kept of a step's products, for each unit.
const fn products<M: Resets>() -> usize {
    if M::AFTER { 3 } else { 7 }
}

/// What is kept of a step.
struct Kept<'a, T> {
    /// The sums of what was said: on the way back their gradients.
    said: &'a mut [T],
    /// If it is reset before: the sums of what of it counts, and that itself.
    counts: &'a mut [T],
    counting: &'a mut [T],
    /// The arguments of the activations, where they are needed.
    gates: [&'a mut [T]; 2],
    new: &'a mut [T],
}

impl<'a, T: Scalar> Kept<'a, T> {
    /// Of step `at` of `time`.
    fn new<A: ActivationFn, R: ActivationFn, M: Resets>(
        kept: &'a mut [T],
        (at, time): (usize, usize),
        row: usize,
    ) -> Self {
        let mut rest = kept;
        let mut cut = |of_step: usize| {
            let (all, behind) = core::mem::take(&mut rest).split_at_mut(time * of_step * row);
            rest = behind;
            &mut all[at * of_step * row..][..of_step * row]
        };
        let before = if M::AFTER { 0 } else { 1 };
        let (said, counts, counting) = (cut(3), cut(3 * before), cut(before));
        Self {
            said,
            counts,
            counting,
            gates: [cut(kept_by::<R>()), cut(kept_by::<R>())],
            new: cut(kept_by::<A>()),
        }
    }
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, M: Resets, O, S>
    GRU<X, UNITS, A, R, B, M, O, S>
{
    /// The number of steps that there is memory for.
    const fn time<T>(memory: &Memory<'_, T>, lanes: Lanes) -> usize {
        memory.before.len() / (UNITS * lanes.stride())
    }
}

impl<X, const UNITS: usize, A: ActivationFn, R: ActivationFn, B, M: Resets, O, S> Cell
    for GRU<X, UNITS, A, R, B, M, O, S>
{
    fn advance<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
    ) {
        let (row, time) = (UNITS * lanes.stride(), Self::time(memory, lanes));
        let Kept { said, counts, counting, gates, new } = Kept::new::<A, R, M>(memory.kept, (at, time), row);
        let before = &memory.before[at * row..][..row];
        recurrent_sums(variables, variables.recurrent_bias, before, said, lanes);
        let (both, n) = memory.sums[3 * at * row..][..3 * row].split_at_mut(2 * row);
        add(both, &said[..2 * row]);
        let (z, r) = both.split_at_mut(row);
        for (gate, kept) in [&mut *z, &mut *r].into_iter().zip(gates) {
            activate::<T, R, UNITS>(self.recurrent_activation, gate, kept, lanes);
        }
        if M::AFTER {
            add_product(n, r, &said[2 * row..]);
        } else {
            multiply(counting, r, before);
            recurrent_sums(variables, None, counting, counts, lanes);
            add(n, &counts[2 * row..]);
        }
        activate::<T, A, UNITS>(self.activation, n, new, lanes);
        blend(memory.state, z, before, n);
    }

    fn retreat<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
        _: Before<'_, T>,
    ) {
        let (row, time) = (UNITS * lanes.stride(), Self::time(memory, lanes));
        let Kept { said, counts, gates: [kept_z, kept_r], new, .. } =
            Kept::new::<A, R, M>(memory.kept, (at, time), row);
        let before = &memory.before[at * row..][..row];
        let (z, others) = memory.sums[3 * at * row..][..3 * row].split_at_mut(row);
        let (r, n) = others.split_at_mut(row);
        let (delta, carried) = (&mut *memory.state, &mut *memory.carried);
        // The gradients of `z`, in the room of what it is carried to, and of `n`, in a place of its own.
        let (said_z, said_others) = said.split_at_mut(row);
        let (said_r, said_n) = said_others.split_at_mut(row);
        let (delta_z, delta_n) = (said_z, carried);
        blend_back(delta, delta_z, delta_n, z, before, n);
        activate_back::<T, R, UNITS>(self.recurrent_activation, z, kept_z, delta_z, lanes);
        z.copy_from_slice(delta_z);
        activate_back::<T, A, UNITS>(self.activation, n, new, delta_n, lanes);
        n.copy_from_slice(delta_n);
        if M::AFTER {
            multiply(said_r, delta_n, said_n);
            multiply(said_n, delta_n, r);
        } else {
            counts[..2 * row].fill(T::zero());
            counts[2 * row..].copy_from_slice(delta_n);
            let delta_counting = delta_n;
            recurrent_back(variables.recurrent, counts, delta_counting, lanes);
            multiply(said_r, delta_counting, before);
            add_product(delta, delta_counting, r);
            said_n.fill(T::zero());
        }
        activate_back::<T, R, UNITS>(self.recurrent_activation, r, kept_r, said_r, lanes);
        r.copy_from_slice(said_r);
        recurrent_back(variables.recurrent, said, memory.carried, lanes);
        add(memory.carried, delta);
    }

    fn recurrent_gradient<T: Scalar>(
        &self,
        memory: &mut Memory<'_, T>,
        gradients: &mut Gradients<'_, T>,
        lanes: Lanes,
    ) {
        let (row, time) = (UNITS * lanes.stride(), Self::time(memory, lanes));
        let geometry = product(time, UNITS, 3 * UNITS);
        let (said, rest) = memory.kept.split_at(3 * time * row);
        T::convolution_kernel_gradient(KernelGradient {
            geometry,
            lanes,
            input: memory.before,
            delta: said,
            gradient: gradients.recurrent,
            bias_gradient: gradients.recurrent_bias.as_deref_mut(),
            adds: false,
        });
        if !M::AFTER {
            let (counts, rest) = rest.split_at(3 * time * row);
            T::convolution_kernel_gradient(KernelGradient {
                geometry,
                lanes,
                input: &rest[..time * row],
                delta: counts,
                gradient: gradients.recurrent,
                bias_gradient: None,
                adds: true,
            });
        }
    }
}

/// What the outputs of the step before, or what of them counts, are multiplied with.
fn recurrent_sums<T: Scalar>(
    variables: Variables<'_, T>,
    bias: Option<&[T]>,
    before: &[T],
    sums: &mut [T],
    lanes: Lanes,
) {
    let stride = lanes.stride();
    let geometry = product(1, before.len() / stride, sums.len() / stride);
    let (start, kernel) = (bias.into(), variables.recurrent);
    T::convolve(window::Forward { geometry, lanes, kernel, start, input: before, output: sums });
}

/// What was said is reset after its product with the weights, which has a bias of its own: Keras' `reset_after=True`.
#[derive(Clone, Copy, Debug)]
pub enum ResetAfter {}

/// What was said is reset before its product with the weights, as in the paper: Keras' `reset_after=False`.
#[derive(Clone, Copy, Debug)]
pub enum ResetBefore {}

/// [`ResetAfter`] or [`ResetBefore`].
pub trait Resets: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether it is after.
    const AFTER: bool;
}

impl Resets for ResetAfter {
    const AFTER: bool = true;
}

impl Resets for ResetBefore {
    const AFTER: bool = false;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::ResetAfter {}
    impl Sealed for super::ResetBefore {}
}

impl<X, const UNITS: usize, A, R, B, M, O, S> Layer for GRU<X, UNITS, A, R, B, M, O, S>
where
    A: ActivationFn,
    R: ActivationFn,
    B: HasBias,
    M: Resets,
    X: Walked,
    O: Returns<X, UNITS>,
    S: GivesState<O::Output, UNITS, 1>,
{
    walks!(3);

    fn check(&self) -> Result<()> {
        self.activation.check()?;
        self.recurrent_activation.check()?;
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

begins_walk!(GRU, [A: ActivationFn, R: ActivationFn, B: HasBias, M: Resets]);
streams!(GRU, ["forward_gru", "backward_gru"], [A: ActivationFn, R: ActivationFn, B: HasBias, M: Resets]);
