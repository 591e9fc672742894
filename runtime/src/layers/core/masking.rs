use core::marker::PhantomData;

use crate::activations::linear;
use crate::error::Result;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Scalar, Sequence};

/// Says which steps of a sequence are padding: those whose values are all `mask_value`. The layers behind pass over
/// them.
///
/// | | |
/// |---|---|
/// | in `model!` | `Masking` |
/// | input, output | `Sequence<TIME, FEATURES>` |
/// | options | `mask_value` (default 0), compared in the model's number type |
///
/// Masked steps come out as zeros. Recurrent layers keep their state there; [`GlobalAveragePooling1D`] and
/// [`GlobalMaxPooling1D`] do not count them.
/// Layers that treat each step by itself let the mask through. Behind others, such as
/// [`Flatten`](crate::layers::Flatten) and convolutions, [`DropMask`](crate::layers::DropMask) has to end it. A second
/// mask is made behind `DropMask` only. No variables. Written in full: `Masking<Sequence<10, 3>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<4, 1>, Masking(mask_value = -1.0), GRU<8>, Dense<1> } }
/// let (behind, between) = ([[0.5], [0.1], [-1.0], [-1.0]], [[-1.0], [0.5], [-1.0], [0.1]]);
/// assert_eq!(Net::new(1).predict(&behind), Net::new(1).predict(&between));
/// ```
///
/// [`GlobalAveragePooling1D`]: crate::layers::GlobalAveragePooling1D
/// [`GlobalMaxPooling1D`]: crate::layers::GlobalMaxPooling1D
#[derive(Clone, Copy, Debug, Default)]
pub struct Masking<X> {
    mask_value: f64,
    shape: Types<X>,
}

impl<X> Masking<X> {
    /// The layer with Keras' defaults.
    pub const fn new() -> Self {
        Self { mask_value: 0.0, shape: PhantomData }
    }

    /// What all values of a step are that is to be passed over.
    #[must_use]
    pub const fn mask_value(mut self, mask_value: f64) -> Self {
        self.mask_value = mask_value;
        self
    }
}

impl<const TIME: usize, const FEATURES: usize> Layer for Masking<Sequence<TIME, FEATURES>> {
    type Input = Sequence<TIME, FEATURES>;
    type Output = Sequence<TIME, FEATURES>;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "masking";
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Made;

    fn check(&self) -> Result<()> {
        let is_number = self.mask_value.is_finite();
        crate::error::check_setting(
            "the mask_value of `Masking`",
            self.mask_value,
            is_number,
            "a finite number",
        )
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let value = T::of(self.mask_value);
        let masks = call.made_mask.into_iter().flat_map(|masks| masks.chunks_exact_mut(stride));
        let inputs = call.input.values().chunks_exact(FEATURES * stride);
        let outputs = call.output.values().chunks_exact_mut(FEATURES * stride);
        for ((mask, input), output) in masks.zip(inputs).zip(outputs) {
            mask.fill(T::zero());
            for input in input.chunks_exact(stride) {
                for (mask, &x) in mask.iter_mut().zip(input) {
                    *mask = if x == value { *mask } else { T::one() };
                }
            }
            for (output, input) in output.chunks_exact_mut(stride).zip(input.chunks_exact(stride)) {
                for ((y, &x), &mask) in output.iter_mut().zip(input).zip(&*mask) {
                    *y = x * mask;
                }
            }
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let value = T::of(self.mask_value);
        let Some(mut gradient) = call.input_gradient else { return };
        let inputs = call.input.values().chunks_exact(FEATURES * stride);
        let deltas = call.delta.values().chunks_exact(FEATURES * stride);
        for ((gradient, input), delta) in
            gradient.values().chunks_exact_mut(FEATURES * stride).zip(inputs).zip(deltas)
        {
            for lane in 0..stride {
                let is_masked = input[lane..].iter().step_by(stride).all(|&x| x == value);
                let to = gradient[lane..].iter_mut().step_by(stride);
                for (to, &delta) in to.zip(delta[lane..].iter().step_by(stride)) {
                    *to = if is_masked { T::zero() } else { delta };
                }
            }
        }
    }
}
