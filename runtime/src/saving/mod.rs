//! Files: what a model has learnt, and all that a training needs to go on.
//!
//! [`State`] is the dictionary in between: names with arrays of numbers, of truth values, or with texts. Everything
//! that is saved goes through it: weights, what the optimizer remembers, the history, what callbacks remember.
//!
//! # The file
//!
//! A file is one in the [safetensors] format, which Python, and many other languages, can read. Every entry of the
//! dictionary is a tensor in it.
//!
//! | name | what it is |
//! |---|---|
//! | `dense/kernel` | a variable: its layer and its name, in Keras' order; moving statistics too |
//! | `.model/…` | the architecture as a text, the seed, the names of frozen variables |
//! | `.training/…` | the number of batches and passes through the data, and where in the last pass it is |
//! | `.optimizer/…` | its name, its slots, sums and averages, the learning rate if that is no schedule |
//! | `.preparation/…` | how the columns of a record become the values of a sample, if the model was told |
//! | `.history/…` | loss and metrics with their epochs |
//! | `.callbacks/…` | what they remember, by their number |
//!
//! Texts are bytes in UTF-8. A file of weights alone has the variables and nothing else. The header's metadata have one
//! entry, `plywood`: a line with the version of all this, `version 1`, and then a line for each tensor, with the
//! CRC-32C of its name, type, shape and bytes, and its name. The same state makes the same bytes.
//!
//! A file is written under another name (`.plywood-….partial`, beside it), brought to the disk, and then renamed:
//! whoever opens it sees the old one or the new one, both whole. Where a process was killed while it wrote, the next
//! one that writes there tidies up. Links are followed, permissions kept.
//!
//! # Memory
//!
//! A reader opens a file once and reads its header, which the format limits to 100 million bytes. It takes at most 16
//! times the header's length, and no more is read of a file whose length or variables do not fit. Of the tensors only
//! those that are needed are read:
//!
//! | reader | reads | takes at most |
//! |---|---|---|
//! | [`load_weights`](crate::Model::load_weights), [`load_weights_of`](crate::Model::load_weights_of) | the variables of the model | 4 times the variables, in `f64` |
//! | [`Preparation::load`](crate::data::Preparation::load) | `.preparation/…` | 32 times those |
//! | [`State::read`], [`State::from_bytes`] | all | their bytes |
//! | [`Compiled::load`](crate::Compiled::load), `BackupAndRestore` | all, if the network and its variables are those of the model | 32 times their bytes |
//!
//! Time is linear in the same sizes. A list in which a name is repeated is refused. The checksums of tensors that are
//! not read are not checked.
//!
//! [safetensors]: https://huggingface.co/docs/safetensors

mod architecture;
#[cfg(feature = "safetensors")]
mod bytes;
#[cfg(feature = "safetensors")]
mod contents;
#[cfg(feature = "safetensors")]
mod file;
#[cfg(feature = "safetensors")]
mod header;
#[cfg(any(feature = "json", feature = "safetensors"))]
mod object;
mod state;
mod storable;

pub(crate) use architecture::{architecture, check_architecture};
#[cfg(feature = "safetensors")]
pub(crate) use contents::Contents;
#[cfg(feature = "json")]
pub(crate) use object::{Member, Object};
pub(crate) use state::error;
pub use state::{State, Values};
pub(crate) use storable::LARGEST_COUNT;
pub use storable::Storable;
