//! What the training of a model takes.

use super::compile::Compiled;
use super::step::piece_count;
use crate::data::Targets;
use crate::layout::Lanes;
use crate::losses::Losses;
use crate::model::Model;
use crate::model::summary::{Summary, TrainingMemory};
use crate::optimizers::Optimizer;
use crate::tensor::Flow;

/// The size of a batch, if `fit` is not told another one.
const BATCH_SIZE: usize = 32;

impl<M: Model, O: Optimizer, L: Losses<M::Output, M::Activation>, Ms> Compiled<M, O, L, Ms> {
    /// As [`Model::summary`], with what the optimizer keeps, and the memory of a training with batches of 32.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let loss = SparseCategoricalCrossentropy::default();
    /// let model = model![Dense<4, 8, relu>, Dense<8, 3, softmax>].compile(Adam::new(0.01), loss, ());
    /// println!("{}", model.summary());
    /// assert!(model.training_bytes(32) > 5 * 268);
    /// ```
    pub fn summary(&self) -> Summary {
        let training = TrainingMemory {
            optimizer: self.optimizer_values(),
            batch_size: BATCH_SIZE,
            bytes: self.training_bytes(BATCH_SIZE),
        };
        self.model.summary().with_training(training)
    }

    /// The number of bytes that a training with batches of this size takes: variables and gradients, what the optimizer
    /// keeps, and the batch with all that layers make of it. Data, validation and callbacks come on top.
    pub fn training_bytes(&self, batch_size: usize) -> usize {
        let stride = Lanes::new(batch_size.max(1)).stride();
        let pieces = piece_count::<M>(Lanes::new(batch_size.max(1)));
        // Variables, a copy of them until a step is made, gradients.
        let parameters = (2 + pieces) * M::PARAMETERS + self.optimizer_values();
        let gathered = if pieces > 1 { 3 * M::Output::VALUES } else { 0 };
        // A loss, a weight and a share.
        let sample = M::SAMPLE_BYTES + (gathered + 3 * L::COUNT) * size_of::<M::Scalar>();
        let target = L::Targets::bytes::<M::Scalar>();
        parameters * size_of::<M::Scalar>() + stride * (sample + target)
    }

    /// How many numbers the optimizer keeps.
    fn optimizer_values(&self) -> usize {
        let options = self.optimizer.options();
        let kept = self.optimizer.slots()
            + usize::from(options.accumulation() > 1)
            + usize::from(options.averaging().is_some());
        kept * M::PARAMETERS
    }
}
