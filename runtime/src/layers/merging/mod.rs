//! Layers around layers, whose outputs are joined with what flows in.

mod concatenate;
mod residual;

pub use concatenate::Concatenate;
pub use residual::Residual;
