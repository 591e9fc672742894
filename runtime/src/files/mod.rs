//! Operations on files: replacing them in one go, opening regular ones, checks before there is anything to write.

#[cfg(any(feature = "safetensors", feature = "tensorboard"))]
mod check;
mod partial;
mod regular;
mod replace;
#[cfg(test)]
mod testing;

#[cfg(feature = "tensorboard")]
pub(crate) use check::check_folder;
#[cfg(feature = "safetensors")]
pub(crate) use check::{check_replaceable, make_folder};
pub(crate) use regular::not_regular;
#[cfg(feature = "safetensors")]
pub(crate) use regular::open_regular;
pub(crate) use replace::replace;
