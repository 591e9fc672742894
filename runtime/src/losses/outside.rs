use alloc::string::{String, ToString};

use super::domain::Domain;
use crate::error::Error;

/// An output of a batch that a loss is not defined for.
#[derive(Clone, Debug)]
pub struct Outside {
    pub(crate) domain: Domain,
    /// The name of the loss.
    pub(crate) loss: String,
    /// Its sample's place in the batch.
    pub(crate) sample: usize,
    pub(crate) column: usize,
    pub(crate) value: f64,
}

impl Outside {
    /// What is wrong; `place` says of which sample.
    #[cold]
    pub(crate) fn error(self, place: String) -> Error {
        let Self { domain, loss, column, value, .. } = self;
        let (needed, help) = (domain.to_string(), domain.help_text());
        Error::Output { place, column, value, loss, needed, help }
    }
}
