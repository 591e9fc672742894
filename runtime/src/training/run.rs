//! The training loop.

#[cfg(feature = "safetensors")]
mod files;
mod resume;

use std::io::Stdout;

use super::check::check_network;
use super::compile::{Compiled, Data};
use super::fit::Fit;
use super::penalties::{add_penalties, penalty};
use super::plan::Plan;
use super::progress::Progress;
use super::step::Step;
use super::trace::{PartOfEpoch, Trace};
use super::workspace::Workspace;
use crate::callbacks::{Access, BatchLogs, Callback, Cancel, Control, EpochLogs, Training};
use crate::history::{Ending, History};
use crate::kernels::gather::Rows;
use crate::layer::{Pass, parameters};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::Optimizer;
use crate::rng::{Purpose, Streams};
use crate::spans::Span;
use crate::{Error, Model, Result, Scores, Weight};

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
    /// Before anything is changed: [`Error::Setting`] and its kin for arguments or settings that make no sense. On
    /// the way: [`Error::Diverged`]; the model then has the weights from before the batch that diverged, and
    /// [`history`](Compiled::history) has the epochs before. Callbacks may end a training with errors of their own.
    pub fn fit<'a, C: Callback>(
        &mut self,
        data: &'a Data<M, L>,
        fit: Fit<'a, Data<M, L>, C>,
    ) -> Result<History>
    where
        O: Optimizer,
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        let spans = self.prepare()?;
        let plan = Plan::new(data, &fit)?;
        let scores = self.metrics.scores(&self.metrics.states(), 0.0);
        let control = Control::new(plan.epochs.end, plan.steps, scores, plan.validates());
        if !fit.resume {
            self.memory.settle(self.model.arena().values());
            (self.history, self.trace) = (History::default(), Trace::default());
        }
        Run {
            states: self.metrics.states(),
            workspace: Workspace::new(plan.largest_batch(), plan.threads),
            order: (0..plan.samples as u32).collect(),
            next: plan.samples,
            epoch: None,
            compiled: self,
            callbacks: (fit.callbacks, Progress::new(fit.verbose, std::io::stdout())),
            spans,
            plan,
            control,
        }
        .train(fit.resume)?;
        Ok(self.history.clone())
    }
}

impl<M, O, L, Ms> Compiled<M, O, L, Ms>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
{
    /// Checks all settings, and makes room for what the optimizer remembers.
    pub(super) fn prepare(&mut self) -> Result<Vec<Span>> {
        let spans = check_network(&self.model, &self.loss)?;
        self.optimizer.options().check()?;
        self.optimizer.check()?;
        self.metrics.check()?;
        self.memory.prepare(&self.optimizer, parameters::<M>());
        Ok(spans)
    }

    /// Learns from the loaded batch and gives its loss. That is the error, and nothing is changed, if it, the
    /// gradient's norm or the optimizer's step is not finite.
    pub(super) fn step(
        &mut self,
        spans: &[Span],
        streams: Streams,
        workspace: &mut Workspace<M, L::Target>,
        states: &mut Ms::States,
    ) -> Result<f64, f64> {
        // Whatever callbacks looked at: what learns are the variables.
        self.use_averages(false);
        workspace.forward(&self.model, Pass::training(streams, self.iterations));
        let loss = workspace.loss(&self.loss) + penalty(spans, self.model.arena().values());
        if !loss.is_finite() {
            return Err(loss);
        }
        self.metrics.update(states, workspace.seen());
        let gradients = workspace.backward(&self.model, &self.loss);
        add_penalties(spans, self.model.arena().values(), gradients);
        let step = Step {
            spans,
            variables: self.model.arena_mut().values_mut(),
            gradients,
            iterations: self.iterations,
        };
        if !self.memory.step(&self.optimizer, step) {
            return Err(loss);
        }
        self.iterations += 1;
        Ok(loss)
    }
}

