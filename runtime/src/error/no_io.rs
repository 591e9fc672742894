//! What stands for errors of the operating system where there is none.

/// Without an operating system there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IoError {}

impl IoError {
    pub(super) fn as_cause(&self) -> &(dyn core::error::Error + 'static) {
        match *self {}
    }
}
