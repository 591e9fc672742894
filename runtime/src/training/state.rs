//! All that a training needs to go on, as a [`State`].

#[cfg(feature = "safetensors")]
use std::{fs::File, path::Path};

use super::compile::Compiled;
use super::snapshot::{CompiledParts, Numbers, Snapshot};
use super::step::{Cache, Needs};
use crate::error::Result;
use crate::layer::{name_alone, parameters};
use crate::model::Model;
use crate::model::spans::{spans, tell_frozen};
use crate::optimizers::Optimizer;
#[cfg(feature = "safetensors")]
use crate::saving::Contents;
use crate::saving::{State, architecture};

impl<M: Model, O: Optimizer, L, Ms> Compiled<M, O, L, Ms> {
    /// All that a training needs to go on: the weights, moving statistics, what the optimizer remembers, the learning
    /// rate, the seed, which variables are frozen, how many batches were learnt from, the preparation of the data, the
    /// history, and what the callbacks of the last `fit` remember. It does not have the settings: those are the
    /// program's.
    pub fn state(&self) -> State {
        self.parts().state()
    }

    /// Takes over what [`state`](Self::state) gave, in this program or in another one. The model, its number type and
    /// the kind of optimizer have to be the same. Of a learning rate that follows a schedule only the place in it is
    /// taken over.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format), [`Error::VariableNotFinite`](crate::Error::VariableNotFinite) and their
    /// kin, with what is missing or different. Nothing is changed then.
    pub fn set_state(&mut self, state: &State) -> Result<()> {
        let snapshot = self.parts().read(state)?;
        self.take_over(snapshot);
        Ok(())
    }

    /// Writes all that a training needs to go on to a file: [`state`](Self::state), in the form that
    /// [`saving`](crate::saving) describes. What was there is replaced in one go.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// # let file = std::env::temp_dir().join(format!("model-{}.safetensors", std::process::id()));
    /// # let fresh = || model![Dense<4, 3, softmax>].compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), ());
    /// let data = datasets::iris();
    /// let mut model = fresh();
    /// model.fit(&data, Fit::epochs(2))?;
    /// model.save(&file)?;
    ///
    /// // In another program, with the same model:
    /// let mut again = fresh();
    /// again.load(&file)?;
    /// // The third epoch is the one that the first program would have had.
    /// let resumed = again.fit(&data, Fit::epochs(3).resume(true))?;
    /// let straight = fresh().fit(&data, Fit::epochs(3))?;
    /// assert_eq!(resumed, straight);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) if the file cannot be written.
    #[cfg(feature = "safetensors")]
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        self.state().write(path)
    }

    /// Takes over what [`save`](Self::save) has written: see [`set_state`](Self::set_state).
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File), with what is wrong, for a file that cannot be read, is damaged, or is one
    /// of another model or optimizer. Nothing is changed then.
    #[cfg(feature = "safetensors")]
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        self.load_from(Contents::open(path)?).map_err(|error| error.in_file(path))
    }

    /// Takes over what a file says.
    #[cfg(feature = "safetensors")]
    pub(super) fn load_from(&mut self, contents: Contents<File>) -> Result<()> {
        let snapshot = self.parts().load(contents)?;
        self.take_over(snapshot);
        Ok(())
    }

    /// A copy of all that a training has made.
    #[cfg(feature = "safetensors")]
    pub(super) fn snapshot(&self) -> Snapshot {
        self.parts().snapshot()
    }

    pub(super) fn take_over(&mut self, snapshot: Snapshot) {
        let (numbers, rest) = snapshot.split();
        let arena = self.model.arena_mut();
        arena.values_mut().copy_from_slice(&numbers.values);
        arena.set_seed(rest.seed);
        arena.set_frozen(rest.frozen);
        tell_frozen(&self.model, self.model.arena().frozen());
        *self.optimizer.options_mut() = rest.options;
        self.optimizer_state = numbers.optimizer_state;
        (self.preparation, self.progress) = (rest.preparation, rest.progress);
        self.cache = Cache::default();
    }

    fn parts(&self) -> CompiledParts<'_> {
        CompiledParts {
            architecture: architecture::<M>(),
            spans: spans(&self.model, self.model.arena()),
            numbers: Numbers::new(self.model.arena(), &self.optimizer_state),
            parameters: parameters::<M>(),
            optimizer: name_alone(core::any::type_name::<O>()),
            options: self.optimizer.options(),
            needs: Needs::of(&self.optimizer),
            progress: &self.progress,
            preparation: self.preparation.as_ref(),
            check_preparation: |preparation| preparation.check_width::<M::Input>(None),
        }
    }
}
