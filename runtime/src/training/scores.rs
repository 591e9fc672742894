use core::fmt;

/// The loss and the metrics of a model on some data.
///
/// Printed as Keras prints them: `accuracy: 0.9667 - loss: 0.1555`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    loss: f64,
    metrics: Vec<(&'static str, f64)>,
}

impl Scores {
    pub(super) fn new(loss: f64, names: Vec<&'static str>, values: Vec<f64>) -> Self {
        Self { loss, metrics: names.into_iter().zip(values).collect() }
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
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        core::iter::once(("loss", self.loss)).chain(self.metrics.iter().copied())
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
