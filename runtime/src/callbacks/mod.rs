//! Callbacks: what looks on while a model is trained, and may stop it.

mod cancel;
mod list;

pub use cancel::Cancel;

use crate::Scores;

/// Looks on while a model is trained. Every hook does nothing unless it is written.
///
/// Several callbacks, up to four, go into a tuple, or into a `Vec` if they are of one type: `Vec<Box<dyn
/// Callback>>` for any mixture. Lend one as `&mut callback` to read it after training.
///
/// ```
/// use plywood::callbacks::{Callback, EpochLogs, Training};
///
/// /// Stops when the loss is small enough.
/// struct GoodEnough(f64);
///
/// impl Callback for GoodEnough {
///     fn on_epoch_end(&mut self, logs: &EpochLogs<'_>, training: &mut Training) {
///         if logs.scores.loss() < self.0 {
///             training.stop();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a callback",
    label = "not a callback",
    note = "a callback is a type that implements `plywood::callbacks::Callback`; several stand in a tuple or a `Vec`"
)]
pub trait Callback {
    /// Training begins.
    fn on_train_begin(&mut self, training: &mut Training) {
        let _ = training;
    }

    /// An epoch, counted from 0, begins.
    fn on_epoch_begin(&mut self, epoch: usize, training: &mut Training) {
        let _ = (epoch, training);
    }

    /// A batch was learnt from.
    fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training) {
        let _ = (logs, training);
    }

    /// An epoch is over, its validation too.
    fn on_epoch_end(&mut self, logs: &EpochLogs<'_>, training: &mut Training) {
        let _ = (logs, training);
    }

    /// Training is over: all epochs are done, it was stopped or cancelled, or it diverged.
    fn on_train_end(&mut self, training: &mut Training) {
        let _ = training;
    }
}

/// What a callback can do to the training.
#[derive(Debug)]
pub struct Training {
    epochs: usize,
    steps: usize,
    stopped: bool,
}

impl Training {
    pub(crate) const fn new(epochs: usize, steps: usize) -> Self {
        Self { epochs, steps, stopped: false }
    }

    /// The number of epochs that were asked for.
    pub const fn epochs(&self) -> usize {
        self.epochs
    }

    /// The number of batches in an epoch.
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// Ends training after this batch or epoch. An epoch that is cut short still has its validation and its
    /// place in the history, as in Keras.
    pub const fn stop(&mut self) {
        self.stopped = true;
    }

    /// Whether a callback has stopped the training.
    pub const fn is_stopped(&self) -> bool {
        self.stopped
    }
}

/// What is known after a batch.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchLogs {
    /// The epoch, counted from 0.
    pub epoch: usize,
    /// The batch in the epoch, counted from 0.
    pub batch: usize,
    /// The mean loss of the samples so far in this epoch.
    pub loss: f64,
}

/// What is known after an epoch.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct EpochLogs<'a> {
    /// The epoch, counted from 0.
    pub epoch: usize,
    /// Loss and metrics over the epoch's batches, each as it was before the batch changed the weights.
    pub scores: &'a Scores,
    /// Loss and metrics on the validation data, if there are any.
    pub validation: Option<&'a Scores>,
}
