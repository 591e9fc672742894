//! Optimizers, under Keras' names.

mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adam_w;
mod adamax;
mod checks;
mod ftrl;
mod lamb;
mod lbfgs;
mod learning_rate;
mod lion;
mod moments;
mod muon;
mod nadam;
mod optimizer;
mod options;
mod rmsprop;
mod sgd;
mod update;

#[cfg(test)]
mod tests;

pub use adadelta::Adadelta;
pub use adafactor::Adafactor;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adam_w::AdamW;
pub use adamax::Adamax;
pub use ftrl::Ftrl;
pub use lamb::Lamb;
pub use lbfgs::LBFGS;
pub use learning_rate::{IntoLearningRate, LearningRate};
pub use lion::Lion;
pub use muon::Muon;
pub use nadam::Nadam;
pub use optimizer::Optimizer;
pub(crate) use options::Clipping;
pub use options::Options;
pub use rmsprop::RMSprop;
pub use sgd::SGD;
pub(crate) use update::set_finite;
pub use update::{Slots, Update};
