use crate::Scalar;
use crate::kernels::reduce::norm;
use crate::layer::VariableOptions;
use crate::optimizers::{Clipping, Optimizer, Options, Slots, Update};
use crate::scalar::largest;
use crate::spans::Span;

/// What an optimizer remembers from step to step, in the layout of the arena.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory<T> {
    /// The optimizer's own: first slot of all variables, second slot of all variables, and so on.
    slots: Vec<T>,
    /// The gradients of the batches since the last step, if several make one.
    accumulated: Vec<T>,
    /// The moving averages of the variables, if they are kept.
    averages: Vec<T>,
    /// Whether variables and averages have changed places.
    is_swapped: bool,
}

/// One step of an optimizer.
pub(super) struct Step<'a, T> {
    pub(super) spans: &'a [Span],
    pub(super) variables: &'a mut [T],
    pub(super) gradients: &'a mut [T],
    /// The number of batches that were learnt from before.
    pub(super) iterations: u64,
}

impl<T: Scalar> Memory<T> {
    /// Makes room for what the optimizer needs, if there is none yet.
    pub(super) fn prepare<O: Optimizer>(&mut self, optimizer: &O, parameters: usize) {
        if self.slots.len() != optimizer.slots() * parameters {
            let first_values = (0..optimizer.slots()).map(|slot| T::of(optimizer.first_value(slot)));
            self.slots = first_values.flat_map(|value| core::iter::repeat_n(value, parameters)).collect();
        }
        let room = |needed: bool| if needed { parameters } else { 0 };
        self.accumulated.resize(room(optimizer.options().accumulation() > 1), T::zero());
        self.averages.resize(room(optimizer.options().averaging().is_some()), T::zero());
    }

    /// Puts the averages, if they are kept, in the variables' place, or the variables back in their own.
    pub(super) fn use_averages(&mut self, variables: &mut [T], use_averages: bool) {
        if !self.averages.is_empty() && self.is_swapped != use_averages {
            variables.swap_with_slice(&mut self.averages);
            self.is_swapped = use_averages;
        }
    }

    /// Makes the averages, if they are kept, the variables.
    pub(super) fn take_averages(&mut self, variables: &mut [T]) {
        self.use_averages(variables, true);
        if self.is_swapped {
            self.averages.copy_from_slice(variables);
            self.is_swapped = false;
        }
    }

    /// Makes a step. `false` if something would become infinite or not a number; nothing has changed then.
    pub(super) fn step<O: Optimizer>(&mut self, optimizer: &O, mut step: Step<'_, T>) -> bool {
        let options = optimizer.options();
        let rate = options.learning_rate().at(step.iterations);
        let norm = norm(step.gradients).to_f64();
        if !(norm.is_finite() && rate.is_finite()) {
            return false;
        }
        // A step can only overflow if it is absurdly long, and only then is a copy worth its time.
        let decay = options.decay().unwrap_or(0.0) * rate;
        let is_absurd = norm.max(1.0) * rate > largest::<T>().sqrt() || decay > 1e3;
        let copy = is_absurd.then(|| (step.variables.to_vec(), self.clone()));
        let mut is_finite = self.make(optimizer, rate, &mut step);
        if let Some((variables, memory)) = copy {
            is_finite &= step.variables.iter().all(|w| w.is_finite());
            if !is_finite {
                step.variables.copy_from_slice(&variables);
                *self = memory;
            }
        }
        is_finite
    }

    fn make<O: Optimizer>(&mut self, optimizer: &O, rate: f64, step: &mut Step<'_, T>) -> bool {
        let options = optimizer.options();
        let mut is_finite = true;
        if self.accumulate(options, step) {
            clip(options.clipping(), step);
            decay(options, rate, step);
            is_finite = self.update(optimizer, rate, step);
        }
        self.average(options, step);
        for span in step.spans.iter().filter(|span| span.is_trainable) {
            if let Some(constraint) = span.options.constrained_by() {
                constraint.apply(span.shape, &mut step.variables[span.range.clone()]);
            }
        }
        is_finite
    }

