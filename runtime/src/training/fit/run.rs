//! The training loop.

use super::console::{Console, console};
use super::learner::Learner;
use super::plan::Plan;
use crate::callbacks::{BatchLogs, Callback, Cancel, Control, EpochLogs, Training};
use crate::error::{Error, Result};
use crate::history::{Ending, History};
use crate::metrics::Scores;
use crate::rng::Streams;
use crate::saving::LARGEST_COUNT;
use crate::training::arguments::Verbose;
use crate::training::progress::PartialEpoch;

/// A training on its way.
pub(super) struct Run<'a> {
    pub(super) learner: &'a mut dyn Learner,
    pub(super) plan: Plan,
    /// Those of the caller, and what prints.
    pub(super) callbacks: (&'a mut dyn Callback, Console),
    pub(super) control: Control,
    /// What there is of an epoch that has begun; what its metrics have gathered is with the learner.
    pub(super) epoch: Option<PartialEpoch>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        learner: &'a mut dyn Learner,
        callbacks: &'a mut dyn Callback,
        plan: Plan,
        verbose: Verbose,
    ) -> Self {
        let scores = learner.scores(0.0);
        let control = Control::new(plan.epochs.end, plan.steps.unwrap_or(0), scores, plan.validates());
        let callbacks = (callbacks, console(verbose));
        Self { learner, plan, callbacks, control, epoch: None }
    }

    pub(super) fn train(mut self, resume: bool) -> Result<History> {
        let is_under_way = self.begin(resume)?;
        // A training that was interrupted may have nothing left to do but to end.
        let goes_on = is_under_way || self.learner.uses_averages();
        let before = self.learner.iterations();
        let result = self.epochs();
        let diverged = matches!(result, Err(Error::Diverged { .. } | Error::Output { .. }));
        if diverged {
            self.history().end(Ending::Diverged);
        }
        if self.control.failure.is_some() {
            self.history().end(Ending::Failed);
        }
        self.note(false);
        // The averages, if they are kept, are what was to be learnt.
        self.learner.use_averages(!diverged && (goes_on || self.learner.iterations() > before));
        self.control.ending = Some(self.history().ending());
        self.call(|(callbacks, printer), training| {
            callbacks.on_train_end(training);
            printer.on_train_end(training);
        });
        #[cfg(feature = "safetensors")]
        self.save_files();
        if let Some(failure) = self.control.failure.take() {
            self.history().end(Ending::Failed);
            return Err(failure);
        }
        if !(diverged && self.control.tolerates_divergence) {
            result?;
        }
        Ok(self.history().clone())
    }

    fn history(&mut self) -> &mut History {
        &mut self.learner.progress().history
    }

    /// Lets the callbacks look on, and what prints.
    pub(super) fn call(&mut self, hook: impl FnOnce(&mut (&mut dyn Callback, Console), &mut Training<'_>)) {
        hook(&mut self.callbacks, &mut Training::new(&mut self.control, self.learner));
    }

    /// Fails if this is an error.
    pub(super) fn check(&mut self, result: Result<()>) {
        self.call(|_, training| training.check(result));
    }

    fn epochs(&mut self) -> Result<()> {
        // A later epoch could not be read from a file again.
        for epoch in self.plan.epochs.start..self.plan.epochs.end.min(LARGEST_COUNT + 1) {
            if self.control.stopped {
                break;
            }
            let Some(scores) = self.epoch(epoch)? else {
                self.history().end(Ending::Cancelled);
                return Ok(());
            };
            let validation = self.validate(epoch)?;
            let mut logs = EpochLogs::new(epoch, scores, validation);
            self.call(|callbacks, training| callbacks.on_epoch_end(&mut logs, training));
            self.history().push(&logs);
            #[cfg(feature = "safetensors")]
            self.save_files();
        }
        if self.control.stopped {
            self.history().end(Ending::Stopped);
        }
        Ok(())
    }

    /// One epoch, or the rest of one; `None` if it was cancelled, or a callback has failed.
    fn epoch(&mut self, epoch: usize) -> Result<Option<Scores>> {
        let streams = self.streams();
        if self.epoch.is_some() {
            // It has begun already; only what prints does not know that.
            self.call(|(_, printer), training| printer.on_epoch_begin(epoch, training));
        } else {
            self.learner.reset_metrics();
            self.call(|callbacks, training| callbacks.on_epoch_begin(epoch, training));
        }
        let first = self.epoch.get_or_insert_default().batches;
        for batch in first..self.plan.steps.unwrap_or(usize::MAX) {
            match self.is_over(batch) {
                Ok(true) => break,
                Ok(false) => {}
                Err(error) => {
                    self.check(Err(error));
                    return Ok(None);
                }
            }
            if self.plan.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
                return Ok(None);
            }
            self.call(|callbacks, training| callbacks.on_train_batch_begin(batch, training));
            if self.control.failure.is_some() {
                return Ok(None);
            }
            let samples = match self.learner.load(streams) {
                Ok(samples) => samples,
                Err(error) => {
                    self.check(Err(error));
                    return Ok(None);
                }
            };
            let loss = self.learner.step((epoch, batch), streams)?;
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
        Ok(Some(self.learner.scores(loss)))
    }

    /// Whether the epoch is over after so many batches, because the pass through the data is, and nothing else says how
    /// long it is.
    fn is_over(&mut self, batches: usize) -> Result<bool> {
        let is_over = self.plan.steps.is_none() && batches > 0 && !self.learner.has_more()?;
        if is_over {
            self.control.steps = batches;
        }
        Ok(is_over)
    }

    /// The random streams of this training.
    pub(super) fn streams(&self) -> Streams {
        Streams::new(self.plan.seed.unwrap_or(self.learner.seed()))
    }

    /// The scores on the validation data, if it is their turn after this epoch.
    fn validate(&mut self, epoch: usize) -> Result<Option<Scores>> {
        let due = self.plan.validation.as_ref().filter(|validation| validation.is_due(epoch));
        let Some(validation) = due.cloned() else { return Ok(None) };
        self.call(|callbacks, training| callbacks.on_test_begin(training));
        let scores = self.learner.validate(&validation)?;
        self.call(|callbacks, training| callbacks.on_test_end(training));
        Ok(Some(scores))
    }
}
