use core::marker::PhantomData;

use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

/// `y = scale · x + offset`, with numbers that are given: pixels from 0 to 255 become numbers from 0 to 1 by
/// `Rescaling(1.0 / 255.0)`.
///
/// In `model!` the shape is the one that flows in; `offset = …` is 0 by default. In `f64` both are what is written:
/// they do not pass through `f32`, as they do in Keras on TensorFlow. No variables; the gradient is `scale · δ`.
/// Written in full, it names the shape: `Rescaling<Image<28, 28, 1>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// let model = model![Input<2>, Rescaling(2.0, offset = -1.0)];
/// assert_eq!(model.predict(&[0.0, 1.0]), [-1.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rescaling<X> {
    scale: f64,
    offset: f64,
    shape: Types<X>,
}

impl<X: Shape> Rescaling<X> {
    /// Multiplies by `scale`.
    pub const fn new(scale: f64) -> Self {
        Self { scale, offset: 0.0, shape: PhantomData }
    }

    /// What is added: by default 0.
    #[must_use]
    pub const fn offset(mut self, offset: f64) -> Self {
        self.offset = offset;
        self
    }
}

impl<X: Shape> Layer for Rescaling<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    fn check(&self) -> Result<()> {
        check_setting("the scale of `Rescaling`", self.scale, self.scale.is_finite(), "a finite number")?;
        check_setting("the offset of `Rescaling`", self.offset, self.offset.is_finite(), "a finite number")
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let (scale, offset) = (T::of(self.scale), T::of(self.offset));
        for (y, &x) in call.output.values().iter_mut().zip(call.input.values()) {
            *y = scale * x + offset;
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        let scale = T::of(self.scale);
        gradient.values().iter_mut().zip(call.delta.values()).for_each(|(g, &delta)| *g = scale * delta);
    }
}
