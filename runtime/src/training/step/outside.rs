use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use crate::error::Error;
use crate::losses::{Domain, LossOptions};

/// An output of a batch that the loss is not defined for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside {
    pub(crate) domain: Domain,
    /// Its sample's place in the batch.
    pub(crate) sample: usize,
    pub(crate) column: usize,
    pub(crate) value: f64,
}

impl Outside {
    /// What is wrong; `place` says of which sample.
    #[cold]
    pub(crate) fn error(self, loss: &impl LossOptions, place: String) -> Error {
        let Self { domain, column, value, .. } = self;
        let (needed, help) = (domain.to_string(), domain.help_text());
        Error::Output { place, column, value, loss: loss.name().to_owned(), needed, help }
    }
}
