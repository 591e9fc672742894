//! History as JSON: `{"epoch": [0, 1], "history": {"loss": [0.9, 0.5]}}`, the two attributes of Keras'
//! `History`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{History, Series};
use crate::{Error, Result};

/// The form of the text. Every key has a place for each epoch, which is `null` where it has no value.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Form {
    epoch: Vec<usize>,
    history: BTreeMap<String, Vec<Option<Value>>>,
}

/// A number. JSON has none that are not finite: `"NaN"`, `"inf"` and `"-inf"` stand for them.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Value {
    Finite(f64),
    Other(String),
}

impl Value {
    fn new(value: f64) -> Self {
        if value.is_finite() { Self::Finite(value) } else { Self::Other(value.to_string()) }
    }

    fn number(self) -> Result<f64, String> {
        match self {
            Self::Finite(value) => Ok(value),
            Self::Other(text) => match text.as_str() {
                "NaN" => Ok(f64::NAN),
                "inf" => Ok(f64::INFINITY),
                "-inf" => Ok(f64::NEG_INFINITY),
                _ => Err(format!("{text:?} is no number")),
            },
        }
    }
}

impl History {
    /// The history as a JSON text: `{"epoch": [0, 1], "history": {"loss": [0.9, 0.5], "val_loss": [null, 0.7]}}`. Where a key has
    /// no value for an epoch stands `null`; `"NaN"`, `"inf"` and `"-inf"` stand for what JSON has no number for. How the training
    /// ended is not part of it.
    pub fn to_json(&self) -> String {
        let history = self.series.iter().map(|(key, series)| (key.clone(), self.column(series))).collect();
        let form = Form { epoch: self.epochs.clone(), history };
        // Strings, numbers and lists of them can always be written.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// The values of `series`, with a place for each epoch.
    fn column(&self, series: &Series) -> Vec<Option<Value>> {
        let mut points = series.epochs.iter().zip(&series.values).peekable();
        let value =
            |epoch: &usize| points.next_if(|(at, _)| *at == epoch).map(|(_, &value)| Value::new(value));
        self.epochs.iter().map(value).collect()
    }

    /// The history that [`to_json`](Self::to_json) wrote, to the last bit.
    ///
    /// # Errors
    /// [`Error::Format`] if the text is something else, or does not have as many values as epochs.
    pub fn from_json(text: &str) -> Result<Self> {
        let error = |message| Error::Format { what: "history", message };
        let form: Form = serde_json::from_str(text).map_err(|e| error(e.to_string()))?;
        // The limit of the saved form, so that whoever counts on does not overflow.
        if let Some(epoch) = form.epoch.iter().find(|&&epoch| epoch > usize::MAX / 2) {
            return Err(error(format!("epoch {epoch} is more than this computer counts")));
        }
        let mut history = Self { epochs: form.epoch, ..Self::default() };
        for (key, column) in form.history {
            if column.len() != history.epochs.len() {
                let (values, epochs) = (column.len(), history.epochs.len());
                return Err(error(format!("{values} values of `{key}`, but {epochs} epochs")));
            }
            let mut series = Series::default();
            for (value, &epoch) in column.into_iter().zip(&history.epochs) {
                if let Some(value) = value {
                    series.epochs.push(epoch);
                    series.values.push(value.number().map_err(error)?);
                }
            }
            history.series.insert(key, series);
        }
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Streams};

    #[test]
    fn what_was_written_is_read() {
        let mut history = History { epochs: vec![0, 1, 3], ..History::default() };
        for (epoch, loss) in [(0, 0.1 + 0.2), (1, f64::MIN_POSITIVE), (3, f64::NEG_INFINITY)] {
            history.append("loss".into(), epoch, loss);
        }
        history.append("val_loss".into(), 1, 9_007_199_254_740_993.5);
        let text = history.to_json();
        assert_eq!(
            text,
            r#"{"epoch":[0,1,3],"history":{"loss":[0.30000000000000004,2.2250738585072014e-308,"-inf"],"val_loss":[null,9007199254740994.0,null]}}"#
        );
        assert_eq!(History::from_json(&text).unwrap(), history);
        history.append("val_loss".into(), 3, f64::NAN);
        let read = History::from_json(&history.to_json()).unwrap();
        assert!(read.get("val_loss").is_some_and(|values| values[1].is_nan()));
    }

    #[test]
    fn every_number_comes_back() {
        let mut rng = Streams::new(1).rng(Purpose::Dataset, 0);
        for _ in 0..10_000 {
            let mut history = History { epochs: vec![7], ..History::default() };
            let value = f64::from_bits(u64::from(rng.next_u32()) << 32 | u64::from(rng.next_u32()));
            if !value.is_nan() {
                history.append("loss".into(), 7, value);
            }
            assert_eq!(History::from_json(&history.to_json()).unwrap(), history, "{value:e}");
        }
    }

    #[test]
    fn other_texts_are_errors() {
        for text in [
            "",
            "{}",
            "[1]",
            r#"{"epoch":[0],"history":{"loss":[1,2]}}"#,
            r#"{"epoch":[0,1],"history":{"loss":[1]}}"#,
            r#"{"epoch":[0],"history":{"loss":["much"]}}"#,
            r#"{"epoch":[-1],"history":{}}"#,
            r#"{"epoch":[18446744073709551615],"history":{"loss":[1]}}"#,
        ] {
            assert!(matches!(History::from_json(text), Err(Error::Format { .. })), "{text}");
        }
    }
}
