use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

/// Ends a mask: the layers behind see masked steps as they see the others. `y = x`.
///
/// Layers that can neither pass over masked steps nor let the mask through, such as [`Flatten`](crate::layers::Flatten)
/// and convolutions, do not compile behind [`Masking`](crate::layers::Masking) or `Embedding<…, MaskZero>`. Keras drops
/// the mask there, with a warning; here this layer in front of them says so.
///
/// In `model!` it is just `DropMask`, for any shape. No variables; the gradient is `δ`. Written in full, it names the
/// shape: `DropMask<Sequence<10, 3>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<10, 3>, Masking, LSTM<4, Sequences>, DropMask, Flatten, Dense<1> } }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct DropMask<X> {
    shape: Types<X>,
}

impl<X> DropMask<X> {
    /// The layer.
    pub const fn new() -> Self {
        Self { shape: PhantomData }
    }
}

impl<X: Shape> Layer for DropMask<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "drop_mask";
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Dropped;

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}
