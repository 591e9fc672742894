use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};
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
    pub(crate) fn push(
        &mut self,
        output: Option<&str>,
        name: &str,
        direction: Option<Direction>,
        weighted: bool,
        score: Score,
    ) {
        let (plain, name) = (name, &of_output(output, name));
        let names = |name: &str| match &score {
            Score::One(_) => vec![name.to_owned()],
            Score::Each(values) => (0..values.len()).map(|n| format!("{name}_{n}")).collect(),
        };
        let taken = || core::iter::once("loss").chain(self.metrics.iter().map(|metric| metric.name.as_str()));
        // What is measured on the validation data has `val_` before its name.
        let is_validation = |name: &str, of: &str| name.strip_prefix("val_") == Some(of);
        let is_free = |name: &String| {
            taken().all(|other| other != name && !is_validation(other, name) && !is_validation(name, other))
        };
        let weighted = weighted.then(|| of_output(output, &format!("weighted_{plain}")));
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

    /// Appends the loss of one of several outputs.
    pub(crate) fn push_loss(&mut self, output: &str, value: f64) {
        self.push(Some(output), "loss", Some(Direction::Down), false, Score::One(value));
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

/// The name of a score of one of several outputs: `price_accuracy`.
fn of_output(output: Option<&str>, name: &str) -> String {
    output.map_or_else(|| name.to_owned(), |output| format!("{output}_{name}"))
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&listed(self.iter()))
    }
}

/// Numbers with their names as Keras prints them, in alphabetical order: `accuracy: 0.9667 - loss: 0.1555`.
pub(crate) fn listed<'a>(scores: impl IntoIterator<Item = (&'a str, f64)>) -> String {
    let mut scores: Vec<_> = scores.into_iter().collect();
    scores.sort_by_key(|&(name, _)| name);
    let scores = scores.into_iter().map(|(name, value)| format!("{name}: {}", written(value)));
    scores.collect::<Vec<_>>().join(" - ")
}

/// A number with four places, as Keras prints it: `0.1235`, but `1.2346e-05` where that would be too small. One that
/// Keras prints with hundreds of digits is `1.0000e+300`.
fn written(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || size.is_nan() || size.is_infinite() || (size > 1e-3 && size < 1e16) {
        return format!("{value:.4}");
    }
    let text = format!("{value:.4e}");
    match text.split_once('e').map(|(number, exponent)| (number, exponent.strip_prefix('-').ok_or(exponent)))
    {
        Some((number, Ok(exponent))) => format!("{number}e-{exponent:0>2}"),
        Some((number, Err(exponent))) => format!("{number}e+{exponent:0>2}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_metric_has_the_name_of_a_number_on_the_validation_data() {
        let mut scores = Scores::new(0.5);
        for name in ["val_loss", "accuracy", "val_accuracy", "val_accuracy"] {
            scores.push(None, name, None, false, Score::One(1.0));
        }
        let names: Vec<_> = scores.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["loss", "val_loss_1", "accuracy", "val_accuracy_1", "val_accuracy_2"]);
    }

    #[test]
    fn numbers_are_written_as_keras_writes_them() {
        let values = [0.0, -0.5, 12.345_678, 0.001, 1.234_56e-5, -1e-120, f64::INFINITY, f64::NAN];
        let expected =
            ["0.0000", "-0.5000", "12.3457", "1.0000e-03", "1.2346e-05", "-1.0000e-120", "inf", "NaN"];
        assert_eq!(values.map(written), expected);
        assert_eq!(
            [1e15, -1e16, 1e300].map(written),
            ["1000000000000000.0000", "-1.0000e+16", "1.0000e+300"]
        );
    }
}
