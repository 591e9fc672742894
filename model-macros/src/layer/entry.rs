use proc_macro2::TokenStream;

use super::{Inflow, Resolution, Site};
use crate::ast::{Argument, Layer};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::signature::{Arguments, Signature};

/// All that the macro knows of a built-in layer.
pub(crate) struct Entry {
    pub(crate) signature: Signature,
    /// Whether it is written in full, with the shapes that the macro infers otherwise: then it is resolved like a
    /// custom layer.
    pub(crate) is_in_full: fn(&[Argument]) -> bool,
    /// A rule that holds for a layer written in full, too.
    pub(crate) check_in_full: Option<fn(&mut Site<'_>, &Resolution)>,
    pub(crate) rule: Rule,
    /// Whether a mask may come out of the layer where none goes in.
    pub(crate) makes_mask: fn(&Layer) -> bool,
    /// The help for a mask that arrives at the layer, if it refuses masks.
    pub(crate) behind_a_mask: &'static str,
}

/// How a layer is resolved. Every function returns `None` after a mistake, which it reports.
pub(crate) enum Rule {
    /// A layer by itself. The arguments follow its signature.
    Alone(fn(&mut Site<'_>, &Arguments) -> Option<Resolution>),
    /// A wrapper around the layer that is its argument.
    Around(Around),
    /// What joins values of a graph.
    Merge(fn(&mut Site<'_>) -> Option<Resolution>),
    /// A block of layers: it gets their output shape, and the type of the struct that holds them.
    Block(fn(&mut Site<'_>, &Shape, &TokenStream) -> Option<Resolution>),
}

/// What flows into the wrapped layer, and the wrapper when the wrapped layer is resolved.
pub(crate) struct Around {
    pub(crate) inside: fn(&mut Site<'_>, &Arguments) -> Option<Inflow>,
    pub(crate) outside: fn(&mut Site<'_>, &Arguments, &mut Inner) -> Option<Resolution>,
}

/// A wrapped layer. A rule may wrap its type in a check.
pub(crate) struct Inner {
    pub(crate) layer: Layer,
    pub(crate) full_type: TokenStream,
    pub(crate) output: Shape,
    pub(crate) parameters: Option<Parameters>,
}

impl Entry {
    /// The base of all entries.
    pub(crate) const PLAIN: Self = Self {
        signature: Signature::PLAIN,
        is_in_full: |_| false,
        check_in_full: None,
        rule: Rule::Alone(|_, _| None),
        makes_mask: |_| false,
        behind_a_mask: "put `DropMask` before it if they are to count",
    };

    pub(crate) fn is_block(&self) -> bool {
        matches!(self.rule, Rule::Block(_))
    }
}
