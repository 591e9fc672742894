use proc_macro2::TokenStream;

use super::{Inflow, Resolution, Site};
use crate::ast::{Argument, Layer};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::signature::{Arguments, Signature};

/// All that the macro knows of a layer of plywood.
pub(crate) struct Entry {
    pub(crate) signature: Signature,
    /// Whether it is written in full, with the shapes that the macro fills in otherwise: then it is treated as a layer that the
    /// macro does not know.
    pub(crate) is_in_full: fn(&[Argument]) -> bool,
    /// What the macro checks all the same of a layer written in full.
    pub(crate) check_in_full: Option<fn(&mut Site<'_>, &Resolution)>,
    pub(crate) rule: Rule,
    /// Whether a mask may come out of the layer where none goes in.
    pub(crate) makes_mask: fn(&Layer) -> bool,
    /// What to write where a mask arrives at the layer, if it refuses it.
    pub(crate) behind_a_mask: &'static str,
}

/// What a layer takes and gives. Each function gives `None` if that cannot be told; the mistake is reported then.
pub(crate) enum Rule {
    /// A layer by itself, with arguments as its signature says.
    Alone(fn(&mut Site<'_>, &Arguments) -> Option<Resolution>),
    /// A layer around another one, which is its argument.
    Around(Around),
    /// A layer made of layers: with what they give, and the type that they make together.
    Block(fn(&mut Site<'_>, &Shape, &TokenStream) -> Option<Resolution>),
}

/// What flows into the layer inside another one, and when that is known, what both are.
pub(crate) struct Around {
    pub(crate) inside: fn(&mut Site<'_>, &Arguments) -> Option<Inflow>,
    pub(crate) outside: fn(&mut Site<'_>, &Arguments, &mut Inner) -> Option<Resolution>,
}

/// The layer inside another one.
pub(crate) struct Inner {
    pub(crate) layer: Layer,
    pub(crate) full_type: TokenStream,
    pub(crate) output: Shape,
    pub(crate) parameters: Option<Parameters>,
}

impl Entry {
    /// A layer with nothing of note, to be completed.
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
