//! What a network is made of, as a text that can be compared.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::state::{error, named};
use crate::error::Result;
use crate::layer::{Layer, Part};
use crate::tensor::Flow;

/// A line for the input and one for each layer: its name, type, activation and output.
///
/// ```text
/// input [4]
/// hidden Dense relu [8]
/// dense Dense softmax [3]
/// ```
pub(crate) fn architecture<L: Layer>() -> String {
    text_of(L::Input::SHAPES, L::PARTS)
}

fn text_of(input: &[&[usize]], layers: &[Part]) -> String {
    let mut text = format!("input {}", shapes(input));
    parts(&mut text, "", layers);
    text
}

fn parts(text: &mut String, path: &str, of: &[Part]) {
    for part in of {
        let _ = write!(
            text,
            "\n{path}{} {} {} {}",
            part.name,
            part.kind(),
            part.activation,
            shapes(part.outputs)
        );
        parts(text, &format!("{path}{}/", part.name), part.parts);
    }
}

/// `[4]`, or `[4] [8, 8, 1]` for several.
fn shapes(shapes: &[&[usize]]) -> String {
    shapes.iter().map(|axes| format!("{axes:?}")).collect::<Vec<_>>().join(" ")
}

/// An error, with the first line that differs, for another network than the one that is expected.
pub(crate) fn check_architecture(expected: &str, found: &str) -> Result<()> {
    let (mut expected, mut found) = (expected.lines(), found.lines());
    for number in 0.. {
        let difference = match (expected.next(), found.next()) {
            (None, None) => break,
            (Some(expected), Some(found)) if expected == found => continue,
            (Some(expected), Some(found)) => format!("`{expected}` in the model, {} here", named(found)),
            (Some(expected), None) => format!("`{expected}` in the model, nothing here"),
            (None, Some(found)) => format!("nothing in the model, {} here", named(found)),
        };
        let place = if number == 0 { String::new() } else { format!("layer {}: ", number - 1) };
        return Err(error(format!("it is of another network: {place}{difference}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    model! { struct Net { hidden: Dense<4, 8, relu>, Residual(Dense<8>, Dropout(0.5)), Dense<_, 3, softmax> } }
    model! { struct Short { hidden: Dense<4, 8, relu>, Residual(Dense<8>, Dropout(0.5)) } }
    model! { struct Bent { hidden: Dense<4, 8, tanh>, Residual(Dense<8>, Dropout(0.5)), Dense<_, 3, softmax> } }

    #[test]
    fn every_layer_has_a_line() {
        assert_eq!(
            architecture::<Net>(),
            "input [4]\nhidden Dense relu [8]\nresidual Residual linear [8]\nresidual/dense Dense linear [8]\n\
             residual/dropout Dropout linear [8]\ndense Dense softmax [3]"
        );
    }

    #[test]
    fn the_first_difference_is_named() {
        let difference =
            |found: String| check_architecture(&architecture::<Net>(), &found).unwrap_err().to_string();
        assert_eq!(check_architecture(&architecture::<Net>(), &architecture::<Net>()), Ok(()));
        assert_eq!(
            difference(architecture::<Bent>()),
            "this is no saved state: it is of another network: layer 0: `hidden Dense relu [8]` in the model, \
             `hidden Dense tanh [8]` here"
        );
        let missing = "layer 4: `dense Dense softmax [3]` in the model, nothing here";
        assert!(difference(architecture::<Short>()).ends_with(missing));
        let extra = "layer 5: nothing in the model, `x` here";
        assert!(difference(architecture::<Net>() + "\nx").ends_with(extra));
    }
}