    /// Adds the gradients to those of the batches before, if several make a step. `true` when they do: the
    /// gradients are then the means.
    fn accumulate(&mut self, options: &Options, step: &mut Step<'_, T>) -> bool {
        let batches = options.accumulation();
        if batches == 1 {
            return true;
        }
        let is_complete = (step.iterations + 1).is_multiple_of(batches);
        let share = T::one() / T::of(batches as f64);
        for (sum, gradient) in self.accumulated.iter_mut().zip(&mut *step.gradients) {
            *sum += *gradient;
            if is_complete {
                *gradient = *sum * share;
                *sum = T::zero();
            }
        }
        is_complete
    }

    fn update<O: Optimizer>(&mut self, optimizer: &O, rate: f64, step: &mut Step<'_, T>) -> bool {
        let all = step.variables.len();
        let iterations = step.iterations / optimizer.options().accumulation();
        let mut is_finite = true;
        let mut trainable = step.spans.iter().filter(|span| span.is_trainable).peekable();
        while let Some(first) = trainable.next() {
            // Variables side by side make one piece.
            let (mut range, mut shape) = (first.range.clone(), first.shape);
            while !O::SEPARATE
                && let Some(next) = trainable.next_if(|next| next.range.start == range.end)
            {
                (range.end, shape) = (next.range.end, &[]);
            }
            is_finite &= optimizer.update(Update {
                variables: &mut step.variables[range.clone()],
                gradients: &step.gradients[range.clone()],
                slots: Slots::new(&mut self.slots, all, range),
                shape,
                learning_rate: rate,
                iterations,
            });
        }
        is_finite
    }

    /// Brings the moving averages up to date, if they are kept.
    fn average(&mut self, options: &Options, step: &mut Step<'_, T>) {
        let Some(momentum) = options.averaging() else { return };
        let momentum = if step.iterations / options.accumulation() == 0 { 0.0 } else { momentum };
        let (old, new) = (T::of(momentum), T::of(1.0 - momentum));
        for (average, &w) in self.averages.iter_mut().zip(&*step.variables) {
            *average = old * *average + new * w;
        }
        let steps = step.iterations + 1;
        if options.overwriting().is_some_and(|frequency| steps.is_multiple_of(frequency)) {
            step.variables.copy_from_slice(&self.averages);
        }
    }
}

/// Shortens the gradients, if the optimizer is told to.
fn clip<T: Scalar>(clipping: Option<Clipping>, step: &mut Step<'_, T>) {
    let shorten = |gradients: &mut [T], longest: f64| {
        let longest = T::of(longest);
        let norm = norm(gradients);
        if norm > longest {
            gradients.iter_mut().for_each(|g| *g *= longest / norm);
        }
    };
    match clipping {
        None => (),
        Some(Clipping::GlobalNorm(longest)) => shorten(step.gradients, longest),
        Some(Clipping::Norm(longest)) => {
            step.spans.iter().for_each(|span| shorten(&mut step.gradients[span.range.clone()], longest));
        }
        Some(Clipping::Value(largest)) => {
            let largest = T::of(largest);
            step.gradients.iter_mut().for_each(|g| *g = g.clamp(-largest, largest));
        }
    }
}

/// Lets the weights decay, if the optimizer is told to.
fn decay<T: Scalar>(options: &Options, rate: f64, step: &mut Step<'_, T>) {
    let Some(decay) = options.decay() else { return };
    let factor = T::of(decay * rate);
    for span in step.spans.iter().filter(|span| span.is_trainable && options.decays(&span.name)) {
        step.variables[span.range.clone()].iter_mut().for_each(|w| *w -= *w * factor);
    }
}

/// What the variables add to the loss.
pub(super) fn penalty<T: Scalar>(spans: &[Span], variables: &[T]) -> f64 {
    let penalty = |span: &Span| {
        let regularizer = VariableOptions::regularized_by(&span.options)?;
        Some(regularizer.penalty(span.shape, &variables[span.range.clone()]))
    };
    spans.iter().filter(|span| span.is_trainable).filter_map(penalty).sum()
}

/// Adds the gradient of [`penalty`] to the gradients of the variables; those of frozen ones become zero.
pub(super) fn add_penalties<T: Scalar>(spans: &[Span], variables: &[T], gradients: &mut [T]) {
    for span in spans {
        let gradient = &mut gradients[span.range.clone()];
        if !span.is_trainable {
            gradient.fill(T::zero());
        } else if let Some(regularizer) = span.options.regularized_by() {
            regularizer.add_gradient(span.shape, &variables[span.range.clone()], 1.0, gradient);
        }
    }
}
