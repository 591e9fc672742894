//! What callbacks can have done with files.

use std::path::PathBuf;

use super::Training;

/// What callbacks have asked for.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The file that training is to go on from.
    pub(crate) resumes: Option<Resume>,
    /// The files to be written when all callbacks have seen what has happened.
    pub(crate) saves: Vec<Save>,
}

/// A file that training is to go on from.
#[derive(Debug)]
pub(crate) struct Resume {
    pub(crate) path: PathBuf,
    /// Whether training begins anew where there is none.
    pub(crate) may_be_missing: bool,
}

/// A file to be written.
#[derive(Debug)]
pub(crate) struct Save {
    pub(crate) path: PathBuf,
    pub(crate) what: Saved,
}

/// What is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The weights alone.
    Weights,
    /// All that a training needs to go on.
    Everything,
}

impl Training<'_> {
    /// Has a file written, as [`saving`](crate::saving) describes, when all callbacks have seen what has happened:
    /// before the next batch or epoch. If that is not possible, training ends with [`Error::File`](crate::Error::File).
    pub fn save(&mut self, path: impl Into<PathBuf>, what: Saved) {
        self.files().saves.push(Save { path: path.into(), what });
    }

    /// Makes training go on where it was when this file was saved, once all callbacks have begun: to be called in
    /// `on_train_begin`. If that is not possible, training ends with [`Error::File`](crate::Error::File) before it
    /// begins.
    pub fn resume_from(&mut self, path: impl Into<PathBuf>) {
        self.files().resumes = Some(Resume { path: path.into(), may_be_missing: false });
    }

    /// The same, if there is such a file then: it is opened once, and not looked for before.
    pub(super) fn resume_from_if_there(&mut self, path: impl Into<PathBuf>) {
        self.files().resumes = Some(Resume { path: path.into(), may_be_missing: true });
    }
}
