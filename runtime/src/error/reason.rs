//! What is wrong with a file or a text, and the error of the operating system behind it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Error;

/// The error of the operating system behind an [`Error`]. Two are equal if they have the same kind and the same text.
#[derive(Clone, Debug)]
pub struct IoError(Arc<io::Error>);

impl IoError {
    pub(super) fn as_cause(&self) -> &(dyn core::error::Error + 'static) {
        &*self.0
    }
}

impl core::ops::Deref for IoError {
    type Target = io::Error;

    fn deref(&self) -> &io::Error {
        &self.0
    }
}

impl From<io::Error> for IoError {
    fn from(error: io::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl PartialEq for IoError {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.to_string() == other.to_string()
    }
}

/// What is wrong with a file or a text: a message, and the error of the operating system if there is one.
#[derive(Debug)]
pub(crate) struct Reason {
    message: String,
    source: Option<IoError>,
}

impl Reason {
    #[cfg(any(feature = "csv", feature = "safetensors"))]
    pub(crate) fn cannot_be_read(error: io::Error) -> Self {
        Self::io("it cannot be read", error)
    }

    /// What failed, and the error that says why.
    pub(crate) fn io(what: &str, error: io::Error) -> Self {
        Self { message: format!("{what}: {error}"), source: Some(error.into()) }
    }
}

impl From<String> for Reason {
    fn from(message: String) -> Self {
        Self { message, source: None }
    }
}

impl Error {
    /// What is wrong with a file.
    pub(crate) fn file(path: &Path, reason: impl Into<Reason>) -> Self {
        let Reason { message, source } = reason.into();
        Self::File { path: path.display().to_string(), message, source }
    }

    /// What is wrong with a text that was to be a `what`.
    pub(crate) fn format(what: &'static str, reason: impl Into<Reason>) -> Self {
        let Reason { message, source } = reason.into();
        Self::Format { what, message, source }
    }

    pub(crate) fn cannot_be_written(path: &Path, error: io::Error) -> Self {
        Self::file(path, Reason::io("it cannot be written", error))
    }

    #[cfg(any(feature = "csv", feature = "safetensors"))]
    pub(crate) fn cannot_be_read(path: &Path, error: io::Error) -> Self {
        Self::file(path, Reason::cannot_be_read(error))
    }

    /// The same error, in a file.
    #[cfg(feature = "safetensors")]
    pub(crate) fn in_file(self, path: &Path) -> Self {
        let reason = match self {
            Self::Format { message, source, .. } => Reason { message, source },
            other => other.to_string().into(),
        };
        Self::file(path, reason)
    }
}

#[cfg(test)]
mod tests {
    use core::error::Error as _;
    use std::io::ErrorKind;

    use super::*;

    fn error(kind: ErrorKind, text: &str) -> Error {
        Error::cannot_be_written(Path::new("model"), io::Error::new(kind, text))
    }

    #[test]
    fn the_error_of_the_operating_system_is_the_source() {
        let denied = error(ErrorKind::PermissionDenied, "no");
        assert_eq!(denied.to_string(), "model: it cannot be written: no");
        let source = denied.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(ErrorKind::PermissionDenied));
        assert!(Error::Empty.source().is_none());
        assert!(Error::file(Path::new("model"), "damaged".to_owned()).source().is_none());
    }

    #[test]
    fn equal_errors_have_the_same_kind_and_text() {
        let first = error(ErrorKind::NotFound, "gone");
        assert_eq!(first, first.clone());
        assert_eq!(first, error(ErrorKind::NotFound, "gone"));
        assert_ne!(first, error(ErrorKind::NotFound, "not here"));
        assert_ne!(first, error(ErrorKind::Other, "gone"));
    }
}
