//! Variables by name.

#[cfg(feature = "safetensors")]
mod file;

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

#[cfg(feature = "safetensors")]
pub(crate) use file::{check_header, read_file};

use crate::error::{Error, Result, list};
use crate::model::spans::Span;
use crate::saving::{State, Storable, Values, error};
use crate::tensor::Scalar;

/// A variable of a model: its name, its shape and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight<T> {
    /// Layer and variable, such as `dense_1/kernel`.
    pub name: String,
    /// The shape that it has in Keras.
    pub shape: Vec<usize>,
    /// Its values, row-major as in Keras.
    pub values: Vec<T>,
}

impl<T: Scalar> Weight<T> {
    /// The same variable in another number type.
    pub fn cast<U: Scalar>(self) -> Weight<U> {
        let values = self.values.iter().map(|value| U::of(value.to_f64())).collect();
        Weight { name: self.name, shape: self.shape, values }
    }
}

/// Variables lie inside, each under its name, and there is a list of the names, for their order.
impl Storable for Vec<Weight<f64>> {
    fn store(&self, name: &str, state: &mut State) {
        let names: Vec<String> = self.iter().map(|weight| weight.name.clone()).collect();
        state.put(&format!("{name}/.names"), &names);
        for weight in self {
            let values = Values::F64(weight.values.clone());
            state.put_array(&format!("{name}/{}", weight.name), &weight.shape, values);
        }
    }

    fn restore(name: &str, state: &State) -> Result<Self> {
        let names = state.distinct_names(&format!("{name}/.names"))?;
        let weight = |inner: String| {
            let (shape, values) = state.exact_values(&format!("{name}/{inner}"))?;
            Ok(Weight { shape: shape.to_vec(), values, name: inner })
        };
        names.into_iter().map(weight).collect()
    }
}

/// The variables `spans`, whose values lie in `arena`.
pub(crate) fn read<T: Scalar>(spans: &[Span], arena: &[T]) -> Vec<Weight<T>> {
    let weight = |span: &Span| Weight {
        name: span.name.clone(),
        shape: span.shape.to_vec(),
        values: arena[span.range.clone()].to_vec(),
    };
    spans.iter().map(weight).collect()
}

/// The variables `spans`, whose values lie in `arena`, as a [`State`].
pub(crate) fn to_state<T: Scalar>(spans: &[Span], arena: &[T]) -> State {
    let mut state = State::new();
    for span in spans {
        state.put_values(&span.name, span.shape, &arena[span.range.clone()]);
    }
    state
}

/// The variables `spans` in `state`, got by `get`. There must be no others; what is no variable has a name that begins
/// with a point.
pub(crate) fn from_state<T: Scalar>(
    spans: &[Span],
    state: &State,
    get: impl for<'a> Fn(&'a State, &str) -> Result<(&'a [usize], Vec<T>)>,
) -> Result<Vec<Weight<T>>> {
    check_names(spans, state.names())?;
    let weight = |span: &Span| {
        let (shape, values) = get(state, &span.name)?;
        Ok(Weight { name: span.name.clone(), shape: shape.to_vec(), values })
    };
    spans.iter().map(weight).collect()
}

/// An error unless these are the names of `spans`, besides those that begin with a point.
fn check_names<'a>(spans: &[Span], names: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut missing: BTreeSet<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    let extra: Vec<&str> = names.filter(|name| !name.starts_with('.') && !missing.remove(name)).collect();
    if missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    // In the model's order.
    let missing: Vec<&str> =
        spans.iter().map(|span| span.name.as_str()).filter(|name| missing.contains(name)).collect();
    let listed = |what: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{what}: {}", list(names)));
    let differences = [listed("missing", &missing), listed("not in the model", &extra)];
    let differences: Vec<String> = differences.into_iter().flatten().collect();
    Err(error(format!("it has other variables; {}", differences.join("; "))))
}

/// Writes `weights` to `arena`, if they are those of `spans`.
pub(crate) fn write<T: Scalar>(spans: &[Span], weights: &[Weight<T>], arena: &mut [T]) -> Result<()> {
    check(spans, weights)?;
    for (span, weight) in spans.iter().zip(weights) {
        arena[span.range.clone()].copy_from_slice(&weight.values);
    }
    Ok(())
}

/// An error unless `weights` are those of `spans`.
pub(crate) fn check<T: Scalar>(spans: &[Span], weights: &[Weight<T>]) -> Result<()> {
    let mut spans = spans.iter();
    let mut given = weights.iter();
    for index in 0.. {
        let (span, weight) = match (spans.next(), given.next()) {
            (None, None) => break,
            (Some(span), Some(weight)) if span.name == weight.name => (span, weight),
            (expected, found) => {
                let (expected, found) = (expected.map(|s| s.name.clone()), found.map(|w| w.name.clone()));
                return Err(Error::VariableName { index, expected, found });
            }
        };
        if weight.shape != span.shape {
            return Err(other_shape(span, weight.shape.clone()));
        }
        if weight.values.len() != span.range.len() {
            return Err(other_shape(span, vec![weight.values.len()]));
        }
        if let Some(index) = weight.values.iter().position(|value| !value.is_finite()) {
            let (name, value) = (span.name.clone(), weight.values[index].to_f64());
            return Err(Error::VariableNotFinite { name, index, value });
        }
    }
    Ok(())
}

fn other_shape(span: &Span, found: Vec<usize>) -> Error {
    Error::VariableShape { name: span.name.clone(), expected: span.shape.to_vec(), found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_are_put_into_a_state_come_back() {
        let weight = |name: &str, shape: &[usize], values: &[f64]| Weight {
            name: name.to_owned(),
            shape: shape.to_vec(),
            values: values.to_vec(),
        };
        let weights = vec![weight("z/kernel", &[1, 2], &[0.5, 1.5]), weight("a/bias", &[0], &[])];
        for value in [Some(weights), Some(Vec::new()), None] {
            let mut state = State::new();
            state.put("it", &value);
            assert_eq!(state.get::<Option<Vec<Weight<f64>>>>("it"), Ok(value));
        }
    }
}
