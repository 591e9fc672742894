use alloc::boxed::Box;
use core::fmt;

use super::Constraint;
use crate::error::Result;
use crate::sync::Arc;
use crate::tensor::{Scalar, ValuesMut};

/// Any constraint: what a layer keeps.
#[derive(Clone)]
pub struct AnyConstraint(Arc<dyn Erased>);

impl AnyConstraint {
    /// This constraint.
    pub fn new(constraint: impl Constraint) -> Self {
        Self(Arc::from(Box::new(constraint) as Box<dyn Erased>))
    }

    pub(crate) fn check(&self, shape: &[usize]) -> Result<()> {
        self.0.check(shape)
    }

    pub(crate) fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]) {
        self.0.apply(shape, T::values_mut(values));
    }
}

impl fmt::Debug for AnyConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A [`Constraint`] whose number type is known only when the program runs.
trait Erased: fmt::Debug + Send + Sync {
    fn check(&self, shape: &[usize]) -> Result<()>;
    fn apply(&self, shape: &[usize], values: ValuesMut<'_>);
}

impl<C: Constraint> Erased for C {
    fn check(&self, shape: &[usize]) -> Result<()> {
        Constraint::check(self, shape)
    }

    fn apply(&self, shape: &[usize], values: ValuesMut<'_>) {
        match values {
            ValuesMut::F32(values) => Constraint::apply(self, shape, values),
            ValuesMut::F64(values) => Constraint::apply(self, shape, values),
        }
    }
}
