use super::{Direction, Metric, Score, Seen};
use crate::data::Target;
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// A metric in which samples count by their weights: what stands in Keras' `weighted_metrics`.
///
/// The weights are those of the dataset ([`Dataset::sample_weight`](crate::Dataset::sample_weight)), and while
/// training those of the classes ([`Fit::class_weight`](crate::Fit::class_weight)). Without `Weighted`, every
/// sample counts alike. Where an unweighted metric of the same name stands before it, it is called `weighted_…`.
#[derive(Clone, Copy, Debug)]
pub struct Weighted<M>(
    /// The metric.
    pub M,
);

#[warn(clippy::missing_trait_methods, reason = "whatever there is belongs to the metric inside")]
impl<Out: Shape, A, Y: Target, M: Metric<Out, A, Y>> Metric<Out, A, Y> for Weighted<M> {
    type State = M::State;

    fn name(&self) -> &str {
        self.0.name()
    }

    fn direction(&self) -> Option<Direction> {
        self.0.direction()
    }

    fn is_weighted(&self) -> bool {
        true
    }

    fn check(&self) -> Result<()> {
        self.0.check()
    }

    fn state(&self) -> M::State {
        self.0.state()
    }

    fn update<T: Scalar>(&self, state: &mut M::State, seen: Seen<'_, T, Out, Y>) {
        self.0.update(state, seen);
    }

    fn result(&self, state: &M::State) -> Score {
        self.0.result(state)
    }
}
