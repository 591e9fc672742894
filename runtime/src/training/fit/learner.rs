//! What the loop needs of a model and its data. It is compiled once, and not for each model: all that depends on the
//! model's type is behind [`Learner`].

use alloc::vec::Vec;
#[cfg(feature = "safetensors")]
use std::fs::File;

use super::plan::{Plan, Validation};
use super::source::Source;
use crate::callbacks::Access;
use crate::error::{Error, Result};
use crate::metrics::{Metrics, Scores};
use crate::model::spans::{Spans, spans};
use crate::model::{Model, Weight, weights};
use crate::optimizers::Optimizer;
use crate::rng::Streams;
#[cfg(feature = "safetensors")]
use crate::saving::{Contents, State};
use crate::training::evaluate::{evaluate_rows, scores};
use crate::training::output_losses::OutputLosses;
use crate::training::progress::Progress;
#[cfg(feature = "safetensors")]
use crate::training::snapshot::Snapshot;
use crate::training::step::Workspace;
use crate::training::trainer::{CompiledOf, DatasetOf, StatesOf, TargetOf, Trainer};

/// A model that learns, with its optimizer, its metrics and its data.
pub(super) trait Learner: Access {
    /// How far it has come.
    fn progress(&mut self) -> &mut Progress;

    /// The seed of the model.
    fn seed(&self) -> u64;

    /// Whether moving averages have taken the variables' place.
    fn uses_averages(&self) -> bool;

    /// Forgets the variables whose place the averages have taken, if they have.
    fn settle_averages(&mut self);

    /// Whether this pass through the data has one more batch.
    fn has_more(&mut self) -> Result<bool>;

    /// Takes in the next batch, of a new pass through the data if the last one is over, and says how many samples it
    /// has.
    fn load(&mut self, streams: Streams) -> Result<usize>;

    /// Learns from the batch that was loaded last, which is this one of this epoch, and gives its loss.
    fn step(&mut self, at: (usize, usize), streams: Streams) -> Result<f64>;

    /// How far this pass through the data is.
    fn position(&self) -> usize;

    /// Goes to a position in the last pass, which begins again.
    fn go_to(&mut self, position: usize, streams: Streams) -> Result<()>;

    /// The loss and the metrics on the validation data.
    fn validate(&mut self, validation: &Validation) -> Result<Scores>;

    /// Lets the metrics begin anew.
    fn reset_metrics(&mut self);

    /// Shows every number that the metrics have gathered.
    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64));

    /// The loss and what the metrics say.
    fn scores(&self, loss: f64) -> Scores;

    /// All that a training needs to go on.
    #[cfg(feature = "safetensors")]
    fn state(&self) -> State;

    /// The weights alone.
    #[cfg(feature = "safetensors")]
    fn weights_state(&self) -> State;

    /// Takes over what a file says. Where that fails, nothing has changed.
    #[cfg(feature = "safetensors")]
    fn load_from(&mut self, contents: Contents<File>) -> Result<()>;

    /// Checks all settings again, for what was loaded.
    #[cfg(feature = "safetensors")]
    fn prepare(&mut self) -> Result<()>;

    /// Stays with what was loaded, or goes back to what there was before.
    #[cfg(feature = "safetensors")]
    fn settle_load(&mut self, stays: bool);
}

/// Any trainer, on its way.
pub(super) struct Learning<'a, F: Trainer, S> {
    compiled: &'a mut CompiledOf<F>,
    spans: Spans,
    workspace: Workspace<F::Model, TargetOf<F>>,
    states: StatesOf<F>,
    output_losses: OutputLosses,
    source: S,
    validation_data: Option<&'a DatasetOf<F>>,
    /// What there was before a file was loaded, until it is certain that training goes on from that.
    #[cfg(feature = "safetensors")]
    before: Option<Snapshot>,
}

impl<'a, F: Trainer, S: Source<F::Model, TargetOf<F>>> Learning<'a, F, S> {
    /// Checks all settings, and makes room for what the plan needs.
    pub(super) fn new(
        compiled: &'a mut CompiledOf<F>,
        source: S,
        validation_data: Option<&'a DatasetOf<F>>,
        plan: &Plan,
    ) -> Result<Self> {
        Ok(Self {
            spans: compiled.prepare()?,
            workspace: Workspace::new(plan.largest_batch, plan.threads)?,
            states: compiled.metrics.states(),
            output_losses: OutputLosses::default(),
            compiled,
            source,
            validation_data,
            #[cfg(feature = "safetensors")]
            before: None,
        })
    }

