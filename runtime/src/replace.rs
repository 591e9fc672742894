//! Files that take the place of others in one go, and whether they can.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{Error, Result};

/// How the names of files begin and end that are not whole yet. They are short whatever those are called whose place they take, and
/// no two are the same.
const PARTIAL: [&str; 2] = [".plywood-", ".partial"];

/// As many links behind each other as systems follow.
const LINKS: usize = 40;

/// Puts a file with these bytes in the place of what is there: whoever opens it sees the old one or the new one, both whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, bytes).map_err(|error| Error::cannot_be_written(path, error))
}

/// An error, before there is anything to be written, if [`replace`] would give one. Folders that are missing are made.
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
#[cfg(any(feature = "safetensors", feature = "tensorboard"))]
pub(crate) fn check_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (partial, _file) = begin(folder)?;
    fs::remove_file(partial)
}

/// What is said of a folder, a device or a pipe in the place of a file.
pub(crate) fn not_regular() -> io::Error {
    io::Error::other("it is not a regular file")
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (target, old) = target(path)?;
    let folder = folder(&target);
    let (partial, mut file) = begin(folder)?;
    let fill = || {
        if let Some(old) = old {
            let permissions = old.permissions();
            // Where they cannot be changed, all files have the same ones.
            if file.metadata()?.permissions() != permissions {
                file.set_permissions(permissions)?;
            }
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, &target)
    };
    if let Err(error) = fill() {
        let _ = fs::remove_file(&partial);
        return Err(error);
    }
    // The new name is on the disk when the folder is. Where that cannot be asked for, the file is there all the same.
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The file that a path leads to, over links, and what is known of it if it is there.
fn target(path: &Path) -> io::Result<(PathBuf, Option<fs::Metadata>)> {
    let old = match fs::metadata(path) {
        Ok(old) if old.is_file() => Some(old),
        Ok(_) => return Err(not_regular()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut target = path.to_path_buf();
    for _ in 0..LINKS {
        let Ok(link) = fs::read_link(&target) else { break };
        target.set_file_name(link);
    }
    match target.file_name() {
        Some(_) => Ok((target, old)),
        None => Err(io::Error::new(ErrorKind::InvalidInput, "there is no file name")),
    }
}

/// The folder that a file lies in.
fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file that is to take the place of another one in this folder. It is locked as long as somebody is at work with it.
fn begin(folder: &Path) -> io::Result<(PathBuf, File)> {
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
        // Somebody who tidies up may have taken it for one that was left, before it was locked.
        let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        if !is_taken && path.try_exists()? {
            return Ok((path, file));
        }
    }
}

/// Removes what processes have left that were killed at work: nobody has locked it.
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
    use super::*;

    /// A folder of its own for a test; it is deleted with this value.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("plywood-replace-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn refused(path: impl AsRef<Path>) -> String {
        replace(path.as_ref(), b"new").unwrap_err().to_string()
    }

    #[test]
    fn nothing_else_is_touched() {
        let folder = Folder::new("alone");
        let (file, own) = (folder.0.join("model"), folder.0.join("model.partial"));
        fs::write(&own, "somebody's own").unwrap();
        for text in ["first", "second"] {
            replace(&file, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(fs::read_to_string(&own).unwrap(), "somebody's own");
        assert_eq!(folder.names(), ["model", "model.partial"]);
        // As long as names can be.
        let long = "x".repeat(255);
        replace(&folder.0.join(&long), b"new").unwrap();
        assert_eq!(folder.names(), ["model", "model.partial", &long]);
    }

    #[test]
    fn what_was_left_is_removed_but_not_what_is_being_written() {
        let folder = Folder::new("left");
        let (left, _) = begin(&folder.0).unwrap();
        let (written, _file) = begin(&folder.0).unwrap();
        replace(&folder.0.join("model"), b"new").unwrap();
        assert!(!left.exists() && written.exists());
        assert_eq!(folder.names().len(), 2);
    }

    #[test]
    fn several_at_once_write_whole_files() {
        let folder = Folder::new("many");
        let file = folder.0.join("model");
        std::thread::scope(|scope| {
            for letter in b'a'..b'e' {
                let file = &file;
                scope.spawn(move || (0..20).for_each(|_| replace(file, &[letter; 9999]).unwrap()));
            }
        });
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.len() == 9999 && bytes.iter().all(|byte| *byte == bytes[0]));
        assert_eq!(folder.names(), ["model"]);
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = Folder::new("kinds");
        assert!(refused(&folder.0).ends_with("it is not a regular file"));
        assert!(refused(folder.0.join("missing").join("model")).contains("it cannot be written: "));
        assert!(refused(folder.0.join("model").join("")).contains("it cannot be written: "));
        assert_eq!(refused(""), "the path is empty: it cannot be written: there is no file name");
        assert!(folder.names().is_empty(), "{:?}", folder.names());
    }

    #[test]
    fn pictures_are_replaced_too() {
        let folder = Folder::new("pictures");
        let [file, other] = ["curve.svg", "other name"].map(|name| folder.0.join(name));
        fs::write(&file, "old").unwrap();
        fs::hard_link(&file, &other).unwrap();
        crate::History::default().picture().save_svg(&file).unwrap();
        // Nobody has written into the old one.
        assert_eq!(fs::read_to_string(&other).unwrap(), "old");
        assert!(fs::read_to_string(&file).unwrap().starts_with("<svg"));
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_not_replaced_links_are_followed_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = Folder::new("unix");
        assert!(refused("/dev/null").ends_with("it is not a regular file"));
        fs::create_dir(folder.0.join("of")).unwrap();
        let [latest, link, file] = ["latest", "of/link", "of/model"].map(|name| folder.0.join(name));
        symlink("of/link", &latest).unwrap();
        symlink("model", &link).unwrap();
        for text in ["first", "second"] {
            replace(&latest, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
            assert!(latest.is_symlink() && link.is_symlink());
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        replace(&latest, b"third").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        symlink("loop", folder.0.join("loop")).unwrap();
        assert!(refused(folder.0.join("loop")).contains("it cannot be written: "));
    }
}
