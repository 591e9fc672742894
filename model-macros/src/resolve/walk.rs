//! What a walk along the lines of a graph has seen.

use syn::Ident;

use crate::ast::{Graph, Layer};
use crate::layer::Inflow;
use crate::network::{Call, Resolved, Source};
use crate::shape::Shape;

/// The walk along the lines.
pub(super) struct Walk<'g> {
    pub(super) graph: &'g Graph,
    /// The names of all layers.
    pub(super) names: Vec<(&'g Layer, Ident)>,
    pub(super) values: Vec<Value>,
    pub(super) declared: Vec<&'g Layer>,
    pub(super) layers: Vec<Resolved<'g>>,
    pub(super) calls: Vec<Call>,
    /// The layers so far, whether they could be resolved or not.
    pub(super) number: usize,
    /// The layer around it, in messages.
    pub(super) within: Option<String>,
    pub(super) is_broken: bool,
}

impl Walk<'_> {
    /// Whether the layer is known that gives the values at a place, if one does.
    pub(super) fn is_known(&self, at: &Place) -> bool {
        let Source::Call(call, _) = at.source else { return true };
        self.layers[self.calls[call].part].is_known
    }

    /// The call that gives the values at a place, if they can get so many names, and have none yet.
    pub(super) fn unnamed(&self, at: &Place, names: usize) -> Option<usize> {
        let Source::Call(call, _) = at.source else { return None };
        let Call { part, names: known, .. } = &self.calls[call];
        // How many values a layer of one's own gives is known to the compiler alone.
        let is_own = self.layers[*part].outputs.iter().any(|shape| matches!(shape, Shape::Opaque(_)));
        let is_unnamed = known.iter().all(Option::is_none);
        (is_unnamed && (names == at.count() || names > 1 && is_own)).then_some(call)
    }
}

/// A value with a name.
pub(super) struct Value {
    pub(super) name: Ident,
    pub(super) at: Place,
    pub(super) is_used: bool,
}

/// A value, and what is known of it.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) source: Source,
    pub(super) inflow: Inflow,
    /// The shapes of all that the last layer gives, if that is more than one.
    pub(super) more: Vec<Shape>,
}

impl Place {
    /// How many values there are.
    pub(super) fn count(&self) -> usize {
        self.more.len().max(1)
    }

    /// What comes of a mistake, which is reported.
    pub(super) fn unknown() -> Self {
        Self { source: Source::Unknown, inflow: Inflow::input(Shape::Unknown), more: Vec::new() }
    }
}
