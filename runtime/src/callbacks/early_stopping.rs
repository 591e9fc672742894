use alloc::vec::Vec;

use super::monitor::{Monitor, builders, check_reference};
use super::{Callback, EpochLogs, Training};
use crate::error::Result;
use crate::model::Weight;
use crate::saving::State;

/// Stops training when a number no longer gets better.
///
/// After each epoch that has the number, it counts as better if it differs from the best so far by more than
/// [`min_delta`](Self::min_delta) in the right direction. Training stops after the
/// [`patience`](Self::patience)-th epoch in a row in which it was not; never after epoch 0. Epochs without the
/// number, because there was no validation, do not count. A number that is NaN is not better.
///
/// Defaults: `val_loss`, patience 0, no minimal difference, no baseline, weights as they are at the end, from the first
/// epoch on.
///
/// ```
/// use plywood::callbacks::EarlyStopping;
/// use plywood::prelude::*;
///
/// let (train, test) = datasets::iris().shuffle(5).split(0.8)?;
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.3), loss, ());
/// let mut early = EarlyStopping::new().patience(3).restore_best_weights(true);
/// let fit = Fit::epochs(200).validation_data(&test).callbacks(&mut early);
/// let history = model.fit(&train, fit)?;
/// assert_eq!(early.stopped_epoch(), history.epochs().last().copied());
/// assert_eq!(early.best_epoch(), Some(history.epochs().len() - 4));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// When training begins: [`UnknownScore`](crate::Error::UnknownScore) if it does not have the number,
/// [`NoDirection`](crate::Error::NoDirection) if nothing says which way it gets better,
/// [`Setting`](crate::Error::Setting) for a difference or baseline that is not finite. Where it goes on with weights
/// from a file: [`VariableName`](crate::Error::VariableName), [`VariableShape`](crate::Error::VariableShape) or
/// [`VariableNotFinite`](crate::Error::VariableNotFinite) if those are not weights of the model.
#[derive(Clone, Debug)]
pub struct EarlyStopping {
    monitor: Monitor,
    patience: usize,
    baseline: Option<f64>,
    restore_best_weights: bool,
    start_from_epoch: usize,
    /// The number of epochs since the number was better.
    wait: usize,
    stopped_epoch: Option<usize>,
    best_epoch: Option<usize>,
    best_weights: Option<Vec<Weight<f64>>>,
}

builders!(EarlyStopping);

impl EarlyStopping {
    /// By how much, at least, the number has to differ from the best so far to be better; the sign does not matter. By
    /// default 0.
    #[must_use]
    pub const fn min_delta(mut self, min_delta: f64) -> Self {
        self.monitor.min_delta = min_delta;
        self
    }

    /// How many epochs in a row may go by without a better number; by default 0.
    #[must_use]
    pub const fn patience(mut self, epochs: usize) -> Self {
        self.patience = epochs;
        self
    }

    /// A number that has to be surpassed: epochs that are the best so far, but not better than this, use up patience
    /// too. By default there is none.
    #[must_use]
    pub const fn baseline(mut self, baseline: f64) -> Self {
        self.baseline = Some(baseline);
        self
    }

    /// Whether the model has the weights of the best epoch in the end, whichever way training ends. By default it keeps
    /// those of the last step.
    #[must_use]
    pub const fn restore_best_weights(mut self, restore: bool) -> Self {
        self.restore_best_weights = restore;
        self
    }

    /// The epoch, counted from 0, from which on the number is looked at; by default 0.
    #[must_use]
    pub const fn start_from_epoch(mut self, epoch: usize) -> Self {
        self.start_from_epoch = epoch;
        self
    }

    /// The epoch, counted from 0, after which this callback stopped the last training, if it did.
    pub const fn stopped_epoch(&self) -> Option<usize> {
        self.stopped_epoch
    }

    /// The epoch, counted from 0, with the best number in the last training.
    pub const fn best_epoch(&self) -> Option<usize> {
        self.best_epoch
    }
}

impl EarlyStopping {
    fn load(&mut self, state: &State, training: &Training<'_>) -> Result<()> {
        self.monitor.load_state(state)?;
        self.wait = state.get("wait")?;
        self.stopped_epoch = state.get("stopped_epoch")?;
        self.best_epoch = state.get("best_epoch")?;
        self.best_weights = state.get("best_weights")?;
        self.best_weights.as_ref().map_or(Ok(()), |weights| training.check_weights(weights))
    }
}

impl Default for EarlyStopping {
    fn default() -> Self {
        Self {
            monitor: Monitor::new(0.0),
            patience: 0,
            baseline: None,
            restore_best_weights: false,
            start_from_epoch: 0,
            wait: 0,
            stopped_epoch: None,
            best_epoch: None,
            best_weights: None,
        }
    }
}

