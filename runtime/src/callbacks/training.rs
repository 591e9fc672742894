use crate::{Error, Result, Weight};

/// A training, as a callback sees it: what it can ask, and what it can do.
pub struct Training<'a> {
    control: &'a mut Control,
    model: &'a mut dyn Access,
}

/// What callbacks have said, and what they can know beforehand.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) epochs: usize,
    pub(crate) steps: usize,
    pub(crate) names: Vec<String>,
    pub(crate) stopped: bool,
    pub(crate) failure: Option<Error>,
    pub(crate) tolerates_divergence: bool,
}

/// What a callback can do to a model of any type.
pub(crate) trait Access {
    fn iterations(&self) -> u64;
    fn learning_rate(&self) -> f64;
    fn set_learning_rate(&mut self, rate: f64) -> Result<()>;
    fn weights(&self) -> Vec<Weight<f64>>;
    fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()>;
    fn swap_averages(&mut self) -> bool;
}

impl<'a> Training<'a> {
    pub(crate) fn new(control: &'a mut Control, model: &'a mut dyn Access) -> Self {
        Self { control, model }
    }

    /// The epoch at which training ends, if nothing stops it before.
    pub const fn epochs(&self) -> usize {
        self.control.epochs
    }

    /// The number of batches in an epoch.
    pub const fn steps(&self) -> usize {
        self.control.steps
    }

    /// The names of the scores that there will be: `loss`, the metrics, and with `val_` before them those on the
    /// validation data, if there are any.
    pub fn names(&self) -> &[String] {
        &self.control.names
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

    /// Ends training, and makes `fit` give this error. Of several the first one counts.
    pub fn fail(&mut self, error: Error) {
        self.control.failure.get_or_insert(error);
        self.stop();
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

    /// Exchanges the model's variables with their moving averages; `false` if the optimizer keeps none.
    pub fn swap_averages(&mut self) -> bool {
        self.model.swap_averages()
    }
}

impl core::fmt::Debug for Training<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Training").field(&self.control).finish()
    }
}
