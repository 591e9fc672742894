use super::{Direction, Metric, Score, Seen};
use crate::data::Target;
use crate::error::Result;
use crate::tensor::{Scalar, Shape};

/// A metric under another name: Keras' `name`, to tell two of a kind apart.
///
/// ```
/// use plywood::prelude::*;
///
/// let metrics = (Named("right", Accuracy::default()),);
/// let model = model![Dense<4, 3, softmax>];
/// let model = model.compile(SGD::default(), SparseCategoricalCrossentropy::default(), metrics);
/// assert!(model.evaluate(&datasets::iris())?.get("right").is_some());
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Named<M>(
    /// The name.
    pub &'static str,
    /// The metric.
    pub M,
);

#[warn(clippy::missing_trait_methods, reason = "whatever there is belongs to the metric inside")]
impl<Out: Shape, A, Y: Target, M: Metric<Out, A, Y>> Metric<Out, A, Y> for Named<M> {
    type State = M::State;

    fn name(&self) -> &str {
        self.0
    }

    fn direction(&self) -> Option<Direction> {
        self.1.direction()
    }

    fn is_weighted(&self) -> bool {
        self.1.is_weighted()
    }

    fn check(&self) -> Result<()> {
        self.1.check()
    }

    fn state(&self) -> M::State {
        self.1.state()
    }

    fn update<T: Scalar>(&self, state: &mut M::State, seen: Seen<'_, T, Out, Y>) {
        self.1.update(state, seen);
    }

    fn result(&self, state: &M::State) -> Score {
        self.1.result(state)
    }
}