impl Callback for EarlyStopping {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        (self.wait, self.stopped_epoch, self.best_epoch, self.best_weights) = (0, None, None, None);
        training.check(self.monitor.begin(None, training));
        training.check(check_reference("the baseline of `EarlyStopping`", self.baseline));
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        let Some(value) = logs.get(&self.monitor.name) else { return };
        if logs.epoch < self.start_from_epoch {
            return;
        }
        self.wait += 1;
        if self.monitor.improves(value) {
            self.best_epoch = Some(logs.epoch);
            self.best_weights = self.restore_best_weights.then(|| training.weights());
            if self.baseline.is_none_or(|baseline| self.monitor.is_better(value, baseline)) {
                self.wait = 0;
            }
        } else if self.wait >= self.patience && logs.epoch > 0 {
            self.stopped_epoch = Some(logs.epoch);
            training.stop();
        }
    }

    fn on_train_end(&mut self, training: &mut Training<'_>) {
        if let Some(weights) = self.best_weights.take() {
            let result = training.set_weights(&weights);
            training.check(result);
        }
    }

    fn save_state(&self, state: &mut State) {
        self.monitor.save_state(state);
        state.put("wait", &self.wait);
        state.put("stopped_epoch", &self.stopped_epoch);
        state.put("best_epoch", &self.best_epoch);
        state.put("best_weights", &self.best_weights);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        let result = self.load(state, training);
        training.check(result);
        // Where it has stopped, it stays so.
        if self.stopped_epoch.is_some() {
            training.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::{Cancel, LambdaCallback, Mode, TerminateOnNaN};
    use crate::error::Error;
    use crate::history::Ending;
    use crate::model::Weight;
    use crate::prelude::Fit;
    use crate::training::testing::{data, gather, line, run, scores, train, weights};

    const NONE: f64 = f64::NAN;

    fn early() -> EarlyStopping {
        EarlyStopping::new().monitor("score").mode(Mode::Min)
    }

    /// Where it stops, and which epoch is the best.
    fn outcome(mut early: EarlyStopping, script: &[f64]) -> (Option<usize>, Option<usize>) {
        let history = run(script, &mut early);
        let last = history.epochs().last().copied();
        match early.stopped_epoch() {
            None => assert_eq!((history.ending(), last), (Ending::Finished, Some(script.len() - 1))),
            stopped => assert_eq!((history.ending(), last), (Ending::Stopped, stopped)),
        }
        (early.stopped_epoch(), early.best_epoch())
    }

    #[test]
    fn patience_counts_epochs_in_a_row() {
        assert_eq!(outcome(early().patience(2), &[5.0, 4.0, 4.0, 4.0, 1.0]), (Some(3), Some(1)));
        assert_eq!(outcome(early().patience(2), &[5.0, 6.0, 4.0, 6.0, 6.0]), (Some(4), Some(2)));
        assert_eq!(outcome(early().patience(2), &[5.0, 6.0, 4.0, 6.0]), (None, Some(2)));
        assert_eq!(outcome(early(), &[5.0, 4.0, 4.0, 1.0]), (Some(2), Some(1)));
        let more = EarlyStopping::new().monitor("score").mode(Mode::Max);
        assert_eq!(outcome(more, &[4.0, 5.0, 5.0]), (Some(2), Some(1)));
    }

    #[test]
    fn epochs_without_the_number_do_not_count() {
        let script = [5.0, NONE, 6.0, NONE, 6.0, 1.0];
        assert_eq!(outcome(early().patience(2), &script), (Some(4), Some(0)));
    }

    #[test]
    fn a_difference_has_to_be_larger_than_min_delta() {
        for min_delta in [0.5, -0.5] {
            let early = early().patience(2).min_delta(min_delta);
            assert_eq!(outcome(early.clone(), &[5.0, 4.5, 4.25, 4.0, 4.0]), (Some(4), Some(2)));
            assert_eq!(outcome(early.mode(Mode::Max), &[5.0, 5.5, 5.75, 6.0, 6.0]), (Some(4), Some(2)));
        }
    }

    #[test]
    fn a_number_that_does_not_beat_the_baseline_uses_up_patience() {
        let early = early().patience(2).baseline(3.0);
        // The third is the best so far, but no better than the baseline; the fourth is not even that.
        assert_eq!(outcome(early.clone(), &[5.0, 4.0, 3.0, 3.5, 1.0]), (Some(3), Some(2)));
        assert_eq!(outcome(early, &[5.0, 2.0, 2.5, 2.5, 1.0]), (Some(3), Some(1)));
    }

    #[test]
    fn the_first_epochs_can_be_left_out() {
        let script = [1.0, 2.0, 5.0, 4.0, 4.0];
        assert_eq!(outcome(early().start_from_epoch(2), &script), (Some(4), Some(3)));
    }

    #[test]
    fn nan_is_never_better() {
        let nan = LambdaCallback::new()
            .on_train_begin(|training| training.add_name("score"))
            .on_epoch_end(|logs, _| logs.insert("score", [NONE, 3.0, NONE, 2.0, NONE, NONE][logs.epoch]));
        let mut early = early().patience(2);
        train(&mut line(0.8), 6, (nan, &mut early)).unwrap();
        assert_eq!((early.best(), early.best_epoch(), early.stopped_epoch()), (Some(2.0), Some(3), Some(5)));
    }

    /// Whether the best weights are there when training ends in this way in epoch 3, because of `other`.
    fn restores(ending: Ending, cancel: &Cancel, other: LambdaCallback<'_>) {
        let (mut model, mut all) = (line(0.8), Vec::new());
        let early = early().patience(10).restore_best_weights(true);
        let callbacks = (scores(&[3.0, 1.0, 2.0, 2.0]), gather(&mut all), other, early, TerminateOnNaN);
        let result = model.fit(&data(), Fit::epochs(4).batch_size(1).cancel(cancel).callbacks(callbacks));
        assert_eq!((result.is_err(), model.history().ending()), (ending == Ending::Failed, ending));
        assert_eq!(weights(&model), all[1], "{ending:?}");
        assert_ne!(all[1], all[2]);
    }

    #[test]
    fn the_best_weights_are_restored_however_training_ends() {
        let cancel = Cancel::new();
        let restores = |ending, other| restores(ending, &cancel, other);
        restores(Ending::Finished, LambdaCallback::new());
        let stop = |logs: &mut EpochLogs, training: &mut Training<'_>| {
            if logs.epoch == 3 {
                training.stop();
            }
        };
        restores(Ending::Stopped, LambdaCallback::new().on_epoch_end(stop));
        let diverge = |epoch, training: &mut Training<'_>| {
            if epoch == 3 {
                let huge = |weight: Weight<f64>| Weight { values: vec![1e30; weight.values.len()], ..weight };
                let weights: Vec<_> = training.weights().into_iter().map(huge).collect();
                training.set_weights(&weights).unwrap();
            }
        };
        restores(Ending::Diverged, LambdaCallback::new().on_epoch_begin(diverge));
        let fail = |epoch, training: &mut Training<'_>| {
            if epoch == 3 {
                training.fail(Error::Empty);
            }
        };
        restores(Ending::Failed, LambdaCallback::new().on_epoch_begin(fail));
        let cancel = |epoch, _: &mut Training<'_>| {
            if epoch == 3 {
                cancel.cancel();
            }
        };
        restores(Ending::Cancelled, LambdaCallback::new().on_epoch_begin(cancel));
    }

    #[test]
    fn without_restoring_the_last_weights_are_kept() {
        let (mut model, mut all) = (line(0.8), Vec::new());
        let callbacks = (scores(&[1.0, 2.0, 3.0]), gather(&mut all), early().patience(1));
        train(&mut model, 3, callbacks).unwrap();
        assert_eq!((weights(&model), all.len()), (all[1].clone(), 2));
    }

    #[test]
    fn every_training_begins_anew() {
        let mut early = early().patience(1).restore_best_weights(true);
        run(&[1.0, 2.0, 3.0], &mut early);
        assert_eq!((early.best(), early.stopped_epoch()), (Some(1.0), Some(1)));
        run(&[9.0, 8.0], &mut early);
        assert_eq!((early.best(), early.best_epoch(), early.stopped_epoch()), (Some(8.0), Some(1), None));
    }

    #[test]
    fn what_cannot_be_watched_is_an_error_before_the_first_epoch() {
        let refused = |early: EarlyStopping| {
            let mut model = line(0.8);
            let before = weights(&model);
            let error = train(&mut model, 2, (scores(&[1.0, 1.0]), early)).unwrap_err();
            assert!(model.history().epochs().is_empty() && weights(&model) == before);
            error.to_string()
        };
        let unknown = "there is no `val_loss` in this training; there are `loss`, `score`";
        assert_eq!(refused(EarlyStopping::new()), unknown);
        let unclear =
            "nothing says whether more or less of `score` is better: give a mode, `Mode::Min` or `Mode::Max`";
        assert_eq!(refused(EarlyStopping::new().monitor("score")), unclear);
        let baseline = "the baseline of `EarlyStopping` is NaN, but must be finite";
        assert_eq!(refused(early().baseline(f64::NAN)), baseline);
        assert_eq!(refused(early().min_delta(f64::INFINITY)), "min_delta is inf, but must be finite");
    }
}
