//! What is saved of a compiled model. Its number type is known only when the program runs, so that all this is compiled
//! with plywood, and not with each program.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::any::Any;
#[cfg(feature = "safetensors")]
use std::fs::File;

use super::progress::{Progress, ResumePoint};
use super::step::{Needs, OptimizerState};
use crate::data::{PREPARATION, Preparation};
use crate::error::{Result, quoted};
use crate::model::arena::Arena;
use crate::model::spans::{Span, check_frozen};
use crate::model::weights;
use crate::optimizers::Options;
#[cfg(feature = "safetensors")]
use crate::saving::Contents;
use crate::saving::{State, check_architecture, error};
use crate::tensor::Scalar;

/// Under which name the architecture is saved.
const ARCHITECTURE: &str = ".model/architecture";

/// More batches, epochs or passes than anybody can wait for.
const ENDLESS: u64 = 1 << 53;

/// A compiled model, taken apart.
pub(super) struct CompiledParts<'a> {
    pub(super) architecture: String,
    pub(super) spans: Vec<Span>,
    pub(super) numbers: Numbers<'a>,
    /// The number of values that have gradients.
    pub(super) parameters: usize,
    /// The name of the optimizer's type.
    pub(super) optimizer: &'static str,
    pub(super) options: &'a Options,
    pub(super) needs: Needs,
    pub(super) progress: &'a Progress,
    pub(super) preparation: Option<&'a Preparation>,
    /// An error unless a record becomes a sample that the model takes.
    pub(super) check_preparation: fn(&Preparation) -> Result<()>,
}

/// What a model has learnt, and what its optimizer keeps.
pub(super) enum Numbers<'a> {
    F32(&'a Arena<f32>, &'a OptimizerState<f32>),
    F64(&'a Arena<f64>, &'a OptimizerState<f64>),
}

impl<'a> Numbers<'a> {
    pub(super) fn new<T: Scalar>(arena: &'a Arena<T>, optimizer_state: &'a OptimizerState<T>) -> Self {
        fn typed<A: Any>(numbers: &dyn Any) -> &A {
            numbers.downcast_ref().expect("there are two number types")
        }
        let (arena, optimizer_state): (&dyn Any, &dyn Any) = (arena, optimizer_state);
        match arena.downcast_ref() {
            Some(arena) => Self::F32(arena, typed(optimizer_state)),
            None => Self::F64(typed(arena), typed(optimizer_state)),
        }
    }
}

/// All that a training has made of a model, its optimizer and what belongs to them.
pub(super) struct Snapshot {
    /// A [`LearntNumbers`] of the model's number type.
    numbers: Box<dyn Any>,
    rest: Rest,
}

/// What is no number of the model's own type.
pub(super) struct Rest {
    pub(super) frozen: Vec<String>,
    pub(super) seed: u64,
    pub(super) options: Options,
    pub(super) progress: Progress,
    pub(super) preparation: Option<Preparation>,
}

/// The values of all variables, and what the optimizer keeps.
pub(super) struct LearntNumbers<T> {
    pub(super) values: Vec<T>,
    pub(super) optimizer_state: OptimizerState<T>,
}

impl Snapshot {
    /// Its numbers, which are those of a model of this number type, and the rest.
    pub(super) fn split<T: Scalar>(self) -> (LearntNumbers<T>, Rest) {
        let numbers =
            self.numbers.downcast().expect("a snapshot is taken over by the model that it was made for");
        (*numbers, self.rest)
    }
}

