use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, Result};
use crate::history::Ending;
use crate::metrics::{Direction, Scores};
use crate::model::Weight;

/// A training, as a callback sees it: what it can ask, and what it can do.
pub struct Training<'a> {
    control: &'a mut Control,
    model: &'a mut dyn Access,
}

/// What callbacks have said, and what they can know beforehand.
#[derive(Debug)]
pub(crate) struct Control {
    epochs: usize,
    /// The number of batches in an epoch; 0 as long as it is not known.
    pub(crate) steps: usize,
    names: Vec<String>,
    /// Scores as they will be, but for the numbers.
    scores: Scores,
    pub(crate) stopped: bool,
    pub(crate) failure: Option<Error>,
    pub(crate) tolerates_divergence: bool,
    /// How training ended, once it has.
    pub(crate) ending: Option<Ending>,
    #[cfg(feature = "safetensors")]
    pub(crate) files: super::files::Files,
}

/// What a callback can do to a model of any type.
pub(crate) trait Access {
    fn iterations(&self) -> u64;
    fn learning_rate(&self) -> f64;
    fn set_learning_rate(&mut self, rate: f64) -> Result<()>;
    fn weights(&self) -> Vec<Weight<f64>>;
    fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()>;
    fn check_weights(&self, weights: &[Weight<f64>]) -> Result<()>;
    fn keeps_averages(&self) -> bool;
    fn use_averages(&mut self, use_averages: bool);
}

impl Control {
    /// A training to epoch `epochs`, `steps` batches each, whose scores look like these.
    pub(crate) fn new(epochs: usize, steps: usize, scores: Scores, with_validation: bool) -> Self {
        let of_training = scores.iter().map(|(name, _)| name.to_owned());
        let of_validation = scores.iter().filter(|_| with_validation).map(|(name, _)| format!("val_{name}"));
        Self {
            epochs,
            steps,
            names: of_training.chain(of_validation).collect(),
            scores,
            stopped: false,
            failure: None,
            tolerates_divergence: false,
            ending: None,
            #[cfg(feature = "safetensors")]
            files: super::files::Files::default(),
        }
    }
}

impl<'a> Training<'a> {
    pub(crate) fn new(control: &'a mut Control, model: &'a mut dyn Access) -> Self {
        Self { control, model }
    }

    /// The epoch at which training ends, if nothing stops it before.
    pub const fn epochs(&self) -> usize {
        self.control.epochs
    }

    /// The number of batches in an epoch; 0 in the first one of [`fit_batches`](crate::Compiled::fit_batches), if
    /// nobody has said it.
    pub const fn steps(&self) -> usize {
        self.control.steps
    }

    /// The names of the numbers that there will be in an epoch's logs: `loss`, the metrics, with `val_` before them
    /// those on the validation data, if there are any, and what callbacks have announced.
    pub fn names(&self) -> &[String] {
        &self.control.names
    }

    /// Announces a number that the callback will [`insert`](super::EpochLogs::insert), so that callbacks behind it
    /// can watch it. This is done when training begins.
    pub fn add_name(&mut self, name: &str) {
        if !self.control.names.iter().any(|other| other == name) {
            self.control.names.push(name.to_owned());
        }
    }

    /// Whether more or less of the loss or metric of this name is better, if that is known.
    pub fn direction(&self, name: &str) -> Option<Direction> {
        self.control.scores.direction(name.strip_prefix("val_").unwrap_or(name))
    }

    /// Ends training after this batch or epoch. An epoch that is cut short still has its validation and its
    /// place in the history, as in Keras.
    pub const fn stop(&mut self) {
        self.control.stopped = true;
    }

    /// Whether a callback has stopped the training.
    pub const fn is_stopped(&self) -> bool {
        self.control.stopped
    }

    /// How training ended, when it has: in `on_train_end`.
    pub const fn ending(&self) -> Option<Ending> {
        self.control.ending
    }

    /// What callbacks have asked for.
    #[cfg(feature = "safetensors")]
    pub(super) const fn files(&mut self) -> &mut super::files::Files {
        &mut self.control.files
    }

    /// Ends training before the next batch, and makes `fit` give this error. Of several the first one counts. An
    /// epoch that is cut short has no place in the history.
    pub fn fail(&mut self, error: Error) {
        self.control.failure.get_or_insert(error);
        self.stop();
    }

    /// Does something, and changes the error that it may fail with.
    pub(super) fn change_failure(
        &mut self,
        act: impl FnOnce(&mut Self),
        change: impl FnOnce(Error) -> Error,
    ) {
        let before = self.control.failure.take();
        act(self);
        let failure = self.control.failure.take().map(change);
        self.control.failure = before.or(failure);
    }

    /// Fails if this is an error.
    pub(crate) fn check(&mut self, result: Result<()>) {
        if let Err(error) = result {
            self.fail(error);
        }
    }

    /// Makes `fit` give the history, and no error, if training diverges.
    pub const fn tolerate_divergence(&mut self) {
        self.control.tolerates_divergence = true;
    }

