//! How plywood's own layers are written, and the rules for that.

mod activation;
mod arguments;
mod kind;
mod options;
mod values;

use crate::ast::{Layer, Model};
use crate::diagnostics::Diagnostics;

pub(crate) use activation::{called, settings};
pub(crate) use arguments::Arguments;
pub(crate) use kind::{Kind, may_be_type};
pub(crate) use options::KERNEL_AND_BIAS;
pub(crate) use values::{Number, check_given_once};

/// How a layer is written.
pub(crate) struct Signature {
    pub(crate) name: &'static str,
    /// In angle brackets, in this order.
    pub(crate) arguments: &'static [Kind],
    /// The defaults of the activations among them.
    pub(crate) activations: &'static [&'static str],
    /// How many of them have to be there.
    pub(crate) required: usize,
    /// The least size: 1, or 0 if nothing is a size too.
    pub(crate) least: usize,
    /// Whether the first size may be left out, because it follows from the layer before.
    pub(crate) infers: bool,
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

impl Signature {
    /// A layer without anything, to be completed.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        arguments: &[],
        activations: &["linear"],
        required: 0,
        least: 1,
        infers: false,
        takes: "nothing in angle brackets",
        needs: ("", ""),
        values: &[],
        options: &[],
        instead: &[],
        example: "",
    };

    /// The arguments of `layer`, put right where it is clear what is meant, `None` if it is not; and whether its values are
    /// right. Every mistake is reported.
    pub(crate) fn check(
        &'static self,
        layer: &Layer,
        model: &Model,
        is_first: bool,
        diagnostics: &mut Diagnostics,
    ) -> (Option<Arguments>, bool) {
        if self.has_value_in_brackets(layer, diagnostics) {
            return (Some(Arguments::none(self)), false);
        }
        let before = diagnostics.count();
        let values_are_right = self.check_values(layer, diagnostics);
        if layer.arguments.is_empty() && self.required > 0 && diagnostics.count() > before {
            // The arguments stand where the values should: that is one mistake, not two.
            return (None, false);
        }
        (self.arguments(layer, model, is_first, diagnostics), values_are_right)
    }
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
