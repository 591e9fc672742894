//! History as JSON: `{"epoch": [0, 1], "history": {"loss": [0.9, 0.5]}}`, the two attributes of Keras'
//! `History`.

use core::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{History, Series};
use crate::error::{Error, Result, quoted, shortened};
use crate::saving::{LARGEST_COUNT, Member, Object};

/// The form of the text. Every key has a place for each epoch, which is `null` where it has no value.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Form {
    epoch: Vec<usize>,
    history: Object<Column>,
}

/// The values under a key.
type Column = Vec<Option<Value>>;

impl Member for Column {
    const OBJECT: &'static str = "an object with the values of each key";

    fn read<'de, A: MapAccess<'de>>(_: &str, history: &mut A) -> Result<Self, A::Error> {
        history.next_value()
    }
}

/// A number. JSON has none that are not finite: `"NaN"`, `"inf"` and `"-inf"` stand for them.
struct Value(f64);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value) = self;
        if value.is_finite() { serializer.serialize_f64(*value) } else { serializer.collect_str(value) }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, r#"a number, "NaN", "inf" or "-inf""#)
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value(value as f64))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value(value as f64))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
                match text {
                    "NaN" => Ok(Value(f64::NAN)),
                    "inf" => Ok(Value(f64::INFINITY)),
                    "-inf" => Ok(Value(f64::NEG_INFINITY)),
                    _ => Err(E::custom(format_args!("{} is no number", quoted(text)))),
                }
            }
        }

        deserializer.deserialize_any(Number)
    }
}

impl History {
    /// The history as a JSON text: `{"epoch": [0, 1], "history": {"loss": [0.9, 0.5], "val_loss": [null, 0.7]}}`. Where
    /// a key has no value for an epoch stands `null`; `"NaN"`, `"inf"` and `"-inf"` stand for what JSON has no number
    /// for. How the training ended is not part of it.
    pub fn to_json(&self) -> String {
        let history = self.series.iter().map(|(key, series)| (key.clone(), self.column(series))).collect();
        let form = Form { epoch: self.epochs.clone(), history: Object(history) };
        // Strings, numbers and lists of them can always be written.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// The values of `series`, with a place for each epoch.
    fn column(&self, series: &Series) -> Column {
        let mut points = series.epochs.iter().zip(&series.values).peekable();
        let value = |epoch: &usize| points.next_if(|(at, _)| *at == epoch).map(|(_, &value)| Value(value));
        self.epochs.iter().map(value).collect()
    }

    /// The history that [`to_json`](Self::to_json) wrote, to the last bit.
    ///
    /// # Errors
    /// [`Error::Format`] if the text is something else, has a key twice, or does not have as many values as epochs. The
    /// memory that it takes is at most 32 times the length of the text.
    pub fn from_json(text: &str) -> Result<Self> {
        let error = |message: String| Error::format("history", message);
        let form: Form = serde_json::from_str(text).map_err(|e| error(shortened(&e.to_string(), 300)))?;
        // The limit of the saved form, so that later epochs do not overflow.
        if let Some(epoch) = form.epoch.iter().find(|&&epoch| epoch > LARGEST_COUNT) {
            return Err(error(format!("epoch {epoch} is more than this computer counts")));
        }
        let mut history = Self { epochs: form.epoch, ..Self::default() };
        for (key, column) in form.history.0 {
            if column.len() != history.epochs.len() {
                let (values, epochs) = (column.len(), history.epochs.len());
                return Err(error(format!("{values} values of {}, but {epochs} epochs", quoted(&key))));
            }
            let mut series = Series::default();
            for (value, &epoch) in column.into_iter().zip(&history.epochs) {
                if let Some(Value(value)) = value {
                    series.epochs.push(epoch);
                    series.values.push(value);
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
            r#"{"epoch":[0],"history":{"loss":[[1]]}}"#,
            r#"{"epoch":[0],"history":{"loss":[1],"loss":[1]}}"#,
            r#"{"epoch":[-1],"history":{}}"#,
            r#"{"epoch":[18446744073709551615],"history":{"loss":[1]}}"#,
        ] {
            assert!(matches!(History::from_json(text), Err(Error::Format { .. })), "{text}");
        }
    }
}
