//! What is done to gradients and weights whatever the optimizer is.

use crate::kernels::reduce::norm;
use crate::model::spans::Spans;
use crate::optimizers::{Clipping, Optimizer, set_finite};
use crate::simd::Instructions;
use crate::tensor::Scalar;

/// One step of an optimizer.
pub(crate) struct Step<'a, T> {
    pub(crate) spans: &'a Spans,
    pub(crate) variables: &'a mut [T],
    pub(crate) gradients: &'a mut [T],
    /// The number of batches that were learnt from before.
    pub(crate) iterations: u64,
    /// What the code around is compiled for.
    pub(crate) instructions: Instructions,
}

/// Gives state its next values, which lie in the place of its gradients; these become zero. `false` if one is not
/// finite.
pub(crate) fn take_state<T: Scalar>(spans: &Spans, variables: &mut [T], gradients: &mut [T]) -> bool {
    let mut is_finite = true;
    for span in spans.iter().filter(|span| span.is_state) {
        let next = &mut gradients[span.range.clone()];
        is_finite &= next.iter().all(|next| next.is_finite());
        variables[span.range.clone()].copy_from_slice(next);
        next.fill(T::zero());
    }
    is_finite
}

/// Shortens the gradients.
pub(crate) fn clip<T: Scalar>(clipping: Clipping, step: &mut Step<'_, T>) {
    let shorten = |gradients: &mut [T], longest: f64| {
        let longest = T::of(longest);
        let norm = norm(gradients);
        if norm > longest {
            gradients.iter_mut().for_each(|g| *g *= longest / norm);
        }
    };
    match clipping {
        Clipping::GlobalNorm(longest) => shorten(step.gradients, longest),
        Clipping::Norm(longest) => {
            step.spans.iter().for_each(|span| shorten(&mut step.gradients[span.range.clone()], longest));
        }
        Clipping::Value(largest) => {
            let largest = T::of(largest);
            step.gradients.iter_mut().for_each(|g| *g = g.clamp(-largest, largest));
        }
    }
}

/// Lets the weights decay, at this learning rate.
pub(crate) fn decay<O: Optimizer, T: Scalar>(optimizer: &O, rate: f64, step: &mut Step<'_, T>) -> bool {
    let mut is_finite = true;
    for span in step.spans.iter().filter(|span| span.is_trainable) {
        let Some(factor) = optimizer.decay_of(&span.name, span.shape) else { continue };
        let factor = T::of(factor * rate);
        for w in &mut step.variables[span.range.clone()] {
            set_finite(w, *w - *w * factor, &mut is_finite);
        }
    }
    is_finite
}

/// Brings the variables back to where their constraints keep them.
pub(crate) fn constrain<T: Scalar>(step: &mut Step<'_, T>) -> bool {
    step.spans.iter().filter(|span| span.is_trainable).all(|span| {
        let Some(constraint) = span.options.constrained_by() else { return true };
        let variable = &mut step.variables[span.range.clone()];
        constraint.apply(span.shape, variable);
        variable.iter().all(|w| w.is_finite())
    })
}
