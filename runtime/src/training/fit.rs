use core::fmt;

use super::compile::{Compiled, Data};
use super::workspace::Workspace;
use crate::callbacks::{BatchLogs, Callback, Cancel, EpochLogs, Training};
use crate::data::{Dataset, Target, check_fraction};
use crate::error::check_setting;
use crate::history::{Ending, History};
use crate::kernels::reduce::norm;
use crate::layer::{Pass, parameters};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::{Optimizer, Update};
use crate::rng::{Purpose, Streams};
use crate::scalar::largest;
use crate::{Error, Model, Result, Scalar, Scores, Shape};

/// The arguments of `fit`, under Keras' names.
///
/// `D` is the type of the validation data: the same as that of the training data.
#[derive(Clone)]
pub struct Fit<'a, D, C = ()> {
    epochs: usize,
    batch_size: usize,
    validation_data: Option<&'a D>,
    validation_split: Option<f64>,
    shuffle: bool,
    seed: Option<u64>,
    cancel: Option<Cancel>,
    callbacks: C,
}

impl<D> Fit<'_, D> {
    /// Training for this many epochs, in batches of 32, shuffled, without validation.
    pub const fn epochs(epochs: usize) -> Self {
        Self {
            epochs,
            batch_size: 32,
            validation_data: None,
            validation_split: None,
            shuffle: true,
            seed: None,
            cancel: None,
            callbacks: (),
        }
    }
}

impl<'a, D, C> Fit<'a, D, C> {
    /// How many samples are learnt from at once. The last batch of an epoch may be smaller.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// Data that the model is evaluated on after each epoch. They win over
    /// [`validation_split`](Self::validation_split).
    #[must_use]
    pub fn validation_data(mut self, data: &'a D) -> Self {
        self.validation_data = Some(data);
        self
    }

    /// The part of the training data, taken from the end before any shuffling, that is kept for validation.
    #[must_use]
    pub fn validation_split(mut self, fraction: f64) -> Self {
        self.validation_split = Some(fraction);
        self
    }

    /// Whether each epoch sees the samples in an order of its own.
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// The seed of shuffling and dropout; by default the one that the model was made with. How many epochs
    /// and steps the model has behind it counts too, so that a second `fit` does not repeat the first.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// A handle that ends the training from elsewhere.
    #[must_use]
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// What looks on: one callback, or several in a tuple or a `Vec`. They take the place of any that were
    /// given before.
    #[must_use]
    pub fn callbacks<C2: Callback>(self, callbacks: C2) -> Fit<'a, D, C2> {
        Fit {
            callbacks,
            epochs: self.epochs,
            batch_size: self.batch_size,
            validation_data: self.validation_data,
            validation_split: self.validation_split,
            shuffle: self.shuffle,
            seed: self.seed,
            cancel: self.cancel,
        }
    }
}

impl<D, C> fmt::Debug for Fit<'_, D, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fit")
            .field("epochs", &self.epochs)
            .field("batch_size", &self.batch_size)
            .field("validation_data", &self.validation_data.is_some())
            .field("validation_split", &self.validation_split)
            .field("shuffle", &self.shuffle)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

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
    /// Before anything is changed: [`Error::Setting`] and [`Error::EmptySplit`] for arguments or settings
    /// that make no sense. On the way: [`Error::Diverged`]; the model then has the weights from before the
    /// batch that diverged, and [`history`](Compiled::history) has the epochs before.
    pub fn fit<'a, C: Callback>(
        &mut self,
        data: &'a Data<M, L>,
        fit: Fit<'a, Data<M, L>, C>,
    ) -> Result<History>
    where
        O: Optimizer,
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, L::Target>,
    {
        self.model.check()?;
        self.optimizer.check()?;
        let plan = Plan::new(data, &fit)?;
        let mut callbacks = fit.callbacks;
        let training = &mut Training::new(fit.epochs, plan.samples.div_ceil(plan.batch_size));
        self.history = History::default();
        self.slots.resize(self.optimizer.slots() * parameters::<M>(), M::Scalar::default());

        callbacks.on_train_begin(training);
        let result = self.run(data, &plan, &mut callbacks, training);
        if result.is_err() {
            self.history.end(Ending::Diverged);
        }
        callbacks.on_train_end(training);
        result?;
        Ok(self.history.clone())
    }
}

impl<M, O, L, Ms> Compiled<M, O, L, Ms>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, L::Target>,
{
    fn run<C: Callback>(
        &mut self,
        data: &Data<M, L>,
        plan: &Plan<'_, Data<M, L>>,
        callbacks: &mut C,
        training: &mut Training,
    ) -> Result<()> {
        let mut workspace = Workspace::new(plan.largest_batch);
        let mut order: Vec<u32> = (0..plan.samples as u32).collect();
        for epoch in 0..training.epochs() {
            callbacks.on_epoch_begin(epoch, training);
            let Some(scores) =
                self.run_epoch(epoch, data, plan, &mut order, &mut workspace, callbacks, training)?
            else {
                self.history.end(Ending::Cancelled);
                return Ok(());
            };
            let validation = plan.validation.map(|(data, start)| {
                self.evaluate_rows(data, start..data.len(), plan.batch_size, &mut workspace)
            });
            self.history.push(epoch, &scores, validation.as_ref());
            let logs = EpochLogs { epoch, scores: &scores, validation: validation.as_ref() };
            callbacks.on_epoch_end(&logs, training);
            if training.is_stopped() {
                self.history.end(Ending::Stopped);
                return Ok(());
            }
        }
        Ok(())
    }

