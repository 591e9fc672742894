use core::fmt::{self, Debug};

use super::gathered::Gathered;
use super::score::{Direction, Score};
use crate::data::{Target, Targets};
use crate::error::Result;
use crate::losses::{Prediction, Weights};
use crate::tensor::{Flow, Scalar, Shape};

/// A number that says how good a model is, whose output is `Out`, made by the activation `A`, on data whose
/// targets are `Y`.
///
/// A metric is a description. What it gathers, batch by batch, is its [`State`](Self::State), which lies with
/// whoever goes through the data.
///
/// Every [`Loss`](crate::losses::Loss) is a metric: its mean over the samples.
/// ```
/// use plywood::metrics::{Direction, Mean, Metric, Score, Seen};
/// use plywood::prelude::*;
/// use plywood::{Scalar, Shape};
///
/// /// The share of the outputs that are so near to the target.
/// #[derive(Clone)]
/// struct Within(f64);
///
/// impl<Out: Shape, A> Metric<Out, A, Out> for Within {
///     type State = Mean;
///
///     fn name(&self) -> &str {
///         "within"
///     }
///
///     fn direction(&self) -> Option<Direction> {
///         Some(Direction::Up)
///     }
///
///     fn state(&self) -> Mean {
///         Mean::default()
///     }
///
///     fn update<T: Scalar>(&self, state: &mut Mean, seen: Seen<'_, T, Out, Out>) {
///         for sample in 0..seen.samples() {
///             for value in 0..Out::LEN {
///                 let error = seen.outputs().at(value, sample) - seen.targets.at(value, sample);
///                 state.add_hit(error.abs().to_f64() <= self.0, seen.weight(sample));
///             }
///         }
///     }
///
///     fn result(&self, state: &Mean) -> Score {
///         (*state).into()
///     }
/// }
///
/// let model = model![Dense<1, 1>(kernel_initializer = Ones)];
/// let model = model.compile(SGD::new(0.1), MeanSquaredError::default(), (Within(0.5),));
/// let data = Dataset::new([[1.0], [2.0], [3.0], [4.0]], [[1.0], [2.25], [2.5], [9.0]])?;
/// assert_eq!(model.evaluate(&data)?.get("within"), Some(0.75));
/// # Ok::<(), plywood::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metric for the output `{Out}` and the targets `{Y}`",
    label = "does not fit the output or the targets",
    note = "write `Accuracy::default()` for classes, `MeanAbsoluteError::default()` for values; the loss decides which of them the targets are"
)]
pub trait Metric<Out: Shape, A, Y: Target>: Clone + Send + Sync {
    /// What is gathered: a [`Mean`](super::Mean), [`Counts`](super::Counts), a number, or a list of these; or a type
    /// that shows its numbers.
    type State: Clone + Debug + Gathered + Send + Sync;

    /// The name that it has in the history and in scores.
    fn name(&self) -> &str;

    /// Whether more or less of it is better, if either is.
    fn direction(&self) -> Option<Direction> {
        None
    }

    /// Whether samples count by their weights: see [`Weighted`](super::Weighted).
    fn is_weighted(&self) -> bool {
        false
    }

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// The state before any batch.
    fn state(&self) -> Self::State;

    /// Takes a batch in.
    fn update<T: Scalar>(&self, state: &mut Self::State, seen: Seen<'_, T, Out, Y>);

    /// The number, for all batches that were taken in; it is asked for before the first one, too.
    fn result(&self, state: &Self::State) -> Score;
}

/// A batch, as a metric sees it.
#[non_exhaustive]
pub struct Seen<'a, T: Scalar, Out: Flow, Y: Targets> {
    /// What the model makes of the samples.
    pub prediction: Prediction<'a, T, Out>,
    /// The targets.
    pub targets: Y::Batch<'a, T>,
    pub(super) weights: Weights<'a, T>,
}

impl<'a, T: Scalar, Out: Flow, Y: Targets> Seen<'a, T, Out, Y> {
    /// A batch of predictions with their targets, and the weights of the samples, if they have any: one for each lane, or
    /// one for each [position](Target::POSITIONS) of their targets and each lane.
    pub fn new(
        prediction: Prediction<'a, T, Out>,
        targets: Y::Batch<'a, T>,
        weights: Option<&'a [T]>,
    ) -> Self {
        let stride = Out::lanes(&prediction.outputs).stride();
        Self::of(prediction, targets, Weights::new(weights.unwrap_or_default(), &[], stride))
    }

    pub(crate) const fn of(
        prediction: Prediction<'a, T, Out>,
        targets: Y::Batch<'a, T>,
        weights: Weights<'a, T>,
    ) -> Self {
        Self { prediction, targets, weights }
    }

    /// The same batch, its samples with their weights or all with weight 1.
    pub(super) const fn weighted(self, is_weighted: bool) -> Self {
        if is_weighted { self } else { Self { weights: self.weights.unweighted(), ..self } }
    }

    /// The model's outputs.
    pub const fn outputs(&self) -> Out::Batch<'a, T> {
        self.prediction.outputs
    }

    /// The number of samples.
    pub fn samples(&self) -> usize {
        Out::lanes(&self.prediction.outputs).samples()
    }

    /// The weight of a sample: 1 unless the metric is weighted and the sample has another. Where the positions of its
    /// target have weights of their own, or some are masked, the mean of theirs.
    pub fn weight(&self, sample: usize) -> f64 {
        if !self.weights.are_of_positions() {
            return self.weights.at(0, 1, sample);
        }
        let positions = Y::POSITIONS[0];
        (0..positions).map(|position| self.weight_at(position, sample)).sum::<f64>() / positions as f64
    }

    /// The weight of a sample at one [position](Target::POSITIONS) of its target: a step, a pixel. It is 0 where that is
    /// masked.
    pub fn weight_at(&self, position: usize, sample: usize) -> f64 {
        self.weights.at(position, Y::POSITIONS[0], sample)
    }
}

impl<T: Scalar, Out: Flow, Y: Targets> Clone for Seen<'_, T, Out, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Scalar, Out: Flow, Y: Targets> Copy for Seen<'_, T, Out, Y> {}

impl<T: Scalar, Out: Flow, Y: Targets> Debug for Seen<'_, T, Out, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen").field("lanes", &Out::lanes(&self.prediction.outputs)).finish_non_exhaustive()
    }
}
