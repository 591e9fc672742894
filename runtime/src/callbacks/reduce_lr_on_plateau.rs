use super::monitor::{Monitor, builders};
use super::{Callback, EpochLogs, Training, learning_rate};
use crate::error::{Result, check_not_negative, check_setting};
use crate::saving::{LARGEST_COUNT, State};

/// Lowers the learning rate when a number no longer gets better.
///
/// After each epoch that has the number, it counts as better if it differs from the best so far by more than
/// [`min_delta`](Self::min_delta) in the right direction. When it has not been better for
/// [`patience`](Self::patience) epochs, the rate becomes `η ← max(η · factor, min_lr)`, and for
/// [`cooldown`](Self::cooldown) epochs nothing is counted. A number that is NaN is not better.
///
/// The logs get `learning_rate`: the one that the epoch was trained with.
///
/// Defaults: `val_loss`, factor 0.1, patience 10, a difference of 1e-4, no cooldown, down to 0.
///
/// ```
/// use plywood::callbacks::ReduceLROnPlateau;
/// use plywood::prelude::*;
///
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.8), loss, ());
/// let plateau = ReduceLROnPlateau::new().monitor("loss").factor(0.5).patience(2);
/// let history = model.fit(&datasets::iris(), Fit::epochs(20).callbacks(plateau))?;
/// assert_eq!(history.get("learning_rate").map(|rates| rates[0]), Some(0.8));
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// When training begins: [`UnknownScore`](crate::Error::UnknownScore) if it does not have the number,
/// [`NoDirection`](crate::Error::NoDirection) if nothing says which way it gets better,
/// [`Scheduled`](crate::Error::Scheduled) if the rate follows a schedule, [`Setting`](crate::Error::Setting) for
/// settings out of their range.
#[derive(Clone, Debug)]
pub struct ReduceLROnPlateau {
    monitor: Monitor,
    factor: f64,
    patience: usize,
    cooldown: usize,
    min_lr: f64,
    /// The number of epochs since the number was better.
    wait: usize,
    /// The number of epochs in which nothing is counted.
    pause: usize,
}

builders!(ReduceLROnPlateau);

impl ReduceLROnPlateau {
    /// What the rate is multiplied by, from 0 to less than 1; by default 0.1.
    #[must_use]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// How many epochs in a row without a better number lower the rate; by default 10.
    #[must_use]
    pub const fn patience(mut self, epochs: usize) -> Self {
        self.patience = epochs;
        self
    }

    /// By how much, at least, the number has to differ from the best so far to be better; the sign does not matter. By
    /// default 1e-4.
    #[must_use]
    pub const fn min_delta(mut self, min_delta: f64) -> Self {
        self.monitor.min_delta = min_delta;
        self
    }

    /// For how many epochs nothing is counted after the rate was lowered; by default 0.
    #[must_use]
    pub const fn cooldown(mut self, epochs: usize) -> Self {
        self.cooldown = epochs;
        self
    }

    /// The lowest rate; by default 0.
    #[must_use]
    pub const fn min_lr(mut self, rate: f64) -> Self {
        self.min_lr = rate;
        self
    }

    fn check(&self) -> Result<()> {
        let Self { factor, min_lr, .. } = *self;
        let range = "from 0 to less than 1";
        check_setting("the factor of `ReduceLROnPlateau`", factor, (0.0..1.0).contains(&factor), range)?;
        check_not_negative("the min_lr of `ReduceLROnPlateau`", min_lr)
    }

    fn load(&mut self, state: &State) -> Result<()> {
        self.monitor.load_state(state)?;
        self.wait = state.get("wait")?;
        self.pause = state.get("pause")?;
        Ok(())
    }

    fn reduce(&mut self, training: &mut Training<'_>) {
        let rate = training.learning_rate();
        if rate > self.min_lr {
            let result = training.set_learning_rate((rate * self.factor).max(self.min_lr));
            training.check(result);
            // A longer pause could not be read from a file again.
            (self.wait, self.pause) = (0, self.cooldown.min(LARGEST_COUNT));
        }
    }
}

impl Default for ReduceLROnPlateau {
    fn default() -> Self {
        Self {
            monitor: Monitor::new(1e-4),
            factor: 0.1,
            patience: 10,
            cooldown: 0,
            min_lr: 0.0,
            wait: 0,
            pause: 0,
        }
    }
}