    /// One epoch; `None` if it was cancelled.
    #[expect(clippy::too_many_arguments, reason = "the state of the loop around it")]
    fn run_epoch<C: Callback>(
        &mut self,
        epoch: usize,
        data: &Data<M, L>,
        plan: &Plan<'_, Data<M, L>>,
        order: &mut [u32],
        workspace: &mut Workspace<M, L::Target>,
        callbacks: &mut C,
        training: &mut Training,
    ) -> Result<Option<Scores>> {
        let streams = Streams::new(plan.seed.unwrap_or(self.model.arena().seed()));
        if plan.shuffle {
            for (row, index) in order.iter_mut().zip(0..) {
                *row = index;
            }
            streams.rng(Purpose::Shuffle, self.epochs).shuffle(order);
        }
        self.metrics.reset();
        let (mut total, mut seen) = (0.0, 0);
        self.epochs += 1;
        for (batch, rows) in order.chunks(plan.batch_size).enumerate() {
            if plan.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
                return Ok(None);
            }
            workspace.load(data, rows.len(), |lane| rows[lane] as usize);
            let loss = self.step(streams, workspace);
            let loss = loss.map_err(|loss| Error::Diverged { epoch, batch, loss })?;
            total += loss;
            seen += rows.len();
            callbacks.on_train_batch_end(&BatchLogs { epoch, batch, loss: total / seen as f64 }, training);
            if training.is_stopped() {
                break;
            }
        }
        Ok(Some(Scores::new(total / seen as f64, self.metrics.names(), self.metrics.results())))
    }

    /// Learns from the loaded batch and gives the sum of its losses. That sum is the error, and nothing is
    /// changed, if it, the gradient's norm or the optimizer's step is not finite.
    fn step(&mut self, streams: Streams, workspace: &mut Workspace<M, L::Target>) -> Result<f64, f64> {
        workspace.forward(&self.model, Pass::training(streams, self.iterations));
        let loss = workspace.loss(&self.loss);
        if !loss.is_finite() {
            return Err(loss);
        }
        self.metrics.update(workspace.seen());
        let gradients = workspace.backward(&self.model, &self.loss);
        let norm = norm(gradients).to_f64();
        if !norm.is_finite() {
            return Err(loss);
        }
        // A step can only overflow if it is absurdly long, and only then is a copy worth its time.
        let is_absurd = norm * self.optimizer.learning_rate() > largest::<M::Scalar>().sqrt();
        let copy = is_absurd.then(|| (self.model.arena().values().to_vec(), self.slots.clone()));
        let is_finite = self.optimizer.update(Update {
            variables: self.model.arena_mut().values_mut(),
            gradients,
            slots: &mut self.slots,
            iterations: self.iterations,
        });
        if !is_finite {
            if let Some((variables, slots)) = copy {
                self.model.arena_mut().values_mut().copy_from_slice(&variables);
                self.slots = slots;
            }
            return Err(loss);
        }
        self.iterations += 1;
        Ok(loss)
    }
}

/// The arguments of `fit`, checked against the data.
struct Plan<'a, D> {
    samples: usize,
    batch_size: usize,
    largest_batch: usize,
    /// Data and the row at which the validation part begins.
    validation: Option<(&'a D, usize)>,
    shuffle: bool,
    seed: Option<u64>,
    cancel: Option<Cancel>,
}

impl<'a, X: Shape, Y: Target, T: Scalar> Plan<'a, Dataset<X, Y, T>> {
    fn new<C>(data: &'a Dataset<X, Y, T>, fit: &Fit<'a, Dataset<X, Y, T>, C>) -> Result<Self> {
        check_setting("the batch size", fit.batch_size as f64, fit.batch_size > 0, "at least 1")?;
        let (samples, validation) = match (fit.validation_data, fit.validation_split) {
            (Some(validation), _) => (data.len(), Some((validation, 0))),
            (None, Some(fraction)) => {
                check_fraction("validation_split", fraction)?;
                let samples = (data.len() as f64 * (1.0 - fraction)).floor() as usize;
                if samples == 0 || samples == data.len() {
                    return Err(Error::EmptySplit { samples: data.len(), fraction });
                }
                (samples, Some((data, samples)))
            }
            (None, None) => (data.len(), None),
        };
        let validated = validation.map_or(0, |(data, start)| data.len() - start);
        Ok(Self {
            samples,
            batch_size: fit.batch_size,
            largest_batch: fit.batch_size.min(samples.max(validated)),
            validation,
            shuffle: fit.shuffle,
            seed: fit.seed,
            cancel: fit.cancel.clone(),
        })
    }
}
