use alloc::borrow::ToOwned;
use alloc::format;
use alloc::vec::Vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::averages::Averages;
use super::update_rules::{Step, clip, constrain, decay, take_state};
use crate::error::Result;
use crate::kernels::reduce::norm_inline;
use crate::model::spans::Span;
use crate::optimizers::{Optimizer, Slots, Update};
use crate::saving::{State, error};
use crate::simd::aligned::Aligned;
use crate::tensor::allocate::aligned_zeros;
use crate::tensor::{Scalar, largest};

/// What an optimizer remembers from step to step, in the layout of the arena.
#[derive(Clone, Debug, Default)]
pub(crate) struct OptimizerState<T> {
    /// The optimizer's own: first slot of all variables, second slot of all variables, and so on.
    slots: Aligned<T>,
    /// The gradients of the batches since the last step, if several make one.
    accumulated: Aligned<T>,
    pub(crate) averages: Averages<T>,
    /// What there was before the step that is being made.
    before: Before<T>,
}

/// What a step that fails has to be undone with.
#[derive(Clone, Debug, Default)]
struct Before<T> {
    variables: Aligned<T>,
    slots: Aligned<T>,
    averages: Aligned<T>,
}

/// What an optimizer needs room for, whatever its type is.
pub(crate) struct Needs {
    /// The value that each slot holds at first.
    slots: Vec<f64>,
    accumulates: bool,
    averages: bool,
}

impl Needs {
    pub(crate) fn of<O: Optimizer>(optimizer: &O) -> Self {
        let options = optimizer.options();
        Self {
            slots: (0..optimizer.slots()).map(|slot| optimizer.first_value(slot)).collect(),
            accumulates: options.accumulation() > 1,
            averages: options.averaging().is_some(),
        }
    }
}

impl<T: Scalar> OptimizerState<T> {
    /// Makes room for what the optimizer needs, if there is none yet.
    ///
    /// # Errors
    /// [`Error::Memory`](crate::Error::Memory)
    pub(crate) fn prepare(&mut self, needs: &Needs, parameters: usize) -> Result<()> {
        if needs.slots.len().checked_mul(parameters) != Some(self.slots.len()) {
            self.slots = aligned_zeros("what the optimizer remembers", needs.slots.len(), parameters)?;
            for (values, &first) in self.slots.chunks_exact_mut(parameters.max(1)).zip(&needs.slots) {
                values.fill(T::of(first));
            }
        }
        for (needed, memory) in [
            (needs.accumulates, &mut self.accumulated),
            (needs.averages, &mut self.averages.values),
            (true, &mut self.before.variables),
        ] {
            let len = if needed { parameters } else { 0 };
            if memory.len() != len {
                *memory = aligned_zeros("a copy of the model's variables", len, 1)?;
            }
        }
        Ok(())
    }

    /// Notes all of it, for a model with so many parameters.
    pub(crate) fn save(&self, parameters: usize, state: &mut State) {
        let slots = self.slots.len().checked_div(parameters).unwrap_or(0);
        state.put_values(".optimizer/slots", &[slots, parameters], &self.slots);
        state.put_values(".optimizer/accumulated", &[self.accumulated.len()], &self.accumulated);
        state.put_values(".optimizer/averages", &[self.averages.values.len()], &self.averages.values);
        state.put(".optimizer/is_swapped", &self.averages.is_swapped);
    }

    /// What was noted after a step, if it fits the optimizer.
    pub(crate) fn loaded(needs: &Needs, parameters: usize, state: &State) -> Result<Self> {
        let mut memory = Self::default();
        memory.prepare(needs, parameters)?;
        for (name, room) in [
            ("slots", &mut memory.slots),
            ("accumulated", &mut memory.accumulated),
            ("averages", &mut memory.averages.values),
        ] {
            let (_, values) = state.exact_values::<T>(&format!(".optimizer/{name}"))?;
            if values.len() != room.len() {
                let (found, needed) = (values.len(), room.len());
                let message =
                    format!("the optimizer's {name} have {found} values, where {needed} are needed");
                return Err(error(format!("{message}: it was set otherwise")));
            }
            if values.iter().any(|value| !value.is_finite()) {
                return Err(error(format!("the optimizer's {name} are not all finite")));
            }
            room.copy_from_slice(&values);
        }
        memory.averages.is_swapped = state.get(".optimizer/is_swapped")?;
        if memory.averages.is_swapped && memory.averages.values.is_empty() {
            return Err(error("averages are in use, but there are none".to_owned()));
        }
        Ok(memory)
    }

