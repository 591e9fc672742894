use crate::error::{Result, check_setting};

/// When [`ModelCheckpoint`](super::ModelCheckpoint) and `BackupAndRestore` save.
///
/// Made from a number too: `.save_freq(100)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveFreq {
    /// After each epoch.
    #[default]
    Epoch,
    /// After every so many batches, counted on from epoch to epoch.
    Batches(usize),
}

impl From<usize> for SaveFreq {
    fn from(batches: usize) -> Self {
        Self::Batches(batches)
    }
}

impl SaveFreq {
    pub(super) fn check(self) -> Result<()> {
        match self {
            Self::Epoch => Ok(()),
            Self::Batches(batches) => check_setting("save_freq", batches as f64, batches > 0, "at least 1"),
        }
    }

    /// Counts a batch in `batches`; whether it is one to save after.
    pub(super) const fn is_due_after_batch(self, batches: &mut usize) -> bool {
        let Self::Batches(frequency) = self else { return false };
        *batches += 1;
        let is_due = *batches >= frequency;
        if is_due {
            *batches = 0;
        }
        is_due
    }
}
