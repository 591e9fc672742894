//! A chain: every layer takes the output of the one before it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Ident;

use super::Resolver;
use crate::ast::Layer;
use crate::layer::{Inflow, Position, Resolution};
use crate::layers;
use crate::names;
use crate::network::{Call, Fits, Input, MadeOf, Network, Output, Resolved, Source};
use crate::shape::{Shape, Size};

impl Resolver<'_> {
    /// Resolves a chain that begins at `position`. Returns its network and its output. Requirements stay with the
    /// resolver.
    pub(super) fn chain<'l>(
        &mut self,
        layers: &'l [Layer],
        mut position: Position,
    ) -> (Network<'l>, Option<Inflow>) {
        let all: Vec<&Layer> = layers.iter().collect();
        let mut names = names::assign(&all, self.diagnostics).into_iter();
        let mut input = None;
        let (mut resolved, mut calls) = (Vec::new(), Vec::new());
        for layer in layers {
            if layers::is_input(layer) {
                let shape = layers::input(&mut self.site(layer, &position));
                let begin = || Inflow::input(shape.clone().unwrap_or(Shape::Unknown));
                position.before.get_or_insert_with(begin);
                input = input.or(shape);
                continue;
            }
            let Some(name) = names.next() else { continue };
            position.number += 1;
            let (resolution, made_of) = self.layer(layer, &position);
            input.get_or_insert_with(|| resolution.input.clone());
            calls.push(call(resolved.len(), &resolution, &position));
            resolved.push(self.resolved(layer, name, resolution, made_of, &mut position));
        }
        if let (true, Some(layer)) = (resolved.is_empty(), layers.first()) {
            let nothing = Resolution::unknown(Shape::Unknown, layer.span());
            calls.push(call(0, &nothing, &position));
            resolved.push(self.nothing(layer, nothing, &mut position));
        }
        let in_words = input.as_ref().and_then(Shape::in_words);
        let shape = input.and_then(|shape| shape.tokens(self.krate)).unwrap_or_else(|| {
            let (unknown, krate) = (self.model.unknown_type(), self.krate);
            quote!(<#unknown as #krate::Layer>::Input)
        });
        let inputs = vec![Input { name: None, shape, in_words }];
        let last = Source::Call(resolved.len().saturating_sub(1), 0);
        let outputs = vec![Output { name: None, source: last }];
        let requirements = TokenStream::new();
        let unknown = self.model.unknown_type();
        let network =
            Network { inputs, layers: resolved, calls, outputs, unknown, is_broken: false, requirements };
        self.masks_are_taken(&network, position.within.as_deref());
        (network, position.before)
    }

    /// A layer in place of the missing ones, for a chain that has none behind its `Input`.
    fn nothing<'l>(
        &mut self,
        input: &'l Layer,
        nothing: Resolution,
        position: &mut Position,
    ) -> Resolved<'l> {
        let message = "a model needs at least one layer after its `Input`";
        let help = "write `Input<4>, Dense<_, 3, softmax>`, for example";
        if self.diagnostics.count() == 0 {
            self.diagnostics.report_with_help(input.span(), message, help);
        }
        let name = Ident::new("layer", input.span());
        self.resolved(input, name, nothing, MadeOf::Mistake, position)
    }

    /// Puts a resolved layer together, and moves `position` behind it.
    pub(super) fn resolved<'l>(
        &mut self,
        layer: &'l Layer,
        name: Ident,
        resolution: Resolution,
        made_of: MadeOf<'l>,
        position: &mut Position,
    ) -> Resolved<'l> {
        let Resolution { full_type, input, input_span, output, more_outputs, parameters, .. } = resolution;
        let mut site = self.site(layer, position);
        if let (Some(full_type), Some(parameters)) = (&full_type, &parameters) {
            site.fits_into_memory(full_type, parameters, input_span);
        }
        let from = site.this();
        let recurrent = layer.class().filter(|class| layers::is_recurrent(class)).map(ToString::to_string);
        position.before = Some(Inflow { from, shape: output.clone(), recurrent, is_input: false });
        let is_known = full_type.is_some();
        let full_type = full_type.unwrap_or_else(|| self.model.unknown_type().into_token_stream()).into();
        let outputs = std::iter::once(output).chain(more_outputs).collect();
        Resolved { name, layer, full_type, is_known, input, outputs, parameters, made_of }
    }
}

/// The call of a layer in a chain.
fn call(part: usize, resolution: &Resolution, position: &Position) -> Call {
    let before = position.before.as_ref().map(|before| &before.shape);
    Call {
        part,
        sources: vec![part.checked_sub(1).map_or(Source::Input(0), |before| Source::Call(before, 0))],
        names: vec![None],
        fits: fits(before, &resolution.input, resolution.fits),
        span: resolution.input_span,
    }
}

/// Whether a layer with this input takes what flows in, if that is not known to be wrong.
pub(super) fn fits(before: Option<&Shape>, input: &Shape, is_right: bool) -> Fits {
    match before {
        _ if !is_right => Fits::No,
        Some(Shape::Unknown) => Fits::No,
        Some(Shape::Opaque(_)) if matches!(input.axes(), Some([Size::Computed(_)])) => Fits::IfSingle,
        Some(before) if before.formula().is_none() || input.formula().is_none() => Fits::Perhaps,
        _ => Fits::Yes,
    }
}
