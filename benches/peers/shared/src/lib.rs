//! What the Rust programs share: reading a workload, running and timing it, printing what came out.

mod measure;
mod network;
mod rng;
mod workload;

pub use measure::{calls, report, runs};
pub use network::{Network, measure};
pub use workload::{Dense, Kind, Workload};
