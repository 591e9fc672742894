//! A model: a network, and the numbers that it has learnt.

use crate::arena::Arena;
use crate::error::Result;
use crate::weights::{self, Weight};
use crate::{Layer, Scalar};

/// What `model!` declares: a network together with its variables.
///
/// The network itself is the model's [`Layer`] side: shapes, variables, `forward`, `backward`.
/// [`Compile`](crate::Compile) and [`Predict`](crate::Predict) add what is done with it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "models are declared with `model!`"
)]
pub trait Model: Layer {
    /// The number type of the variables: `f32` unless another is asked for.
    type Scalar: Scalar;

    /// The variables of all layers.
    fn arena(&self) -> &Arena<Self::Scalar>;

    /// The variables of all layers, to be written by the crate itself: see
    /// [`set_weights`](Self::set_weights).
    #[doc(hidden)]
    fn arena_mut(&mut self) -> &mut Arena<Self::Scalar>;

    /// The same model with fresh weights, all of which follow from `seed`; shuffling and dropout will follow
    /// from it too. The same seed gives the same weights in every run and every release.
    #[must_use]
    fn with_seed(mut self, seed: u64) -> Self {
        let mut arena = self.arena_mut().take();
        arena.reset(seed);
        let streams = arena.streams();
        self.initialize(arena.values_mut(), streams);
        *self.arena_mut() = arena;
        self
    }

    /// All variables with their names, in Keras' order, each row-major as in Keras.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>];
    /// let names: Vec<String> = model.weights().into_iter().map(|weight| weight.name).collect();
    /// assert_eq!(names, ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]);
    /// ```
    fn weights(&self) -> Vec<Weight<Self::Scalar>> {
        weights::read(Self::PARTS, self.arena().values())
    }

    /// Replaces all variables by `weights`, which must be those that [`weights`](Self::weights) would give:
    /// the same names in the same order, with the same shapes, all values finite. On an error the model is
    /// unchanged.
    ///
    /// # Errors
    /// [`VariableName`](crate::Error::VariableName), [`VariableShape`](crate::Error::VariableShape) or
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite), for the first variable that differs.
    fn set_weights(&mut self, weights: &[Weight<Self::Scalar>]) -> Result<()> {
        weights::write(Self::PARTS, weights, self.arena_mut().values_mut())
    }

    /// The number of values in all variables.
    fn count_params(&self) -> usize {
        self.arena().values().len()
    }
}

/// A model that is made from a seed alone: one that was declared with a name.
pub trait FromSeed: Model {
    /// A model with fresh weights, all of which follow from `seed`. The same seed gives the same weights in
    /// every run and every release.
    fn new(seed: u64) -> Self;
}
