//! What callbacks can do to the model that is trained.

use super::compile::Compiled;
use crate::callbacks::Access;
use crate::optimizers::Optimizer;
use crate::spans::spans;
use crate::{Model, Result, Weight, weights};

impl<M: Model, O: Optimizer, L, Ms> Access for Compiled<M, O, L, Ms> {
    fn iterations(&self) -> u64 {
        self.iterations
    }

    fn learning_rate(&self) -> f64 {
        Self::learning_rate(self)
    }

    fn set_learning_rate(&mut self, rate: f64) -> Result<()> {
        Self::set_learning_rate(self, rate)
    }

    fn weights(&self) -> Vec<Weight<f64>> {
        self.model.weights().into_iter().map(Weight::cast).collect()
    }

    fn set_weights(&mut self, weights: &[Weight<f64>]) -> Result<()> {
        let weights: Vec<_> = weights.iter().cloned().map(Weight::cast).collect();
        self.model.set_weights(&weights)
    }

    fn check_weights(&self, weights: &[Weight<f64>]) -> Result<()> {
        let weights: Vec<Weight<M::Scalar>> = weights.iter().cloned().map(Weight::cast).collect();
        weights::check(&spans(&self.model), &weights)
    }

    fn keeps_averages(&self) -> bool {
        self.optimizer.options().averaging().is_some()
    }

    fn use_averages(&mut self, use_averages: bool) {
        // Before the first step there is nothing to average.
        if self.iterations > 0 {
            self.optimizer_state.use_averages(self.model.arena_mut().values_mut(), use_averages);
        }
    }
}
