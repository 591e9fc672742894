//! Fit: its arguments, the plan made of them, where batches come from, and the loop.

mod arguments;
#[cfg(feature = "safetensors")]
mod files;
mod plan;
mod progress;
mod resume;
mod run;
mod source;

pub use arguments::{Fit, ValidationFreq};
pub use progress::Verbose;
