//! A graph: values with names, and layers that take one value or several.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;
use syn::ext::IdentExt;

use super::Resolver;
use super::chain::fits;
use crate::ast::{Flowing, Graph, Head, Layer, Line, Link};
use crate::layer::{Inflow, Position};
use crate::layers;
use crate::names;
use crate::nearest::nearest;
use crate::network::{Call, Fits, Input, Network, Output, Resolved, Source};
use crate::shape::Shape;

/// The most values that a layer may take or give, and a network.
const MOST: usize = 8;

/// The walk along the lines.
struct Walk<'g> {
    graph: &'g Graph,
    /// The names of all layers.
    names: Vec<(&'g Layer, Ident)>,
    values: Vec<Value>,
    declared: Vec<&'g Layer>,
    layers: Vec<Resolved<'g>>,
    calls: Vec<Call>,
    /// The layers so far, whether they could be resolved or not.
    number: usize,
    is_broken: bool,
}

/// A value with a name.
struct Value {
    name: Ident,
    at: Place,
    is_used: bool,
}

/// A value, and what is known of it.
#[derive(Clone)]
struct Place {
    source: Source,
    inflow: Inflow,
    /// The shapes of all that the last layer gives, if that is more than one.
    more: Vec<Shape>,
}

impl Place {
    /// What comes of a mistake, which is reported.
    fn unknown() -> Self {
        Self { source: Source::Unknown, inflow: Inflow::input(Shape::Unknown), more: Vec::new() }
    }
}

