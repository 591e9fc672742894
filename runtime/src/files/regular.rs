//! Regular files: no folders, devices or pipes.

use std::io;

/// The error for a folder, a device or a pipe in the place of a file.
pub(crate) fn not_regular() -> io::Error {
    io::Error::other("it is not a regular file")
}

/// Opens a file and asks for its length; the path may lead to another file by then.
#[cfg(feature = "safetensors")]
pub(crate) fn open_regular(path: &std::path::Path) -> io::Result<(std::fs::File, u64)> {
    use std::fs::{File, metadata};

    // Opening a pipe waits for its other end, and a device may have none.
    if !metadata(path)?.is_file() {
        return Err(not_regular());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(not_regular()) }
}
