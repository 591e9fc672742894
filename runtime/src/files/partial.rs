//! Temporary files, which are renamed when they are whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The beginning and end of a temporary file's name. It is short, whatever the target is called, and unique.
const PARTIAL: [&str; 2] = [".plywood-", ".partial"];

/// Creates a temporary file in this folder. It is locked as long as it is in use.
pub(super) fn create(folder: &Path) -> io::Result<(PathBuf, File)> {
    tidy(folder);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    let process = std::process::id();
    let [first, last] = PARTIAL;
    let mut number = 0;
    loop {
        let path = folder.join(format!("{first}{process:x}-{time:x}-{number}{last}"));
        number += 1;
        let file = match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            file => file?,
        };
        // Another process may have removed it as abandoned before it was locked.
        let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        if !is_taken && path.try_exists()? {
            return Ok((path, file));
        }
    }
}

/// Removes temporary files of processes that were killed: those that are not locked.
fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let [first, last] = PARTIAL;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_partial = name.to_str().is_some_and(|name| name.starts_with(first) && name.ends_with(last));
        if is_partial
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = OpenOptions::new().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::replace;
    use super::super::testing::Folder;
    use super::*;

    #[test]
    fn what_was_left_is_removed_but_not_what_is_being_written() {
        let folder = Folder::new("left");
        let (left, _) = create(&folder.0).unwrap();
        let (written, _file) = create(&folder.0).unwrap();
        replace(&folder.0.join("model"), b"new").unwrap();
        assert!(!left.exists() && written.exists());
        assert_eq!(folder.names().len(), 2);
    }
}
