use alloc::format;
use core::ops::Range;

use super::check::{check_data, check_network};
use super::compile::Compiled;
use super::output_losses::OutputLosses;
use super::step::{Threads, Workspace, penalty};
use super::trainer::{CompiledOf, DatasetOf, StatesOf, TargetOf, Trainer};
use crate::error::{Result, check_setting};
use crate::kernels::gather::Rows;
use crate::layer::Pass;
use crate::metrics::{Metrics, Scores};
use crate::model::Model;
use crate::model::spans::Spans;

// The bounds are those of the methods, not of the block: where one does not hold, the compiler says which, and
// does not look for another `evaluate`.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// The loss and the metrics on `data`, for the model as it is, in batches of 32.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for settings of a layer, the loss or a metric that make no sense,
    /// [`Error::Target`](crate::Error::Target) and [`Error::Output`](crate::Error::Output) for targets and outputs that
    /// the loss is not defined for, [`Error::Memory`](crate::Error::Memory) for a batch that there is no memory for.
    pub fn evaluate(&self, data: &<Self as Trainer>::Data) -> Result<Scores>
    where
        Self: Trainer,
    {
        Trainer::evaluate(self, data)
    }

    /// As [`evaluate`](Self::evaluate), in batches of another size: Keras' `evaluate(…, batch_size=…)`. The last
    /// digits may depend on it; with a [`Reduction`](crate::losses::Reduction) other than the default, the loss does.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate), and [`Error::Setting`](crate::Error::Setting) for a size of 0.
    pub fn evaluate_in_batches(&self, data: &<Self as Trainer>::Data, batch_size: usize) -> Result<Scores>
    where
        Self: Trainer,
    {
        Trainer::evaluate_in_batches(self, data, batch_size)
    }
}

/// Loss and metrics on all samples.
pub(super) fn evaluate<F: Trainer>(
    compiled: &CompiledOf<F>,
    data: &DatasetOf<F>,
    batch_size: usize,
) -> Result<Scores> {
    check_setting("the batch size", batch_size as f64, batch_size > 0, "at least 1")?;
    let spans = check_network(&compiled.model, &compiled.loss)?;
    compiled.metrics.check()?;
    check_data::<F::Model, F::Loss>(&compiled.loss, data, "targets", false)?;
    let mut workspace = Workspace::new(batch_size.min(data.len()), Threads::ALL)?;
    evaluate_rows::<F>(compiled, &spans, data, 0..data.len(), batch_size, &mut workspace)
}

/// Loss and metrics on the samples `rows`. The workspace holds at least a batch.
pub(super) fn evaluate_rows<F: Trainer>(
    compiled: &CompiledOf<F>,
    spans: &Spans,
    data: &DatasetOf<F>,
    rows: Range<usize>,
    batch_size: usize,
    workspace: &mut Workspace<F::Model, TargetOf<F>>,
) -> Result<Scores> {
    let Compiled { model, loss, metrics, .. } = compiled;
    let mut states = metrics.states();
    let (mut total, mut output_losses) = (0.0, OutputLosses::default());
    for start in rows.clone().step_by(batch_size) {
        let samples = batch_size.min(rows.end - start);
        workspace.load(data, data.sample_weights(), samples, Rows::From(start));
        workspace.forward(model, Pass::inference());
        if let Some(outside) = workspace.outside(loss) {
            let place = format!("evaluation, row {}", start + outside.sample);
            return Err(outside.error(place));
        }
        total += workspace.loss(loss) * samples as f64;
        if const { !<F::Model as Model>::OUTPUTS.is_empty() } {
            output_losses.add(workspace.of_each());
        }
        metrics.update(&mut states, workspace.seen());
    }
    let of_all = total / rows.len() as f64 + penalty(spans, model.arena().values());
    Ok(scores::<F>(compiled, &states, &output_losses, of_all))
}

/// The loss, those of each output if there are several, and what the metrics have gathered.
pub(super) fn scores<F: Trainer>(
    compiled: &CompiledOf<F>,
    states: &StatesOf<F>,
    output_losses: &OutputLosses,
    loss: f64,
) -> Scores {
    let outputs = <F::Model as Model>::OUTPUTS;
    let mut scores = Scores::new(loss);
    output_losses.push(outputs, &mut scores);
    compiled.metrics.add_scores(states, outputs, &mut scores);
    scores
}
