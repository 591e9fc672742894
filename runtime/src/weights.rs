//! Variables by name.

use crate::error::list;
use crate::saving::{State, error};
use crate::spans::Span;
use crate::{Error, Result, Scalar};

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

/// The variables `spans`, whose values lie in `arena`.
pub(crate) fn read<T: Scalar>(spans: &[Span], arena: &[T]) -> Vec<Weight<T>> {
    let weight = |span: &Span| Weight {
        name: span.name.clone(),
        shape: span.shape.to_vec(),
        values: arena[span.range.clone()].to_vec(),
    };
    spans.iter().map(weight).collect()
}

/// The variables `spans` in `state`, got by `get`. There must be no others; what is no variable has a name that begins with a point.
pub(crate) fn from_state<T: Scalar>(
    spans: &[Span],
    state: &State,
    get: impl for<'a> Fn(&'a State, &str) -> Result<(&'a [usize], Vec<T>)>,
) -> Result<Vec<Weight<T>>> {
    let missing = spans.iter().map(|span| span.name.as_str()).filter(|name| state.array(name).is_err());
    let known = |name: &&str| name.starts_with('.') || spans.iter().any(|span| span.name == *name);
    let extra = state.names().filter(|name| !known(name));
    let (missing, extra): (Vec<_>, Vec<_>) = (missing.collect(), extra.collect());
    if !(missing.is_empty() && extra.is_empty()) {
        let listed =
            |what: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{what}: {}", list(names)));
        let differences = [listed("missing", &missing), listed("not in the model", &extra)];
        let differences: Vec<String> = differences.into_iter().flatten().collect();
        return Err(error(format!("it has other variables; {}", differences.join("; "))));
    }
    let weight = |span: &Span| {
        let (shape, values) = get(state, &span.name)?;
        Ok(Weight { name: span.name.clone(), shape: shape.to_vec(), values })
    };
    spans.iter().map(weight).collect()
}

/// Writes `weights` to `arena`, if they are those of `spans`.
pub(crate) fn write<T: Scalar>(spans: &[Span], weights: &[Weight<T>], arena: &mut [T]) -> Result<()> {
    check(spans, weights)?;
    for (span, weight) in spans.iter().zip(weights) {
        arena[span.range.clone()].copy_from_slice(&weight.values);
    }
    Ok(())
}

fn check<T: Scalar>(spans: &[Span], weights: &[Weight<T>]) -> Result<()> {
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
        let (name, expected) = (span.name.clone(), span.shape.to_vec());
        if weight.shape != expected {
            return Err(Error::VariableShape { name, expected, found: weight.shape.clone() });
        }
        if weight.values.len() != span.range.len() {
            return Err(Error::VariableShape { name, expected, found: vec![weight.values.len()] });
        }
        if let Some(index) = weight.values.iter().position(|value| !value.is_finite()) {
            return Err(Error::VariableNotFinite { name, index, value: weight.values[index].to_f64() });
        }
    }
    Ok(())
}
