//! The walk along a sequence, forwards and back, that all recurrent layers share.
//!
//! The input's part of all steps is one product, before the first step, and so are its gradients, after the last one
//! back; only what depends on the step before is computed step by step.

use crate::activations::{ActivationFn, Derivative, apply, apply_back};
use crate::error::{Result, check_setting};
use crate::kernels::elementwise::{
    add, add_unmasked, clear_masked, keep_masked, multiply, multiply_by, take_masked,
};
use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::layer::Pass;
use crate::layout::{Axis, Lanes};
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Features, Scalar};

/// What the walk does, whatever the layer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settings {
    pub(super) go_backwards: bool,
    pub(super) dropout: f64,
    pub(super) recurrent_dropout: f64,
    pub(super) zero_output_for_mask: bool,
}

impl Settings {
    pub(super) const fn new() -> Self {
        Self { go_backwards: false, dropout: 0.0, recurrent_dropout: 0.0, zero_output_for_mask: false }
    }

    pub(super) fn check(&self) -> Result<()> {
        let is_rate = |rate: f64| (0.0..1.0).contains(&rate);
        let range = "from 0 to 1, 1 left out";
        check_setting("the dropout of a recurrent layer", self.dropout, is_rate(self.dropout), range)?;
        let rate = self.recurrent_dropout;
        check_setting("the recurrent_dropout of a recurrent layer", rate, is_rate(rate), range)
    }
}

/// The sizes of a layer: what goes in at a step, what comes out, and how many sums there are for each step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub(super) time: usize,
    pub(super) features: usize,
    pub(super) units: usize,
    pub(super) sums: usize,
    /// What the layer keeps of each step, besides.
    pub(super) kept: usize,
    /// The number of states of each unit: its output, and what else it remembers.
    pub(super) states: usize,
}

impl Sizes {
    /// The values that are kept for the way back, per lane.
    pub(super) const fn saved(self) -> usize {
        let Self { time, features, units, sums, kept, states } = self;
        // Sums, outputs before each step, and what the layer keeps; the input with some of it dropped, and the factors;
        // the state, and the one before; the gradient of what the state before becomes.
        time * (sums + units + kept + features) + features + units + 2 * states * units + units
    }
}

/// Working memory, cut up.
pub(super) struct Memory<'a, T> {
    /// For each step the sums, then the gates; on the way back the gradients with respect to the sums.
    pub(super) sums: &'a mut [T],
    /// For each step the outputs of the step before, some of them dropped.
    pub(super) before: &'a mut [T],
    /// For each step what the layer keeps.
    pub(super) kept: &'a mut [T],
    /// The state; on the way back its gradient. The outputs come first.
    pub(super) state: &'a mut [T],
    dropped_input: &'a mut [T],
    factors: &'a mut [T],
    recurrent_factors: &'a mut [T],
    state_before: &'a mut [T],
    /// The gradient of the outputs of the step before.
    pub(super) carried: &'a mut [T],
}

impl<'a, T: Scalar> Memory<'a, T> {
    pub(super) fn new(saved: &'a mut [T], sizes: Sizes, lanes: Lanes) -> Self {
        let Sizes { time, features, units, sums, kept, states } = sizes;
        let mut rest = saved;
        let mut cut = |len: usize| {
            let (piece, behind) = core::mem::take(&mut rest).split_at_mut(len * lanes.stride());
            rest = behind;
            piece
        };
        Self {
            sums: cut(time * sums),
            before: cut(time * units),
            kept: cut(time * kept),
            dropped_input: cut(time * features),
            factors: cut(features),
            recurrent_factors: cut(units),
            state: cut(states * units),
            state_before: cut(states * units),
            carried: cut(units),
        }
    }
}

/// The variables of a recurrent layer.
#[derive(Clone, Copy)]
pub(super) struct Variables<'a, T> {
    pub(super) kernel: &'a [T],
    pub(super) recurrent: &'a [T],
    pub(super) bias: Option<&'a [T]>,
    /// What is added to what comes from the step before, where that is not the same.
    pub(super) recurrent_bias: Option<&'a [T]>,
}

