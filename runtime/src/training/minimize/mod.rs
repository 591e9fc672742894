mod lbfgs;

use alloc::format;
use alloc::vec::Vec;

use lbfgs::{Descent, Function};

use super::check::{check_data, check_network};
use super::compile::{Compiled, Data};
use super::step::{Threads, Workspace, add_penalties, penalty, take_state};
use crate::callbacks::EpochLogs;
use crate::error::{Error, Result};
use crate::history::{Ending, History};
use crate::kernels::gather::Rows;
use crate::layer::Pass;
use crate::losses::Losses;
use crate::metrics::Scores;
use crate::model::Model;
use crate::model::spans::{Span, Spans};
use crate::optimizers::LBFGS;
use crate::rng::Streams;

// The bounds are those of the method, not of the block, as for `fit`.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// Makes the loss on `data` as small as it can, by [`LBFGS`], all samples in one batch. The model's optimizer and
    /// its metrics have no part in it. Regularizers, sample weights and frozen layers count as in `fit`; dropout drops
    /// the same values at every look. Moving statistics move on once in each iteration.
    ///
    /// The history has the `loss` after each iteration. Its ending is [`Converged`](Ending::Converged) when the
    /// gradient is below the tolerance, or no lower loss is to be found in this number type; `Finished` when the
    /// iterations are used up.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let x = [[0.0], [1.0], [2.0], [3.0]];
    /// let line: Dataset<Features<1>, Features<1>> = Dataset::new(x, x.map(|[x]| [2.0 * x - 1.0]))?;
    /// let mut model = model![Dense<1, 1>].compile(SGD::default(), MeanSquaredError::default(), ());
    /// model.minimize(&line, LBFGS::new())?;
    /// assert!((model.predict(&[10.0])[0] - 19.0).abs() < 1e-3);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// Before anything is changed: [`Error::Setting`] and its kin for settings that make no sense, [`Error::Memory`]
    /// for more data than there is memory for, [`Error::Constrained`] for a model with constraints, which this method
    /// cannot keep to, [`Error::Target`] and [`Error::Output`] for targets and first outputs that the loss is not
    /// defined for, and [`Error::Diverged`] for a loss, a gradient or moving statistics that are not finite to begin
    /// with.
    pub fn minimize(&mut self, data: &Data<M, L>, settings: LBFGS) -> Result<History>
    where
        L: Losses<M::Output, M::Activation>,
    {
        settings.check()?;
        let spans = check_network(&self.model, &self.loss)?;
        let constrained = |span: &&Span| span.is_trainable && span.options.constrained_by().is_some();
        if let Some(span) = spans.iter().find(constrained) {
            return Err(Error::Constrained { name: span.name.clone() });
        }
        check_data::<M, L>(&self.loss, data, "targets", false)?;
        self.optimizer_state.averages.settle(self.model.arena().values());
        let mut workspace = Workspace::new(data.len(), Threads::ALL)?;
        workspace.load(data, data.sample_weights(), data.len(), Rows::From(0));
        let start = self.model.arena().values().to_vec();
        let pass = Pass::training(Streams::new(self.model.arena().seed()), self.progress.iterations);
        let mut function = WholeLoss {
            model: &mut self.model,
            loss: &self.loss,
            spans: &spans,
            workspace,
            pass,
            next: start.clone(),
        };

        let mut descent = Descent::new(&mut function, &start, settings);
        let (loss, is_finite) = (descent.value(), descent.is_finite());
        let outside = descent.function_and_point().0.workspace.outside(&self.loss);
        let mut history = History::default();
        let mut iterations = 0..settings.max_iterations;
        let ending = loop {
            if !is_finite {
                break Ending::Diverged;
            }
            if descent.is_flat() {
                break Ending::Converged;
            }
            let Some(iteration) = iterations.next() else { break Ending::Finished };
            if !descent.step() {
                break Ending::Converged;
            }
            let (function, point) = descent.function_and_point();
            function.move_state(point);
            history.push(&EpochLogs::new(iteration, Scores::new(descent.value()), None));
        };
        history.end(ending);
        let mut point = descent.point().to_vec();
        // A step of length 0 changes the sign of a negative zero.
        for Span { range, .. } in spans.iter().filter(|span| !span.is_trainable && !span.is_state) {
            point[range.clone()].copy_from_slice(&start[range.clone()]);
        }
        self.model.arena_mut().values_mut().copy_from_slice(&point);
        self.progress.history = history.clone();
        match outside {
            Some(outside) => {
                let place = format!("before the first step, sample {}", outside.sample);
                Err(outside.error(place))
            }
            None if is_finite => Ok(history),
            None => Err(Error::Diverged { epoch: 0, batch: 0, loss }),
        }
    }
}

/// The loss of a model on all samples, as a function of its variables.
struct WholeLoss<'a, M: Model, L: Losses<M::Output, M::Activation>> {
    model: &'a mut M,
    loss: &'a L,
    spans: &'a Spans,
    workspace: Workspace<M, L::Targets>,
    pass: Pass,
    /// Where state would move from the point looked at last.
    next: Vec<M::Scalar>,
}

impl<M: Model, L: Losses<M::Output, M::Activation>> Function<M::Scalar> for WholeLoss<'_, M, L> {
    fn value(&mut self, point: &[M::Scalar], gradient: &mut [M::Scalar]) -> f64 {
        let Self { model, loss, spans, workspace, pass, next } = self;
        model.arena_mut().values_mut().copy_from_slice(point);
        workspace.forward(model, *pass);
        let value = workspace.loss(*loss) + penalty(spans, point);
        if workspace.outside(*loss).is_some() {
            return f64::INFINITY;
        }
        if !value.is_finite() {
            return value;
        }
        let gradients = workspace.backward(model, *loss);
        let is_finite = take_state(spans, next, gradients);
        add_penalties(spans, point, gradients);
        gradient.copy_from_slice(gradients);
        if is_finite { value } else { f64::INFINITY }
    }
}

impl<M: Model, L: Losses<M::Output, M::Activation>> WholeLoss<'_, M, L> {
    /// Moves the state in `point`, the one looked at last, on.
    fn move_state(&self, point: &mut [M::Scalar]) {
        for Span { range, .. } in self.spans.iter().filter(|span| span.is_state) {
            point[range.clone()].copy_from_slice(&self.next[range.clone()]);
        }
    }
}
