//! Callbacks, under Keras' names: what looks on while a model is trained, and may stop it.
//!
//! Keras' `History` is what [`fit`](crate::Compiled::fit) gives: a [`History`](crate::History); its `ProgbarLogger` is
//! [`Fit::verbose`](crate::Fit::verbose).

#[cfg(feature = "safetensors")]
mod backup_and_restore;
mod cancel;
#[cfg(feature = "std")]
mod csv_logger;
mod early_stopping;
#[cfg(feature = "safetensors")]
mod file_name;
#[cfg(feature = "safetensors")]
mod files;
mod hooks;
mod lambda_callback;
mod learning_rate;
mod learning_rate_scheduler;
mod list;
mod model_checkpoint;
mod monitor;
mod reduce_lr_on_plateau;
mod save_freq;
mod swap_ema_weights;
#[cfg(feature = "tensorboard")]
mod tensorboard;
mod terminate_on_nan;
mod training;

#[cfg(feature = "safetensors")]
pub use backup_and_restore::BackupAndRestore;
pub use cancel::Cancel;
#[cfg(feature = "std")]
pub use csv_logger::CSVLogger;
pub use early_stopping::EarlyStopping;
#[cfg(feature = "safetensors")]
pub use files::Saved;
#[cfg(feature = "safetensors")]
pub(crate) use files::{Resume, Save};
pub use lambda_callback::LambdaCallback;
pub use learning_rate_scheduler::LearningRateScheduler;
pub use model_checkpoint::ModelCheckpoint;
pub use monitor::Mode;
pub use reduce_lr_on_plateau::ReduceLROnPlateau;
pub use save_freq::SaveFreq;
pub use swap_ema_weights::SwapEMAWeights;
#[cfg(feature = "tensorboard")]
pub use tensorboard::TensorBoard;
pub use terminate_on_nan::TerminateOnNaN;
pub use training::Training;
pub(crate) use training::{Access, Control};

pub use crate::history::{BatchLogs, EpochLogs};
use crate::saving::State;

/// Looks on while a model is trained. Every hook does nothing unless it is written.
///
/// Several callbacks, up to eight, go into a tuple, or into a `Vec` if they are of one type: `Vec<Box<dyn
/// Callback>>` for any mixture. Lend one as `&mut callback` to read it after training.
///
/// ```
/// use plywood::callbacks::{Callback, EpochLogs, Training};
///
/// /// Stops when the loss is small enough.
/// struct GoodEnough(f64);
///
/// impl Callback for GoodEnough {
///     fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
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
    /// Training begins. If a callback [fails](Training::fail) here, or where it [remembers](Self::load_state), there is
    /// no training: the model and its history are as before, and no other hook is called.
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        let _ = training;
    }

    /// An epoch, counted from 0, begins.
    fn on_epoch_begin(&mut self, epoch: usize, training: &mut Training<'_>) {
        let _ = (epoch, training);
    }

    /// A batch, counted from 0, begins.
    fn on_train_batch_begin(&mut self, batch: usize, training: &mut Training<'_>) {
        let _ = (batch, training);
    }

    /// A batch was learnt from.
    fn on_train_batch_end(&mut self, logs: &BatchLogs, training: &mut Training<'_>) {
        let _ = (logs, training);
    }

    /// The model is about to be evaluated on the validation data.
    fn on_test_begin(&mut self, training: &mut Training<'_>) {
        let _ = training;
    }

    /// The model was evaluated on the validation data.
    fn on_test_end(&mut self, training: &mut Training<'_>) {
        let _ = training;
    }

    /// An epoch is over, its validation too.
    fn on_epoch_end(&mut self, logs: &mut EpochLogs, training: &mut Training<'_>) {
        let _ = (logs, training);
    }

    /// Training is over: all epochs are done, it was stopped or cancelled, it diverged, or a callback has failed.
    fn on_train_end(&mut self, training: &mut Training<'_>) {
        let _ = training;
    }

    /// Notes what the callback has to remember from epoch to epoch, so that a training that is interrupted can
    /// [go on](crate::Fit::resume) in another process.
    fn save_state(&self, state: &mut State) {
        let _ = state;
    }

    /// Remembers what it has noted, which is not empty: after `on_train_begin`, in a training that goes on with another
    /// one. It may come from a file: [`Training::check_weights`] says whether weights are those of the model.
    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        let _ = (state, training);
    }
}