/// Where their gradients go.
pub(super) struct Gradients<'a, T> {
    pub(super) kernel: &'a mut [T],
    pub(super) recurrent: &'a mut [T],
    pub(super) bias: Option<&'a mut [T]>,
    pub(super) recurrent_bias: Option<&'a mut [T]>,
}

impl<'a, T> Variables<'a, T> {
    pub(super) fn of(values: &'a [T], sizes: Sizes) -> Self {
        let (kernel, rest) = values.split_at(sizes.features * sizes.sums);
        let (recurrent, rest) = rest.split_at(sizes.units * sizes.sums);
        let mut biases = rest.chunks_exact(sizes.sums);
        Self { kernel, recurrent, bias: biases.next(), recurrent_bias: biases.next() }
    }
}

impl<'a, T> Gradients<'a, T> {
    pub(super) fn of(values: &'a mut [T], sizes: Sizes) -> Self {
        let (kernel, rest) = values.split_at_mut(sizes.features * sizes.sums);
        let (recurrent, rest) = rest.split_at_mut(sizes.units * sizes.sums);
        let mut biases = rest.chunks_exact_mut(sizes.sums);
        Self { kernel, recurrent, bias: biases.next(), recurrent_bias: biases.next() }
    }
}

/// What a recurrent layer computes at one step.
pub(super) trait Cell {
    /// Goes on by step `at`: from the sums of the input, and the state in `memory`, to the new state.
    fn advance<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
    );

    /// After step `at`, some lanes passed it over: whatever is kept of the new state has to be that in `memory`.
    fn passed_over<T: Scalar>(&self, at: usize, memory: &mut Memory<'_, T>) {
        let _ = (at, memory);
    }

    /// Goes back by step `at`: from the gradient of the new state, in the state's place, to that of the sums, in their
    /// place, that of the state before, but for its outputs, and that of those, in `carried`. `before` is the step
    /// before, if there is one.
    fn retreat<T: Scalar>(
        &self,
        at: usize,
        variables: Variables<'_, T>,
        memory: &mut Memory<'_, T>,
        lanes: Lanes,
        before: Option<usize>,
    );

    /// The gradient of the variables that take part in `advance`, from all steps.
    fn recurrent_gradient<T: Scalar>(
        &self,
        memory: &mut Memory<'_, T>,
        gradients: &mut Gradients<'_, T>,
        lanes: Lanes,
    );
}

/// The walk along a sequence.
pub(super) struct Walk<'a, C, T> {
    pub(super) cell: &'a C,
    pub(super) sizes: Sizes,
    pub(super) settings: Settings,
    pub(super) lanes: Lanes,
    pub(super) pass: Pass,
    /// Whether each step's output comes out.
    pub(super) sequences: bool,
    pub(super) variables: Variables<'a, T>,
    pub(super) input: &'a [T],
    /// For each step and lane, 0 if it is to be passed over, and 1 if not.
    pub(super) mask: Option<&'a [T]>,
}

/// The sums of `inputs` values with weights, at so many places.
pub(super) const fn product(places: usize, inputs: usize, outputs: usize) -> Geometry {
    Geometry::new(Axis::alone(1), Axis::alone(places), inputs, outputs, 1)
}

