//! Atomic replacement of files.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::partial;
use super::regular::not_regular;
use crate::error::{Error, Result};

/// The longest chain of links that is followed, as in Linux.
const LINKS: usize = 40;

/// Replaces a file atomically: a reader sees the old one or the new one, both whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, bytes).map_err(|error| Error::cannot_be_written(path, error))
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (target, old) = target(path)?;
    let folder = folder(&target);
    let (partial, mut file) = partial::create(folder)?;
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
pub(super) fn target(path: &Path) -> io::Result<(PathBuf, Option<fs::Metadata>)> {
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
pub(super) fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Folder;
    use super::*;

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
        crate::history::History::default().picture().save_svg(&file).unwrap();
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
