//! As one would write it by hand: loops over arrays of these sizes, sample by sample.

mod dense;
pub mod iris;
pub mod regressor;
