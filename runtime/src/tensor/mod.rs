//! Shapes, number types, and batches of samples.

pub(crate) mod allocate;
mod argmax;
mod batch;
pub(crate) mod flow;
pub(crate) mod row;
mod scalar;
mod shape;
mod tuple;

pub use argmax::argmax;
pub use batch::{Batch, BatchMut};
pub use flow::Flow;
pub(crate) use flow::{count_rows, count_samples};
pub use scalar::Scalar;
#[doc(hidden)]
pub use scalar::{Values, ValuesMut};
pub(crate) use scalar::{as_in_keras, largest, sign};
pub use shape::{Features, Image, Places, Sequence, Shape, Tokens, Volume, WithLast, last_axis};
pub(crate) use shape::{product, token};
