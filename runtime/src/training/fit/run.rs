//! The training loop.

use std::io::Stdout;

use super::arguments::Fit;
use super::plan::{Plan, check_class_weight};
use super::progress::Progress;
use super::source::{GeneratedBatches, Source};
use crate::callbacks::{Access, BatchLogs, Callback, Cancel, Control, EpochLogs, Training};
use crate::history::{Ending, History};
use crate::kernels::simd::with_instructions;
use crate::layer::{Pass, parameters};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::optimizers::Optimizer;
use crate::part::is_inlined;
use crate::rng::Streams;
use crate::saving::LARGEST_COUNT;
use crate::spans::Spans;
use crate::training::check::{check_network, check_targets};
use crate::training::compile::{Compiled, Data};
use crate::training::resume_point::PartialEpoch;
use crate::training::step::{Step, Workspace, add_penalties, penalty};
use crate::{Error, Lanes, Model, Result, Scores};

// The bounds are those of the method, not of the block: where one does not hold, the compiler says which, and does
// not look for another `fit`.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// Trains the model. A second call goes on where the first one ended.
    ///
    /// Each batch is one step: forward, loss, gradient, optimizer. Loss and metrics of an epoch are means
    /// over its samples, each taken before its batch changed the weights; validation comes after the epoch's
    /// last batch.
    ///
    /// # Errors
    /// Before anything is changed: [`Error::Setting`] and its kin for arguments or settings that make no sense, and what
    /// callbacks say when training begins; [`Error::Target`] for targets that the loss is not defined for; [`Error::Memory`]
    /// for a batch or an optimizer that needs more memory than there is. On the way: [`Error::Diverged`], and
    /// [`Error::Output`] for outputs that the loss is not defined for; the model then has the weights from before the batch
    /// that did it, and
    /// [`history`](Compiled::history) has the epochs before. Callbacks may end a training with errors of their own.
    pub fn fit<'a, C: Callback>(
        &mut self,
        data: &'a Data<M, L>,
        fit: Fit<'a, Data<M, L>, C>,
    ) -> Result<History>
    where
        O: Optimizer,
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
    {
        let (plan, samples) = Plan::new(data, &fit)?;
        check_targets::<M, L>(&self.loss, data, "targets")?;
        let spans = self.prepare_with(&fit)?;
        self.run(spans, plan, samples, fit)
    }

    /// Trains the model with batches that are made when they are needed, for data that are larger than memory or have no end. For each
    /// pass through the data, `batches` is called with its number, counted from 0, and makes the batches, in the order in which they are
    /// learnt from. Keras' `fit` with a generator.
    ///
    /// An epoch is a pass, or as many batches as [`steps_per_epoch`](Fit::steps_per_epoch) says; a training that is
    /// [resumed](Fit::resume) in the middle of a pass passes over the batches that it knows. One batch more is made than is needed.
    /// [`shuffle`](Fit::shuffle) does nothing here.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Sine { Dense<1, 8, tanh>, Dense<8, 1> } }
    ///
    /// // Ten batches in each pass, of other places each time.
    /// let batches = |pass: u64| {
    ///     let batch = move |batch: u64| {
    ///         let places = (0..32).map(move |n| ((pass * 320 + batch * 32 + n) as f32 * 0.618).fract() * 6.0);
    ///         Dataset::new(places.clone().map(|x| [x]), places.map(|x| [x.sin()]))
    ///     };
    ///     Ok((0..10).map(batch))
    /// };
    /// let mut model = Sine::new(1).compile(Adam::new(0.01), MeanSquaredError::default(), ());
    /// let history = model.fit_batches(batches, Fit::epochs(20))?;
    /// assert!(history.loss()[19] < history.loss()[0] && model.iterations() == 200);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// A CSV file that is larger than memory is read in [parts](crate::data::Csv::chunks), each of which the
    /// [preparation](crate::data::Preparation) makes a batch of.
    ///
    /// A dataset in another order in each pass comes with [`into_batches`](crate::Dataset::into_batches):
    /// `|pass| Ok(data.shuffle(pass).into_batches(32)?.map(Ok))`.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::Setting`] for a [`batch_size`](Fit::batch_size) or a [`validation_split`](Fit::validation_split), and
    /// whatever `batches` gives for an error: training then ends. [`Error::Empty`] for a pass without batches.
    pub fn fit_batches<'a, C: Callback, I>(
        &mut self,
        mut batches: impl FnMut(u64) -> Result<I>,
        fit: Fit<'a, Data<M, L>, C>,
    ) -> Result<History>
    where
        O: Optimizer,
        L: Loss<M::Output, M::Activation>,
        Ms: Metrics<M::Output, M::Activation, L::Target>,
        I: IntoIterator<Item = Result<Data<M, L>>>,
    {
        let plan = Plan::of_batches(&fit)?;
        if let Some(class_weight) = &fit.class_weight {
            check_class_weight::<L::Target, M::Scalar>(class_weight)?;
        }
        let spans = self.prepare_with(&fit)?;
        let loss = self.loss.clone();
        let make = move |pass| {
            let loss = loss.clone();
            let check = move |batch| check_targets::<M, L>(&loss, &batch, "targets").map(|()| batch);
            Ok(batches(pass)?.into_iter().map(move |batch| batch.and_then(&check)))
        };
        let source = GeneratedBatches::new(make, fit.class_weight.clone());
        self.run(spans, plan, source, fit)
    }
}

