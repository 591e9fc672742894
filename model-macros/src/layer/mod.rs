//! A layer at its place in a network: the rules for sizes and activations, and the entry of a built-in layer.

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
