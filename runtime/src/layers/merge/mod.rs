//! Layers that join several values into one: what `Add(left, right)` and its kin are made of in a graph.
//!
//! `model!` writes the shapes of the values as a tuple in angle brackets.

mod concatenate;
mod dot;
mod elementwise;

pub use concatenate::Concatenate;
pub use dot::{Dot, Dots};
pub use elementwise::{Add, Average, Combines, Maximum, Merge, Minimum, Multiply, Subtract};