    /// Begins the next pass through the data.
    #[cold]
    fn begin_pass(&mut self, streams: Streams) -> Result<()> {
        self.compiled.progress.passes += 1;
        self.source.begin(self.compiled.progress.passes - 1, streams)?;
        if self.source.has_more()? { Ok(()) } else { Err(Error::Empty) }
    }
}

impl<F: Trainer, S: Source<F::Model, TargetOf<F>>> Learner for Learning<'_, F, S> {
    fn progress(&mut self) -> &mut Progress {
        &mut self.compiled.progress
    }

    fn seed(&self) -> u64 {
        self.compiled.model.arena().seed()
    }

    fn uses_averages(&self) -> bool {
        self.compiled.optimizer_state.averages.is_swapped()
    }

    fn settle_averages(&mut self) {
        self.compiled.optimizer_state.averages.settle(self.compiled.model.arena().values());
    }

    fn has_more(&mut self) -> Result<bool> {
        self.source.has_more()
    }

    fn load(&mut self, streams: Streams) -> Result<usize> {
        if !self.source.has_more()? {
            self.begin_pass(streams)?;
        }
        self.source.load(&mut self.workspace)
    }

    fn step(&mut self, at: (usize, usize), streams: Streams) -> Result<f64> {
        let loss = self.compiled.step(at, &self.spans, streams, &mut self.workspace, &mut self.states)?;
        if const { !<F::Model as Model>::OUTPUTS.is_empty() } {
            self.output_losses.add(self.workspace.of_each());
        }
        Ok(loss)
    }

    fn position(&self) -> usize {
        self.source.position()
    }

    fn go_to(&mut self, position: usize, streams: Streams) -> Result<()> {
        self.source.begin(self.compiled.progress.passes - 1, streams)?;
        self.source.go_to(position)
    }

    fn validate(&mut self, Validation { rows, batch_size, .. }: &Validation) -> Result<Scores> {
        let Self { compiled, spans, workspace, .. } = self;
        let data = self.validation_data.expect("who plans to validate has data for it");
        evaluate_rows::<F>(compiled, spans, data, rows.clone(), *batch_size, workspace)
    }

    fn reset_metrics(&mut self) {
        self.states = self.compiled.metrics.states();
        self.output_losses = OutputLosses::default();
    }

    fn each_number(&mut self, see: &mut dyn FnMut(&mut f64)) {
        self.compiled.metrics.each_number(&mut self.states, see);
        self.output_losses.each_number(<F::Model as Model>::OUTPUTS.len(), see);
    }

    fn scores(&self, loss: f64) -> Scores {
        scores::<F>(self.compiled, &self.states, &self.output_losses, loss)
    }

    #[cfg(feature = "safetensors")]
    fn state(&self) -> State {
        self.compiled.state()
    }

    #[cfg(feature = "safetensors")]
    fn weights_state(&self) -> State {
        self.compiled.model.weights_state()
    }

    #[cfg(feature = "safetensors")]
    fn load_from(&mut self, contents: Contents<File>) -> Result<()> {
        let before = self.compiled.snapshot();
        self.compiled.load_from(contents)?;
        self.before = Some(before);
        Ok(())
    }

    #[cfg(feature = "safetensors")]
    fn prepare(&mut self) -> Result<()> {
        self.spans = self.compiled.prepare()?;
        Ok(())
    }

    #[cfg(feature = "safetensors")]
    fn settle_load(&mut self, stays: bool) {
        if let Some(before) = self.before.take().filter(|_| !stays) {
            self.compiled.take_over(before);
        }
    }
}

impl<F: Trainer, S> Access for Learning<'_, F, S> {
    fn iterations(&self) -> u64 {
        self.compiled.progress.iterations
    }

    fn learning_rate(&self) -> f64 {
        self.compiled.learning_rate()
    }

    fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        self.compiled.set_learning_rate(rate)
    }

    fn weights(&self) -> Vec<Weight<f64>> {
        self.compiled.model.weights().into_iter().map(Weight::cast).collect()
    }

    fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()> {
        let weights: Vec<_> = weights.iter().cloned().map(Weight::cast).collect();
        self.compiled.model.set_weights(&weights)
    }

    fn check_weights(&self, weights: &[Weight<f64>]) -> Result<()> {
        let weights: Vec<Weight<<F::Model as Model>::Scalar>> =
            weights.iter().cloned().map(Weight::cast).collect();
        weights::check(&spans(&self.compiled.model, self.compiled.model.arena()), &weights)
    }

    fn keeps_averages(&self) -> bool {
        self.compiled.optimizer.options().averaging().is_some()
    }

    fn use_averages(&mut self, use_averages: bool) {
        self.compiled.use_averages(use_averages);
    }
}