    /// Learns from a batch: makes a step, or takes the gradients in until there are enough. `false` if something would
    /// become infinite or not a number; the variables are then what they were.
    pub(crate) fn step<O: Optimizer>(&mut self, optimizer: &O, step: Step<'_, T>) -> bool {
        self.step_inline(optimizer, step)
    }

    /// [`step`](Self::step), inlined into the caller.
    #[inline(always)]
    pub(crate) fn step_inline<O: Optimizer>(&mut self, optimizer: &O, mut step: Step<'_, T>) -> bool {
        let options = optimizer.options();
        let accumulates = options.accumulation() > 1;
        let is_complete = !accumulates || (step.iterations + 1).is_multiple_of(options.accumulation());
        self.before.variables.copy_from_slice(step.variables);
        let is_finite = step.spans.are_plain() || take_state(step.spans, step.variables, step.gradients);
        if accumulates {
            self.accumulate(&mut step, is_complete.then_some(options.accumulation()));
        }
        let rate = options.learning_rate().at(step.iterations);
        let norm = norm_inline(step.instructions, step.gradients).to_f64();
        if !(is_finite && norm.is_finite() && rate.is_finite()) {
            step.variables.copy_from_slice(&self.before.variables);
            return false;
        }
        // What the optimizer remembers is more, and hardly overflows but in a step that is absurdly long: only then is
        // a copy worth its time.
        let is_absurd = norm.max(1.0) * rate.max(1.0) > largest::<T>().sqrt().sqrt();
        if is_absurd {
            self.before.slots.clone_from(&self.slots);
            self.before.averages.clone_from(&self.averages.values);
        }
        let is_finite = (!is_complete || self.make(optimizer, rate, &mut step))
            && (options.averaging().is_none() || self.averages.advance(options, &mut step))
            && (step.spans.are_plain() || constrain(&mut step));
        if !is_finite {
            step.variables.copy_from_slice(&self.before.variables);
            if is_absurd {
                self.slots.clone_from(&self.before.slots);
                self.averages.values.clone_from(&self.before.averages);
            }
        } else if is_complete {
            self.accumulated.fill(T::zero());
        } else {
            self.accumulated.iter_mut().zip(step.gradients).for_each(|(sum, gradient)| *sum += *gradient);
        }
        is_finite
    }

    /// Forgets what was taken in for variables that have been frozen since. If so many batches are complete, their mean
    /// becomes the gradient.
    fn accumulate(&mut self, step: &mut Step<'_, T>, complete: Option<u64>) {
        for span in step.spans.iter().filter(|span| !span.is_trainable) {
            self.accumulated[span.range.clone()].fill(T::zero());
        }
        if let Some(batches) = complete {
            let batches = T::of(batches as f64);
            let pairs = step.gradients.iter_mut().zip(&*self.accumulated);
            pairs.for_each(|(gradient, &sum)| *gradient = (*gradient + sum) / batches);
        }
    }

    /// Makes a step along the gradients.
    #[inline(always)]
    fn make<O: Optimizer>(&mut self, optimizer: &O, rate: f64, step: &mut Step<'_, T>) -> bool {
        let options = optimizer.options();
        if let Some(clipping) = options.clipping() {
            clip(clipping, step);
        }
        let may_decay = O::SEPARATE || options.decay().is_some();
        let is_finite = !may_decay || decay(optimizer, rate, step);
        is_finite && self.update(optimizer, rate, step)
    }

    #[inline(always)]
    fn update<O: Optimizer>(&mut self, optimizer: &O, rate: f64, step: &mut Step<'_, T>) -> bool {
        let all = step.variables.len();
        let accumulation = optimizer.options().accumulation();
        let iterations = if accumulation > 1 { step.iterations / accumulation } else { step.iterations };
        if step.spans.are_plain() && !O::SEPARATE {
            return optimizer.update(Update {
                variables: step.variables,
                gradients: step.gradients,
                slots: Slots::new(&mut self.slots, all, 0..all),
                name: "",
                shape: &[],
                learning_rate: rate,
                iterations,
                instructions: step.instructions,
            });
        }
        self.update_spans(optimizer, rate, iterations, step)
    }

