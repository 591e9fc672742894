//! Compile, fit, evaluate, predict.

mod arguments;
mod check;
mod compile;
mod evaluate;
mod fit;
mod gradient_check;
mod minimize;
mod output_losses;
mod predict;
mod progress;
mod snapshot;
mod state;
mod step;
mod summary;
#[cfg(test)]
pub(crate) mod testing;
mod train_on_batch;
mod train_step;
mod trainer;

pub use arguments::{Fit, ValidationFreq, Verbose};
use compile::Data;
pub use compile::{Compile, Compiled};
pub use gradient_check::{GradientCheck, gradient_check};
pub use predict::{Predict, Sample, Samples};
pub use trainer::Trainer;
use trainer::sealed::Sealed;

use crate::callbacks::Callback;
use crate::error::Result;
use crate::history::History;
use crate::losses::Losses;
use crate::metrics::{Metrics, Scores};
use crate::model::Model;
use crate::optimizers::Optimizer;

// The one place where the types of a compiled model and what holds for them meet: all below is written for any trainer.
impl<M, O, L, Ms> Trainer for Compiled<M, O, L, Ms>
where
    M: Model,
    O: Optimizer,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    type Model = M;
    type Optimizer = O;
    type Loss = L;
    type Metrics = Ms;
    type Data = Data<M, L>;

    fn fit<'a, C: Callback>(&mut self, data: &'a Self::Data, fit: Fit<'a, Self::Data, C>) -> Result<History> {
        fit::fit::<Self, C>(self, data, fit)
    }

    fn fit_batches<'a, C: Callback, I>(
        &mut self,
        batches: impl FnMut(u64) -> Result<I>,
        fit: Fit<'a, Self::Data, C>,
    ) -> Result<History>
    where
        I: IntoIterator<Item = Result<Self::Data>>,
    {
        fit::fit_batches::<Self, C, I>(self, batches, fit)
    }

    fn evaluate(&self, data: &Self::Data) -> Result<Scores> {
        self.evaluate_in_batches(data, 32)
    }

    fn evaluate_in_batches(&self, data: &Self::Data, batch_size: usize) -> Result<Scores> {
        evaluate::evaluate::<Self>(self, data, batch_size)
    }

    fn train_on_batch(&mut self, data: &Self::Data) -> Result<Scores> {
        train_on_batch::train_on_batch::<Self>(self, data)
    }

    fn test_on_batch(&self, data: &Self::Data) -> Result<Scores> {
        self.evaluate_in_batches(data, data.len())
    }

    fn compiled(&self) -> &Self {
        self
    }

    fn compiled_mut(&mut self) -> &mut Self {
        self
    }
}

impl<M: Model, O, L, Ms> Sealed for Compiled<M, O, L, Ms> {}
