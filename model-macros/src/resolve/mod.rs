//! The walk along the layers: it infers and compares their shapes.

mod chain;
mod graph;
mod layer;
mod masks;
mod values;
mod walk;

use crate::ast::{Body, Layer, Model};
use crate::diagnostics::Diagnostics;
use crate::layer::{Position, Site};
use crate::network::Network;
use crate::requirements::Requirements;
use crate::tokens::Tokens;

/// Names the layers of a model and resolves them. A layer that cannot be resolved gets a type with an error inside.
pub(crate) fn resolve<'a>(model: &'a Model, krate: &Tokens, diagnostics: &mut Diagnostics) -> Network<'a> {
    let mut resolver =
        Resolver { krate, model, diagnostics, requirements: Requirements::default(), blocks: 0 };
    let mut network = match &model.body {
        Body::Chain(layers) => resolver.chain(layers, Position::default()).0,
        Body::Graph(graph) => resolver.graph(graph),
    };
    network.requirements = resolver.requirements.into_items();
    network
}

/// What all layers of a model have in common, and what the walk collects.
struct Resolver<'a> {
    krate: &'a Tokens,
    model: &'a Model,
    diagnostics: &'a mut Diagnostics,
    requirements: Requirements,
    /// The number of blocks so far.
    blocks: usize,
}

impl Resolver<'_> {
    fn site<'s>(&'s mut self, layer: &'s Layer, position: &'s Position) -> Site<'s> {
        let Self { krate, model, diagnostics, requirements, .. } = self;
        Site { layer, position, model, krate, diagnostics, requirements }
    }
}
