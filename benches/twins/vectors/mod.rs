//! With vector instructions of AVX2 and FMA, and weights in tables that suit them.

mod adam;
pub mod iris;
mod lanes;
pub mod regressor;
