//! Fit: the plan made of its arguments, where batches come from, and the loop.

mod console;
#[cfg(feature = "safetensors")]
mod files;
mod learner;
mod plan;
#[cfg(feature = "std")]
mod printer;
mod resume;
mod run;
mod source;

use learner::Learning;
use plan::{Batching, Plan};
use run::Run;
use source::{DatasetBatches, GeneratedBatches, Source};

use super::arguments::Fit;
use super::check::check_data;
use super::compile::Compiled;
use super::trainer::{CompiledOf, DatasetOf, TargetOf, Trainer};
use crate::callbacks::Callback;
use crate::data::{Dataset, check_class_weight};
use crate::error::Result;
use crate::history::History;
use crate::model::Model;

// The bounds are those of the method, not of the block: where one does not hold, the compiler says which, and does
// not look for another `fit`.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// Trains the model. A second call goes on where the first one ended.
    ///
    /// Each batch is one step: forward, loss, gradient, optimizer. Loss and metrics of an epoch are means
    /// over its samples, each taken before its batch changed the weights; validation comes after the epoch's
    /// last batch.
    ///
    /// # Errors
    /// Before anything is changed: [`Error::Setting`](crate::Error::Setting) and its kin for arguments or settings that
    /// make no sense, and what callbacks say when training begins; [`Error::Target`](crate::Error::Target) for targets
    /// that the loss is not defined for; [`Error::Memory`](crate::Error::Memory) for a batch or an optimizer that needs
    /// more memory than there is. On the way: [`Error::Diverged`](crate::Error::Diverged), and
    /// [`Error::Output`](crate::Error::Output) for outputs that the loss is not defined for; the model then has the
    /// weights from before the batch that did it, and [`history`](Compiled::history) has the epochs before. Callbacks
    /// may end a training with errors of their own.
    pub fn fit<'a, C: Callback>(
        &mut self,
        data: &'a <Self as Trainer>::Data,
        fit: Fit<'a, <Self as Trainer>::Data, C>,
    ) -> Result<History>
    where
        Self: Trainer,
    {
        Trainer::fit(self, data, fit)
    }

    /// Trains the model with batches that are made when they are needed, for data that are larger than memory or have
    /// no end. For each pass through the data, `batches` is called with its number, counted from 0, and makes the
    /// batches, in the order in which they are learnt from. Keras' `fit` with a generator.
    ///
    /// An epoch is a pass, or as many batches as [`steps_per_epoch`](Fit::steps_per_epoch) says; a training that is
    /// [resumed](Fit::resume) in the middle of a pass passes over the batches that it knows. One batch more is made
    /// than is needed. [`shuffle`](Fit::shuffle) does nothing here.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Sine { Dense<1, 8, tanh>, Dense<8, 1> } }
    ///
    /// // Ten batches in each pass, of other places each time.
    /// let batches = |pass: u64| {
    ///     let batch = move |batch: u64| {
    ///         let places = (0..32).map(move |n| ((pass * 320 + batch * 32 + n) as f32 * 0.618).fract() * 6.0);
    ///         Dataset::new(places.clone().map(|x| [x]), places.map(|x| [x.sin()]))
    ///     };
    ///     Ok((0..10).map(batch))
    /// };
    /// let mut model = Sine::new(1).compile(Adam::new(0.01), MeanSquaredError::default(), ());
    /// let history = model.fit_batches(batches, Fit::epochs(20))?;
    /// assert!(history.loss()[19] < history.loss()[0] && model.iterations() == 200);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// A CSV file that is larger than memory is read in [parts](crate::data::Csv::chunks), each of which the
    /// [preparation](crate::data::Preparation) makes a batch of.
    ///
    /// A dataset in another order in each pass comes with [`into_batches`](crate::Dataset::into_batches):
    /// `|pass| Ok(data.shuffle(pass).into_batches(32)?.map(Ok))`.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::Setting`](crate::Error::Setting) for a [`batch_size`](Fit::batch_size) or a
    /// [`validation_split`](Fit::validation_split), and whatever `batches` gives for an error: training then ends.
    /// [`Error::Empty`](crate::Error::Empty) for a pass without batches.
    pub fn fit_batches<'a, C: Callback, I>(
        &mut self,
        batches: impl FnMut(u64) -> Result<I>,
        fit: Fit<'a, <Self as Trainer>::Data, C>,
    ) -> Result<History>
    where
        Self: Trainer,
        I: IntoIterator<Item = Result<<Self as Trainer>::Data>>,
    {
        Trainer::fit_batches(self, batches, fit)
    }
}

