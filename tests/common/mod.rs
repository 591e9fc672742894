//! What several tests need: a small network for irises, its weights as one number, and every optimizer.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod counting;

use plywood::Compiled;
use plywood::optimizers::Optimizer;
use plywood::prelude::*;

model! { pub struct Iris { hidden: Dense<4, 8, relu>, Dropout(0.1), Dense<_, 3, softmax> } }

pub type Trained = Compiled<Iris, Adam, SparseCategoricalCrossentropy, (Accuracy,)>;

pub fn compiled(seed: u64) -> Trained {
    Iris::new(seed).compile(Adam::new(0.01), SparseCategoricalCrossentropy::default(), (Accuracy::default(),))
}

/// Scaled irises.
pub fn iris() -> Dataset<Features<4>, Classes<3>> {
    let data = datasets::iris();
    StandardScaler::fit(&data).transform(&data)
}

/// FNV-1a over the bits of all weights.
pub fn fingerprint(model: &impl Model<Scalar = f32>) -> u64 {
    let values = model.weights().into_iter().flat_map(|weight| weight.values);
    values.fold(0xcbf2_9ce4_8422_2325, |hash, value| {
        (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Something to be done with an optimizer of any type.
pub trait With {
    fn with<O: Optimizer>(&mut self, optimizer: O);
}

/// Does it with every optimizer, and with each setting that makes it remember more.
pub fn every_optimizer(rate: f64, action: &mut impl With) {
    action.with(SGD::new(rate));
    action.with(SGD::new(rate).momentum(0.9));
    action.with(SGD::new(rate).momentum(0.9).nesterov(true));
    action.with(RMSprop::new(rate));
    action.with(RMSprop::new(rate).momentum(0.9).centered(true));
    action.with(Adam::new(rate));
    action.with(Adam::new(rate).amsgrad(true));
    action.with(AdamW::new(rate));
    action.with(Adagrad::new(rate));
    action.with(Adadelta::new(rate));
    action.with(Adamax::new(rate));
    action.with(Nadam::new(rate));
    action.with(Ftrl::new(rate));
    action.with(Lion::new(rate));
    action.with(Adafactor::new(rate));
    action.with(Lamb::new(rate));
    action.with(Muon::new(rate));
}
