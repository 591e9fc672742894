//! How plywood's own layers are written, and the rules for that.

mod activation;
mod arguments;
mod options;
mod values;

use crate::ast::Argument;

pub(crate) use activation::{called, settings};
pub(crate) use values::{Number, check_given_once};

/// How a layer is written.
pub(crate) struct Signature {
    pub(crate) name: &'static str,
    /// In angle brackets, in this order.
    pub(crate) arguments: &'static [Kind],
    /// How many of them have to be there.
    pub(crate) required: usize,
    /// The arguments in words.
    pub(crate) takes: &'static str,
    /// Those that have to be there in words, and how to write them.
    pub(crate) needs: (&'static str, &'static str),
    /// In parentheses, in this order; all of them have to be there.
    pub(crate) values: &'static [Number],
    /// What can be set by name, in parentheses.
    pub(crate) options: &'static [&'static str],
    /// What Keras has as an option of this name, and how that is said here.
    pub(crate) instead: &'static [(&'static str, &'static str)],
    /// The layer, written well.
    pub(crate) example: &'static str,
}

/// What an argument in angle brackets is, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A number of values.
    Size,
    /// An activation function.
    Activation,
    /// `Bias` or `NoBias`.
    Bias,
}

/// The activations of plywood, sorted.
pub(crate) const ACTIVATIONS: &[&str] = &[
    "celu",
    "elu",
    "exponential",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
];

impl Kind {
    /// The kind that an argument surely is of.
    pub(crate) fn of(argument: &Argument) -> Option<Self> {
        if matches!(argument, Argument::Infer(_) | Argument::Literal(..)) {
            return Some(Self::Size);
        }
        match argument.ident()?.to_string().as_str() {
            "Bias" | "NoBias" => Some(Self::Bias),
            name if ACTIVATIONS.contains(&name) => Some(Self::Activation),
            _ => None,
        }
    }
}
