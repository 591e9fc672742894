use super::update_rules::Step;
use crate::optimizers::{Options, set_finite};
use crate::simd::aligned::Aligned;
use crate::tensor::Scalar;

/// The moving averages of the variables, if they are kept. Those of frozen variables are the variables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Averages<T> {
    pub(super) values: Aligned<T>,
    /// Whether variables and averages have changed places.
    pub(super) is_swapped: bool,
}

impl<T: Scalar> Averages<T> {
    /// Puts them, if they are kept, in the variables' place, or the variables back in their own.
    pub(crate) fn put(&mut self, variables: &mut [T], in_use: bool) {
        if !self.values.is_empty() && self.is_swapped != in_use {
            self.swap(variables);
        }
    }

    #[cold]
    fn swap(&mut self, variables: &mut [T]) {
        variables.swap_with_slice(&mut self.values);
        self.is_swapped = !self.is_swapped;
    }

    /// Whether variables and averages have changed places.
    pub(crate) const fn is_swapped(&self) -> bool {
        self.is_swapped
    }

    /// Forgets the variables whose place the averages have taken, if they have.
    pub(crate) fn settle(&mut self, variables: &[T]) {
        if self.is_swapped {
            self.values.copy_from_slice(variables);
            self.is_swapped = false;
        }
    }

    /// Brings the moving averages up to date, if they are kept, and puts them in the variables' place when it is time.
    pub(super) fn advance(&mut self, options: &Options, step: &mut Step<'_, T>) -> bool {
        let Some(momentum) = options.averaging() else { return true };
        let steps = step.iterations / options.accumulation();
        let momentum = if steps == 0 { 0.0 } else { momentum };
        let (old, new) = (T::of(momentum), T::of(1.0 - momentum));
        let overwrites = options.overwriting().is_some_and(|frequency| (steps + 1).is_multiple_of(frequency));
        let mut is_finite = true;
        for span in step.spans.iter() {
            let averages = &mut self.values[span.range.clone()];
            let variables = &mut step.variables[span.range.clone()];
            if !span.is_trainable {
                averages.copy_from_slice(variables);
                continue;
            }
            for (average, &w) in averages.iter_mut().zip(&*variables) {
                set_finite(average, old * *average + new * w, &mut is_finite);
            }
            if overwrites {
                variables.copy_from_slice(averages);
            }
        }
        is_finite
    }
}
