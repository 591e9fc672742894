use alloc::boxed::Box;

use super::check::check_data;
use super::compile::Compiled;
use super::evaluate::scores;
use super::output_losses::OutputLosses;
use super::step::{Threads, Workspace};
use super::trainer::{CompiledOf, DatasetOf, TargetOf, Trainer};
use crate::data::Targets;
use crate::error::Result;
use crate::kernels::gather::Rows;
use crate::metrics::{Metrics, Scores};
use crate::model::Model;
use crate::model::spans::Spans;
use crate::rng::Streams;

/// What stays in the cache: a model's variables, whose settings are checked, and room for a batch.
struct Prepared<M: Model, Y: Targets> {
    spans: Spans,
    workspace: Workspace<M, Y>,
}

// The bounds are those of the methods, not of the block: where one does not hold, the compiler says which.
impl<M: Model, O, L, Ms> Compiled<M, O, L, Ms> {
    /// Learns from all samples of `data` as one batch: one step of the optimizer. The scores are those of this batch,
    /// from before the step.
    ///
    /// As many steps in a loop of one's own are what [`fit`](Self::fit) does with these batches, unshuffled; the
    /// model's [`history`](Self::history) does not see them, and moving averages of the weights do not take their
    /// place. In a loop, nothing but the scores is allocated after the first step.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let data = datasets::iris();
    /// let loss = SparseCategoricalCrossentropy::default();
    /// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.01), loss, ());
    /// let before = model.train_on_batch(&data)?.loss();
    /// assert!(model.test_on_batch(&data)?.loss() < before);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) and its kin for settings that make no sense,
    /// [`Error::Target`](crate::Error::Target) for targets that the loss is not defined for,
    /// [`Error::Memory`](crate::Error::Memory) as in [`fit`](Self::fit). [`Error::Diverged`](crate::Error::Diverged)
    /// and [`Error::Output`](crate::Error::Output), with the number of batches that were learnt from before as the
    /// batch; the model then is as it was.
    pub fn train_on_batch(&mut self, data: &<Self as Trainer>::Data) -> Result<Scores>
    where
        Self: Trainer,
    {
        Trainer::train_on_batch(self, data)
    }

    /// The loss and the metrics of all samples of `data` as one batch, for the model as it is.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate).
    pub fn test_on_batch(&self, data: &<Self as Trainer>::Data) -> Result<Scores>
    where
        Self: Trainer,
    {
        Trainer::test_on_batch(self, data)
    }
}

