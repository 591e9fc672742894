//! Compile, fit, evaluate, predict.

mod batch;
mod check;
mod compile;
mod context;
mod descent;
mod evaluate;
mod fit;
mod gradient_check;
mod memory;
mod minimize;
mod penalties;
mod piece;
mod plan;
mod predict;
mod prepared;
mod progress;
mod run;
mod save;
mod source;
mod step;
mod summary;
mod threads;
mod trace;
mod workspace;

pub use compile::{Compile, Compiled};
pub use fit::{Fit, ValidationFreq};
pub use gradient_check::{GradientCheck, gradient_check};
pub use predict::{Predict, Sample, Samples};
pub use progress::Verbose;
