use core::marker::PhantomData;

use crate::activations::linear;
use crate::initializers::RandomUniform;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::tensor::{Scalar, Sequence, Tokens, token};

/// A vector for each token, which is learnt: `y_t = E[x_t]`.
///
/// | | |
/// |---|---|
/// | in `model!` | `Embedding<WIDTH>` behind `Tokens<TIME, VOCABULARY>`, or `Embedding<VOCABULARY, WIDTH>` to say it twice |
/// | input | `Tokens<TIME, VOCABULARY>` |
/// | output | `Sequence<TIME, WIDTH>` |
/// | variables | `embeddings` (`VOCABULARY × WIDTH`), uniform from -0.05 to 0.05 |
/// | type arguments | [`MaskZero`]: token 0 is padding, which the layers behind pass over (default [`NoMask`]) |
/// | options | `embeddings_initializer`, `embeddings_regularizer`, `embeddings_constraint` (default: none) |
///
/// The gradient of a token's vector is the sum of those at all steps where it stands; there is none for tokens. Written
/// in full: `Embedding<Tokens<20, 1000>, 32>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Sentiment { Tokens<20, 1000>, Embedding<32, MaskZero>, LSTM<16>, Dense<1, sigmoid> } }
/// assert_eq!(Sentiment::new(1).embedding().variables().len(), 1000 * 32);
/// ```
#[derive(Clone, Debug)]
pub struct Embedding<X, const WIDTH: usize, M = NoMask> {
    embeddings: VariableOptions,
    types: Types<(X, M)>,
}

/// All tokens are tokens.
#[derive(Clone, Copy, Debug)]
pub enum NoMask {}

/// Token 0 is padding. Keras' `mask_zero=True`.
#[derive(Clone, Copy, Debug)]
pub enum MaskZero {}

/// [`NoMask`] or [`MaskZero`].
pub trait Masks: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether token 0 is padding.
    const MASKS_ZERO: bool;
}

impl Masks for NoMask {
    const MASKS_ZERO: bool = false;
}

impl Masks for MaskZero {
    const MASKS_ZERO: bool = true;
}

impl<X, const WIDTH: usize, M> Embedding<X, WIDTH, M> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self { embeddings: VariableOptions::new(), types: PhantomData }
    }

    crate::layers::options::variable_options! {
        embeddings = "[`RandomUniform`](crate::initializers::RandomUniform)": embeddings_initializer, embeddings_regularizer, embeddings_constraint;
    }
}

impl<X, const WIDTH: usize, M> Default for Embedding<X, WIDTH, M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const TIME: usize, const VOCABULARY: usize, const WIDTH: usize, M: Masks> Layer
    for Embedding<Tokens<TIME, VOCABULARY>, WIDTH, M>
{
    type Input = Tokens<TIME, VOCABULARY>;
    type Output = Sequence<TIME, WIDTH>;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "embedding";
    const SAMPLEWISE: bool = true;
    const MASK: Mask = if M::MASKS_ZERO { Mask::Made } else { Mask::Refused };
    const VARIABLES: &'static [Variable] = &[Variable::new("embeddings", &[VOCABULARY, WIDTH])];

    fn options(&self, _: usize) -> VariableOptions {
        self.embeddings.clone().default_initializer(RandomUniform::default())
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let steps = call.output.values().chunks_exact_mut(WIDTH * stride);
        for (vectors, tokens) in steps.zip(call.input.features()) {
            for (lane, &value) in tokens.iter().enumerate() {
                let places = vectors[lane..].iter_mut().step_by(stride);
                match token(value, VOCABULARY) {
                    Some(token) => {
                        let vector = &call.variables[token * WIDTH..][..WIDTH];
                        places.zip(vector).for_each(|(place, &value)| *place = value);
                    }
                    None => places.for_each(|place| *place = T::of(f64::NAN)),
                }
            }
        }
        let Some(mask) = call.made_mask else { return };
        for (mask, &token) in mask.iter_mut().zip(call.input.values()) {
            *mask = if token == T::zero() { T::zero() } else { T::one() };
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        call.gradients.fill(T::zero());
        for (delta, tokens) in call.delta.values().chunks_exact(WIDTH * stride).zip(call.input.features()) {
            for (lane, &value) in tokens.iter().enumerate() {
                let Some(token) = token(value, VOCABULARY) else { continue };
                let gradient = &mut call.gradients[token * WIDTH..][..WIDTH];
                let delta = delta[lane..].iter().step_by(stride);
                gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient += delta);
            }
        }
        if let Some(mut gradient) = call.input_gradient {
            gradient.values().fill(T::zero());
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::NoMask {}
    impl Sealed for super::MaskZero {}
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    model! { struct Looked { Tokens<2, 3>, Embedding<2> } }

    fn looked() -> Looked {
        let mut model = Looked::new(1);
        let mut weights = model.weights();
        weights[0].values = vec![0.0, 0.5, 1.0, 1.5, 2.0, 2.5];
        model.set_weights(&weights).unwrap();
        model
    }

    #[test]
    fn each_token_has_its_vector() {
        assert_eq!(looked().predict(&[2.0, 0.0]), [[2.0, 2.5], [0.0, 0.5]]);
    }

    #[test]
    fn what_is_no_token_becomes_nan() {
        for no_token in [3.0, -1.0, 0.5, f32::NAN, f32::INFINITY] {
            let [known, unknown] = looked().predict(&[1.0, no_token]);
            assert_eq!(known, [1.0, 1.5]);
            assert!(unknown.iter().all(|value| value.is_nan()), "{no_token}");
        }
    }
}
