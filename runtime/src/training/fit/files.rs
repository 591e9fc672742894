//! Files that callbacks have asked for.

use core::mem::take;
use std::path::PathBuf;

use super::run::Run;
use super::source::Source;
use crate::callbacks::{Access, Callback, Resume, Save, Saved};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::Optimizer;
use crate::saving::Contents;
use crate::{Error, Model, Result};

impl<M, O, L, Ms, C, S> Run<'_, '_, M, O, L, Ms, C, S>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
    C: Callback,
    S: Source<M, L::Target>,
{
    /// Goes on with the training in a file, if it is there, and says whether it had not ended. Where that fails, nothing has changed.
    pub(super) fn resume_from(&mut self, Resume { path, may_be_missing }: &Resume) -> Result<Option<bool>> {
        let contents = match may_be_missing {
            true => Contents::open_if_there(path)?,
            false => Some(Contents::open(path)?),
        };
        let Some(contents) = contents else { return Ok(None) };
        let before = self.compiled.snapshot();
        self.compiled.load_from(contents).map_err(|error| error.in_file(path))?;
        let resumed = self.compiled.prepare().and_then(|spans| {
            self.spans = spans;
            self.resume()
        });
        if resumed.is_err() {
            self.compiled.take_over(before);
        }
        resumed.map(Some).map_err(|error| match error {
            Error::Format { .. } => error.in_file(path),
            other => other,
        })
    }

    /// Writes what is to be written.
    pub(super) fn save_files(&mut self) {
        for Save { path, what } in take(&mut self.control.files.saves) {
            let result = match what {
                Saved::Weights => self.compiled.save_weights(path),
                Saved::Everything => self.save_everything(path),
            };
            self.check(result);
        }
    }

    fn save_everything(&mut self, path: PathBuf) -> Result<()> {
        // After training the averages stay where they are; before, they are in the variables' place only to be looked at.
        if self.control.ending.is_some() {
            return self.compiled.save(path);
        }
        let uses_averages = self.compiled.optimizer_state.is_swapped();
        self.compiled.use_averages(false);
        self.note(true);
        let result = self.compiled.save(path);
        self.compiled.use_averages(uses_averages);
        result
    }
}
