use core::marker::PhantomData;

use crate::activations::ActivationFn;
use crate::layer::{Layer, Pass};
use crate::{Batch, BatchMut, Scalar, Shape};

/// An activation function as a layer of its own: `y = a(x)`.
///
/// In `model!` the shape is the one that flows in: `Activation<relu>`. Everywhere else it is the second argument:
/// `Activation<relu, Features<8>>`. No variables. The gradient is the activation's own.
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
}

impl<A: ActivationFn, S: Shape> Layer for Activation<A, S> {
    type Input = S;
    type Output = S;
    type Activation = A;

    fn activation(&self) -> A {
        self.activation
    }

    fn forward<T: Scalar>(
        &self,
        _: &[T],
        input: Batch<'_, T, S>,
        mut output: BatchMut<'_, T, S>,
        _: &mut [T],
        _: Pass,
    ) {
        output.values().copy_from_slice(input.values());
    }

    fn backward<T: Scalar>(
        &self,
        _: &[T],
        _: Batch<'_, T, S>,
        _: &mut [T],
        delta: Batch<'_, T, S>,
        _: &mut [T],
        input_gradient: Option<BatchMut<'_, T, S>>,
    ) {
        if let Some(mut gradient) = input_gradient {
            gradient.values().copy_from_slice(delta.values());
        }
    }
}
