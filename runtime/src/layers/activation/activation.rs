use core::marker::PhantomData;

use crate::activations::ActivationFn;
use crate::error::Result;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::tensor::{Scalar, Shape};

/// An activation function as a layer of its own: `y = a(x)`.
///
/// In `model!` the shape is the one that flows in: `Activation<relu>`. Everywhere else it is the second
/// argument: `Activation<relu, Features<8>>`. Settings of the activation are given as the option `activation`:
/// `Activation<elu>(activation = elu::new().alpha(0.5))`. No variables. The gradient is the activation's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activation<A, S> {
    activation: A,
    shape: PhantomData<S>,
}

impl<A: ActivationFn, S: Shape> Activation<A, S> {
    /// The activation with its default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// The activation with settings other than Keras' defaults.
    #[must_use]
    pub fn activation(mut self, activation: A) -> Self {
        self.activation = activation;
        self
    }
}

impl<A: ActivationFn, S: Shape> Layer for Activation<A, S> {
    type Input = S;
    type Output = S;
    type Activation = A;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;
    const INLINED: bool = true;

    fn activation(&self) -> A {
        self.activation
    }

    fn check(&self) -> Result<()> {
        self.activation.check()
    }

    #[inline(always)]
    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    #[inline(always)]
    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}
