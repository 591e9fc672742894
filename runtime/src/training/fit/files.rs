//! Files that callbacks have asked for.

use core::mem::take;
use std::path::PathBuf;

use super::run::Run;
use crate::callbacks::{Resume, Save, Saved};
use crate::error::{Error, Result};
use crate::saving::Contents;

impl Run<'_> {
    /// Goes on with the training in a file, if it is there, and says whether it had not ended. Where that fails,
    /// nothing has changed.
    pub(super) fn resume_from(&mut self, Resume { path, may_be_missing }: &Resume) -> Result<Option<bool>> {
        let contents = match may_be_missing {
            true => Contents::open_if_there(path)?,
            false => Some(Contents::open(path)?),
        };
        let Some(contents) = contents else { return Ok(None) };
        self.learner.load_from(contents).map_err(|error| error.in_file(path))?;
        let resumed = self.learner.prepare().and_then(|()| self.resume());
        self.learner.settle_load(resumed.is_ok());
        resumed.map(Some).map_err(|error| match error {
            Error::Format { .. } => error.in_file(path),
            other => other,
        })
    }

    /// Writes what is to be written.
    pub(super) fn save_files(&mut self) {
        for Save { path, what } in take(&mut self.control.files.saves) {
            let result = match what {
                Saved::Weights => self.learner.weights_state().write(path),
                Saved::Everything => self.save_everything(path),
            };
            self.check(result);
        }
    }

    fn save_everything(&mut self, path: PathBuf) -> Result<()> {
        // After training the averages stay where they are; before, they are in the variables' place only to be looked
        // at.
        if self.control.ending.is_some() {
            return self.learner.state().write(path);
        }
        let uses_averages = self.learner.uses_averages();
        self.learner.use_averages(false);
        self.note(true);
        let result = self.learner.state().write(path);
        self.learner.use_averages(uses_averages);
        result
    }
}
