use core::ops::Range;

use super::compile::{Compiled, Data};
use super::workspace::Workspace;
use crate::layer::Pass;
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::{Model, Result, Scores};

/// How many samples are evaluated in one go.
const BATCH: usize = 128;

// The bounds are those of the methods, not of the block: where one does not hold, the compiler says which, and
// does not look for another `evaluate`.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// The loss and the metrics on `data`, for the model as it is.
    ///
    /// # Errors
    /// None at present: a [`Dataset`](crate::Dataset) has samples, all finite.
    pub fn evaluate(&self, data: &Data<M, L>) -> Result<Scores>
    where
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, L::Target>,
    {
        let mut workspace = Workspace::new(BATCH.min(data.len()));
        Ok(self.evaluate_rows(data, 0..data.len(), BATCH, &mut workspace))
    }
}

impl<M, O, L, Ms> Compiled<M, O, L, Ms>
where
    M: Model,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, L::Target>,
{
    /// Loss and metrics on the samples `rows`. The workspace holds at least a batch.
    pub(super) fn evaluate_rows(
        &self,
        data: &Data<M, L>,
        rows: Range<usize>,
        batch_size: usize,
        workspace: &mut Workspace<M, L::Target>,
    ) -> Scores {
        let count = rows.len();
        let mut metrics = self.metrics.clone();
        metrics.reset();
        let mut total = 0.0;
        for start in rows.clone().step_by(batch_size) {
            workspace.load(data, batch_size.min(rows.end - start), |lane| start + lane);
            workspace.forward(&self.model, Pass::inference());
            total += workspace.loss(&self.loss);
            metrics.update(workspace.seen());
        }
        Scores::new(total / count as f64, metrics.names(), metrics.results())
    }
}