    /// Lets the optimizer change the variables that are trained.
    fn update_spans<O: Optimizer>(
        &mut self,
        optimizer: &O,
        rate: f64,
        iterations: u64,
        step: &mut Step<'_, T>,
    ) -> bool {
        let all = step.variables.len();
        let mut is_finite = true;
        let is_changed = |span: &&Span| span.is_trainable && !span.range.is_empty();
        let mut trainable = step.spans.iter().filter(is_changed).peekable();
        while let Some(first) = trainable.next() {
            // Variables side by side make one piece.
            let (mut range, mut name, mut shape) = (first.range.clone(), &*first.name, first.shape);
            while !O::SEPARATE
                && let Some(next) = trainable.next_if(|next| next.range.start == range.end)
            {
                (range.end, name, shape) = (next.range.end, "", &[]);
            }
            is_finite &= optimizer.update(Update {
                variables: &mut step.variables[range.clone()],
                gradients: &step.gradients[range.clone()],
                slots: Slots::new(&mut self.slots, all, range),
                name,
                shape,
                learning_rate: rate,
                iterations,
                instructions: step.instructions,
            });
        }
        is_finite
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::spans::{Spans, spans};
    use crate::optimizers::{Adam, SGD};
    use crate::prelude::{BatchNormalization, Dense, FromSeed, Model, NoCenter, NoScale, NonNeg, model};
    use crate::simd::Instructions;

    model! { struct Line { Dense<1, 1>(kernel_constraint = NonNeg) } }

    /// The kernel and the bias after steps along these gradients, from 1 and 2.
    fn steps<O: Optimizer>(optimizer: &O, gradients: &[[f64; 2]]) -> ([f64; 2], OptimizerState<f64>) {
        steps_of(&Line::<f64>::new(0), optimizer, gradients)
    }

    fn steps_of<O: Optimizer>(
        model: &Line<f64>,
        optimizer: &O,
        gradients: &[[f64; 2]],
    ) -> ([f64; 2], OptimizerState<f64>) {
        let mut variables = [1.0, 2.0];
        let mut memory = OptimizerState::default();
        memory.prepare(&Needs::of(optimizer), 2).unwrap();
        for (mut gradients, iterations) in gradients.iter().copied().zip(0..) {
            let step = Step {
                spans: &Spans::new(spans(model, model.arena())),
                variables: &mut variables,
                gradients: &mut gradients,
                iterations,
                instructions: Instructions::TARGET,
            };
            assert!(memory.step(optimizer, step));
        }
        (variables, memory)
    }

    #[test]
    fn gradients_are_clipped_then_weights_decay_then_come_step_average_and_constraint() {
        let optimizer = SGD::new(0.5).global_clipnorm(10.0).weight_decay(0.5).use_ema(true);
        let (variables, memory) = steps(&optimizer, &[[30.0, -40.0]]);
        // The gradient becomes 6, −8, and a quarter of the weights decays; the average comes before the constraint.
        assert_eq!(memory.averages.values[..], [0.75 - 3.0, 1.5 + 4.0]);
        assert_eq!(variables, [0.0, 5.5]);
    }

    #[test]
    fn several_batches_make_a_step_by_their_mean() {
        let optimizer = Adam::new(0.5).gradient_accumulation_steps(3);
        let gradients = [[1.0, 5.0], [2.0, -2.0], [3.0, 9.0], [7.0, 1.0], [-1.0, 1.0], [0.0, 1.0]];
        let (variables, memory) = steps(&optimizer, &gradients);
        let (expected, _) = steps(&Adam::new(0.5), &[[2.0, 4.0], [2.0, 1.0]]);
        assert_eq!(variables, expected);
        assert_eq!(memory.accumulated[..], [0.0; 2]);
        assert_eq!(steps(&optimizer, &gradients[..2]).0, [1.0, 2.0]);
    }

    #[test]
    fn averages_begin_with_the_first_step_and_overwrite_after_so_many() {
        let average = |momentum, frequency| {
            SGD::new(1.0).use_ema(true).ema_momentum(momentum).ema_overwrite_frequency(frequency)
        };
        // The bias is 3, 4 and 5; its average 3, 3.25 and 3.6875.
        let down = [[0.0, -1.0]; 3];
        let (variables, memory) = steps(&average(0.75, 4), &down);
        assert_eq!((variables[1], memory.averages.values[1]), (5.0, 3.6875));
        assert_eq!(steps(&average(0.75, 3), &down).0[1], 3.6875);
        // Batches that make no step count in the average, but not in the frequency.
        let (variables, memory) = steps(&average(0.5, 3).gradient_accumulation_steps(2), &[[0.0, -1.0]; 4]);
        assert_eq!((variables[1], memory.averages.values[1]), (4.0, 0.5 * 3.0 + 0.5 * 4.0));
    }

    #[test]
    fn frozen_variables_stay_and_are_their_averages() {
        let mut model = Line::<f64>::new(0);
        model.freeze("dense/bias").unwrap();
        let optimizer = SGD::new(1.0).weight_decay(0.5).use_ema(true).ema_momentum(0.3);
        let (variables, memory) = steps_of(&model, &optimizer, &[[0.1, 7.0]; 5]);
        assert_eq!((variables[1], memory.averages.values[1]), (2.0, 2.0));
        assert_ne!(variables[0], memory.averages.values[0]);
    }

    model! { struct Stateful { Input<1>, BatchNormalization<NoCenter, NoScale>, Dense<1> } }

    #[test]
    fn state_moves_with_every_batch_and_nothing_else_counts_it() {
        let optimizer = SGD::new(0.5).gradient_accumulation_steps(2).global_clipnorm(10.0).weight_decay(0.5);
        let optimizer = optimizer.use_ema(true).ema_momentum(0.3);
        let model = Stateful::<f64>::new(0);
        let spans = Spans::new(spans(&model, model.arena()));
        let mut variables = [0.0, 1.0, 1.0, 2.0];
        let mut memory = OptimizerState::default();
        memory.prepare(&Needs::of(&optimizer), 4).unwrap();
        for (next, iterations) in [[70.0, 80.0], [90.0, 100.0]].into_iter().zip(0..) {
            let mut gradients = [next[0], next[1], 30.0, -40.0];
            let step = Step {
                spans: &spans,
                variables: &mut variables,
                gradients: &mut gradients,
                iterations,
                instructions: Instructions::TARGET,
            };
            assert!(memory.step(&optimizer, step));
            assert_eq!((&variables[..2], &memory.averages.values[..2]), (&next[..], &next[..]));
        }
        // The gradient becomes 6, −8, and a quarter of the weights decays.
        assert_eq!(variables[2..], [0.75 - 3.0, 1.5 + 4.0]);
        for mut gradients in
            [[5.0, f64::NAN, 0.0, 0.0], [5.0, 6.0, f64::INFINITY, 0.0], [5.0, 6.0, 1e200, 0.0]]
        {
            let before = variables;
            let step = Step {
                spans: &spans,
                variables: &mut variables,
                gradients: &mut gradients,
                iterations: 2,
                instructions: Instructions::TARGET,
            };
            assert!(!memory.step(&optimizer, step));
            assert_eq!(variables, before);
        }
    }

    #[test]
    fn a_step_that_fails_is_undone() {
        let optimizer = Adam::new(0.5).use_ema(true).gradient_accumulation_steps(2);
        let (mut variables, mut memory) = steps(&optimizer, &[[1.0, 2.0]; 3]);
        for gradients in [[f64::NAN, 0.0], [1e200, 0.0], [0.0, f64::INFINITY]] {
            let (before, all) = (variables, memory.clone());
            let mut gradients = gradients;
            let model = Line::<f64>::new(0);
            let spans = Spans::new(spans(&model, model.arena()));
            let step = Step {
                spans: &spans,
                variables: &mut variables,
                gradients: &mut gradients,
                iterations: 3,
                instructions: Instructions::TARGET,
            };
            assert!(!memory.step(&optimizer, step));
            assert_eq!(variables, before);
            let of = |memory: &OptimizerState<f64>| {
                [memory.slots.to_vec(), memory.accumulated.to_vec(), memory.averages.values.to_vec()]
            };
            assert_eq!(of(&memory), of(&all));
        }
    }
}
