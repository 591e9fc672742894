//! History as JSON: `{"epoch": [0, 1], "history": {"loss": [0.9, 0.5]}}`, the two attributes of Keras'
//! `History`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::History;
use crate::{Error, Result};

/// The form of the text. JSON has no NaN: a value that is not finite is written as `null` and read as NaN.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Form {
    epoch: Vec<usize>,
    history: BTreeMap<String, Vec<Option<f64>>>,
}

impl History {
    /// The history as a JSON text. How the training ended is not part of it.
    pub fn to_json(&self) -> String {
        let finite = |value: &f64| value.is_finite().then_some(*value);
        let series = self.iter().map(|(key, values)| (key.to_owned(), values.iter().map(finite).collect()));
        let form = Form { epoch: self.epochs.clone(), history: series.collect() };
        // Strings, numbers and lists of them can always be written.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// The history that [`to_json`](Self::to_json) wrote. Of keys with fewer values than epochs, which the text does not
    /// say, the values are taken to be those of the first epochs.
    ///
    /// # Errors
    /// [`Error::Format`] if the text is something else, or has more values than epochs.
    pub fn from_json(text: &str) -> Result<Self> {
        let error = |message| Error::Format { what: "history", message };
        let form: Form = serde_json::from_str(text).map_err(|e| error(e.to_string()))?;
        if let Some((key, values)) = form.history.iter().find(|(_, values)| values.len() > form.epoch.len()) {
            return Err(error(format!(
                "{} values of `{key}`, but {} epochs",
                values.len(),
                form.epoch.len()
            )));
        }
        let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let mut history = Self { epochs: form.epoch.clone(), ..Self::default() };
        for (key, values) in form.history {
            for (value, &epoch) in values.into_iter().zip(&form.epoch) {
                history.append(key.clone(), epoch, number(value));
            }
        }
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let mut history = History { epochs: vec![0, 1], ..History::default() };
        history.append("loss".into(), 0, 0.1 + 0.2);
        history.append("loss".into(), 1, f64::MIN_POSITIVE);
        let text = history.to_json();
        assert_eq!(
            text,
            r#"{"epoch":[0,1],"history":{"loss":[0.30000000000000004,2.2250738585072014e-308]}}"#
        );
        assert_eq!(History::from_json(&text).unwrap(), history);
    }

    #[test]
    fn other_texts_are_errors() {
        for text in
            ["", "{}", "[1]", r#"{"epoch":[0],"history":{"loss":[1,2]}}"#, r#"{"epoch":[-1],"history":{}}"#]
        {
            assert!(matches!(History::from_json(text), Err(Error::Format { .. })), "{text}");
        }
    }
}
