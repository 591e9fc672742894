//! How built-in layers are written, and the rules for that.

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
#[cfg(test)]
pub(crate) use {
    kind::MARKERS,
    options::{MADE_BY_NEW, MADE_PLAINLY},
};

/// How a layer is written.
pub(crate) struct Signature {
    pub(crate) name: &'static str,
    /// The arguments in angle brackets, in this order. It is also the order of the type's parameters behind its sizes.
    pub(crate) arguments: &'static [Kind],
    /// The defaults of the activations among them.
    pub(crate) activations: &'static [&'static str],
    /// The number of those that are required.
    pub(crate) required: usize,
    /// The smallest size: 1, or 0.
    pub(crate) least: usize,
    /// Whether the first size may be left out, because it is inferred from the layer before.
    pub(crate) infers: bool,
    /// The arguments, in words.
    pub(crate) takes: &'static str,
    /// The required ones in words, and how to write them.
    pub(crate) needs: (&'static str, &'static str),
    /// The values in parentheses, in this order; all are required.
    pub(crate) values: &'static [Number],
    /// The names of the values that flow in, in their order, of a layer that gives them names.
    pub(crate) flows: &'static [&'static str],
    /// The options: settings in parentheses, by name.
    pub(crate) options: &'static [&'static str],
    /// Options of Keras, and what to write here instead.
    pub(crate) instead: &'static [(&'static str, &'static str)],
    /// The layer as one would write it.
    pub(crate) example: &'static str,
}

impl Signature {
    /// The base of all signatures: no arguments, no values.
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
        flows: &[],
        options: &[],
        instead: &[],
        example: "",
    };

    /// The arguments of `layer`, corrected where the intention is clear, `None` if it is not; and whether its values
    /// are right. Every mistake is reported.
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
