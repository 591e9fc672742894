//! A single layer, a wrapper, or a block.

use proc_macro2::Span;
use quote::format_ident;
use syn::Ident;

use super::Resolver;
use crate::ast::{Graph, Layer};
use crate::layer::{Around, Inflow, Inner, Position, Resolution, Rule, own};
use crate::layers;
use crate::network::{Block, MadeOf};
use crate::parse::layer_in;
use crate::shape::Shape;
use crate::signature::{Arguments, Kind, check_given_once};

impl Resolver<'_> {
    /// Resolves a layer. Returns also what its constructor gets.
    pub(super) fn layer<'l>(&mut self, layer: &'l Layer, position: &Position) -> (Resolution, MadeOf<'l>) {
        if let Some(graph) = &layer.branches {
            return match self.branches(layer, graph, position) {
                Some((resolution, block)) => (resolution, MadeOf::Branches(block)),
                None => (unknown(layer), MadeOf::Mistake),
            };
        }
        let Some(inside) = &layer.block else { return self.with_values(layer, position) };
        match self.block(layer, inside, position) {
            Some((resolution, block)) => (resolution, MadeOf::Block(block)),
            None => (unknown(layer), MadeOf::Mistake),
        }
    }

    /// The same for a layer that is no block.
    fn with_values<'l>(&mut self, layer: &Layer, position: &Position) -> (Resolution, MadeOf<'l>) {
        let mut site = self.site(layer, position);
        if layer.path.is_none() {
            return (unknown(layer), MadeOf::Mistake);
        }
        if own::is_activation(layer) {
            return (own::activation_as_layer(&mut site), MadeOf::Mistake);
        }
        let merge = layers::merge(layer);
        let joins = merge.filter(|entry| matches!(entry.rule, Rule::Merge(_)));
        if let (Some(entry), true) = (joins, layers::entry(layer).is_none() && layer.flowing.is_empty()) {
            let (class, example) = (entry.signature.name, entry.signature.example);
            let message = format!("`{class}` joins values that have names");
            let help = format!(
                "give it branches in brackets, `{class}([Dense<8, relu>], [Dense<8>])`, or in a graph write `y = {example};`"
            );
            site.diagnostics.report_with_help(layer.span(), message, help);
            return (unknown(layer), MadeOf::Mistake);
        }
        let built_in = layers::entry(layer);
        if let (Some(entry), Some(flowing)) = (built_in.filter(|_| merge.is_none()), layer.flowing.first()) {
            let (class, name) = (entry.signature.name, &flowing.value);
            let message = format!("`{class}` takes one value, and that stands before the arrow");
            let help = format!("write `y = {name} => {class}…`");
            site.diagnostics.report_with_help(name.span(), message, help);
            return (unknown(layer), MadeOf::Mistake);
        }
        let entry = if layer.flowing.is_empty() { built_in } else { merge };
        let Some(entry) = entry else {
            let values_are_right = check_given_once(layer, site.diagnostics);
            let resolution = own::resolve(&mut site).unwrap_or_else(|| unknown(layer));
            layers::check_in_full(&mut site, &resolution);
            return (resolution, if values_are_right { MadeOf::Values } else { MadeOf::Mistake });
        };
        let is_first = position.before.is_none();
        let (arguments, values_are_right) =
            entry.signature.check(layer, site.model, is_first, site.diagnostics);
        let told = arguments.and_then(|arguments| match &entry.rule {
            Rule::Alone(rule) => Some((rule(&mut self.site(layer, position), &arguments)?, MadeOf::Values)),
            Rule::Around(rule) => self.around(layer, position, &arguments, rule),
            Rule::Merge(rule) => Some((rule(&mut self.site(layer, position))?, MadeOf::Values)),
            Rule::Block(_) => None,
        });
        let (resolution, made_of) = told.unwrap_or_else(|| (unknown(layer), MadeOf::Values));
        (resolution, if values_are_right { made_of } else { MadeOf::Mistake })
    }

    /// Resolves a wrapper and the layer inside.
    fn around<'l>(
        &mut self,
        layer: &Layer,
        position: &Position,
        arguments: &Arguments,
        rule: &Around,
    ) -> Option<(Resolution, MadeOf<'l>)> {
        let mut site = self.site(layer, position);
        let before = Some((rule.inside)(&mut site, arguments)?);
        let inner = layer_in(arguments.of(Kind::Layer)?, site.diagnostics)?;
        let there = Position { before, number: 1, within: Some(site.this()), several: Vec::new() };
        let (Resolution { full_type, output, parameters, .. }, _) = self.with_values(&inner, &there);
        let mut inner = Inner { full_type: full_type?, layer: inner, output, parameters };
        let resolution = (rule.outside)(&mut self.site(layer, position), arguments, &mut inner)?;
        Some((resolution, MadeOf::Inner(Box::new((inner.layer, inner.full_type)))))
    }

    /// Resolves a block and the chain inside. `None` if one of its layers has a mistake.
    fn block<'l>(
        &mut self,
        layer: &Layer,
        layers: &'l [Layer],
        position: &Position,
    ) -> Option<(Resolution, Block<'l>)> {
        let Rule::Block(rule) = layers::block(layer)?.rule else { return None };
        let mut site = self.site(layer, position);
        site.shape_before()?;
        let within = Some(site.this());
        let name = self.block_name(layer)?;
        let there = Position { before: position.before.clone(), number: 0, within, several: Vec::new() };
        let (network, gives) = self.chain(layers, there);
        let gives = gives.map_or(Shape::Unknown, |gives| gives.shape);
        let block = Block { name, network };
        let layers_type = block.full_type(self.model);
        let mut resolution = rule(&mut self.site(layer, position), &gives, &layers_type)?;
        resolution.parameters = block.parameters();
        block.network.is_known().then_some((resolution, block))
    }

    /// Resolves branches, and what joins them. `None` if one of their layers has a mistake.
    fn branches<'l>(
        &mut self,
        layer: &Layer,
        graph: &'l Graph,
        position: &Position,
    ) -> Option<(Resolution, Block<'l>)> {
        let mut site = self.site(layer, position);
        let (shape, within) = (site.shape_before()?, site.this());
        let name = self.block_name(layer)?;
        let inflow = position.before.clone().unwrap_or_else(|| Inflow::input(shape.clone()));
        let network = self.graph_within(graph, inflow, within);
        if !network.is_known() {
            return None;
        }
        let output = network.layers.last()?.outputs.first()?.clone();
        let block = Block { name, network };
        let full_type = block.full_type(self.model);
        let resolution = self.site(layer, position).resolution(full_type, shape, output);
        Some((Resolution { parameters: block.parameters(), ..resolution }, block))
    }

    /// A name for the struct that holds the layers of a block: `NetResidual1`.
    fn block_name(&mut self, layer: &Layer) -> Option<Ident> {
        self.blocks += 1;
        let (model, number) = (self.model.name(), self.blocks);
        Some(format_ident!("{model}{}{number}", layer.class()?, span = Span::call_site()))
    }
}

fn unknown(layer: &Layer) -> Resolution {
    Resolution::unknown(Shape::Unknown, layer.span())
}
