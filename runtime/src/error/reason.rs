//! What is wrong with a file or a text, and the error of the operating system behind it.

use alloc::string::String;
#[cfg(feature = "std")]
use std::{io, path::Path};

use super::Error;
use super::io::IoError;

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
    #[cfg(feature = "std")]
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
    #[cfg(feature = "std")]
    pub(crate) fn file(path: &Path, reason: impl Into<Reason>) -> Self {
        let Reason { message, source } = reason.into();
        Self::File { path: path.display().to_string(), message, source }
    }

    /// What is wrong with a text that was to be a `what`.
    pub(crate) fn format(what: &'static str, reason: impl Into<Reason>) -> Self {
        let Reason { message, source } = reason.into();
        Self::Format { what, message, source }
    }

    #[cfg(feature = "std")]
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
