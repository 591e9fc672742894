//! What the Rust programs share: reading a workload, running it, and answering the harness with times.

mod measure;
mod network;
mod rng;
mod workload;

pub use measure::{answer, calls, runs};
pub use network::{Network, measure};
pub use workload::{Dense, Kind, Workload, channels_first, filters_first};