/// A training on its way.
struct Run<'a, 'd, M: Model, O, L: Loss<M::Output, M::Activation>, Ms, C>
where
    Ms: Metrics<M::Output, M::Activation, L::Target>,
{
    compiled: &'a mut Compiled<M, O, L, Ms>,
    plan: Plan<'d, Data<M, L>, M::Scalar>,
    spans: Vec<Span>,
    /// Those of the caller, and what prints.
    callbacks: (C, Progress<Stdout>),
    control: Control,
    workspace: Workspace<M, L::Target>,
    states: Ms::States,
    /// The samples in the order of this pass through the data.
    order: Vec<u32>,
    /// Where in that order the next batch begins.
    next: usize,
    /// What there is of an epoch that has begun; what its metrics have gathered is in `states`.
    epoch: Option<PartOfEpoch>,
}

impl<M, O, L, Ms, C> Run<'_, '_, M, O, L, Ms, C>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
    C: Callback,
{
    fn train(mut self, resume: bool) -> Result<()> {
        self.call(|(callbacks, progress), training| {
            callbacks.on_train_begin(training);
            progress.on_train_begin(training);
        });
        let resumed = self.resume(resume);
        let is_under_way = resumed == Ok(true);
        self.check(resumed.map(|_| ()));
        // A training that was interrupted may have nothing left to do but to end.
        let goes_on = is_under_way || self.compiled.memory.is_swapped();
        let before = self.compiled.iterations;
        let result = self.epochs();
        let diverged = matches!(result, Err(Error::Diverged { .. }));
        if diverged {
            self.compiled.history.end(Ending::Diverged);
        }
        if self.control.failure.is_some() {
            self.compiled.history.end(Ending::Failed);
        }
        self.note(false);
        // The averages, if they are kept, are what was to be learnt.
        self.compiled.use_averages(!diverged && (goes_on || self.compiled.iterations > before));
        self.control.ending = Some(self.compiled.history.ending());
        self.call(|(callbacks, progress), training| {
            callbacks.on_train_end(training);
            progress.on_train_end(training);
        });
        #[cfg(feature = "safetensors")]
        self.save_files();
        if let Some(failure) = self.control.failure.take() {
            self.compiled.history.end(Ending::Failed);
            return Err(failure);
        }
        if diverged && self.control.tolerates_divergence { Ok(()) } else { result }
    }

    /// Lets the callbacks look on, and what prints.
    fn call(&mut self, hook: impl FnOnce(&mut (C, Progress<Stdout>), &mut Training<'_>)) {
        hook(&mut self.callbacks, &mut Training::new(&mut self.control, self.compiled));
    }

    /// Fails if this is an error.
    fn check(&mut self, result: Result<()>) {
        self.call(|_, training| training.check(result));
    }

    fn epochs(&mut self) -> Result<()> {
        for epoch in self.plan.epochs.clone() {
            if self.control.stopped {
                break;
            }
            let Some(scores) = self.epoch(epoch)? else {
                self.compiled.history.end(Ending::Cancelled);
                return Ok(());
            };
            let validation = self.validate(epoch);
            let mut logs = EpochLogs::new(epoch, scores, validation);
            self.call(|callbacks, training| callbacks.on_epoch_end(&mut logs, training));
            self.compiled.history.push(&logs);
            #[cfg(feature = "safetensors")]
            self.save_files();
        }
        if self.control.stopped {
            self.compiled.history.end(Ending::Stopped);
        }
        Ok(())
    }

    /// One epoch, or the rest of one; `None` if it was cancelled, or a callback has failed.
    fn epoch(&mut self, epoch: usize) -> Result<Option<Scores>> {
        let streams = self.streams();
        if self.epoch.is_some() {
            // It has begun already; only what prints does not know that.
            self.call(|(_, progress), training| progress.on_epoch_begin(epoch, training));
        } else {
            self.states = self.compiled.metrics.states();
            self.call(|callbacks, training| callbacks.on_epoch_begin(epoch, training));
        }
        let part = self.epoch.get_or_insert_default();
        for batch in part.batches..self.plan.steps {
            if self.plan.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
                return Ok(None);
            }
            self.call(|callbacks, training| callbacks.on_train_batch_begin(batch, training));
            if self.control.failure.is_some() {
                return Ok(None);
            }
            let samples = self.load(streams);
            let loss = self.compiled.step(&self.spans, streams, &mut self.workspace, &mut self.states);
            let loss = loss.map_err(|loss| Error::Diverged { epoch, batch, loss })?;
            let part = self.epoch.get_or_insert_default();
            part.add(loss, samples);
            let logs = BatchLogs { epoch, batch, loss: part.mean() };
            self.call(|callbacks, training| callbacks.on_train_batch_end(&logs, training));
            #[cfg(feature = "safetensors")]
            self.save_files();
            if self.control.stopped {
                break;
            }
        }
        if self.control.failure.is_some() {
            return Ok(None);
        }
        let loss = self.epoch.take().unwrap_or_default().mean();
        Ok(Some(self.compiled.metrics.scores(&self.states, loss)))
    }

    /// Takes in the next batch, and says how many samples it has.
    fn load(&mut self, streams: Streams) -> usize {
        if self.next == self.plan.samples {
            self.next = 0;
            self.compiled.passes += 1;
            self.arrange(streams);
        }
        let end = self.plan.samples.min(self.next.saturating_add(self.plan.batch_size));
        let rows = &self.order[self.next..end];
        let weights = self.plan.weights.as_deref();
        self.workspace.load(self.plan.data, weights, rows.len(), Rows::Listed(rows));
        self.next = end;
        rows.len()
    }

    /// The random streams of this training.
    fn streams(&self) -> Streams {
        Streams::new(self.plan.seed.unwrap_or(self.compiled.model.arena().seed()))
    }

    /// Brings the samples into the order of this pass.
    fn arrange(&mut self, streams: Streams) {
        if self.plan.shuffle {
            for (row, index) in self.order.iter_mut().zip(0..) {
                *row = index;
            }
            streams.rng(Purpose::Shuffle, self.compiled.passes - 1).shuffle(&mut self.order);
        }
    }

    /// The scores on the validation data, if it is their turn after this epoch.
    fn validate(&mut self, epoch: usize) -> Option<Scores> {
        if !self.plan.validation.as_ref()?.is_due(epoch) {
            return None;
        }
        self.call(|callbacks, training| callbacks.on_test_begin(training));
        let validation = self.plan.validation.as_ref()?;
        let (rows, size) = (validation.rows.clone(), validation.batch_size);
        let scores =
            self.compiled.evaluate_rows(&self.spans, validation.data, rows, size, &mut self.workspace);
        self.call(|callbacks, training| callbacks.on_test_end(training));
        Some(scores)
    }
}

impl<M: Model, O: Optimizer, L, Ms> Access for Compiled<M, O, L, Ms> {
    fn iterations(&self) -> u64 {
        self.iterations
    }

    fn learning_rate(&self) -> f64 {
        Self::learning_rate(self)
    }

    fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        Self::set_learning_rate(self, rate)
    }

    fn weights(&self) -> Vec<Weight<f64>> {
        self.model.weights().into_iter().map(Weight::cast).collect()
    }

    fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()> {
        let weights: Vec<_> = weights.iter().cloned().map(Weight::cast).collect();
        self.model.set_weights(&weights)
    }

    fn keeps_averages(&self) -> bool {
        self.optimizer.options().averaging().is_some()
    }

    fn use_averages(&mut self, use_averages: bool) {
        // Before the first step there is nothing to average.
        if self.iterations > 0 {
            self.memory.use_averages(self.model.arena_mut().values_mut(), use_averages);
        }
    }
}
