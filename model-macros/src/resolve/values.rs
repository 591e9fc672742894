//! The values of a graph, and their names.

use proc_macro2::Span;
use quote::quote;
use syn::Ident;

use super::Resolver;
use super::walk::{Place, Value, Walk};
use crate::ast::{Flowing, Layer, Line};
use crate::layer::Inflow;
use crate::layers;
use crate::nearest::nearest;
use crate::network::Source;
use crate::shape::Shape;

impl Resolver<'_> {
    /// Gives names to what comes out of a line.
    pub(super) fn name(&mut self, walk: &mut Walk<'_>, line: &Line, at: &Place) {
        let names = &line.names;
        if names.is_empty() {
            return;
        }
        // After a mistake, which is reported, nothing is known of what a layer gives.
        let unknown = Place::unknown();
        let at = if walk.is_known(at) { at } else { &unknown };
        let call = walk.unnamed(at, names.len());
        match call {
            Some(call) => walk.calls[call].names.clone_from(names),
            None => self.as_many_names_as_values(walk, line, at),
        }
        for (number, name) in names.iter().enumerate() {
            let Some(name) = name else { continue };
            let at = match call {
                Some(call) if names.len() > 1 => self.one_of_several(walk, call, number, at),
                _ => at.clone(),
            };
            self.bind(walk, name, at);
        }
    }

    /// Value number `number` of those that a call gives.
    fn one_of_several(&self, walk: &Walk<'_>, call: usize, number: usize, at: &Place) -> Place {
        let shape = at.more.get(number).cloned().unwrap_or_else(|| {
            let (layer, krate) = (&walk.layers[walk.calls[call].part].full_type, self.krate);
            Shape::Opaque(quote!(<<#layer as #krate::Layer>::Output as #krate::chain::Nth<#number>>::Shape))
        });
        let inflow = Inflow { shape, ..at.inflow.clone() };
        Place { source: Source::Call(call, number), inflow, more: Vec::new() }
    }

    /// Rule: a line names as many values as come out of it.
    fn as_many_names_as_values(&mut self, walk: &mut Walk<'_>, line: &Line, at: &Place) {
        let (count, names) = (at.count(), line.names.len());
        if count == names || at.source == Source::Unknown {
            return;
        }
        let values = if count == 1 { "value" } else { "values" };
        let stand = if names == 1 { "name stands" } else { "names stand" };
        let message = format!("{} gives {count} {values}, but here {names} {stand}", at.inflow.from);
        let span = line.names.iter().flatten().next().map_or_else(Span::call_site, Ident::span);
        self.diagnostics.report(span, message);
        walk.is_broken = true;
    }

    /// Rule: no two values have the same name.
    pub(super) fn bind(&mut self, walk: &mut Walk<'_>, name: &Ident, at: Place) {
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
    pub(super) fn find(&mut self, walk: &mut Walk<'_>, name: &Ident) -> Option<Place> {
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

    /// The values that flow into a layer, those with names where the layer has them.
    pub(super) fn in_order<'g>(&mut self, layer: &'g Layer) -> Option<Vec<&'g Flowing>> {
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

    /// Rule: every value is used, and every layer.
    pub(super) fn all_used(&mut self, walk: &Walk<'_>) {
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
}
