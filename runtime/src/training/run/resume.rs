//! A training that goes on with another one, and notes what one that goes on with it needs.

use core::mem::take;

use super::Run;
use crate::callbacks::Callback;
use crate::history::Ending;
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::Optimizer;
use crate::saving::State;
use crate::training::source::Source;
use crate::training::trace::{Trace, other_metrics};
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
    /// Goes on with the one in a file that a callback has named, or with the last training of the model, if that is wanted. Says
    /// whether that one had not ended.
    pub(super) fn resume(&mut self, is_wanted: bool) -> Result<bool> {
        if self.control.failure.is_some() {
            return Ok(false);
        }
        #[cfg(feature = "safetensors")]
        let is_wanted = self.load_file()? || is_wanted;
        if !is_wanted {
            return Ok(false);
        }
        let Trace { position, epoch, is_under_way, callbacks } = take(&mut self.compiled.trace);
        if let Some(&last) = self.compiled.history.epochs().last() {
            self.plan.epochs.start = last + 1;
        }
        self.compiled.history.end(Ending::Finished);
        if let Some(part) = &epoch {
            let mut expected = 0;
            self.compiled.metrics.each_number(&mut self.states, &mut |_| expected += 1);
            if expected != part.gathered.len() {
                return Err(other_metrics(expected, part.gathered.len()));
            }
            let mut numbers = part.gathered.iter();
            let mut next = |number: &mut f64| *number = numbers.next().copied().unwrap_or_default();
            self.compiled.metrics.each_number(&mut self.states, &mut next);
        }
        self.epoch = epoch;
        if position > 0 && self.compiled.passes > 0 {
            self.source.begin(self.compiled.passes - 1, self.streams())?;
            self.source.go_to(position)?;
        }
        if !callbacks.is_empty() {
            self.call(|(own, _), training| own.load_state(&callbacks, training));
        }
        Ok(is_under_way)
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
        self.compiled.trace = Trace { position: self.source.position(), epoch, is_under_way, callbacks };
    }
}
