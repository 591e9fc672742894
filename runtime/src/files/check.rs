//! Whether files can be written, before there is anything to write.

use std::path::Path;
use std::{fs, io};

use super::partial;
#[cfg(feature = "safetensors")]
use super::replace::{folder, target};
#[cfg(feature = "safetensors")]
use crate::error::{Error, Result};

/// An error if [`replace`](super::replace()) would give one. Missing folders are made.
#[cfg(feature = "safetensors")]
pub(crate) fn check_replaceable(path: &Path) -> Result<()> {
    let check = || check_folder(folder(&target(path)?.0));
    check().map_err(|error| Error::cannot_be_written(path, error))
}

/// Makes the folder that a file is to lie in, if it is missing.
#[cfg(feature = "safetensors")]
pub(crate) fn make_folder(file: &Path) -> Result<()> {
    fs::create_dir_all(folder(file)).map_err(|error| Error::cannot_be_written(file, error))
}

/// Makes a folder if it is missing. An error if no file can be made in it.
pub(crate) fn check_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (partial, _file) = partial::create(folder)?;
    fs::remove_file(partial)
}
