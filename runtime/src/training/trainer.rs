use core::ops::DerefMut;

use super::arguments::Fit;
use super::compile::Compiled;
use crate::callbacks::Callback;
use crate::data::Dataset;
use crate::error::Result;
use crate::history::History;
use crate::layer::Layer;
use crate::losses::Losses;
use crate::metrics::{Metrics, Scores};
use crate::model::Model;
use crate::optimizers::Optimizer;

/// A [`Compiled`] model of any kind: the one bound of a function that trains whatever it is given.
///
/// It dereferences to the model, so that [`predict`](crate::Predict::predict) and [`weights`](Model::weights) work too.
/// What else a compiled model can do, [`compiled`](Self::compiled) and [`compiled_mut`](Self::compiled_mut) lead to.
///
/// ```
/// use plywood::prelude::*;
///
/// /// Trains until the loss is small enough, or for 100 epochs, and says how good the model is on other data.
/// fn train<T: Trainer>(model: &mut T, data: &T::Data, test: &T::Data) -> plywood::Result<f64> {
///     for _ in 0..20 {
///         if model.fit(data, Fit::epochs(5))?.loss()[4] < 0.1 {
///             break;
///         }
///     }
///     Ok(model.evaluate(test)?.loss())
/// }
///
/// /// The same for irises alone: the model and all else are free.
/// fn train_on_irises<T: Trainer<Data = Dataset<Features<4>, Classes<3>>>>(model: &mut T) -> plywood::Result<f64> {
///     let (data, test) = datasets::iris().shuffle(5).split(0.8)?;
///     train(model, &data, &test)
/// }
///
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut small = model![Dense<4, 3, softmax>].compile(SGD::new(0.1), loss, ());
/// let mut large = model![Dense<4, 8, tanh>, Dense<8, 3, softmax>].compile(Adam::new(0.01), loss, (Accuracy::default(),));
/// assert!(train_on_irises(&mut small)? < 0.5);
/// assert!(train_on_irises(&mut large)? < 0.5);
/// # Ok::<(), plywood::Error>(())
/// ```
pub trait Trainer: DerefMut<Target = <Self as Trainer>::Model> + sealed::Sealed {
    /// The model.
    type Model: Model;

    /// What makes the loss small.
    type Optimizer: Optimizer;

    /// What is made small.
    type Loss: Losses<<Self::Model as Layer>::Output, <Self::Model as Layer>::Activation>;

    /// What looks on.
    type Metrics: Metrics<
            <Self::Model as Layer>::Output,
            <Self::Model as Layer>::Activation,
            <Self::Loss as Losses<<Self::Model as Layer>::Output, <Self::Model as Layer>::Activation>>::Targets,
        >;

    /// What it is trained on: samples of the shape that the model takes, with targets of the kind that the loss takes,
    /// in the number type of the model.
    type Data;

    /// As [`Compiled::fit`].
    ///
    /// # Errors
    /// As [`Compiled::fit`].
    fn fit<'a, C: Callback>(&mut self, data: &'a Self::Data, fit: Fit<'a, Self::Data, C>) -> Result<History>;

    /// As [`Compiled::fit_batches`].
    ///
    /// # Errors
    /// As [`Compiled::fit_batches`].
    fn fit_batches<'a, C: Callback, I>(
        &mut self,
        batches: impl FnMut(u64) -> Result<I>,
        fit: Fit<'a, Self::Data, C>,
    ) -> Result<History>
    where
        I: IntoIterator<Item = Result<Self::Data>>;

    /// As [`Compiled::evaluate`].
    ///
    /// # Errors
    /// As [`Compiled::evaluate`].
    fn evaluate(&self, data: &Self::Data) -> Result<Scores>;

    /// As [`Compiled::evaluate_in_batches`].
    ///
    /// # Errors
    /// As [`Compiled::evaluate_in_batches`].
    fn evaluate_in_batches(&self, data: &Self::Data, batch_size: usize) -> Result<Scores>;

    /// As [`Compiled::train_on_batch`].
    ///
    /// # Errors
    /// As [`Compiled::train_on_batch`].
    fn train_on_batch(&mut self, data: &Self::Data) -> Result<Scores>;

    /// As [`Compiled::test_on_batch`].
    ///
    /// # Errors
    /// As [`Compiled::test_on_batch`].
    fn test_on_batch(&self, data: &Self::Data) -> Result<Scores>;

    /// The same, by the name of its type.
    fn compiled(&self) -> &Compiled<Self::Model, Self::Optimizer, Self::Loss, Self::Metrics>;

    /// The same, to be changed.
    fn compiled_mut(&mut self) -> &mut Compiled<Self::Model, Self::Optimizer, Self::Loss, Self::Metrics>;
}

/// The output of a trainer's model.
type OutputOf<F> = <<F as Trainer>::Model as Layer>::Output;

/// The activation of its last layer.
type ActivationOf<F> = <<F as Trainer>::Model as Layer>::Activation;

/// The targets that its loss takes.
pub(super) type TargetOf<F> = <<F as Trainer>::Loss as Losses<OutputOf<F>, ActivationOf<F>>>::Targets;

/// What its metrics gather.
pub(super) type StatesOf<F> =
    <<F as Trainer>::Metrics as Metrics<OutputOf<F>, ActivationOf<F>, TargetOf<F>>>::States;

/// What a trainer is, by the name of the type.
pub(super) type CompiledOf<F> =
    Compiled<<F as Trainer>::Model, <F as Trainer>::Optimizer, <F as Trainer>::Loss, <F as Trainer>::Metrics>;

/// What its data are, by the name of the type.
pub(super) type DatasetOf<F> =
    Dataset<<<F as Trainer>::Model as Layer>::Input, TargetOf<F>, <<F as Trainer>::Model as Model>::Scalar>;

pub(super) mod sealed {
    /// Only a compiled model is a trainer.
    pub trait Sealed {}
}
