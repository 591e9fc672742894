use core::fmt;

/// The loss and the metrics of a model on some data.
///
/// Printed as Keras prints them: `accuracy: 0.9667 - loss: 0.1555`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    loss: f64,
    metrics: Vec<(String, f64)>,
}

impl Scores {
    /// Metrics of one name are told apart as Keras does it: `accuracy`, `accuracy_1`.
    pub(crate) fn new(loss: f64, names: Vec<&'static str>, values: Vec<f64>) -> Self {
        let mut metrics: Vec<(String, f64)> = Vec::new();
        for (name, value) in names.into_iter().zip(values) {
            let candidates = core::iter::once(name.to_owned()).chain((1..).map(|n| format!("{name}_{n}")));
            let free = |name: &String| name != "loss" && metrics.iter().all(|(other, _)| other != name);
            metrics.extend(candidates.into_iter().find(free).map(|name| (name, value)));
        }
        Self { loss, metrics }
    }

    /// The mean loss of the samples.
    pub const fn loss(&self) -> f64 {
        self.loss
    }

    /// The metric of this name, or the loss for `"loss"`.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.iter().find(|&(other, _)| other == name).map(|(_, value)| value)
    }

    /// The loss, then the metrics in the order of `compile`, each with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        let metrics = self.metrics.iter().map(|(name, value)| (name.as_str(), *value));
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
