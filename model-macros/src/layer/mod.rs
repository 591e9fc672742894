//! One layer: where it stands, the rules that hold there, and what can be told of it.

mod activations;
mod entry;
mod markers;
pub(crate) mod own;
mod resolution;
mod site;
mod sizes;

pub(crate) use activations::with_bias;
pub(crate) use entry::{Around, Entry, Inner, Rule};
pub(crate) use resolution::Resolution;
pub(crate) use site::{Inflow, Position, Site};
