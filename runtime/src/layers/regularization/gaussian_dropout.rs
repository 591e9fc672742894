use core::marker::PhantomData;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::noise::{fill, multiply, multiply_back};
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape};

/// Multiplies by noise while training: `y = x N(1, √(rate / (1 − rate)))`, drawn anew for each value: as uncertain as
/// with [`Dropout`](crate::layers::Dropout) of this rate, but nothing becomes zero.
///
/// In `model!` the shape is the one that flows in: `GaussianDropout(0.2)`, the rate from 0 to 1, 1 left out. No
/// variables; the gradient is multiplied by the same noise. Written in full, it names the shape:
/// `GaussianDropout<Features<8>>`.
///
/// Source: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
#[derive(Clone, Copy, Debug)]
pub struct GaussianDropout<X> {
    rate: f64,
    shape: Types<X>,
}

impl<X: Shape> GaussianDropout<X> {
    /// Noise of this rate. `fit` refuses one outside 0 to 1, and 1.
    pub const fn new(rate: f64) -> Self {
        Self { rate, shape: PhantomData }
    }
}

impl<X: Shape> Layer for GaussianDropout<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    /// The factor of each value.
    const SAVED: usize = X::LEN;

    fn check(&self) -> Result<()> {
        let rate = self.rate;
        check_setting(
            "the rate of `GaussianDropout`",
            rate,
            (0.0..1.0).contains(&rate),
            "from 0 to 1, 1 left out",
        )
    }

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let Some(mut rng) = call.pass.rng() else { return call.pass_on() };
        let deviation = (self.rate / (1.0 - self.rate)).sqrt();
        fill(call.saved, call.input.lanes().stride(), || T::of(1.0 + deviation * rng.normal()));
        multiply(call);
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        multiply_back(call);
    }
}
