//! How values lie in memory: the lanes of a batch, the windows on an axis, sizes that do not wrap.
//!
//! The ground, with `simd` and [`math`](crate::math): kernels know this and nothing above it.

mod axis;
mod lanes;
pub(crate) mod size;

pub use axis::*;
pub use lanes::{LANE_WIDTH, Lanes};
