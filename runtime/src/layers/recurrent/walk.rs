//! The walk along a sequence, forwards and back, that all recurrent layers share.
//!
//! The input's part of all steps is one product, before the first step, and so are its gradients, after the last one
//! back; only what depends on the step before is computed step by step.

use super::cell::{Before, Cell, product};
use super::memory::{Gradients, Memory, Sizes, Variables};
use crate::error::{Result, check_setting};
use crate::kernels::elementwise::{
    add, add_unmasked, clear_masked, keep_masked, multiply, multiply_by, take_masked,
};
use crate::kernels::window;
use crate::kernels::window::{Geometry, InputGradient, KernelGradient, Start};
use crate::layer::Pass;
use crate::layout::Lanes;
use crate::tensor::Scalar;

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

/// The walk along a sequence.
pub(super) struct Walk<'s, 'a, C, T> {
    pub(super) cell: &'s C,
    pub(super) sizes: Sizes,
    pub(super) settings: Settings,
    pub(super) lanes: Lanes,
    pub(super) pass: Pass,
    /// Whether each step's output comes out.
    pub(super) sequences: bool,
    pub(super) variables: Variables<'a, T>,
    pub(super) input: &'a [T],
    /// The state to begin with, if that flows in.
    pub(super) initial: [Option<&'a [T]>; 2],
    /// For each step and lane, 0 if it is to be passed over, and 1 if not.
    pub(super) mask: Option<&'a [T]>,
}

impl<C: Cell, T: Scalar> Walk<'_, '_, C, T> {
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

    /// From the initial state to the last one, which is in `memory` then. Outputs go to `output`.
    pub(super) fn forward(&self, memory: &mut Memory<'_, T>, output: &mut [T]) {
        memory.state.fill(T::zero());
        for (state, initial) in memory.states_mut().zip(self.initial.into_iter().flatten()) {
            state.copy_from_slice(initial);
        }
        self.go_on(memory, output);
    }

    /// The same from the state that is in `memory` on.
    pub(super) fn go_on(&self, memory: &mut Memory<'_, T>, output: &mut [T]) {
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

    /// From the gradient of the outputs, and of the last state where that is one, to those of the variables, which lie
    /// one behind the other, and of the input. That of the initial state is in `memory` then.
    pub(super) fn backward<'d>(
        &self,
        memory: &mut Memory<'_, T>,
        delta: &[T],
        state_deltas: impl Iterator<Item = &'d [T]>,
        mut gradients: Gradients<'_, T>,
        input_gradient: Option<&mut [T]>,
    ) {
        let [drops_inputs, drops_units] = self.drops();
        let row = self.sizes.units * self.lanes.stride();
        memory.state.fill(T::zero());
        if !self.sequences {
            memory.state[..row].copy_from_slice(delta);
        }
        for (state, delta) in memory.states_mut().zip(state_deltas) {
            add(state, delta);
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
            let before = match step.checked_sub(1) {
                Some(step) => Before::Step(self.at(step)),
                None if self.initial[0].is_some() => Before::State(self.initial[1]),
                None => Before::Nothing,
            };
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