    /// The number of batches that the model has learnt from, in this `fit` and those before.
    pub fn iterations(&self) -> u64 {
        self.model.iterations()
    }

    /// The learning rate of the next step.
    pub fn learning_rate(&self) -> f64 {
        self.model.learning_rate()
    }

    /// Sets the learning rate for all steps to come.
    ///
    /// # Errors
    /// [`Error::Scheduled`] if it follows a schedule, [`Error::Setting`] if it is negative or not finite.
    pub fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        self.model.set_learning_rate(rate)
    }

    /// A copy of the model's variables.
    pub fn weights(&self) -> Vec<Weight<f64>> {
        self.model.weights()
    }

    /// Replaces the model's variables.
    ///
    /// # Errors
    /// As [`Model::set_weights`](crate::Model::set_weights).
    pub fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()> {
        self.model.set_weights(weights)
    }

    /// An error unless [`set_weights`](Self::set_weights) would take these: for a callback that
    /// [remembers](super::Callback::load_state) weights from a file, so that it hears of other ones before training
    /// begins.
    ///
    /// # Errors
    /// As [`Model::set_weights`](crate::Model::set_weights).
    pub fn check_weights(&self, weights: &[Weight<f64>]) -> Result<()> {
        self.model.check_weights(weights)
    }

    /// Whether the optimizer keeps moving averages of the model's variables.
    pub fn keeps_averages(&self) -> bool {
        self.model.keeps_averages()
    }

    /// Puts the moving averages of the model's variables, if there are any, in the variables' place, or the
    /// variables back in their own. The next batch is learnt from with the variables in any case.
    pub fn use_averages(&mut self, use_averages: bool) {
        self.model.use_averages(use_averages);
    }
}

impl core::fmt::Debug for Training<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Training").field(&self.control).finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::callbacks::{EarlyStopping, LambdaCallback, LearningRateScheduler, Mode};
    use crate::error::Error;
    use crate::history::Ending;
    use crate::training::testing::{averaging, gather, line, scores, train, weights};

    #[test]
    fn a_callback_can_watch_what_one_before_it_has_announced() {
        let early = || EarlyStopping::new().monitor("score").mode(Mode::Min);
        assert!(train(&mut line(0.1), 1, (scores(&[1.0]), early())).is_ok());
        let behind = train(&mut line(0.1), 1, (early(), scores(&[1.0])));
        assert!(matches!(behind, Err(Error::UnknownScore { .. })), "{behind:?}");
    }

    #[test]
    fn the_first_failure_ends_training_before_the_next_batch() {
        // At which hook, how many batches of which epochs are learnt from.
        let fails = |at: usize| {
            let fail = move |is_here: bool, training: &mut super::Training<'_>| {
                if is_here {
                    training.fail(Error::Empty);
                    training.fail(Error::Scheduled);
                }
            };
            LambdaCallback::new()
                .on_train_begin(move |training| fail(at == 0, training))
                .on_epoch_begin(move |epoch, training| fail((at, epoch) == (1, 1), training))
                .on_train_batch_begin(move |batch, training| fail((at, batch) == (2, 1), training))
                .on_train_batch_end(move |logs, training| fail((at, logs.batch) == (3, 1), training))
                .on_epoch_end(move |_, training| fail(at == 4, training))
                .on_train_end(move |training| fail(at == 5, training))
        };
        let expected: [(&[usize], u64); 6] =
            [(&[], 0), (&[0], 2), (&[], 1), (&[], 2), (&[0], 2), (&[0, 1], 4)];
        for (at, (epochs, batches)) in expected.into_iter().enumerate() {
            let mut model = line(0.1);
            assert_eq!(train(&mut model, 2, fails(at)), Err(Error::Empty));
            assert_eq!((model.history().epochs(), model.iterations()), (epochs, batches), "{at}");
            // What fails when it begins is no training, and has no history.
            let ending = if at == 0 { Ending::Finished } else { Ending::Failed };
            assert_eq!(model.history().ending(), ending);
        }
    }

    #[test]
    fn averages_are_not_trained() {
        let (mut plain, mut swapped) = (averaging(), averaging());
        let swap = LambdaCallback::new().on_train_batch_end(|_, training| training.use_averages(true));
        train(&mut plain, 3, ()).unwrap();
        train(&mut swapped, 3, swap).unwrap();
        assert_eq!(weights(&plain), weights(&swapped));
    }
    #[test]
    fn a_training_that_diverges_keeps_the_variables_not_the_averages() {
        let (mut short, mut diverging) = (averaging(), averaging());
        train(&mut short, 2, ()).unwrap();
        let mut all = Vec::new();
        let diverge = LearningRateScheduler::new(|epoch, _| if epoch < 2 { 0.8 } else { f64::MAX });
        let result = train(&mut diverging, 3, (diverge, gather(&mut all)));
        assert!(matches!(result, Err(Error::Diverged { epoch: 2, batch: 0, .. })), "{result:?}");
        assert_eq!(weights(&diverging), all[1]);
        assert_ne!(weights(&short), all[1]);
    }
}
