use alloc::format;

use super::check::check_network;
use super::compile::Compiled;
use super::step::{Context, Needs, Step, Workspace, add_penalties, penalty};
use crate::error::{Error, Result};
use crate::layer::{Pass, is_inlined, parameters};
use crate::losses::Losses;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::model::spans::Spans;
use crate::optimizers::Optimizer;
use crate::rng::Streams;
use crate::simd::with_instructions;

impl<M, O, L, Ms> Compiled<M, O, L, Ms>
where
    M: Model,
    O: Optimizer,
    L: Losses<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Targets>,
{
    /// Checks all settings, and makes room for what the optimizer remembers.
    pub(super) fn prepare(&mut self) -> Result<Spans> {
        let spans = check_network(&self.model, &self.loss)?;
        self.optimizer.options().check()?;
        self.optimizer.check()?;
        self.metrics.check()?;
        self.optimizer_state.prepare(&Needs::of(&self.optimizer), parameters::<M>())?;
        Ok(spans)
    }

    /// Learns from the loaded batch, which is this one of this epoch, and gives its loss. It is an error, and nothing
    /// is changed, if that, the gradient's norm or the optimizer's step is not finite, or the loss is not defined.
    #[inline(always)]
    pub(super) fn step(
        &mut self,
        at: (usize, usize),
        spans: &Spans,
        streams: Streams,
        workspace: &mut Workspace<M, L::Targets>,
        states: &mut Ms::States,
    ) -> Result<f64> {
        // Whatever callbacks looked at: what learns are the variables.
        self.use_averages(false);
        let lanes = workspace.lanes();
        if const { is_inlined::<M, M::Scalar>() } && lanes.is_block() {
            // Here the compiler learns how many lanes there are, and makes one function of all that follows.
            return with_instructions(
                #[inline(always)]
                |instructions| {
                    let batch = Context::inlined(lanes.samples(), instructions);
                    self.step_inline(at, batch, spans, streams, workspace, states)
                },
            );
        }
        self.step_shared(at, spans, streams, workspace, states)
    }

    /// The step for a batch of any size.
    #[inline(never)]
    fn step_shared(
        &mut self,
        at: (usize, usize),
        spans: &Spans,
        streams: Streams,
        workspace: &mut Workspace<M, L::Targets>,
        states: &mut Ms::States,
    ) -> Result<f64> {
        let context = Context::shared(workspace.lanes().samples());
        self.step_inline(at, context, spans, streams, workspace, states)
    }

    /// The step, for a caller who knows this of the batch.
    #[inline(always)]
    pub(super) fn step_inline(
        &mut self,
        (epoch, batch): (usize, usize),
        context: Context,
        spans: &Spans,
        streams: Streams,
        workspace: &mut Workspace<M, L::Targets>,
        states: &mut Ms::States,
    ) -> Result<f64> {
        let Self { model, optimizer, loss, metrics, optimizer_state, progress, .. } = self;
        let iterations = &mut progress.iterations;
        let is_one_function = const { is_inlined::<M, M::Scalar>() } && context.is_inlined;
        let pass = Pass::training(streams, *iterations);
        let of_batch = if is_one_function {
            workspace.forward_inline(context, model, pass);
            workspace.loss_inline(context, loss)
        } else {
            workspace.forward(model, pass);
            workspace.loss(loss)
        };
        if let Some(outside) = workspace.outside(loss) {
            let place = format!("epoch {epoch}, batch {batch}, sample {}", outside.sample);
            return Err(outside.error(place));
        }
        let of_batch = of_batch + penalty(spans, model.arena().values());
        let diverged = || Error::Diverged { epoch, batch, loss: of_batch };
        if !of_batch.is_finite() {
            return Err(diverged());
        }
        if Ms::COUNT > 0 {
            metrics.update(states, workspace.seen());
        }
        let gradients = if is_one_function {
            workspace.backward_inline(context, model, loss)
        } else {
            workspace.backward(model, loss)
        };
        add_penalties(spans, model.arena().values(), gradients);
        let parameters = const { parameters::<M>() };
        let step = Step {
            spans,
            variables: &mut model.arena_mut().values_mut()[..parameters],
            gradients: &mut gradients[..parameters],
            iterations: *iterations,
            instructions: context.instructions,
        };
        let is_done = if is_one_function {
            optimizer_state.step_inline(optimizer, step)
        } else {
            optimizer_state.step(optimizer, step)
        };
        if !is_done {
            return Err(diverged());
        }
        *iterations += 1;
        Ok(of_batch)
    }
}
