//! All that a training needs to go on, as a [`State`].

#[cfg(feature = "safetensors")]
use std::{fs::File, path::Path};

use super::compile::Compiled;
use super::progress::{Progress, ResumePoint};
use super::step::{Cache, OptimizerState};
use crate::data::{PREPARATION, Preparation};
use crate::error::quoted;
use crate::layer::parameters;
use crate::optimizers::{Optimizer, Options};
use crate::part::name_alone;
#[cfg(feature = "safetensors")]
use crate::saving::Contents;
use crate::saving::{State, architecture, check_architecture, error};
use crate::spans::{check_frozen, spans, tell_frozen};
use crate::{Model, Result, weights};

/// Under which name the architecture is saved.
const ARCHITECTURE: &str = ".model/architecture";

/// More batches, epochs or passes than anybody can wait for.
const ENDLESS: u64 = 1 << 53;

/// All that a training has made of a model, its optimizer and what belongs to them.
pub(super) struct Snapshot<T> {
    values: Vec<T>,
    frozen: Vec<String>,
    seed: u64,
    options: Options,
    optimizer_state: OptimizerState<T>,
    progress: Progress,
    preparation: Option<Preparation>,
}

impl<M: Model, O: Optimizer, L, Ms> Compiled<M, O, L, Ms> {
    /// All that a training needs to go on: the weights, moving statistics, what the optimizer remembers, the learning rate, the seed,
    /// which variables are frozen, how many batches were learnt from, the preparation of the data, the history, and what the callbacks of the last `fit` remember.
    /// It does not have the settings: those are the program's.
    pub fn state(&self) -> State {
        let mut state = self.model.weights_state();
        state.put(ARCHITECTURE, &architecture::<M>());
        state.put(".model/seed", &self.model.arena().seed());
        state.put(".model/frozen", &self.model.arena().frozen().to_vec());
        state.put(".training/iterations", &self.progress.iterations);
        state.put(".training/passes", &self.progress.passes);
        state.put(".optimizer/name", &name_of::<O>().to_owned());
        state.put(".optimizer/learning_rate", &self.optimizer.options().learning_rate().constant());
        self.optimizer_state.save(parameters::<M>(), &mut state);
        state.put(PREPARATION, &self.preparation);
        state.put(".history", &self.progress.history);
        self.progress.resume_point.save(&mut state);
        state
    }

    /// Takes over what [`state`](Self::state) gave, in this program or in another one. The model, its number type and the kind of
    /// optimizer have to be the same. Of a learning rate that follows a schedule only the place in it is taken over.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format), [`Error::VariableNotFinite`](crate::Error::VariableNotFinite) and their kin, with
    /// what is missing or different. Nothing is changed then.
    pub fn set_state(&mut self, state: &State) -> Result<()> {
        let snapshot = self.read(state)?;
        self.take_over(snapshot);
        Ok(())
    }

    /// What a state says, if it is one of such a model.
    fn read(&self, state: &State) -> Result<Snapshot<M::Scalar>> {
        check_training::<M>(state)?;
        let spans = spans(&self.model);
        let mut values = self.model.arena().values().to_vec();
        weights::write(&spans, &weights::from_state(&spans, state, State::exact_values)?, &mut values)?;
        let frozen = check_frozen(&spans, state.distinct_names(".model/frozen")?)?;
        let seed = state.get(".model/seed")?;
        let optimizer: String = state.get(".optimizer/name")?;
        if optimizer != name_of::<O>() {
            let (found, expected) = (quoted(&optimizer), name_of::<O>());
            return Err(error(format!("it was trained with {found}, where `{expected}` is to go on")));
        }
        let rate: Option<f64> = state.get(".optimizer/learning_rate")?;
        let mut options = self.optimizer.options().clone();
        if let (Some(rate), Some(_)) = (rate, options.learning_rate().constant()) {
            options.set_learning_rate(rate)?;
        }
        let (iterations, passes) = (count(state, "iterations")?, count(state, "passes")?);
        let optimizer_state = match iterations {
            0 => OptimizerState::default(),
            _ => OptimizerState::loaded(&self.optimizer, parameters::<M>(), state)?,
        };
        let preparation: Option<Preparation> = state.get(PREPARATION)?;
        if let Some(preparation) = &preparation {
            preparation.check_width::<M::Input>(None)?;
        }
        Ok(Snapshot {
            values,
            frozen,
            seed,
            options,
            optimizer_state,
            preparation,
            progress: Progress {
                iterations,
                passes,
                history: state.get(".history")?,
                resume_point: ResumePoint::load(state)?,
            },
        })
    }

    /// A copy of it.
    #[cfg(feature = "safetensors")]
    pub(super) fn snapshot(&self) -> Snapshot<M::Scalar> {
        Snapshot {
            values: self.model.arena().values().to_vec(),
            frozen: self.model.arena().frozen().to_vec(),
            seed: self.model.arena().seed(),
            options: self.optimizer.options().clone(),
            optimizer_state: self.optimizer_state.clone(),
            preparation: self.preparation.clone(),
            progress: self.progress.clone(),
        }
    }

    pub(super) fn take_over(&mut self, snapshot: Snapshot<M::Scalar>) {
        *self.optimizer.options_mut() = snapshot.options;
        self.model.arena_mut().values_mut().copy_from_slice(&snapshot.values);
        self.model.arena_mut().set_seed(snapshot.seed);
        self.model.arena_mut().set_frozen(snapshot.frozen);
        tell_frozen(&self.model);
        self.optimizer_state = snapshot.optimizer_state;
        (self.preparation, self.progress) = (snapshot.preparation, snapshot.progress);
        self.cache = Cache::default();
    }

    /// Writes all that a training needs to go on to a file: [`state`](Self::state), in the form that [`saving`](crate::saving)
    /// describes. What was there is replaced in one go.
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
    /// [`Error::File`](crate::Error::File), with what is wrong, for a file that cannot be read, is damaged, or is one of another
    /// model or optimizer. Nothing is changed then.
    #[cfg(feature = "safetensors")]
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        self.load_from(Contents::open(path)?).map_err(|error| error.in_file(path))
    }

    /// Takes over what a file says. Another network is refused before any more is read than what the file says of its own.
    #[cfg(feature = "safetensors")]
    pub(super) fn load_from(&mut self, contents: Contents<File>) -> Result<()> {
        let mut contents = contents.of_ours().map_err(error)?;
        let description = contents.tensors(|name| {
            Some(name).filter(|name| *name == ARCHITECTURE || name.starts_with(".training/"))
        });
        check_training::<M>(&description.map_err(error)?)?;
        weights::check_header(&spans(&self.model), &contents, "")?;
        self.set_state(&contents.state().map_err(error)?)
    }
}

/// An error unless a state is one of a training of this network.
fn check_training<M: Model>(state: &State) -> Result<()> {
    if !state.has(".training") {
        return Err(error("it has no more than weights: `load_weights` reads those".to_owned()));
    }
    check_architecture::<M>(&state.get::<String>(ARCHITECTURE)?)
}

/// The name of an optimizer's type.
fn name_of<O>() -> &'static str {
    name_alone(core::any::type_name::<O>())
}

/// A number of batches or passes.
fn count(state: &State, name: &str) -> Result<u64> {
    let count = state.get(&format!(".training/{name}"))?;
    if count < ENDLESS { Ok(count) } else { Err(error(format!("the number of {name} is {count}"))) }
}
