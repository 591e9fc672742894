use plywood::prelude::*;

use super::models::{Deep, Exponential, Images, Iris, LeNet, Memory, Regressor, Small, Transformer};
use super::{Repeat, data, repeat};

/// More than fit into the caches, as it is with 60,000.
pub(super) const IMAGES: usize = 12_800;
pub(super) const DEEP_STEPS: usize = 20;
pub(super) const LENET_STEPS: usize = 10;
pub(super) const MEMORY_STEPS: usize = 50;
pub(super) const TRANSFORMER_STEPS: usize = 10;
/// How many steps one repetition of W8 makes.
pub const REGRESSION_STEPS: usize = 100;
/// Enough of them that room for so large a batch, which each `fit` makes anew, does not count.
pub(super) const EXPONENTIAL_STEPS: usize = 100;

/// W1. Each fit begins with the same weights.
pub(super) fn iris() -> Repeat {
    let irises = data::irises();
    let fresh = Iris::new(1).compile(Adam::new(0.005), SparseCategoricalCrossentropy::default(), ());
    repeat(move || fresh.clone().fit(&irises, Fit::epochs(50).batch_size(5)).expect("it converges"))
}

/// W2. Loss and gradient alone cannot be asked for, so there is a step, which changes nothing.
pub(super) fn gradient() -> Repeat {
    let samples = data::functions::<Features<24>, 2>(200);
    let mut model = Small::new(1).compile(SGD::new(0.0), MeanSquaredError::default(), ());
    repeat(move || model.train_on_batch(&samples).expect("it stands still"))
}

/// W3.
pub(super) fn images<const BATCH: usize>() -> Repeat {
    let images = data::images(IMAGES);
    let mut model = Images::new(1).compile(Adam::default(), SparseCategoricalCrossentropy::default(), ());
    repeat(move || model.fit(&images, Fit::epochs(1).batch_size(BATCH)).expect("it converges"))
}

/// W4.
pub(super) fn deep() -> Repeat {
    let images = data::images(128 * DEEP_STEPS);
    let mut model = Deep::new(1).compile(Adam::default(), SparseCategoricalCrossentropy::default(), ());
    repeat(move || model.fit(&images, Fit::epochs(1).batch_size(128).shuffle(false)).expect("it converges"))
}

/// W5.
pub(super) fn lenet<const BATCH: usize>() -> Repeat {
    let images = data::images::<Image<28, 28, 1>>(BATCH * LENET_STEPS);
    let mut model = LeNet::new(1).compile(Adam::default(), SparseCategoricalCrossentropy::default(), ());
    repeat(move || model.fit(&images, Fit::epochs(1).batch_size(BATCH).shuffle(false)).expect("it converges"))
}

/// W7.
pub(super) fn memory() -> Repeat {
    let sequences = data::functions::<Sequence<32, 16>, 1>(32 * MEMORY_STEPS);
    let mut model = Memory::new(1).compile(Adam::default(), MeanSquaredError::default(), ());
    repeat(move || model.fit(&sequences, Fit::epochs(1).batch_size(32).shuffle(false)).expect("it converges"))
}

/// W8.
pub(super) fn regression() -> Repeat {
    let samples = data::functions::<Features<32>, 1>(64 * REGRESSION_STEPS);
    let mut model = Regressor::new(1).compile(Adam::default(), MeanSquaredError::default(), ());
    repeat(move || model.fit(&samples, Fit::epochs(1).batch_size(64).shuffle(false)).expect("it converges"))
}

/// W9.
pub(super) fn exponential() -> Repeat {
    let matrices = data::exponentials(10_000);
    let mut model = Exponential::new(1).compile(Adam::default(), MeanSquaredError::default(), ());
    let fit = || Fit::epochs(EXPONENTIAL_STEPS).batch_size(10_000).shuffle(false);
    repeat(move || model.fit(&matrices, fit()).expect("it converges"))
}

/// W10.
pub(super) fn transformer() -> Repeat {
    let sequences = data::functions::<Sequence<32, 64>, 1>(32 * TRANSFORMER_STEPS);
    let mut model = Transformer::new(1).compile(Adam::default(), MeanSquaredError::default(), ());
    repeat(move || model.fit(&sequences, Fit::epochs(1).batch_size(32).shuffle(false)).expect("it converges"))
}
