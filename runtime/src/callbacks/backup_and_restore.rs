use std::io::ErrorKind;
use std::path::PathBuf;

use super::{BatchLogs, Callback, EpochLogs, SaveFreq, Saved, Training};
use crate::error::{Error, Reason};
use crate::files::check_replaceable;
use crate::history::Ending;
use crate::saving::State;

/// Makes a training that was interrupted go on when the program is started again, as if nothing had happened.
///
/// All that the training needs is saved in a file, after each epoch or more often. When training begins and the file is
/// there, training goes on from it: with the weights, what the optimizer and the callbacks remember, the learning rate,
/// the history, and the place in the data. The weights and the history in the end are the same to the last bit,
/// wherever the program was ended: the file is written in one go.
///
/// When training is done, or a callback has stopped it, the file is deleted. It stays where training was cancelled,
/// diverged or failed.
///
/// Defaults: after each epoch; deleted in the end.
///
/// ```
/// use plywood::callbacks::BackupAndRestore;
/// use plywood::prelude::*;
///
/// # let backup = std::env::temp_dir().join(format!("backup-{}", std::process::id()));
/// let loss = SparseCategoricalCrossentropy::default();
/// let mut model = model![Dense<4, 3, softmax>].compile(Adam::new(0.01), loss, ());
/// let fit = Fit::epochs(5).callbacks(BackupAndRestore::new(&backup));
/// let history = model.fit(&datasets::iris(), fit)?;
/// assert_eq!(history.epochs().len(), 5);
/// # Ok::<(), plywood::Error>(())
/// ```
///
/// # Errors
/// [`File`](crate::Error::File) for a file that cannot be written, or read, or is one of another model, before training
/// begins. [`Setting`](crate::Error::Setting) for every 0 batches.
#[derive(Clone, Debug)]
pub struct BackupAndRestore {
    path: PathBuf,
    save_freq: SaveFreq,
    delete_checkpoint: bool,
    /// The number of batches since the file was written.
    batches: usize,
}

impl BackupAndRestore {
    /// A backup in this file; its folder is made if it is not there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), save_freq: SaveFreq::Epoch, delete_checkpoint: true, batches: 0 }
    }

    /// When the file is written: after each epoch, as by default, or after every so many batches.
    #[must_use]
    pub fn save_freq(mut self, frequency: impl Into<SaveFreq>) -> Self {
        self.save_freq = frequency.into();
        self
    }

    /// Whether the file is deleted when training is done; by default it is. Where it stays, training is not done again.
    #[must_use]
    pub const fn delete_checkpoint(mut self, delete: bool) -> Self {
        self.delete_checkpoint = delete;
        self
    }
}

impl Callback for BackupAndRestore {
    fn on_train_begin(&mut self, training: &mut Training<'_>) {
        self.batches = 0;
        training.check(self.save_freq.check());
        training.check(check_replaceable(&self.path));
        training.resume_from_if_there(&self.path);
    }

    fn on_train_batch_end(&mut self, _: &BatchLogs, training: &mut Training<'_>) {
        if self.save_freq.is_due_after_batch(&mut self.batches) {
            training.save(&self.path, Saved::Everything);
        }
    }

    fn on_epoch_end(&mut self, _: &mut EpochLogs, training: &mut Training<'_>) {
        if self.save_freq == SaveFreq::Epoch {
            training.save(&self.path, Saved::Everything);
        }
    }

    fn on_train_end(&mut self, training: &mut Training<'_>) {
        let is_done = matches!(training.ending(), Some(Ending::Finished | Ending::Stopped));
        if !is_done || !self.delete_checkpoint {
            return;
        }
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                training.fail(Error::file(&self.path, Reason::io("it cannot be deleted", error)));
            }
            _ => {}
        }
    }

    fn save_state(&self, state: &mut State) {
        state.put("batches", &self.batches);
    }

    fn load_state(&mut self, state: &State, training: &mut Training<'_>) {
        training.check(state.get("batches").map(|batches| self.batches = batches));
    }
}
