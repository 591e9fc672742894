//! A model: a network, and the numbers that it has learnt.

use crate::arena::Arena;
use crate::data::{Dataset, Target};
use crate::error::{Error, Result};
use crate::layers::statistics;
use crate::shape::last_axis;
use crate::spans::{initialize, set_trainable, spans, tell_frozen};
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
        self.arena_mut().reset(seed);
        let spans = spans(&self);
        initialize(&spans, self.arena_mut());
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
        weights::read(&spans(self), self.arena().values())
    }

    /// Replaces all variables by `weights`, which must be those that [`weights`](Self::weights) would give:
    /// the same names in the same order, with the same shapes, all values finite. On an error the model is
    /// unchanged.
    ///
    /// # Errors
    /// [`VariableName`](crate::Error::VariableName), [`VariableShape`](crate::Error::VariableShape) or
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite), for the first variable that differs.
    fn set_weights(&mut self, weights: &[Weight<Self::Scalar>]) -> Result<()> {
        weights::write(&spans(self), weights, self.arena_mut().values_mut())
    }

    /// Freezes a layer, or a single variable: training leaves it as it is, and it takes no part in regularization,
    /// weight decay and clipping. A layer with moving statistics uses them then in training too, and leaves them as they are.
    /// Keras' `trainable = False`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { features: Dense<4, 8, relu>, Dense<8, 3, softmax> } }
    ///
    /// let mut model = Net::new(42);
    /// model.freeze("features")?;
    /// model.thaw("features")?;
    /// model.freeze("dense/bias")?;
    /// assert!(model.freeze("denes").is_err());
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownLayer`](crate::Error::UnknownLayer) for a name that the model does not have.
    fn freeze(&mut self, name: &str) -> Result<()> {
        let frozen = set_trainable(spans(self), name, false)?;
        self.arena_mut().set_frozen(frozen);
        tell_frozen(self);
        Ok(())
    }

    /// Lets training change a layer, or a single variable, again.
    ///
    /// # Errors
    /// As [`freeze`](Self::freeze).
    fn thaw(&mut self, name: &str) -> Result<()> {
        let frozen = set_trainable(spans(self), name, true)?;
        self.arena_mut().set_frozen(frozen);
        tell_frozen(self);
        Ok(())
    }

    /// Shows the data to the layer in front, a [`Normalization`](crate::layers::Normalization), which keeps mean and variance of
    /// each channel, over all samples and places. Done once, before training.
    ///
    /// # Errors
    /// [`NothingAdapts`](crate::Error::NothingAdapts) for a model that does not begin with such a layer, and
    /// [`VariableNotFinite`](crate::Error::VariableNotFinite) for data whose mean or variance is too large for the number type.
    /// The model is then unchanged.
    fn adapt<Y: Target>(&mut self, data: &Dataset<Self::Input, Y, Self::Scalar>) -> Result<()> {
        if !Self::PARTS.first().is_some_and(|part| part.adapts) {
            return Err(Error::NothingAdapts);
        }
        let mut weights = self.weights();
        let values = statistics(data.inputs(), last_axis::<Self::Input>());
        for (weight, values) in weights.iter_mut().zip(values) {
            weight.values = values.into_iter().map(Self::Scalar::of).collect();
        }
        self.set_weights(&weights)
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
