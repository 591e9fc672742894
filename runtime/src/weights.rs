//! Variables by name.

use crate::layer::{Part, Variable};
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

/// The variables of `parts`, whose values lie in `arena`.
pub(crate) fn read<T: Scalar>(parts: &[Part], mut arena: &[T]) -> Vec<Weight<T>> {
    named(parts)
        .map(|(name, variable)| {
            let (values, rest) = arena.split_at(variable.len());
            arena = rest;
            Weight { name, shape: variable.shape.to_vec(), values: values.to_vec() }
        })
        .collect()
}

/// Writes `weights` to `arena`, if they are those of `parts`.
pub(crate) fn write<T: Scalar>(parts: &[Part], weights: &[Weight<T>], mut arena: &mut [T]) -> Result<()> {
    check(parts, weights)?;
    for weight in weights {
        let (values, rest) = arena.split_at_mut(weight.values.len());
        values.copy_from_slice(&weight.values);
        arena = rest;
    }
    Ok(())
}

fn check<T: Scalar>(parts: &[Part], weights: &[Weight<T>]) -> Result<()> {
    let mut variables = named(parts);
    let mut given = weights.iter();
    for index in 0.. {
        let (name, variable, weight) = match (variables.next(), given.next()) {
            (None, None) => break,
            (Some((name, variable)), Some(weight)) if name == weight.name => (name, variable, weight),
            (expected, found) => {
                let expected = expected.map(|(name, _)| name);
                return Err(Error::VariableName { index, expected, found: found.map(|w| w.name.clone()) });
            }
        };
        let expected = variable.shape.to_vec();
        if weight.shape != expected {
            return Err(Error::VariableShape { name, expected, found: weight.shape.clone() });
        }
        if weight.values.len() != variable.len() {
            return Err(Error::VariableShape { name, expected, found: vec![weight.values.len()] });
        }
        if let Some(index) = weight.values.iter().position(|value| !value.is_finite()) {
            return Err(Error::VariableNotFinite { name, index, value: weight.values[index].to_f64() });
        }
    }
    Ok(())
}

/// All variables of `parts` with their full names.
fn named(parts: &[Part]) -> impl Iterator<Item = (String, Variable)> {
    fn collect(prefix: &str, parts: &[Part], all: &mut Vec<(String, Variable)>) {
        for part in parts {
            let path = format!("{prefix}{}/", part.name);
            all.extend(part.variables.iter().map(|variable| (format!("{path}{}", variable.name), *variable)));
            collect(&path, part.parts, all);
        }
    }
    let mut all = Vec::new();
    collect("", parts, &mut all);
    all.into_iter()
}
