use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::metrics::Scores;

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
    /// All of them, as callbacks have left them.
    values: Vec<(String, f64)>,
}

impl EpochLogs {
    pub(crate) fn new(epoch: usize, scores: Scores, validation: Option<Scores>) -> Self {
        let of_training = scores.iter().map(|(name, value)| (name.to_owned(), value));
        let of_validation = validation.iter().flat_map(Scores::iter);
        let of_validation = of_validation.map(|(name, value)| (format!("val_{name}"), value));
        let values = of_training.chain(of_validation).collect();
        Self { epoch, scores, validation, values }
    }

    /// Adds a number, or puts it in the place of one that is there: a measured one too, as in Keras. It reaches the
    /// callbacks behind this one, the history and what is printed.
    ///
    /// A callback behind this one can watch it if [`Training::add_name`](crate::callbacks::Training::add_name) has
    /// announced it.
    pub fn insert(&mut self, name: &str, value: f64) {
        match self.values.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => *old = value,
            None => self.values.push((name.to_owned(), value)),
        }
    }

    /// The number of this name: `loss`, a metric's, one of those with `val_` before it, or one that a callback
    /// added.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|&(other, _)| other == name).map(|(_, value)| value)
    }

    /// All numbers with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.values.iter().map(|(name, value)| (name.as_str(), *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inserted_is_what_there_is() {
        let mut logs = EpochLogs::new(0, Scores::new(0.5), Some(Scores::new(0.75)));
        assert_eq!(
            (logs.get("loss"), logs.get("val_loss"), logs.get("score")),
            (Some(0.5), Some(0.75), None)
        );
        logs.insert("val_loss", 0.25);
        logs.insert("score", 1.0);
        logs.insert("score", 2.0);
        assert_eq!(logs.iter().collect::<Vec<_>>(), [("loss", 0.5), ("val_loss", 0.25), ("score", 2.0)]);
        assert_eq!(logs.validation.unwrap().loss(), 0.75);
    }
}
