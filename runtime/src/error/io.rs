//! The error of the operating system behind an [`Error`](crate::Error).

use std::io;
use std::sync::Arc;

/// The error of the operating system behind an [`Error`](crate::Error). Two are equal if they have the same kind
/// and the same text.
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
