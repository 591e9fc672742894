use core::marker::PhantomData;

use crate::activations::linear;
use crate::initializers::GlorotUniform;
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::tensor::{Scalar, Sequence};

/// Adds a vector for each step, which is learnt, so that the layers behind can tell steps apart: `y_t = x_t + P_t`.
///
/// | | |
/// |---|---|
/// | in `model!` | `PositionEmbedding` |
/// | input, output | `Sequence<TIME, FEATURES>` |
/// | variables | `position_embeddings` `[TIME, FEATURES]`, glorot_uniform |
/// | options | `embeddings_initializer`, `embeddings_regularizer`, `embeddings_constraint` (default: none) |
///
/// The gradients are `∂L/∂P_t = Σ δ_t`, the sum over the samples, and `∂L/∂x = δ`. The layer of this name in KerasHub
/// gives the vectors alone, to be added by whoever calls it; Keras itself has none. Written in full, it names the
/// shape: `PositionEmbedding<Sequence<20, 32>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Tokens<20, 1000>, Embedding<32>, PositionEmbedding, GlobalAveragePooling1D, Dense<2> } }
/// assert_eq!(Net::new(1).position_embedding().variables().len(), 20 * 32);
/// ```
///
/// Source: J. Gehring et al., "Convolutional sequence to sequence learning", 2017.
#[derive(Clone, Debug)]
pub struct PositionEmbedding<X> {
    position_embeddings: VariableOptions,
    types: Types<X>,
}

impl<X> PositionEmbedding<X> {
    /// The layer with KerasHub's defaults.
    pub fn new() -> Self {
        Self { position_embeddings: VariableOptions::new(), types: PhantomData }
    }

    crate::layers::options::variable_options! {
        position_embeddings = "[`GlorotUniform`]": embeddings_initializer, embeddings_regularizer, embeddings_constraint;
    }
}

impl<X> Default for PositionEmbedding<X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const TIME: usize, const FEATURES: usize> Layer for PositionEmbedding<Sequence<TIME, FEATURES>> {
    type Input = Sequence<TIME, FEATURES>;
    type Output = Sequence<TIME, FEATURES>;
    type Activation = linear;

    const NAME: &'static str = "position_embedding";
    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;
    const VARIABLES: &'static [Variable] = &[Variable::new("position_embeddings", &[TIME, FEATURES])];

    fn options(&self, _: usize) -> VariableOptions {
        self.position_embeddings.clone().default_initializer(GlorotUniform)
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        for ((y, x), &position) in call.output.features().zip(call.input.features()).zip(call.variables) {
            y.iter_mut().zip(x).for_each(|(y, &x)| *y = x + position);
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (delta, stride) = (call.delta.values(), call.delta.lanes().stride());
        reduce::channels(
            delta.len(),
            stride,
            call.gradients,
            #[inline(always)]
            |at| reduce::lanes(&delta[at]),
        );
        if let Some(mut gradient) = call.input_gradient {
            gradient.values().copy_from_slice(delta);
        }
    }
}