impl Callback for ReduceLROnPlateau {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        (self.wait, self.pause) = (0, 0);
        training.check(self.check());
        learning_rate::begin(training);
        training.check(self.monitor.begin(None, training));
    }

    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        learning_rate::log(logs, training);
        let Some(value) = logs.get(&self.monitor.name) else { return };
        if self.pause > 0 {
            (self.wait, self.pause) = (0, self.pause - 1);
        }
        if self.monitor.improves(value) {
            self.wait = 0;
        } else if self.pause == 0 {
            self.wait += 1;
            if self.wait >= self.patience {
                self.reduce(training);
            }
        }
    }

    fn save_state(&self, state: &mut State) {
        self.monitor.save_state(state);
        state.put("wait", &self.wait);
        state.put("pause", &self.pause);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        training.check(self.load(state));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callbacks::Mode;
    use crate::error::Error;
    use crate::prelude::ExponentialDecay;
    use crate::training::testing::{line, run, scores, train};

    fn plateau() -> ReduceLROnPlateau {
        ReduceLROnPlateau::new().monitor("score").mode(Mode::Min).factor(0.5)
    }

    /// The learning rate of each epoch; the first one is 0.8.
    fn rates(plateau: ReduceLROnPlateau, script: &[f64]) -> Vec<f64> {
        run(script, plateau).get("learning_rate").unwrap().to_vec()
    }

    #[test]
    fn the_rate_falls_when_patience_is_used_up() {
        let script = [5.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0];
        assert_eq!(rates(plateau().patience(2), &script), [0.8, 0.8, 0.8, 0.8, 0.4, 0.4, 0.2]);
        assert_eq!(rates(plateau().patience(2).mode(Mode::Max), &script)[2..], [0.8, 0.4, 0.4, 0.2, 0.2]);
        let better_in_between = [5.0, 6.0, 4.0, 6.0, 3.0, 6.0];
        assert_eq!(rates(plateau().patience(2), &better_in_between), [0.8; 6]);
        assert_eq!(rates(plateau(), &[5.0; 12])[10..], [0.8, 0.4]);
    }

    #[test]
    fn nothing_is_counted_while_it_cools_down() {
        assert_eq!(rates(plateau().patience(1).cooldown(1), &[5.0; 5]), [0.8, 0.8, 0.4, 0.2, 0.1]);
        assert_eq!(rates(plateau().patience(1).cooldown(2), &[5.0; 6]), [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]);
        // What is better while it cools down is what has to be beaten later.
        let script = [5.0, 5.0, 4.0, 4.5, 4.5];
        assert_eq!(rates(plateau().patience(1).cooldown(2), &script), [0.8, 0.8, 0.4, 0.4, 0.2]);
    }

    #[test]
    fn the_rate_does_not_fall_below_the_lowest() {
        let plateau = plateau().patience(1).min_lr(0.3);
        assert_eq!(rates(plateau, &[5.0; 5]), [0.8, 0.8, 0.4, 0.3, 0.3]);
    }

    #[test]
    fn a_tiny_difference_is_no_improvement() {
        let script = [1.0, 0.999_95, 0.999_85, 0.999_8];
        assert_eq!(rates(plateau().patience(1), &script), [0.8, 0.8, 0.4, 0.4]);
        assert_eq!(rates(plateau().patience(1).min_delta(0.0), &script), [0.8; 4]);
    }

    #[test]
    fn epochs_without_the_number_still_have_a_rate() {
        let script = [5.0, f64::NAN, 5.0, f64::NAN, 5.0];
        assert_eq!(rates(plateau().patience(1), &script), [0.8, 0.8, 0.8, 0.4, 0.4]);
    }

    #[test]
    fn every_training_begins_anew() {
        let mut plateau = plateau().patience(2).cooldown(5);
        run(&[1.0, 2.0, 2.0], &mut plateau);
        assert_eq!(plateau.best(), Some(1.0));
        let history = run(&[9.0, 9.0, 9.0, 9.0], &mut plateau);
        assert_eq!(history.get("learning_rate"), Some(&[0.8, 0.8, 0.8, 0.4][..]));
    }

    #[test]
    fn what_makes_no_sense_is_an_error() {
        let refused = |plateau: ReduceLROnPlateau| {
            train(&mut line(0.8), 1, (scores(&[1.0]), plateau)).unwrap_err().to_string()
        };
        let factor = "the factor of `ReduceLROnPlateau` is 1, but must be from 0 to less than 1";
        assert_eq!(refused(plateau().factor(1.0)), factor);
        assert_eq!(
            refused(plateau().min_lr(-1.0)),
            "the min_lr of `ReduceLROnPlateau` is -1, but must be 0 or more"
        );
        assert_eq!(refused(plateau().min_delta(f64::NAN)), "min_delta is NaN, but must be finite");
        let unknown = "there is no `val_loss` in this training; there are `loss`, `score`, `learning_rate`";
        assert_eq!(refused(ReduceLROnPlateau::new()), unknown);
        let mut scheduled = line(ExponentialDecay::new(0.8, 10, 0.5));
        assert_eq!(train(&mut scheduled, 1, (scores(&[1.0]), plateau())), Err(Error::Scheduled));
        assert_eq!(scheduled.iterations(), 0);
    }
}
