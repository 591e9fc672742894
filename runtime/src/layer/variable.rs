//! The variables of a layer, and what can be said of each.

use alloc::boxed::Box;

use crate::constraints::{AnyConstraint, Constraint};
use crate::error::Result;
use crate::initializers::{Initializer, Zeros};
use crate::regularizers::{AnyRegularizer, Regularizer};
use crate::sync::Arc;
use crate::tensor::product;

/// A variable of a layer: a weight matrix, a bias vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// The name that Keras gives it, such as `kernel`.
    pub name: &'static str,
    /// Its shape in Keras, row-major: `[inputs, outputs]` for the kernel of a dense layer.
    pub shape: &'static [usize],
    /// Who changes it.
    pub kind: VariableKind,
}

/// Who changes a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// The optimizer, along its gradient.
    Parameter,
    /// Its layer, at each step of training.
    State,
    /// Nobody in training.
    Constant,
}

impl Variable {
    /// A parameter of this name and shape: what the model learns.
    pub const fn new(name: &'static str, shape: &'static [usize]) -> Self {
        Self { name, shape, kind: VariableKind::Parameter }
    }

    /// Something that the layer itself remembers from batch to batch, such as a moving average. It is saved and
    /// restored with the variables, and no optimizer, regularizer or constraint touches it. In the place of its
    /// gradient, [`backward`](crate::Layer::backward) writes its next value, for which it sees all samples of a batch.
    pub const fn state(name: &'static str, shape: &'static [usize]) -> Self {
        Self { name, shape, kind: VariableKind::State }
    }

    /// Something that is found out before training, such as the mean of the data. It is saved and restored with the
    /// variables, and training leaves it as it is; `backward` need not write anything in the place of its gradient.
    pub const fn constant(name: &'static str, shape: &'static [usize]) -> Self {
        Self { name, shape, kind: VariableKind::Constant }
    }

    pub(crate) const fn is_state(&self) -> bool {
        matches!(self.kind, VariableKind::State)
    }

    /// The number of values.
    pub const fn len(&self) -> usize {
        product(self.shape)
    }

    /// Whether it has no values.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How a variable begins, what its size costs, and what it is kept to: its initializer, its regularizer and its
/// constraint.
#[derive(Clone, Debug, Default)]
pub struct VariableOptions {
    initializer: Option<Arc<dyn Initializer>>,
    regularizer: Option<AnyRegularizer>,
    constraint: Option<AnyConstraint>,
}

impl VariableOptions {
    /// All zero at first, and otherwise free.
    pub const fn new() -> Self {
        Self { initializer: None, regularizer: None, constraint: None }
    }

    /// With these first values.
    #[must_use]
    pub fn initializer(mut self, initializer: impl Initializer) -> Self {
        self.initializer = Some(Arc::from(Box::new(initializer) as Box<dyn Initializer>));
        self
    }

    /// With these first values, unless others have been given.
    #[must_use]
    pub fn default_initializer(self, initializer: impl Initializer) -> Self {
        if self.initializer.is_some() { self } else { self.initializer(initializer) }
    }

    /// With this addition to the loss.
    #[must_use]
    pub fn regularizer(mut self, regularizer: impl Regularizer) -> Self {
        self.regularizer = Some(AnyRegularizer::new(regularizer));
        self
    }

    /// Kept to this after every step.
    #[must_use]
    pub fn constraint(mut self, constraint: impl Constraint) -> Self {
        self.constraint = Some(AnyConstraint::new(constraint));
        self
    }

    /// Where the first values come from.
    pub(crate) fn first_values(&self) -> &dyn Initializer {
        self.initializer.as_deref().unwrap_or(&Zeros)
    }

    pub(crate) const fn regularized_by(&self) -> Option<&AnyRegularizer> {
        self.regularizer.as_ref()
    }

    pub(crate) const fn constrained_by(&self) -> Option<&AnyConstraint> {
        self.constraint.as_ref()
    }

    /// Whether all of them make sense for a variable of this shape.
    pub(crate) fn check(&self, shape: &[usize]) -> Result<()> {
        self.first_values().check(shape)?;
        self.regularizer.as_ref().map_or(Ok(()), |regularizer| regularizer.check(shape))?;
        self.constraint.as_ref().map_or(Ok(()), |constraint| constraint.check(shape))
    }
}
