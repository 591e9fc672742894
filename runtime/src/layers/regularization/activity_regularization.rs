use core::marker::PhantomData;

use crate::activations::linear;
use crate::error::{Result, check_not_negative};
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::regularizers::{AnyRegularizer, L1L2};
use crate::tensor::{Scalar, Shape};

/// Passes values on as they are, and adds `l1 Σ|x| + l2 Σx²` to the loss, divided by the number of samples.
///
/// In `model!` the shape is the one that flows in: `ActivityRegularization(l1 = 0.01)`; both are 0 by default. No
/// variables; to the gradient is added that of the sum. Written in full, it names the shape:
/// `ActivityRegularization<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Dense<4, 8, relu>, ActivityRegularization(l1 = 0.01, l2 = 0.1), Dense<3, softmax> } }
/// ```
#[derive(Clone, Debug)]
pub struct ActivityRegularization<X> {
    l1: f64,
    l2: f64,
    sum: AnyRegularizer,
    shape: Types<X>,
}

impl<X: Shape> ActivityRegularization<X> {
    /// Adds nothing yet.
    pub fn new() -> Self {
        Self { l1: 0.0, l2: 0.0, sum: AnyRegularizer::new(L1L2::new()), shape: PhantomData }
    }

    /// The factor of the sum of absolute values: by default 0.
    #[must_use]
    pub fn l1(mut self, l1: f64) -> Self {
        self.l1 = l1;
        self.sum = AnyRegularizer::new(L1L2::new().l1(l1).l2(self.l2));
        self
    }

    /// The factor of the sum of squares: by default 0.
    #[must_use]
    pub fn l2(mut self, l2: f64) -> Self {
        self.l2 = l2;
        self.sum = AnyRegularizer::new(L1L2::new().l1(self.l1).l2(l2));
        self
    }
}

impl<X: Shape> Default for ActivityRegularization<X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape> Layer for ActivityRegularization<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    fn check(&self) -> Result<()> {
        check_not_negative("the l1 of `ActivityRegularization`", self.l1)?;
        check_not_negative("the l2 of `ActivityRegularization`", self.l2)
    }

    fn activity_regularizer(&self) -> Option<&AnyRegularizer> {
        Some(&self.sum)
    }

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        call.pass_on();
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        call.pass_on();
    }
}
