use crate::Scores;
use crate::metrics::Direction;

/// What is known after a batch.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchLogs {
    /// The epoch, counted from 0.
    pub epoch: usize,
    /// The batch in the epoch, counted from 0.
    pub batch: usize,
    /// The mean loss of the samples so far in this epoch.
    pub loss: f64,
}

/// What is known after an epoch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EpochLogs {
    /// The epoch, counted from 0.
    pub epoch: usize,
    /// Loss and metrics over the epoch's batches, each as it was before the batch changed the weights.
    pub scores: Scores,
    /// Loss and metrics on the validation data, if the model was evaluated on any after this epoch.
    pub validation: Option<Scores>,
    /// What callbacks have added.
    added: Vec<(String, f64)>,
}

impl EpochLogs {
    pub(crate) const fn new(epoch: usize, scores: Scores, validation: Option<Scores>) -> Self {
        Self { epoch, scores, validation, added: Vec::new() }
    }

    /// Adds a number, or replaces one that was added before. It reaches the callbacks behind this one, and the
    /// history.
    pub fn insert(&mut self, name: &str, value: f64) {
        match self.added.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value,
            None => self.added.push((name.to_owned(), value)),
        }
    }

    /// The number of this name: `loss`, a metric's, one of those with `val_` before it, or one that a callback
    /// added.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Whether more or less of the loss or metric of this name is better, if either is.
    pub fn direction(&self, name: &str) -> Option<Direction> {
        self.scores.direction(name.strip_prefix("val_").unwrap_or(name))
    }

    /// All numbers with their names.
    pub fn iter(&self) -> impl Iterator<Item = (String, f64)> {
        let scores = self.scores.iter().map(|(name, value)| (name.to_owned(), value));
        let validation = self.validation.iter().flat_map(Scores::iter);
        let validation = validation.map(|(name, value)| (format!("val_{name}"), value));
        scores.chain(validation).chain(self.added.iter().cloned())
    }
}
