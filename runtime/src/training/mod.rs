//! Compile, fit, evaluate, predict.

mod access;
mod check;
mod compile;
mod evaluate;
mod fit;
mod gradient_check;
mod minimize;
mod predict;
mod resume_point;
mod state;
mod step;
mod summary;
mod train_on_batch;

pub use compile::{Compile, Compiled};
pub use fit::{Fit, ValidationFreq, Verbose};
pub use gradient_check::{GradientCheck, gradient_check};
pub use predict::{Predict, Sample, Samples};