impl CompiledParts<'_> {
    /// All of it under its names.
    pub(super) fn state(&self) -> State {
        match self.numbers {
            Numbers::F32(arena, optimizer_state) => self.state_of(arena, optimizer_state),
            Numbers::F64(arena, optimizer_state) => self.state_of(arena, optimizer_state),
        }
    }

    fn state_of<T: Scalar>(&self, arena: &Arena<T>, optimizer_state: &OptimizerState<T>) -> State {
        let mut state = weights::to_state(&self.spans, arena.values());
        state.put(ARCHITECTURE, &self.architecture);
        state.put(".model/seed", &arena.seed());
        state.put(".model/frozen", &arena.frozen().to_vec());
        state.put(".training/iterations", &self.progress.iterations);
        state.put(".training/passes", &self.progress.passes);
        state.put(".optimizer/name", &self.optimizer.to_owned());
        state.put(".optimizer/learning_rate", &self.options.learning_rate().constant());
        optimizer_state.save(self.parameters, &mut state);
        if let Some(preparation) = self.preparation {
            state.put(PREPARATION, preparation);
        }
        state.put(".history", &self.progress.history);
        self.progress.resume_point.save(&mut state);
        state
    }

    /// What a state says, if it is one of such a model.
    pub(super) fn read(&self, state: &State) -> Result<Snapshot> {
        match self.numbers {
            Numbers::F32(arena, _) => self.read_as(arena, state),
            Numbers::F64(arena, _) => self.read_as(arena, state),
        }
    }

    fn read_as<T: Scalar>(&self, arena: &Arena<T>, state: &State) -> Result<Snapshot> {
        self.check_training(state)?;
        let mut values = arena.values().to_vec();
        let weights = weights::from_state(&self.spans, state, State::exact_values)?;
        weights::write(&self.spans, &weights, &mut values)?;
        let frozen = check_frozen(&self.spans, state.distinct_names(".model/frozen")?)?;
        let seed = state.get(".model/seed")?;
        let optimizer: String = state.get(".optimizer/name")?;
        if optimizer != self.optimizer {
            let (found, expected) = (quoted(&optimizer), self.optimizer);
            return Err(error(format!("it was trained with {found}, where `{expected}` is to go on")));
        }
        let rate: Option<f64> = state.get(".optimizer/learning_rate")?;
        let mut options = self.options.clone();
        if let (Some(rate), Some(_)) = (rate, options.learning_rate().constant()) {
            options.set_learning_rate(rate)?;
        }
        let (iterations, passes) = (count(state, "iterations")?, count(state, "passes")?);
        let optimizer_state = match iterations {
            0 => OptimizerState::default(),
            _ => OptimizerState::<T>::loaded(&self.needs, self.parameters, state)?,
        };
        let preparation: Option<Preparation> = state.get(PREPARATION)?;
        preparation.as_ref().map_or(Ok(()), self.check_preparation)?;
        let (history, resume_point) = (state.get(".history")?, ResumePoint::load(state)?);
        let progress = Progress { iterations, passes, history, resume_point };
        let rest = Rest { frozen, seed, options, progress, preparation };
        Ok(Snapshot { numbers: Box::new(LearntNumbers { values, optimizer_state }), rest })
    }

    /// What a file says. Another network is refused before any more is read than what the file says of its own.
    #[cfg(feature = "safetensors")]
    pub(super) fn load(&self, contents: Contents<File>) -> Result<Snapshot> {
        let mut contents = contents.of_ours().map_err(error)?;
        let description = contents.tensors(|name| {
            Some(name).filter(|name| *name == ARCHITECTURE || name.starts_with(".training/"))
        });
        self.check_training(&description.map_err(error)?)?;
        weights::check_header(&self.spans, &contents, "")?;
        self.read(&contents.state().map_err(error)?)
    }

    /// A copy of all that a training has made.
    #[cfg(feature = "safetensors")]
    pub(super) fn snapshot(&self) -> Snapshot {
        match self.numbers {
            Numbers::F32(arena, optimizer_state) => self.copy_of(arena, optimizer_state),
            Numbers::F64(arena, optimizer_state) => self.copy_of(arena, optimizer_state),
        }
    }

    #[cfg(feature = "safetensors")]
    fn copy_of<T: Scalar>(&self, arena: &Arena<T>, optimizer_state: &OptimizerState<T>) -> Snapshot {
        let optimizer_state = optimizer_state.clone();
        let rest = Rest {
            frozen: arena.frozen().to_vec(),
            seed: arena.seed(),
            options: self.options.clone(),
            progress: self.progress.clone(),
            preparation: self.preparation.cloned(),
        };
        let numbers = Box::new(LearntNumbers { values: arena.values().to_vec(), optimizer_state });
        Snapshot { numbers, rest }
    }

    /// An error unless a state is one of a training of this network.
    fn check_training(&self, state: &State) -> Result<()> {
        if !state.has(".training") {
            return Err(error("it has no more than weights: `load_weights` reads those".to_owned()));
        }
        check_architecture(&self.architecture, &state.get::<String>(ARCHITECTURE)?)
    }
}

/// A number of batches or passes.
fn count(state: &State, name: &str) -> Result<u64> {
    let count = state.get(&format!(".training/{name}"))?;
    if count < ENDLESS { Ok(count) } else { Err(error(format!("the number of {name} is {count}"))) }
}