impl<C: Cell, T: Scalar> Walk<'_, C, T> {
    /// Where in the sequence a step is.
    const fn at(&self, step: usize) -> usize {
        if self.settings.go_backwards { self.sizes.time - 1 - step } else { step }
    }

    /// For each lane of step `at`, 0 if it is to be passed over, and 1 if not.
    fn mask_at(&self, at: usize) -> Option<&[T]> {
        let stride = self.lanes.stride();
        self.mask.map(|mask| &mask[at * stride..][..stride])
    }

    /// The mask of a step, if masked outputs are zero.
    fn zeroed<'m>(&self, mask: Option<&'m [T]>) -> Option<&'m [T]> {
        mask.filter(|_| self.settings.zero_output_for_mask)
    }

    const fn geometry(&self) -> Geometry {
        product(self.sizes.time, self.sizes.features, self.sizes.sums)
    }

    /// The rates of dropout, where there are some.
    fn drops(&self) -> [bool; 2] {
        let Settings { dropout, recurrent_dropout, .. } = self.settings;
        [dropout, recurrent_dropout].map(|rate| self.pass.is_training() && rate > 0.0)
    }

    /// Draws which inputs and which units are dropped.
    fn draw(&self, memory: &mut Memory<'_, T>) {
        let rates = [self.settings.dropout, self.settings.recurrent_dropout];
        let factors = [&mut *memory.factors, &mut *memory.recurrent_factors];
        for (stream, ((rate, factors), drops)) in rates.into_iter().zip(factors).zip(self.drops()).enumerate()
        {
            let Some(mut rng) = self.pass.layer(stream).rng().filter(|_| drops) else { continue };
            let kept = T::of(1.0 / (1.0 - rate));
            for sample in 0..self.lanes.stride() {
                for factor in factors[sample..].iter_mut().step_by(self.lanes.stride()) {
                    *factor = if rng.uniform() < rate { T::zero() } else { kept };
                }
            }
        }
    }

    /// From the state that is in `memory` on, to the last one. Outputs go to `output`.
    pub(super) fn forward(&self, memory: &mut Memory<'_, T>, output: &mut [T]) {
        let [drops_inputs, drops_units] = self.drops();
        self.draw(memory);
        let mut input = self.input;
        if drops_inputs {
            for (to, from) in memory
                .dropped_input
                .chunks_exact_mut(memory.factors.len())
                .zip(input.chunks_exact(memory.factors.len()))
            {
                multiply(to, from, memory.factors);
            }
            input = memory.dropped_input;
        }
        T::convolve(window::Forward {
            geometry: self.geometry(),
            lanes: self.lanes,
            kernel: self.variables.kernel,
            start: self.variables.bias.into(),
            input,
            output: memory.sums,
        });
        let row = self.sizes.units * self.lanes.stride();
        for step in 0..self.sizes.time {
            let at = self.at(step);
            let before = &mut memory.before[at * row..][..row];
            before.copy_from_slice(&memory.state[..row]);
            if drops_units {
                multiply_by(before, memory.recurrent_factors);
            }
            let mask = self.mask_at(at);
            if mask.is_some() {
                memory.state_before.copy_from_slice(memory.state);
            }
            self.cell.advance(at, self.variables, memory, self.lanes);
            if let Some(mask) = mask {
                keep_masked(memory.state, memory.state_before, mask);
                self.cell.passed_over(at, memory);
            }
            if self.sequences {
                let output = &mut output[step * row..][..row];
                output.copy_from_slice(&memory.state[..row]);
                if let Some(mask) = self.zeroed(mask) {
                    clear_masked(output, mask);
                }
            }
        }
        if !self.sequences {
            output.copy_from_slice(&memory.state[..row]);
        }
    }

    /// From the gradient of the outputs to those of the variables, which lie one behind the other, and of the input.
    pub(super) fn backward(
        &self,
        memory: &mut Memory<'_, T>,
        delta: &[T],
        mut gradients: Gradients<'_, T>,
        input_gradient: Option<&mut [T]>,
    ) {
        let [drops_inputs, drops_units] = self.drops();
        let row = self.sizes.units * self.lanes.stride();
        memory.state.fill(T::zero());
        if !self.sequences {
            memory.state[..row].copy_from_slice(delta);
        }
        for step in (0..self.sizes.time).rev() {
            let at = self.at(step);
            let mask = self.mask_at(at);
            if self.sequences {
                let delta = &delta[step * row..][..row];
                match self.zeroed(mask) {
                    Some(mask) => add_unmasked(memory.state, delta, mask),
                    None => add(memory.state, delta),
                }
            }
            if let Some(mask) = mask {
                // What is passed over goes back as it is, and nothing goes through the step.
                take_masked(memory.state, memory.state_before, mask);
            }
            let before = step.checked_sub(1).map(|step| self.at(step));
            self.cell.retreat(at, self.variables, memory, self.lanes, before);
            if drops_units {
                memory
                    .carried
                    .iter_mut()
                    .zip(&*memory.recurrent_factors)
                    .for_each(|(g, &factor)| *g *= factor);
            }
            memory.state[..row].copy_from_slice(memory.carried);
            if mask.is_some() {
                memory
                    .state
                    .iter_mut()
                    .zip(&*memory.state_before)
                    .for_each(|(gradient, &past)| *gradient += past);
            }
        }
        self.cell.recurrent_gradient(memory, &mut gradients, self.lanes);
        let input: &[T] = if drops_inputs { memory.dropped_input } else { self.input };
        T::convolution_kernel_gradient(KernelGradient {
            geometry: self.geometry(),
            lanes: self.lanes,
            input,
            delta: memory.sums,
            gradient: gradients.kernel,
            bias_gradient: gradients.bias,
            adds: false,
        });
        let Some(gradient) = input_gradient else { return };
        T::convolution_input_gradient(InputGradient {
            geometry: self.geometry(),
            lanes: self.lanes,
            kernel: self.variables.kernel,
            start: Start::Zero,
            delta: memory.sums,
            gradient,
        });
        if drops_inputs {
            for gradient in gradient.chunks_exact_mut(memory.factors.len()) {
                multiply_by(gradient, memory.factors);
            }
        }
    }
}

