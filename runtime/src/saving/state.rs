use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, Reason, Result, shortened};
use crate::tensor::Scalar;

/// Numbers and texts under names: what is to be remembered of something.
///
/// ```
/// use plywood::saving::State;
///
/// let mut state = State::new();
/// state.put("wait", &3_usize);
/// state.put("best", &Some(0.25));
/// assert_eq!(state.get::<usize>("wait")?, 3);
/// assert_eq!(state.get::<Option<f64>>("best")?, Some(0.25));
/// assert!(state.get::<usize>("patience").is_err());
/// # Ok::<(), plywood::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub(super) entries: BTreeMap<String, Array>,
}

/// An array of a [`State`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Array {
    /// The lengths of its axes; their product is the number of its values.
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Values,
}

/// The values of an array of a [`State`], row-major.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// Numbers of a model in `f32`.
    F32(Vec<f32>),
    /// Numbers of a model in `f64`, and numbers of other kinds.
    F64(Vec<f64>),
    /// Whole numbers.
    U64(Vec<u64>),
    /// A text in UTF-8.
    U8(Vec<u8>),
}

impl Values {
    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::U64(values) => values.len(),
            Self::U8(values) => values.len(),
        }
    }

    /// What they are, in words.
    const fn kind(&self) -> &'static str {
        match self {
            Self::F32(_) => "numbers in f32",
            Self::F64(_) => "numbers in f64",
            Self::U64(_) => "whole numbers",
            Self::U8(_) => "a text",
        }
    }
}

impl State {
    /// An empty one.
    pub const fn new() -> Self {
        Self { entries: BTreeMap::new() }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The names of all that is in it, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Puts an array under `name`, row-major.
    ///
    /// # Panics
    /// When `shape` does not make as many values as there are.
    pub fn put_array(&mut self, name: &str, shape: &[usize], values: Values) {
        assert_eq!(shape.iter().product::<usize>(), values.len(), "the values of an array fill its shape");
        self.entries.insert(name.to_owned(), Array { shape: shape.to_vec(), values });
    }

    /// The shape and the values of the array under `name`.
    ///
    /// # Errors
    /// [`Error::Format`] if there is none.
    pub fn array(&self, name: &str) -> Result<(&[usize], &Values)> {
        match self.entries.get(name) {
            Some(Array { shape, values }) => Ok((shape, values)),
            None => Err(error(format!("{} is missing", named(name)))),
        }
    }

    /// Whether there is something under `name`, or under names that begin with it and a slash.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name) || self.inside(name).next().is_some()
    }

    /// What lies inside `name`, under the rest of its own.
    pub(super) fn inside<'a>(&'a self, name: &str) -> impl Iterator<Item = (&'a str, &'a Array)> {
        let prefix = format!("{name}/");
        self.entries.range(prefix.clone()..).map_while(move |(name, array)| {
            let rest = name.strip_prefix(&prefix)?;
            Some((rest, array))
        })
    }

    #[cfg(feature = "safetensors")]
    pub(crate) fn arrays(&self) -> impl Iterator<Item = (&str, &Array)> {
        self.entries.iter().map(|(name, array)| (name.as_str(), array))
    }

    #[cfg(feature = "safetensors")]
    pub(crate) fn insert(&mut self, name: String, array: Array) {
        self.entries.insert(name, array);
    }

    /// Puts numbers of a model under `name`.
    pub(crate) fn put_values<T: Scalar>(&mut self, name: &str, shape: &[usize], values: &[T]) {
        let values = match T::values(values) {
            crate::tensor::Values::F32(values) => Values::F32(values.to_vec()),
            crate::tensor::Values::F64(values) => Values::F64(values.to_vec()),
        };
        self.put_array(name, shape, values);
    }

    /// The shape and the numbers under `name`, in the number type of a model: those of the other one are converted.
    pub(crate) fn values<T: Scalar>(&self, name: &str) -> Result<(&[usize], Vec<T>)> {
        let (shape, values) = self.array(name)?;
        let values = match values {
            Values::F32(values) => values.iter().map(|&value| T::of(f64::from(value))).collect(),
            Values::F64(values) => values.iter().map(|&value| T::of(value)).collect(),
            other => return Err(wrong(name, "numbers", other)),
        };
        Ok((shape, values))
    }

    /// The numbers under `name`, which must have been put there by a model of the same number type.
    pub(crate) fn exact_values<T: Scalar>(&self, name: &str) -> Result<(&[usize], Vec<T>)> {
        let (_, values) = self.array(name)?;
        let is_exact = match T::values(&[]) {
            crate::tensor::Values::F32(_) => matches!(values, Values::F32(_)),
            crate::tensor::Values::F64(_) => matches!(values, Values::F64(_)),
        };
        let expected = format!("numbers in {}", core::any::type_name::<T>());
        if is_exact { self.values(name) } else { Err(wrong(name, &expected, values)) }
    }
}

/// A name or a line as it stands in a message, which has an end, whatever a file says.
pub(super) fn named(text: &str) -> String {
    format!("`{}`", shortened(text, 200))
}

/// What is wrong with a state.
pub(crate) fn error(reason: impl Into<Reason>) -> Error {
    Error::format("saved state", reason)
}

/// An error for something else than what was expected under `name`.
pub(super) fn wrong(name: &str, expected: &str, found: &Values) -> Error {
    error(format!("{} is {}, where {expected} is needed", named(name), found.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_lie_inside_of_each_other() {
        let (mut outer, mut inner) = (State::new(), State::new());
        inner.put("wait", &3_usize);
        inner.put("deep", &inner.clone());
        outer.put("0", &inner);
        outer.put("0-other", &1.5);
        assert_eq!(outer.names().collect::<Vec<_>>(), ["0-other", "0/deep/wait", "0/wait"]);
        assert_eq!(outer.get::<State>("0").unwrap(), inner);
        assert_eq!(outer.get::<State>("1").unwrap(), State::new());
        assert!(outer.has("0") && outer.has("0/deep") && outer.has("0-other") && !outer.has("0/dee"));
    }

    #[test]
    fn what_is_something_else_is_an_error() {
        let mut state = State::new();
        state.put("best", &0.5);
        let error = |result: Result<usize>| result.unwrap_err().to_string();
        assert_eq!(
            error(state.get("best")),
            "this is no saved state: `best` is numbers in f64, where a whole number is needed"
        );
        assert_eq!(error(state.get("wait")), "this is no saved state: `wait` is missing");
        state.put("rates", &vec![0.5, 0.25]);
        assert!(state.get::<f64>("rates").is_err());
        assert!(state.get::<String>("rates").is_err());
    }

    #[test]
    fn numbers_of_a_model_can_be_asked_for_exactly() {
        let mut state = State::new();
        state.put_values("w", &[2], &[0.5f32, 0.25]);
        assert_eq!(state.values::<f64>("w").unwrap(), (&[2][..], vec![0.5, 0.25]));
        assert!(state.exact_values::<f32>("w").is_ok());
        let error = state.exact_values::<f64>("w").unwrap_err().to_string();
        assert!(error.ends_with("`w` is numbers in f32, where numbers in f64 is needed"), "{error}");
    }
}