/// One step with all samples.
pub(super) fn train_on_batch<F: Trainer>(
    compiled: &mut CompiledOf<F>,
    data: &DatasetOf<F>,
) -> Result<Scores> {
    check_data::<F::Model, F::Loss>(&compiled.loss, data, "targets", false)?;
    compiled.optimizer_state.averages.settle(compiled.model.arena().values());
    let mut prepared: Box<Prepared<F::Model, TargetOf<F>>> = match compiled.cache.take() {
        Some(prepared) => prepared,
        None => Box::new(Prepared {
            spans: compiled.prepare()?,
            workspace: Workspace::new(data.len(), Threads::ALL)?,
        }),
    };
    let Prepared { spans, workspace } = &mut *prepared;
    workspace.make_room(data.len())?;
    workspace.load(data, data.sample_weights(), data.len(), Rows::From(0));
    let mut states = compiled.metrics.states();
    let streams = Streams::new(compiled.model.arena().seed());
    let at = (0, usize::try_from(compiled.progress.iterations).unwrap_or(usize::MAX));
    let loss = compiled.step(at, spans, streams, workspace, &mut states);
    let mut output_losses = OutputLosses::default();
    output_losses.add(workspace.of_each());
    compiled.cache.leave(prepared);
    Ok(scores::<F>(compiled, &states, &output_losses, loss?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Classes;
    use crate::error::Error;
    use crate::layer::Layer;
    use crate::metrics::Weighted;
    use crate::prelude::*;
    use crate::training::step::Context;

    model! { struct Net { hidden: Dense<4, 8, tanh>, Dropout(0.3), Dense<_, 3, softmax>(kernel_regularizer = L2(0.01)) } }

    /// Ten irises with weights.
    fn data() -> Dataset<Features<4>, Classes<3>> {
        let data = datasets::iris().shuffle(2).split(0.07).unwrap().0;
        let weights: Vec<f32> = (0..data.len()).map(|row| 0.5 + row as f32 / 4.0).collect();
        data.sample_weight(weights).unwrap()
    }

    /// A compiled network; a macro, because its type is long.
    macro_rules! net {
        ($optimizer:expr) => {{
            let metrics = (Accuracy::default(), Weighted(Accuracy::default()));
            Net::new(7).compile($optimizer, SparseCategoricalCrossentropy::default(), metrics)
        }};
    }

    #[test]
    fn a_loop_of_steps_is_what_fit_does() -> Result<()> {
        let (mut fitted, mut stepped) = (net!(Adam::new(0.01)), net!(Adam::new(0.01)));
        assert_eq!(data().len(), 10);
        for _ in 0..3 {
            fitted.fit(&data(), Fit::epochs(1).batch_size(4).shuffle(false))?;
            // A last batch that is smaller than those before, and then larger ones again.
            for batch in data().batches(4)? {
                stepped.train_on_batch(&batch)?;
            }
            assert_eq!(fitted.weights(), stepped.weights());
        }
        assert_eq!(fitted.iterations(), stepped.iterations());
        Ok(())
    }

    #[test]
    fn scores_are_those_of_the_batch_before_the_step() -> Result<()> {
        let mut model = net!(SGD::new(0.1));
        let history = model.clone().fit(&data(), Fit::epochs(1).batch_size(10).shuffle(false))?;
        let scores = model.train_on_batch(&data())?;
        for (name, value) in scores.iter() {
            assert_eq!(history.get(name), Some(&[value][..]));
        }
        assert_eq!(scores.iter().count(), 3);
        assert_eq!(model.test_on_batch(&data())?, model.evaluate(&data())?);
        Ok(())
    }

    #[test]
    fn changes_in_between_are_seen() -> Result<()> {
        let mut model = net!(SGD::new(0.1));
        model.train_on_batch(&data())?;
        model.freeze("hidden")?;
        let before = model.weights();
        model.train_on_batch(&data())?;
        let after = model.weights();
        let changed: Vec<bool> = before.iter().zip(&after).map(|(before, after)| before != after).collect();
        assert_eq!(changed, [false, false, true, true]);
        Ok(())
    }

    model! { struct Few { Dense<4, 8, tanh>, Dense<8, 3, softmax> } }

    #[test]
    fn a_step_that_is_compiled_as_one_function_is_the_same_to_the_last_bit() -> Result<()> {
        const { assert!(Few::<f32>::INLINED && !Net::<f32>::INLINED) };
        for samples in 1..=10 {
            let batch = data().batches(samples)?.next().expect("there are ten");
            let loss = SparseCategoricalCrossentropy::default();
            let mut one = Few::new(7).compile(Adam::new(0.01), loss, ());
            let mut many = one.clone();
            let spans = many.prepare()?;
            let mut workspace = Workspace::new(samples, Threads::ALL)?;
            for _ in 0..3 {
                let scores = one.train_on_batch(&batch)?;
                workspace.load(&batch, batch.sample_weights(), samples, Rows::From(0));
                let (context, streams) = (Context::shared(samples), Streams::new(7));
                let loss = many.step_inline((0, 0), context, &spans, streams, &mut workspace, &mut ());
                assert_eq!(loss, Ok(scores.loss()));
                assert_eq!(many.weights(), one.weights());
            }
        }
        Ok(())
    }

    #[test]
    fn a_step_that_diverges_changes_nothing() -> Result<()> {
        let mut model = net!(SGD::new(f64::MAX));
        let before = model.weights();
        let diverged = model.train_on_batch(&data());
        assert!(matches!(diverged, Err(Error::Diverged { epoch: 0, batch: 0, .. })), "{diverged:?}");
        assert_eq!((model.weights(), model.iterations()), (before, 0));
        let mut model = net!(SGD::new(-1.0));
        assert!(matches!(model.train_on_batch(&data()), Err(Error::Setting { .. })));
        Ok(())
    }
}