/// Adds to `sums` what the outputs of the step before are multiplied with: `z + R h`.
pub(super) fn add_recurrent<T: Scalar>(recurrent: &[T], before: &[T], sums: &mut [T], lanes: Lanes) {
    let stride = lanes.stride();
    let geometry = product(1, before.len() / stride, sums.len() / stride);
    let (start, kernel) = (Start::Output, recurrent);
    T::convolve(window::Forward { geometry, lanes, kernel, start, input: before, output: sums });
}

/// The gradient of the outputs of the step before: `Rᵀ δ`.
pub(super) fn recurrent_back<T: Scalar>(recurrent: &[T], delta: &[T], gradient: &mut [T], lanes: Lanes) {
    let stride = lanes.stride();
    let geometry = product(1, gradient.len() / stride, delta.len() / stride);
    let (kernel, start) = (recurrent, Start::Zero);
    T::convolution_input_gradient(InputGradient { geometry, lanes, kernel, start, delta, gradient });
}

/// How many values an activation needs kept, for each of its arguments.
pub(super) const fn kept<A: ActivationFn>() -> usize {
    match A::DERIVATIVE {
        Derivative::FromInput => 1,
        Derivative::FromOutput => 0,
    }
}

/// Applies an activation to the values of `UNITS` units. `kept` has room for its arguments, if it needs them.
#[inline]
pub(super) fn activate<T: Scalar, A: ActivationFn, const UNITS: usize>(
    activation: A,
    values: &mut [T],
    kept: &mut [T],
    lanes: Lanes,
) {
    if matches!(A::DERIVATIVE, Derivative::FromInput) {
        kept.copy_from_slice(values);
    }
    apply(activation, BatchMut::<T, Features<UNITS>>::new(values, lanes), Instructions::TARGET);
}

/// Takes the gradient back through it.
#[inline]
pub(super) fn activate_back<T: Scalar, A: ActivationFn, const UNITS: usize>(
    activation: A,
    values: &[T],
    kept: &[T],
    gradient: &mut [T],
    lanes: Lanes,
) {
    let known = A::DERIVATIVE.known(kept, values);
    let known = Batch::<T, Features<UNITS>>::new(known, lanes);
    apply_back(activation, known, BatchMut::new(gradient, lanes), Instructions::TARGET);
}
