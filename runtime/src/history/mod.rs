//! What happened in a training, epoch by epoch.

#[cfg(feature = "json")]
mod json;
mod logs;
#[cfg(feature = "std")]
mod picture;
mod saved;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

pub use logs::{BatchLogs, EpochLogs};

/// The losses and metrics of every epoch of a `fit`.
///
/// The keys are those of Keras, in its order, which is the alphabet's: `accuracy`, `loss`, `val_accuracy`,
/// `val_loss`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    epochs: Vec<usize>,
    series: BTreeMap<String, Series>,
    ending: Ending,
}

/// The values under one key, and the epochs that they belong to.
#[derive(Clone, Debug, Default, PartialEq)]
struct Series {
    epochs: Vec<usize>,
    values: Vec<f64>,
}

/// How a training ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// All epochs, or iterations, were done.
    #[default]
    Finished,
    /// A callback stopped it.
    Stopped,
    /// A [`Cancel`](crate::callbacks::Cancel) handle ended it.
    Cancelled,
    /// There is no lower loss to be found: see [`Compiled::minimize`](crate::Compiled::minimize).
    Converged,
    /// It diverged, or the model gave outputs that the loss is not [defined for](crate::Error::Output).
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

    /// The values of `key`, such as `"val_accuracy"`: one for each epoch, unless the model was not evaluated after
    /// each, or a callback did not always give one. [`points`](Self::points) says which epochs those are.
    pub fn get(&self, key: &str) -> Option<&[f64]> {
        self.series.get(key).map(|series| series.values.as_slice())
    }

    /// The values of `key`, each with its epoch; none for a key that is not there.
    pub fn points(&self, key: &str) -> impl Iterator<Item = (usize, f64)> {
        let points =
            |series: &Series| series.epochs.iter().copied().zip(series.values.iter().copied()).collect();
        self.series.get(key).map_or_else(Vec::new, points).into_iter()
    }

    /// All keys with their values, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[f64])> {
        self.series.iter().map(|(key, series)| (key.as_str(), series.values.as_slice()))
    }

    /// The epoch with the smallest validation loss, of several the first; without validation, that with the smallest
    /// loss. It is counted from 0, as in Keras' `history.epoch`; [`picture`](Self::picture) counts from 1.
    pub fn best_epoch(&self) -> Option<usize> {
        let key = if self.series.contains_key("val_loss") { "val_loss" } else { "loss" };
        let finite = self.points(key).filter(|(_, loss)| loss.is_finite());
        finite.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(epoch, _)| epoch)
    }

    /// How the training ended.
    pub const fn ending(&self) -> Ending {
        self.ending
    }

    /// Appends the history of another training: its epochs, which follow these, and its ending.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// let loss = SparseCategoricalCrossentropy::default();
    /// let mut model = model![Dense<4, 3, softmax>].compile(SGD::new(0.1), loss, ());
    /// let mut history = model.fit(&datasets::iris(), Fit::epochs(2))?;
    /// history.extend(&model.fit(&datasets::iris(), Fit::epochs(3).initial_epoch(2))?);
    /// assert_eq!(history.epochs(), [0, 1, 2]);
    /// # Ok::<(), plywood::Error>(())
    /// ```
    pub fn extend(&mut self, more: &Self) {
        self.epochs.extend(&more.epochs);
        for (key, series) in &more.series {
            let all = self.series.entry(key.clone()).or_default();
            all.epochs.extend(&series.epochs);
            all.values.extend(&series.values);
        }
        self.ending = more.ending;
    }

    pub(crate) fn push(&mut self, logs: &EpochLogs) {
        self.epochs.push(logs.epoch);
        for (name, value) in logs.iter() {
            self.append(name.to_owned(), logs.epoch, value);
        }
    }

    fn append(&mut self, key: String, epoch: usize, value: f64) {
        let series = self.series.entry(key).or_default();
        series.epochs.push(epoch);
        series.values.push(value);
    }

    pub(crate) const fn end(&mut self, ending: Ending) {
        self.ending = ending;
    }
}
