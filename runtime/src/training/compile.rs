use core::ops::{Deref, DerefMut};

use super::progress::Progress;
use super::step::{Cache, OptimizerState};
use crate::data::{Dataset, Preparation};
use crate::error::Result;
use crate::history::History;
use crate::layer::Layer;
use crate::losses::Losses;
use crate::metrics::{Metrics, Scores};
use crate::model::{Model, Weight};
use crate::optimizers::Optimizer;
use crate::saving::State;

/// Adds [`compile`](Self::compile) to every model.
pub trait Compile: Model {
    /// Says how the model is to be trained: with this optimizer, to make this loss small, watched by these
    /// metrics.
    ///
    /// A loss or metric that does not fit the model's output does not compile. The optimizer starts afresh;
    /// the model keeps its weights.
    fn compile<O, L, Ms>(self, optimizer: O, loss: L, metrics: Ms) -> Compiled<Self, O, L, Ms>
    where
        O: Optimizer,
        L: Losses<Self::Output, Self::Activation>,
        Ms: Metrics<Self::Output, Self::Activation, L::Targets>,
    {
        Compiled {
            model: self,
            optimizer,
            loss,
            metrics,
            optimizer_state: OptimizerState::default(),
            progress: Progress::default(),
            preparation: None,
            cache: Cache::default(),
        }
    }

    /// What is said of `fit` before `compile`: the one of [`Compiled`] is another.
    #[doc(hidden)]
    fn fit<D, F>(&mut self, _data: D, _fit: F) -> Result<History>
    where
        Self: Trainable,
    {
        self.never()
    }

    /// What is said of `evaluate` before `compile`: the one of [`Compiled`] is another.
    #[doc(hidden)]
    fn evaluate<D>(&self, _data: D) -> Result<Scores>
    where
        Self: Trainable,
    {
        self.never()
    }
}

/// What can be trained and evaluated, which a model alone cannot: there is no implementation.
#[diagnostic::on_unimplemented(
    message = "this model is not compiled yet: call `compile` before `fit` and `evaluate`",
    label = "needs a compiled model",
    note = "write `let mut model = model.compile(Adam::new(0.001), MeanSquaredError::default(), ());`, for example"
)]
#[doc(hidden)]
pub trait Trainable {
    /// Nobody can call this.
    fn never<T>(&self) -> T;
}

impl<M: Model> Compile for M {}

/// The data that a model is trained on with the loss `L`.
pub(super) type Data<M, L> = Dataset<
    <M as Layer>::Input,
    <L as Losses<<M as Layer>::Output, <M as Layer>::Activation>>::Targets,
    <M as Model>::Scalar,
>;

/// A model with what it takes to train it; made by [`Compile::compile`].
///
/// It dereferences to the model, so that everything a model can do, `predict` and `weights` for example,
/// works here too.
#[derive(Clone, Debug)]
pub struct Compiled<M: Model, O, L, Ms> {
    pub(super) model: M,
    pub(super) optimizer: O,
    pub(super) loss: L,
    pub(super) metrics: Ms,
    /// What the optimizer remembers.
    pub(super) optimizer_state: OptimizerState<M::Scalar>,
    pub(super) progress: Progress,
    /// How records become samples.
    pub(super) preparation: Option<Preparation>,
    pub(super) cache: Cache,
}

impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// The history of the last `fit` or `minimize`, also of one that ended in an error: the epochs that were completed.
    pub const fn history(&self) -> &History {
        &self.progress.history
    }

    /// The number of batches that the optimizer has learnt from. Schedules count them too, also where
    /// [several make a step](crate::optimizers::Options::gradient_accumulation_steps).
    pub const fn iterations(&self) -> u64 {
        self.progress.iterations
    }

    /// The optimizer, with the learning rate that it has now.
    pub const fn optimizer(&self) -> &O {
        &self.optimizer
    }

    /// The learning rate of the next step.
    pub fn learning_rate(&self) -> f64
    where
        O: Optimizer,
    {
        self.optimizer.options().learning_rate().at(self.progress.iterations)
    }

    /// Sets the learning rate for all steps to come.
    ///
    /// # Errors
    /// [`Error::Scheduled`](crate::Error::Scheduled) if it follows a schedule,
    /// [`Error::Setting`](crate::Error::Setting) if it is negative or not finite.
    pub fn set_learning_rate(&mut self, rate: f64) -> Result<()>
    where
        O: Optimizer,
    {
        self.optimizer.options_mut().set_learning_rate(rate)
    }

    /// Says anew how the model is to be trained, as [`Compile::compile`] does for a model: the model keeps its weights,
    /// which layers are frozen, and its preparation; what the optimizer remembers is forgotten.
    pub fn compile<P, K, Ns>(self, optimizer: P, loss: K, metrics: Ns) -> Compiled<M, P, K, Ns>
    where
        P: Optimizer,
        K: Losses<M::Output, M::Activation>,
        Ns: Metrics<M::Output, M::Activation, K::Targets>,
    {
        Compiled { preparation: self.preparation, ..self.model.compile(optimizer, loss, metrics) }
    }

    /// As [`Model::set_weights`]. The new weights may be made of the old ones in the same line:
    ///
    /// ```
    /// use plywood::Weight;
    /// use plywood::prelude::*;
    ///
    /// fn halved(mut weights: Vec<Weight<f32>>) -> Vec<Weight<f32>> {
    ///     weights.iter_mut().flat_map(|weight| &mut weight.values).for_each(|value| *value *= 0.5);
    ///     weights
    /// }
    ///
    /// let mut model = model![Dense<2, 1>].compile(SGD::new(0.1), MeanSquaredError::new(), ());
    /// let before = model.weights();
    /// model.set_weights(&halved(model.weights()))?;
    /// assert_eq!(model.weights(), halved(before));
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Model::set_weights`].
    pub fn set_weights(&mut self, weights: &[Weight<M::Scalar>]) -> Result<()> {
        // Not through `DerefMut`, which borrows the whole before the argument is computed: hence those that follow too.
        (**self).set_weights(weights)
    }

    /// As [`Model::set_weights_state`].
    ///
    /// # Errors
    /// As [`Model::set_weights_state`].
    pub fn set_weights_state(&mut self, state: &State) -> Result<()> {
        (**self).set_weights_state(state)
    }

    /// As [`Model::freeze`].
    ///
    /// # Errors
    /// As [`Model::freeze`].
    pub fn freeze(&mut self, name: &str) -> Result<()> {
        (**self).freeze(name)
    }

    /// As [`Model::thaw`].
    ///
    /// # Errors
    /// As [`Model::thaw`].
    pub fn thaw(&mut self, name: &str) -> Result<()> {
        (**self).thaw(name)
    }

    /// Puts the moving averages, if they are kept, in the variables' place, or the variables back in their own.
    pub(super) fn use_averages(&mut self, use_averages: bool) {
        // Before the first step there is nothing to average.
        if self.progress.iterations > 0 {
            self.optimizer_state.averages.put(self.model.arena_mut().values_mut(), use_averages);
        }
    }

    /// The model alone, only to be used.
    pub fn into_model(self) -> M {
        self.model
    }
}

impl<M: Model, O, L, Ms> Deref for Compiled<M, O, L, Ms> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.model
    }
}

impl<M: Model, O, L, Ms> DerefMut for Compiled<M, O, L, Ms> {
    fn deref_mut(&mut self) -> &mut M {
        // Whoever has the model may freeze a layer, or put another model in its place.
        self.cache = Cache::default();
        self.optimizer_state.averages.settle(self.model.arena().values());
        &mut self.model
    }
}