impl<M, O, L, Ms> Compiled<M, O, L, Ms>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
{
    /// Trains with the batches of `source`.
    fn run<'a, C: Callback, S: Source<M, L::Target>>(
        &mut self,
        spans: Spans,
        plan: Plan<'a, Data<M, L>>,
        source: S,
        fit: Fit<'a, Data<M, L>, C>,
    ) -> Result<History> {
        let scores = self.metrics.scores(&self.metrics.states(), 0.0);
        let control = Control::new(plan.epochs.end, plan.steps.unwrap_or(0), scores, plan.validates());
        Run {
            states: self.metrics.states(),
            workspace: Workspace::new(plan.largest_batch, plan.threads)?,
            source,
            epoch: None,
            compiled: self,
            callbacks: (fit.callbacks, Progress::new(fit.verbose, std::io::stdout())),
            spans,
            plan,
            control,
        }
        .train(fit.resume)?;
        Ok(self.history.clone())
    }

    /// Checks the data to validate with, and then as [`prepare`](Self::prepare).
    fn prepare_with<C>(&mut self, fit: &Fit<'_, Data<M, L>, C>) -> Result<Spans> {
        if let Some(data) = fit.validation_data {
            check_targets::<M, L>(&self.loss, data, "validation targets")?;
        }
        self.prepare()
    }

    /// Checks all settings, and makes room for what the optimizer remembers.
    pub(in crate::training) fn prepare(&mut self) -> Result<Spans> {
        let spans = check_network(&self.model, &self.loss)?;
        self.optimizer.options().check()?;
        self.optimizer.check()?;
        self.metrics.check()?;
        self.optimizer_state.prepare(&self.optimizer, parameters::<M>())?;
        Ok(spans)
    }

    /// Learns from the loaded batch, which is this one of this epoch, and gives its loss. It is an error, and nothing is
    /// changed, if that, the gradient's norm or the optimizer's step is not finite, or the loss is not defined.
    pub(in crate::training) fn step(
        &mut self,
        at: (usize, usize),
        spans: &Spans,
        streams: Streams,
        workspace: &mut Workspace<M, L::Target>,
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
                    let lanes = Lanes::block(lanes.samples(), instructions);
                    self.step_in(at, lanes, spans, streams, workspace, states)
                },
            );
        }
        self.step_in(at, lanes, spans, streams, workspace, states)
    }

    /// The step, for whoever knows more of the lanes of the batch than the workspace says.
    #[inline(always)]
    pub(in crate::training) fn step_in(
        &mut self,
        (epoch, batch): (usize, usize),
        lanes: Lanes,
        spans: &Spans,
        streams: Streams,
        workspace: &mut Workspace<M, L::Target>,
        states: &mut Ms::States,
    ) -> Result<f64> {
        let Self { model, optimizer, loss, metrics, optimizer_state, iterations, .. } = self;
        let is_one_function = const { is_inlined::<M, M::Scalar>() } && lanes.are_known();
        let pass = Pass::training(streams, *iterations);
        let of_batch = if is_one_function {
            workspace.forward_in(lanes, model, pass);
            workspace.loss_in(lanes, loss)
        } else {
            workspace.forward(model, pass);
            workspace.loss(loss)
        };
        if let Some(outside) = workspace.outside(loss) {
            let place = format!("epoch {epoch}, batch {batch}, sample {}", outside.sample);
            return Err(outside.error(loss, place));
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
            workspace.backward_in(lanes, model, loss)
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
            instructions: lanes.instructions(),
        };
        let is_done = if is_one_function {
            optimizer_state.step_in(optimizer, step)
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

/// A training on its way.
pub(super) struct Run<'a, 'd, M: Model, O, L: Loss<M::Output, M::Activation>, Ms, C, S>
where
    Ms: Metrics<M::Output, M::Activation, L::Target>,
{
    pub(super) compiled: &'a mut Compiled<M, O, L, Ms>,
    pub(super) plan: Plan<'d, Data<M, L>>,
    pub(super) spans: Spans,
    /// Those of the caller, and what prints.
    pub(super) callbacks: (C, Progress<Stdout>),
    pub(super) control: Control,
    pub(super) workspace: Workspace<M, L::Target>,
    pub(super) states: Ms::States,
    pub(super) source: S,
    /// What there is of an epoch that has begun; what its metrics have gathered is in `states`.
    pub(super) epoch: Option<PartialEpoch>,
}

impl<M, O, L, Ms, C, S> Run<'_, '_, M, O, L, Ms, C, S>
where
    M: Model,
    O: Optimizer,
    L: Loss<M::Output, M::Activation>,
    Ms: Metrics<M::Output, M::Activation, L::Target>,
    C: Callback,
    S: Source<M, L::Target>,
{
    fn train(mut self, resume: bool) -> Result<()> {
        let is_under_way = self.begin(resume)?;
        // A training that was interrupted may have nothing left to do but to end.
        let goes_on = is_under_way || self.compiled.optimizer_state.is_swapped();
        let before = self.compiled.iterations;
        let result = self.epochs();
        let diverged = matches!(result, Err(Error::Diverged { .. } | Error::Output { .. }));
        if diverged {
            self.compiled.history.end(Ending::Diverged);
        }
        if self.control.failure.is_some() {
            self.compiled.history.end(Ending::Failed);
        }
        self.note(false);
        // The averages, if they are kept, are what was to be learnt.
        self.compiled.use_averages(!diverged && (goes_on || self.compiled.iterations > before));
        self.control.ending = Some(self.compiled.history.ending());
        self.call(|(callbacks, progress), training| {
            callbacks.on_train_end(training);
            progress.on_train_end(training);
        });
        #[cfg(feature = "safetensors")]
        self.save_files();
        if let Some(failure) = self.control.failure.take() {
            self.compiled.history.end(Ending::Failed);
            return Err(failure);
        }
        if diverged && self.control.tolerates_divergence { Ok(()) } else { result }
    }

    /// Lets the callbacks look on, and what prints.
    pub(super) fn call(&mut self, hook: impl FnOnce(&mut (C, Progress<Stdout>), &mut Training<'_>)) {
        hook(&mut self.callbacks, &mut Training::new(&mut self.control, self.compiled));
    }

    /// Fails if this is an error.
    pub(super) fn check(&mut self, result: Result<()>) {
        self.call(|_, training| training.check(result));
    }

    fn epochs(&mut self) -> Result<()> {
        // A later epoch could not be read from a file again.
        for epoch in self.plan.epochs.start..self.plan.epochs.end.min(LARGEST_COUNT + 1) {
            if self.control.stopped {
                break;
            }
            let Some(scores) = self.epoch(epoch)? else {
                self.compiled.history.end(Ending::Cancelled);
                return Ok(());
            };
            let validation = self.validate(epoch)?;
            let mut logs = EpochLogs::new(epoch, scores, validation);
            self.call(|callbacks, training| callbacks.on_epoch_end(&mut logs, training));
            self.compiled.history.push(&logs);
            #[cfg(feature = "safetensors")]
            self.save_files();
        }
        if self.control.stopped {
            self.compiled.history.end(Ending::Stopped);
        }
        Ok(())
    }

    /// One epoch, or the rest of one; `None` if it was cancelled, or a callback has failed.
    fn epoch(&mut self, epoch: usize) -> Result<Option<Scores>> {
        let streams = self.streams();
        if self.epoch.is_some() {
            // It has begun already; only what prints does not know that.
            self.call(|(_, progress), training| progress.on_epoch_begin(epoch, training));
        } else {
            self.states = self.compiled.metrics.states();
            self.call(|callbacks, training| callbacks.on_epoch_begin(epoch, training));
        }
        let first = self.epoch.get_or_insert_default().batches;
        for batch in first..self.plan.steps.unwrap_or(usize::MAX) {
            match self.is_over(batch) {
                Ok(true) => break,
                Ok(false) => {}
                Err(error) => {
                    self.check(Err(error));
                    return Ok(None);
                }
            }
            if self.plan.cancel.as_ref().is_some_and(Cancel::is_cancelled) {
                return Ok(None);
            }
            self.call(|callbacks, training| callbacks.on_train_batch_begin(batch, training));
            if self.control.failure.is_some() {
                return Ok(None);
            }
            let samples = match self.load(streams) {
                Ok(samples) => samples,
                Err(error) => {
                    self.check(Err(error));
                    return Ok(None);
                }
            };
            let (workspace, states) = (&mut self.workspace, &mut self.states);
            let loss = self.compiled.step((epoch, batch), &self.spans, streams, workspace, states)?;
            let part = self.epoch.get_or_insert_default();
            part.add(loss, samples);
            let logs = BatchLogs { epoch, batch, loss: part.mean() };
            self.call(|callbacks, training| callbacks.on_train_batch_end(&logs, training));
            #[cfg(feature = "safetensors")]
            self.save_files();
            if self.control.stopped {
                break;
            }
        }
        if self.control.failure.is_some() {
            return Ok(None);
        }
        let loss = self.epoch.take().unwrap_or_default().mean();
        Ok(Some(self.compiled.metrics.scores(&self.states, loss)))
    }

    /// Whether the epoch is over after so many batches, because the pass through the data is, and nothing else says how long it is.
    fn is_over(&mut self, batches: usize) -> Result<bool> {
        let is_over = self.plan.steps.is_none() && batches > 0 && !self.source.has_more()?;
        if is_over {
            self.control.steps = batches;
        }
        Ok(is_over)
    }

    /// Takes in the next batch, of a new pass through the data if the last one is over, and says how many samples it has.
    fn load(&mut self, streams: Streams) -> Result<usize> {
        if !self.source.has_more()? {
            self.compiled.passes += 1;
            self.source.begin(self.compiled.passes - 1, streams)?;
            if !self.source.has_more()? {
                return Err(Error::Empty);
            }
        }
        self.source.load(&mut self.workspace)
    }

    /// The random streams of this training.
    pub(super) fn streams(&self) -> Streams {
        Streams::new(self.plan.seed.unwrap_or(self.compiled.model.arena().seed()))
    }

    /// The scores on the validation data, if it is their turn after this epoch.
    fn validate(&mut self, epoch: usize) -> Result<Option<Scores>> {
        if !self.plan.validation.as_ref().is_some_and(|validation| validation.is_due(epoch)) {
            return Ok(None);
        }
        self.call(|callbacks, training| callbacks.on_test_begin(training));
        let Some(validation) = &self.plan.validation else { return Ok(None) };
        let (rows, size) = (validation.rows.clone(), validation.batch_size);
        let scores =
            self.compiled.evaluate_rows(&self.spans, validation.data, rows, size, &mut self.workspace)?;
        self.call(|callbacks, training| callbacks.on_test_end(training));
        Ok(Some(scores))
    }
}
