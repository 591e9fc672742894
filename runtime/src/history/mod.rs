//! What happened in a training, epoch by epoch.

#[cfg(feature = "json")]
mod json;
mod svg;

use std::collections::BTreeMap;

use crate::callbacks::EpochLogs;

/// The losses and metrics of every epoch of a `fit`.
///
/// The keys are those of Keras, in its order, which is the alphabet's: `accuracy`, `loss`, `val_accuracy`,
/// `val_loss`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    epochs: Vec<usize>,
    series: BTreeMap<String, Vec<f64>>,
    ending: Ending,
}

/// How a training ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// All epochs were done.
    #[default]
    Finished,
    /// A callback stopped it.
    Stopped,
    /// A [`Cancel`](crate::callbacks::Cancel) handle ended it.
    Cancelled,
    /// There is no lower loss to be found: see [`Compiled::minimize`](crate::Compiled::minimize).
    Converged,
    /// It diverged.
    Diverged,
    /// A callback ended it with an error.
    Failed,
}

impl History {
    /// The epochs, counted from 0.
    pub fn epochs(&self) -> &[usize] {
        &self.epochs
    }

    /// The training loss of each epoch.
    pub fn loss(&self) -> &[f64] {
        self.get("loss").unwrap_or(&[])
    }

    /// The values of `key` for each epoch, such as `"val_accuracy"`.
    pub fn get(&self, key: &str) -> Option<&[f64]> {
        self.series.get(key).map(Vec::as_slice)
    }

    /// All keys with their values, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[f64])> {
        self.series.iter().map(|(key, values)| (key.as_str(), values.as_slice()))
    }

    /// How the training ended.
    pub const fn ending(&self) -> Ending {
        self.ending
    }

    pub(crate) fn push(&mut self, logs: &EpochLogs) {
        self.epochs.push(logs.epoch);
        for (name, value) in logs.iter() {
            self.append(name, value);
        }
    }

    fn append(&mut self, key: String, value: f64) {
        self.series.entry(key).or_default().push(value);
    }

    pub(crate) const fn end(&mut self, ending: Ending) {
        self.ending = ending;
    }
}
