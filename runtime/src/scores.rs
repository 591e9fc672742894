use core::fmt;

use crate::metrics::{Direction, Score};

/// The loss and the metrics of a model on some data.
///
/// Printed as Keras prints them: `accuracy: 0.9667 - loss: 0.1555`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    loss: f64,
    metrics: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    name: String,
    direction: Option<Direction>,
    value: f64,
}

impl Scores {
    pub(crate) const fn new(loss: f64) -> Self {
        Self { loss, metrics: Vec::new() }
    }

    /// Appends what a metric says. Metrics of one name are told apart as Keras does it: `accuracy`,
    /// `accuracy_1`, and `weighted_accuracy` for one in which samples have weights.
    pub(crate) fn push(&mut self, name: &str, direction: Option<Direction>, weighted: bool, score: Score) {
        let names = |name: &str| match &score {
            Score::One(_) => vec![name.to_owned()],
            Score::Each(values) => (0..values.len()).map(|n| format!("{name}_{n}")).collect(),
        };
        let is_free = |name: &String| name != "loss" && self.metrics.iter().all(|other| other.name != *name);
        let weighted = weighted.then(|| format!("weighted_{name}"));
        let numbered = (1..).map(|n| format!("{name}_{n}"));
        let candidates = core::iter::once(name.to_owned()).chain(weighted).chain(numbered);
        let free = candidates.map(|name| names(&name)).find(|names| names.iter().all(is_free));
        let values = match score {
            Score::One(value) => vec![value],
            Score::Each(values) => values,
        };
        let entries = free.into_iter().flatten().zip(values);
        self.metrics.extend(entries.map(|(name, value)| Entry { name, direction, value }));
    }

    /// The mean loss of the samples, or what else the loss's reduction makes of them, and what the layers'
    /// regularizers add.
    pub const fn loss(&self) -> f64 {
        self.loss
    }

    /// The metric of this name, or the loss for `"loss"`.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|&(other, _)| other == name).map(|(_, value)| value)
    }

    /// Whether more or less of the metric of this name is better, if either is.
    pub fn direction(&self, name: &str) -> Option<Direction> {
        if name == "loss" {
            return Some(Direction::Down);
        }
        self.metrics.iter().find(|entry| entry.name == name)?.direction
    }

    /// The loss, then the metrics in the order of `compile`, each with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        let metrics = self.metrics.iter().map(|entry| (entry.name.as_str(), entry.value));
        core::iter::once(("loss", self.loss)).chain(metrics)
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scores: Vec<_> = self.iter().collect();
        scores.sort_by_key(|&(name, _)| name);
        for (index, (name, value)) in scores.into_iter().enumerate() {
            let dash = if index > 0 { " - " } else { "" };
            if value.abs() > 1e-3 || value == 0.0 {
                write!(f, "{dash}{name}: {value:.4}")?;
            } else {
                write!(f, "{dash}{name}: {value:.4e}")?;
            }
        }
        Ok(())
    }
}
