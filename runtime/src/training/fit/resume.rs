//! A training that goes on with another one, and notes what one that goes on with it needs.

use core::mem::take;

use super::run::Run;
use crate::callbacks::Callback;
use crate::error::Result;
use crate::history::{Ending, History};
use crate::saving::State;
use crate::training::progress::{ResumePoint, other_callbacks, other_metrics};

impl Run<'_> {
    /// Begins anew, or goes on: with the training in a file that a callback has named, or with the last one of the
    /// model, if that is wanted. Says whether that one had not ended. Where it fails, there is still all that one can
    /// go on with.
    pub(super) fn begin(&mut self, resume: bool) -> Result<bool> {
        self.call(|(callbacks, printer), training| {
            callbacks.on_train_begin(training);
            printer.on_train_begin(training);
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
        self.learner.settle_averages();
        let progress = self.learner.progress();
        (progress.history, progress.resume_point) = (History::default(), ResumePoint::default());
        Ok(false)
    }

    /// Goes on with the last training of the model, and says whether it had not ended.
    pub(super) fn resume(&mut self) -> Result<bool> {
        let point = take(&mut self.learner.progress().resume_point);
        if let Err(error) = self.go_to(&point) {
            self.learner.progress().resume_point = point;
            return Err(error);
        }
        if let Some(&last) = self.learner.progress().history.epochs().last() {
            self.plan.epochs.start = last + 1;
        }
        self.learner.progress().history.end(Ending::Finished);
        self.epoch = point.epoch;
        Ok(point.is_under_way)
    }

    /// Brings metrics, data and callbacks to where a training was.
    fn go_to(&mut self, point: &ResumePoint) -> Result<()> {
        if let Some(part) = &point.epoch {
            let mut expected = 0;
            self.learner.each_number(&mut |_| expected += 1);
            if expected != part.gathered.len() {
                return Err(other_metrics(expected, part.gathered.len()));
            }
            let mut numbers = part.gathered.iter();
            let mut next = |number: &mut f64| *number = numbers.next().copied().unwrap_or_default();
            self.learner.each_number(&mut next);
        }
        if point.position > 0 && self.learner.progress().passes > 0 {
            self.learner.go_to(point.position, self.streams())?;
        }
        if !point.callbacks.is_empty() {
            self.call(|(own, _), training| own.load_state(&point.callbacks, training));
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
            self.learner.each_number(&mut |number| part.gathered.push(*number));
        }
        let position = self.learner.position();
        self.learner.progress().resume_point = ResumePoint { position, epoch, is_under_way, callbacks };
    }
}
