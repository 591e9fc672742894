//! What regularized variables add to the loss.

use crate::model::spans::{Span, Spans};
use crate::tensor::Scalar;

/// What the variables add to the loss.
#[inline]
pub(crate) fn penalty<T: Scalar>(spans: &Spans, variables: &[T]) -> f64 {
    if spans.are_plain() {
        return 0.0;
    }
    let penalty = |span: &Span| {
        let regularizer = span.options.regularized_by()?;
        Some(regularizer.penalty(span.shape, &variables[span.range.clone()]))
    };
    spans.iter().filter(|span| span.is_trainable).filter_map(penalty).sum()
}

/// Adds the gradient of [`penalty`] to the gradients of the variables; those of frozen ones become zero. State keeps
/// what is there: its next value.
#[inline]
pub(crate) fn add_penalties<T: Scalar>(spans: &Spans, variables: &[T], gradients: &mut [T]) {
    if spans.are_plain() {
        return;
    }
    for span in spans.iter() {
        let gradient = &mut gradients[span.range.clone()];
        if span.is_state {
            continue;
        }
        if !span.is_trainable {
            gradient.fill(T::zero());
        } else if let Some(regularizer) = span.options.regularized_by() {
            regularizer.add_gradient(span.shape, &variables[span.range.clone()], 1.0, gradient);
        }
    }
}
