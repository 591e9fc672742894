//! A training that goes on with another one, and notes what one that goes on with it needs.

use core::mem::take;

use super::run::Run;
use super::source::Source;
use crate::callbacks::Callback;
use crate::history::{Ending, History};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::Optimizer;
use crate::saving::State;
use crate::training::resume_point::{ResumePoint, other_callbacks, other_metrics};
use crate::{Model, Result};

impl<M, O, L, Ms, C, S> Run<'_, '_, M, O, L, Ms, C, S>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
    C: Callback,
    S: Source<M, L::Target>,
{
    /// Begins anew, or goes on: with the training in a file that a callback has named, or with the last one of the model, if that is
    /// wanted. Says whether that one had not ended. Where it fails, there is still all that one can go on with.
    pub(super) fn begin(&mut self, resume: bool) -> Result<bool> {
        self.call(|(callbacks, progress), training| {
            callbacks.on_train_begin(training);
            progress.on_train_begin(training);
        });
        self.failed()?;
        #[cfg(feature = "safetensors")]
        if let Some(file) = self.control.files.resumes.take()
            && let Some(is_under_way) = self.resume_from(&file)?
        {
            return Ok(is_under_way);
        }
        if resume {
            return self.resume();
        }
        self.compiled.optimizer_state.settle(self.compiled.model.arena().values());
        (self.compiled.history, self.compiled.resume_point) = (History::default(), ResumePoint::default());
        Ok(false)
    }

    /// Goes on with the last training of the model, and says whether it had not ended.
    pub(super) fn resume(&mut self) -> Result<bool> {
        let trace = take(&mut self.compiled.resume_point);
        if let Err(error) = self.go_to(&trace) {
            self.compiled.resume_point = trace;
            return Err(error);
        }
        if let Some(&last) = self.compiled.history.epochs().last() {
            self.plan.epochs.start = last + 1;
        }
        self.compiled.history.end(Ending::Finished);
        self.epoch = trace.epoch;
        Ok(trace.is_under_way)
    }

    /// Brings metrics, data and callbacks to where a training was.
    fn go_to(&mut self, trace: &ResumePoint) -> Result<()> {
        if let Some(part) = &trace.epoch {
            let mut expected = 0;
            self.compiled.metrics.each_number(&mut self.states, &mut |_| expected += 1);
            if expected != part.gathered.len() {
                return Err(other_metrics(expected, part.gathered.len()));
            }
            let mut numbers = part.gathered.iter();
            let mut next = |number: &mut f64| *number = numbers.next().copied().unwrap_or_default();
            self.compiled.metrics.each_number(&mut self.states, &mut next);
        }
        if trace.position > 0 && self.compiled.passes > 0 {
            self.source.begin(self.compiled.passes - 1, self.streams())?;
            self.source.go_to(trace.position)?;
        }
        if !trace.callbacks.is_empty() {
            self.call(|(own, _), training| own.load_state(&trace.callbacks, training));
        }
        self.failed().map_err(other_callbacks)
    }

    /// The error that a callback has failed with.
    fn failed(&mut self) -> Result<()> {
        self.control.failure.take().map_or(Ok(()), Err)
    }

    /// Notes where training is, and whether it has not ended.
    pub(super) fn note(&mut self, is_under_way: bool) {
        let mut callbacks = State::new();
        self.callbacks.0.save_state(&mut callbacks);
        let mut epoch = self.epoch.clone();
        if let Some(part) = &mut epoch {
            part.gathered.clear();
            self.compiled.metrics.each_number(&mut self.states, &mut |number| part.gathered.push(*number));
        }
        self.compiled.resume_point =
            ResumePoint { position: self.source.position(), epoch, is_under_way, callbacks };
    }
}
