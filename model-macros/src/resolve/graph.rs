//! A graph: values with names, and layers that take one value or several.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;
use syn::ext::IdentExt;

use super::Resolver;
use super::chain::fits;
use super::walk::{Place, Walk};
use crate::ast::{Graph, Head, Layer, Line, Link};
use crate::layer::{Inflow, Position};
use crate::layers;
use crate::names;
use crate::nearest::nearest;
use crate::network::{Call, Fits, Input, Network, Output, Resolved, Source};
use crate::shape::Shape;

/// The most values that a layer may take or give, and a network.
const MOST: usize = 8;

impl Resolver<'_> {
    pub(super) fn graph<'g>(&mut self, graph: &'g Graph) -> Network<'g> {
        self.walk(graph, None, Self::inputs)
    }

    /// The same for branches inside of a layer, `within`: this flows into them.
    pub(super) fn graph_within<'g>(
        &mut self,
        graph: &'g Graph,
        inflow: Inflow,
        within: String,
    ) -> Network<'g> {
        self.walk(graph, Some(within), |resolver, walk| {
            let shape = inflow.shape.tokens(resolver.krate).unwrap_or_else(|| resolver.unknown_shape());
            let at = Place { source: Source::Input(0), inflow, more: Vec::new() };
            resolver.bind(walk, &Graph::inflow(), at);
            vec![Input { name: None, shape, in_words: None }]
        })
    }

    fn walk<'g>(
        &mut self,
        graph: &'g Graph,
        within: Option<String>,
        inputs: impl FnOnce(&mut Self, &mut Walk<'g>) -> Vec<Input>,
    ) -> Network<'g> {
        let before = self.diagnostics.count();
        let all = graph.layers();
        let names = names::assign(&all, self.diagnostics);
        let mut walk = Walk {
            graph,
            names: all.into_iter().zip(names).collect(),
            values: Vec::new(),
            declared: Vec::new(),
            layers: Vec::new(),
            calls: Vec::new(),
            number: 0,
            within,
            is_broken: false,
        };
        let inputs = inputs(self, &mut walk);
        for line in &graph.lines {
            self.line(&mut walk, line);
        }
        let outputs = self.outputs(&mut walk);
        // After a mistake, a value may be unused only because of that.
        if !walk.is_broken && self.diagnostics.count() == before {
            self.all_used(&walk);
        }
        self.shared_without_state(&walk);
        let Walk { layers, calls, is_broken, within, .. } = walk;
        let (unknown, requirements) = (self.model.unknown_type(), TokenStream::new());
        let mut network = Network { inputs, layers, calls, outputs, unknown, is_broken, requirements };
        network.is_broken |= network.calls.is_empty();
        self.masks_are_taken(&network, within.as_deref());
        network
    }

    /// The inputs, as values.
    fn inputs(&mut self, walk: &mut Walk<'_>) -> Vec<Input> {
        let mut inputs = Vec::new();
        let nowhere = Position::default();
        for layer in &walk.graph.inputs {
            let shape = layers::input_shape(&mut self.site(layer, &nowhere));
            let Some(name) = &layer.name else {
                walk.is_broken = true;
                continue;
            };
            let shape = shape.unwrap_or_else(|| {
                walk.is_broken = true;
                Shape::Unknown
            });
            let in_words = shape.in_words();
            let tokens = shape.tokens(self.krate).unwrap_or_else(|| self.unknown_shape());
            let source = Source::Input(inputs.len());
            let inflow = Inflow::named_input(&name.unraw().to_string(), shape);
            self.bind(walk, name, Place { source, inflow, more: Vec::new() });
            inputs.push(Input { name: Some(name.clone()), shape: tokens, in_words });
        }
        if let Some(extra) = walk.graph.inputs.get(MOST) {
            self.diagnostics.report(extra.span(), format!("a graph has at most {MOST} inputs"));
            walk.is_broken = true;
        }
        if inputs.is_empty() {
            let shape = self.unknown_shape();
            inputs.push(Input { name: None, shape, in_words: None });
        }
        inputs
    }

    /// A type in place of a shape that is not known.
    fn unknown_shape(&self) -> TokenStream {
        let (unknown, krate) = (self.model.unknown_type(), self.krate);
        quote!(<#unknown as #krate::Layer>::Input)
    }

    fn line<'g>(&mut self, walk: &mut Walk<'g>, line: &'g Line) {
        let begin = match &line.head {
            Head::Nothing => {
                walk.declared.extend(line.links.iter().filter_map(|link| match link {
                    Link::Layer(layer) => Some(layer),
                    Link::Again(_) => None,
                }));
                return;
            }
            Head::Unreadable => None,
            Head::Value(name) => self.find(walk, name),
            Head::Merge(layer) => self.merge(walk, layer),
        };
        let mut at = begin.unwrap_or_else(|| {
            walk.is_broken = true;
            Place::unknown()
        });
        for link in &line.links {
            if !at.more.is_empty() {
                let (span, count) = (link_span(link), at.more.len());
                let message = format!("{} gives {count} values, and this layer takes one", at.inflow.from);
                let help = "end the line before it, and name the values: `(steps, state) = …;`";
                self.diagnostics.report_with_help(span, message, help);
                walk.is_broken = true;
            }
            at = match link {
                Link::Layer(layer) => self.step(walk, layer, at),
                Link::Again(name) => self.again(walk, name, at),
            };
        }
        self.name(walk, line, &at);
    }

    /// Goes through a layer.
    fn step<'g>(&mut self, walk: &mut Walk<'g>, layer: &'g Layer, at: Place) -> Place {
        if layers::is_input(layer) {
            let message = "the inputs of a graph stand behind its name, in parentheses";
            self.diagnostics.report(layer.span(), message);
            walk.is_broken = true;
            return at;
        }
        let mut sources = vec![at.source];
        let mut several = vec![at.inflow.clone()];
        for flowing in &layer.flowing {
            let Some(value) = self.find(walk, &flowing.value) else { continue };
            sources.push(value.source);
            several.push(value.inflow);
        }
        self.call(walk, layer, sources, several)
    }

    /// Goes through a layer that joins values.
    fn merge<'g>(&mut self, walk: &mut Walk<'g>, layer: &'g Layer) -> Option<Place> {
        let (mut sources, mut several) = (Vec::new(), Vec::new());
        for flowing in self.in_order(layer)? {
            let value = self.find(walk, &flowing.value)?;
            sources.push(value.source);
            several.push(value.inflow);
        }
        let written = layer.as_written();
        if sources.is_empty() {
            let message = format!("`{written}` needs values, in parentheses");
            self.diagnostics.report_with_help(
                layer.span(),
                message,
                format!("write `{written}(first, second)`"),
            );
            return None;
        }
        if sources.len() > MOST {
            self.diagnostics.report(layer.span(), format!("a layer takes at most {MOST} values"));
            return None;
        }
        Some(self.call(walk, layer, sources, several))
    }

    /// Resolves a layer, and calls it.
    fn call<'g>(
        &mut self,
        walk: &mut Walk<'g>,
        layer: &'g Layer,
        sources: Vec<Source>,
        several: Vec<Inflow>,
    ) -> Place {
        walk.number += 1;
        let before = several.first().cloned();
        let mut position = Position { before, number: walk.number, within: walk.within.clone(), several };
        let (resolution, made_of) = self.layer(layer, &position);
        let fits = if position.several.len() == 1 {
            let before = position.before.as_ref().map(|before| &before.shape);
            fits(before, &resolution.input, resolution.fits)
        } else if resolution.fits && matches!(resolution.input, Shape::Opaque(_)) {
            Fits::Perhaps
        } else {
            // The rule of a built-in layer has looked at each of them.
            Fits::No
        };
        let more =
            std::iter::once(&resolution.output).chain(&resolution.more_outputs).cloned().collect::<Vec<_>>();
        let more = if more.len() > 1 { more } else { Vec::new() };
        let names = vec![None; more.len().max(1)];
        let name =
            walk.names.iter().find(|(other, _)| std::ptr::eq(*other, layer)).map(|(_, name)| name.clone());
        let name = name.unwrap_or_else(|| Ident::new("layer", Span::call_site()));
        let span = resolution.input_span;
        walk.calls.push(Call { part: walk.layers.len(), sources, names, fits, span });
        let resolved = self.resolved(layer, name, resolution, made_of, &mut position);
        walk.layers.push(resolved);
        let inflow = position.before.unwrap_or_else(|| Inflow::input(Shape::Unknown));
        Place { source: Source::Call(walk.calls.len() - 1, 0), inflow, more }
    }

    /// Calls a layer that stands elsewhere, by its name.
    fn again<'g>(&mut self, walk: &mut Walk<'g>, name: &Ident, at: Place) -> Place {
        let has_name = |layer: &&Layer| layer.name.as_ref() == Some(name);
        let found = walk.layers.iter().position(|resolved| has_name(&resolved.layer));
        if let Some(part) = found {
            return self.call_again(walk, name, part, &at);
        }
        if let Some(layer) = walk.declared.iter().copied().find(has_name) {
            return self.step(walk, layer, at);
        }
        walk.is_broken = true;
        let known = walk.names.iter().filter_map(|(layer, _)| layer.name.as_ref());
        let known: Vec<String> = known.map(ToString::to_string).collect();
        let message = if walk.values.iter().any(|value| value.name == *name) {
            format!("`{name}` is a value, and a layer is needed here")
        } else if walk.names.iter().any(|(layer, _)| has_name(layer)) {
            format!("the layer `{name}` is used before it is written")
        } else {
            format!("there is no layer `{name}`")
        };
        let text = name.to_string();
        let help = match nearest(&text, &known.iter().map(String::as_str).collect::<Vec<_>>()) {
            Some(nearest) if nearest != text => format!("did you mean `{nearest}`?"),
            _ => format!("a layer with a name is written `{name}: Dense<8, relu>`, in a line above"),
        };
        self.diagnostics.report_with_help(name.span(), message, help);
        Place::unknown()
    }

    fn call_again(&mut self, walk: &mut Walk<'_>, name: &Ident, part: usize, at: &Place) -> Place {
        let Resolved { input, outputs, .. } = &walk.layers[part];
        if at.inflow.shape.surely_differs(input) {
            let message = format!(
                "`{name}` takes {}, but {}",
                input.in_words().unwrap_or_default(),
                at.inflow.in_words().unwrap_or_default()
            );
            let help = "a layer that is called twice takes the same shape both times";
            self.diagnostics.report_with_help(name.span(), message, help);
            walk.is_broken = true;
            return Place::unknown();
        }
        let fits = fits(Some(&at.inflow.shape), input, true);
        let outputs = outputs.clone();
        let shape = outputs.first().cloned().unwrap_or(Shape::Unknown);
        let more = if outputs.len() > 1 { outputs } else { Vec::new() };
        let names = vec![None; more.len().max(1)];
        walk.calls.push(Call { part, sources: vec![at.source], names, fits, span: name.span() });
        let inflow = Inflow { from: format!("`{name}`"), shape, recurrent: None, is_input: false };
        Place { source: Source::Call(walk.calls.len() - 1, 0), inflow, more }
    }

    /// Rules: every output is a value, comes out of a layer, and is given once.
    fn outputs(&mut self, walk: &mut Walk<'_>) -> Vec<Output> {
        let mut outputs: Vec<Output> = Vec::new();
        for name in &walk.graph.outputs {
            let found = self.find(walk, name);
            let source = found.map_or(Source::Unknown, |at| at.source);
            let mistake = if let Source::Input(_) = source {
                Some((
                    format!("`{name}` is an input, and an output has to come out of a layer"),
                    "let it flow through a layer",
                ))
            } else if outputs.iter().any(|output| output.name.as_ref() == Some(name)) {
                Some((format!("`{name}` is given twice"), "an output is given once"))
            } else {
                None
            };
            if let Some((message, help)) = mistake {
                self.diagnostics.report_with_help(name.span(), message, help);
                walk.is_broken = true;
            }
            outputs.push(Output { name: Some(name.clone()), source });
        }
        if let Some(extra) = walk.graph.outputs.get(MOST) {
            self.diagnostics.report(extra.span(), format!("a graph has at most {MOST} outputs"));
        }
        if outputs.is_empty() {
            outputs.push(Output { name: None, source: Source::Unknown });
        }
        outputs
    }

    /// Rule: a layer with moving statistics is called once.
    fn shared_without_state(&mut self, walk: &Walk<'_>) {
        for (index, call) in walk.calls.iter().enumerate() {
            let resolved = &walk.layers[call.part];
            let is_again = walk.calls[..index].iter().any(|before| before.part == call.part);
            if !is_again || !resolved.is_known {
                continue;
            }
            let (layer, krate, name) = (&resolved.full_type, self.krate, &resolved.name);
            let condition = quote!(!#krate::chain::has_state::<#layer>());
            let message = format!("`{name}` has moving statistics, and two calls would each have their own");
            self.site(resolved.layer, &Position::default()).require(call.span, &condition, message);
        }
    }
}

fn link_span(link: &Link) -> Span {
    match link {
        Link::Layer(layer) => layer.span(),
        Link::Again(name) => name.span(),
    }
}
