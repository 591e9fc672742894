//! What holds for the values of samples.

use super::target::check_finite;
use crate::error::{Error, Result};
use crate::tensor::{Flow, Scalar, flow, token};

/// An error for the first sample with a value that is not finite, or no token where samples are made of tokens.
pub(super) fn check_samples<X: Flow, T: Scalar>(inputs: &[T]) -> Result<()> {
    for (row, sample) in inputs.chunks_exact(X::VALUES).enumerate() {
        let mut rest = sample;
        for (column, (axes, vocabulary)) in X::SHAPES.iter().zip(X::VOCABULARIES).enumerate() {
            let (values, behind) = rest.split_at(flow::len(axes));
            rest = behind;
            check_finite(if X::SHAPES.len() == 1 { "inputs" } else { INPUTS[column] }, row, values)?;
            check_tokens(row, values, *vocabulary)?;
        }
    }
    Ok(())
}

/// What the inputs of a model with several are called in messages.
const INPUTS: [&str; 8] = [
    "the first input",
    "the second input",
    "the third input",
    "the fourth input",
    "the fifth input",
    "the sixth input",
    "the seventh input",
    "the eighth input",
];

/// An error for the first value of sample `row` that is no token, where samples are made of tokens.
fn check_tokens<T: Scalar>(row: usize, sample: &[T], vocabulary: Option<usize>) -> Result<()> {
    let Some(vocabulary) = vocabulary else { return Ok(()) };
    match sample.iter().position(|&value| token(value, vocabulary).is_none()) {
        None => Ok(()),
        Some(step) => Err(Error::Token { row, step, value: sample[step].to_f64(), vocabulary }),
    }
}
