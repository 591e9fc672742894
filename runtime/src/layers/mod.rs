//! Layers, under Keras' names.

mod activation;
mod dense;
mod dropout;
mod flatten;
mod reshape;

pub use activation::Activation;
pub use dense::{Bias, Dense, HasBias, NoBias};
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use reshape::Reshape;