/// Trains with the batches of a dataset.
pub(super) fn fit<'a, F: Trainer, C: Callback>(
    compiled: &mut CompiledOf<F>,
    data: &'a DatasetOf<F>,
    fit: Fit<'a, DatasetOf<F>, C>,
) -> Result<History> {
    let settings = &fit.settings;
    let (plan, Batching { samples, batch_size }) =
        Plan::of_dataset(settings, data.len(), fit.validation_data.map(Dataset::len))?;
    let weights = data.weights_with(settings.class_weight.as_deref())?;
    let source = DatasetBatches::new(data, samples, weights, batch_size, settings.shuffle)?;
    let has_class_weight = settings.class_weight.is_some();
    check_data::<F::Model, F::Loss>(&compiled.loss, data, "targets", has_class_weight)?;
    check_validation_data::<F>(compiled, fit.validation_data)?;
    // Where there are no others, the plan leaves out some of the data to validate with.
    let validation_data = fit.validation_data.or(Some(data));
    run::<F, C>(compiled, plan, source, Fit { validation_data, ..fit })
}

/// Trains with the batches that `batches` makes.
pub(super) fn fit_batches<'a, F: Trainer, C: Callback, I>(
    compiled: &mut CompiledOf<F>,
    mut batches: impl FnMut(u64) -> Result<I>,
    fit: Fit<'a, DatasetOf<F>, C>,
) -> Result<History>
where
    I: IntoIterator<Item = Result<DatasetOf<F>>>,
{
    let plan = Plan::of_batches(&fit.settings, fit.validation_data.map(Dataset::len))?;
    let class_weight = fit.settings.class_weight.clone();
    if let Some(class_weight) = &class_weight {
        check_class_weight::<TargetOf<F>, <F::Model as Model>::Scalar>(class_weight)?;
    }
    let (loss, has_class_weight) = (compiled.loss.clone(), class_weight.is_some());
    let make = move |pass| {
        let loss = loss.clone();
        let check = move |batch| {
            check_data::<F::Model, F::Loss>(&loss, &batch, "targets", has_class_weight).map(|()| batch)
        };
        Ok(batches(pass)?.into_iter().map(move |batch| batch.and_then(&check)))
    };
    check_validation_data::<F>(compiled, fit.validation_data)?;
    run::<F, C>(compiled, plan, GeneratedBatches::new(make, class_weight), fit)
}

fn check_validation_data<F: Trainer>(compiled: &CompiledOf<F>, data: Option<&DatasetOf<F>>) -> Result<()> {
    data.map_or(Ok(()), |data| {
        check_data::<F::Model, F::Loss>(&compiled.loss, data, "validation targets", false)
    })
}

/// Trains with the batches of `source`.
fn run<'a, F: Trainer, C: Callback>(
    compiled: &mut CompiledOf<F>,
    plan: Plan,
    source: impl Source<F::Model, TargetOf<F>>,
    fit: Fit<'a, DatasetOf<F>, C>,
) -> Result<History> {
    let Fit { settings, validation_data, mut callbacks } = fit;
    let mut learning = Learning::<F, _>::new(compiled, source, validation_data, &plan)?;
    Run::new(&mut learning, &mut callbacks, plan, settings.verbose).train(settings.resume)
}
