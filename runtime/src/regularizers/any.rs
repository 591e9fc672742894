use alloc::boxed::Box;
use core::fmt;

use super::Regularizer;
use crate::error::Result;
use crate::sync::Arc;
use crate::tensor::{Scalar, Values, ValuesMut};

/// Any regularizer: what a layer keeps.
#[derive(Clone)]
pub struct AnyRegularizer(Arc<dyn Erased>);

impl AnyRegularizer {
    /// This regularizer.
    pub fn new(regularizer: impl Regularizer) -> Self {
        Self(Arc::from(Box::new(regularizer) as Box<dyn Erased>))
    }

    pub(crate) fn check(&self, shape: &[usize]) -> Result<()> {
        self.0.check(shape)
    }

    pub(crate) fn penalty<T: Scalar>(&self, shape: &[usize], values: &[T]) -> f64 {
        self.0.penalty(shape, T::values(values))
    }

    pub(crate) fn add_gradient<T: Scalar>(
        &self,
        shape: &[usize],
        values: &[T],
        scale: f64,
        gradient: &mut [T],
    ) {
        self.0.add_gradient(shape, T::values(values), scale, T::values_mut(gradient));
    }
}

impl fmt::Debug for AnyRegularizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A [`Regularizer`] whose number type is known only when the program runs.
trait Erased: fmt::Debug + Send + Sync {
    fn check(&self, shape: &[usize]) -> Result<()>;
    fn penalty(&self, shape: &[usize], values: Values<'_>) -> f64;
    fn add_gradient(&self, shape: &[usize], values: Values<'_>, scale: f64, gradient: ValuesMut<'_>);
}

impl<R: Regularizer> Erased for R {
    fn check(&self, shape: &[usize]) -> Result<()> {
        Regularizer::check(self, shape)
    }

    fn penalty(&self, shape: &[usize], values: Values<'_>) -> f64 {
        match values {
            Values::F32(values) => Regularizer::penalty(self, shape, values),
            Values::F64(values) => Regularizer::penalty(self, shape, values),
        }
    }

    fn add_gradient(&self, shape: &[usize], values: Values<'_>, scale: f64, gradient: ValuesMut<'_>) {
        match (values, gradient) {
            (Values::F32(values), ValuesMut::F32(gradient)) => {
                Regularizer::add_gradient(self, shape, values, scale, gradient);
            }
            (Values::F64(values), ValuesMut::F64(gradient)) => {
                Regularizer::add_gradient(self, shape, values, scale, gradient);
            }
            _ => unreachable!("values and gradients of one variable are of one number type"),
        }
    }
}