impl Resolver<'_> {
    pub(super) fn graph<'g>(&mut self, graph: &'g Graph) -> Network<'g> {
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
            is_broken: false,
        };
        let inputs = self.inputs(&mut walk);
        for line in &graph.lines {
            self.line(&mut walk, line);
        }
        let outputs = self.outputs(&mut walk);
        // After a mistake, a value may be unused only because of that.
        if !walk.is_broken && self.diagnostics.count() == before {
            self.all_used(&walk);
        }
        self.shared_without_state(&walk);
        let Walk { layers, calls, is_broken, .. } = walk;
        let (unknown, requirements) = (self.model.unknown_type(), TokenStream::new());
        let mut network = Network { inputs, layers, calls, outputs, unknown, is_broken, requirements };
        network.is_broken |= network.calls.is_empty();
        self.masks_of_graph(&network);
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

    /// Gives names to what comes out of a line.
    fn name(&mut self, walk: &mut Walk<'_>, line: &Line, at: &Place) {
        let span = line.names.iter().flatten().next().map_or_else(Span::call_site, Ident::span);
        let count = at.more.len().max(1);
        if let Source::Call(call, _) = at.source {
            if !walk.layers[walk.calls[call].part].is_known {
                // A mistake, which is reported.
                for name in line.names.iter().flatten() {
                    self.bind(walk, name, Place::unknown());
                }
                return;
            }
            let is_own = walk.layers[walk.calls[call].part]
                .outputs
                .iter()
                .any(|shape| matches!(shape, Shape::Opaque(_)));
            let names_several = line.names.len() > 1 && (is_own || at.more.len() == line.names.len());
            if names_several {
                walk.calls[call].names = line.names.clone();
                for (number, name) in line.names.iter().enumerate() {
                    let shape = at.more.get(number).cloned().unwrap_or_else(|| {
                        let layer = &walk.layers[walk.calls[call].part].full_type;
                        let krate = self.krate;
                        Shape::Opaque(
                            quote!(<<#layer as #krate::Layer>::Output as #krate::chain::Nth<#number>>::Shape),
                        )
                    });
                    let inflow = Inflow { shape, ..at.inflow.clone() };
                    if let Some(name) = name {
                        let at = Place { source: Source::Call(call, number), inflow, more: Vec::new() };
                        self.bind(walk, name, at);
                    }
                }
                return;
            }
        }
        if count != line.names.len() && !line.names.is_empty() && at.source != Source::Unknown {
            let (from, names) = (&at.inflow.from, line.names.len());
            let (values, has) =
                (if count == 1 { "value" } else { "values" }, if names == 1 { "name" } else { "names" });
            let message = format!("{from} gives {count} {values}, but here {names} {has}");
            let message = format!("{message} {}", if names == 1 { "stands" } else { "stand" });
            self.diagnostics.report(span, message);
            walk.is_broken = true;
        }
        for name in line.names.iter().flatten() {
            if let Source::Call(call, 0) = at.source
                && walk.calls[call].names == [None]
                && line.names.len() == 1
            {
                walk.calls[call].names = vec![Some(name.clone())];
            }
            self.bind(walk, name, at.clone());
        }
    }

    /// Rule: no two values have the same name.
    fn bind(&mut self, walk: &mut Walk<'_>, name: &Ident, at: Place) {
        if walk.values.iter().any(|value| value.name == *name) {
            self.diagnostics.report_with_help(
                name.span(),
                format!("two values are called `{name}`"),
                "a value keeps its name: give this one another",
            );
            walk.is_broken = true;
            return;
        }
        walk.values.push(Value { name: name.clone(), at, is_used: false });
    }

    /// The value of this name; `None` if there is none, which is reported.
    fn find(&mut self, walk: &mut Walk<'_>, name: &Ident) -> Option<Place> {
        if let Some(value) = walk.values.iter_mut().find(|value| value.name == *name) {
            value.is_used = true;
            return Some(value.at.clone());
        }
        walk.is_broken = true;
        if walk.graph.inputs.is_empty() || walk.graph.inputs.iter().any(|input| input.name.is_none()) {
            // It may be the name of an input that is missing, which is reported.
            return None;
        }
        let later = walk.graph.lines.iter().flat_map(|line| line.names.iter().flatten());
        if later.into_iter().any(|made| made == name) {
            let message = format!("`{name}` is used before it is made");
            let help = "values flow from one line to those below: put the line that makes it above this one";
            self.diagnostics.report_with_help(name.span(), message, help);
            return None;
        }
        if walk.names.iter().any(|(layer, _)| layer.name.as_ref() == Some(name)) {
            let message = format!("`{name}` is a layer, and a value is needed here");
            let help = format!("write `result = value => {name};`, and then `result`");
            self.diagnostics.report_with_help(name.span(), message, help);
            return None;
        }
        let text = name.to_string();
        let known: Vec<String> = walk.values.iter().map(|value| value.name.to_string()).collect();
        let message = format!("there is no value `{name}`");
        match nearest(&text, &known.iter().map(String::as_str).collect::<Vec<_>>()) {
            Some(nearest) => {
                self.diagnostics.report_with_help(name.span(), message, format!("did you mean `{nearest}`?"));
            }
            None => self.diagnostics.report_with_help(
                name.span(),
                message,
                "values are the inputs of the graph, and what stands before the `=` of a line above",
            ),
        }
        None
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

    /// The values that flow into a layer, those with names where the layer has them.
    fn in_order<'g>(&mut self, layer: &'g Layer) -> Option<Vec<&'g Flowing>> {
        let names = layers::merge(layer).map_or(&[][..], |entry| entry.signature.flows);
        let mut ordered: Vec<(usize, &Flowing)> = Vec::new();
        for (place, flowing) in layer.flowing.iter().enumerate() {
            let Some(name) = &flowing.name else {
                ordered.push((place, flowing));
                continue;
            };
            let Some(place) = names.iter().position(|known| name == known) else {
                let written = layer.as_written();
                let message = format!("`{written}` has no input `{name}`");
                let help = match names {
                    [] => "write the values without names".to_owned(),
                    names => format!("its inputs are `{}`", names.join("`, `")),
                };
                self.diagnostics.report_with_help(name.span(), message, help);
                return None;
            };
            ordered.push((place, flowing));
        }
        ordered.sort_by_key(|&(place, _)| place);
        Some(ordered.into_iter().map(|(_, flowing)| flowing).collect())
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
        let mut position = Position { before, number: walk.number, within: None, several };
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

    /// Rule: every value is used, and every layer.
    fn all_used(&mut self, walk: &Walk<'_>) {
        for value in walk.values.iter().filter(|value| !value.is_used) {
            let name = &value.name;
            let what =
                if value.at.inflow.is_input { format!("the input `{name}`") } else { format!("`{name}`") };
            let help = "give it to a layer or to the outputs; `_` is the name of one of several values that nobody needs";
            self.diagnostics.report_with_help(name.span(), format!("{what} is never used"), help);
        }
        for layer in &walk.declared {
            if !walk.layers.iter().any(|resolved| std::ptr::eq(resolved.layer, *layer)) {
                let message = format!(
                    "the layer `{}` is never used",
                    layer.name.as_ref().map_or_else(String::new, ToString::to_string)
                );
                self.diagnostics.report(layer.span(), message);
            }
        }
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
