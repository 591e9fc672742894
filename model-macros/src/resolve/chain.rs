//! A chain: every layer takes the output of the one before it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Ident;

use super::Resolver;
use crate::ast::Layer;
use crate::layer::{Inflow, Position, Resolution};
use crate::layers;
use crate::names;
use crate::network::{Fits, MadeOf, Network, Resolved};
use crate::shape::{Shape, Size};

impl Resolver<'_> {
    /// Resolves a chain that begins at `position`. Returns its network and its output. Requirements stay with the
    /// resolver.
    pub(super) fn chain<'l>(
        &mut self,
        layers: &'l [Layer],
        mut position: Position,
    ) -> (Network<'l>, Option<Inflow>) {
        let mut names = names::assign(layers, self.diagnostics).into_iter();
        let mut input = None;
        let mut resolved = Vec::new();
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
            resolved.push(self.resolved(layer, name, resolution, made_of, &mut position));
        }
        if let (true, Some(layer)) = (resolved.is_empty(), layers.first()) {
            resolved.push(self.nothing(layer, &mut position));
        }
        self.masks_are_taken(&resolved, position.within.as_deref());
        let input_in_words = input.as_ref().and_then(Shape::in_words);
        let input = input.and_then(|shape| shape.tokens(self.krate)).unwrap_or_else(|| {
            let (unknown, krate) = (self.model.unknown_type(), self.krate);
            quote!(<#unknown as #krate::Layer>::Input)
        });
        let network = Network { input, input_in_words, layers: resolved, requirements: TokenStream::new() };
        (network, position.before)
    }

    /// A layer in place of the missing ones, for a chain that has none behind its `Input`.
    fn nothing<'l>(&mut self, input: &'l Layer, position: &mut Position) -> Resolved<'l> {
        let message = "a model needs at least one layer after its `Input`";
        let help = "write `Input<4>, Dense<_, 3, softmax>`, for example";
        if self.diagnostics.count() == 0 {
            self.diagnostics.report_with_help(input.span(), message, help);
        }
        let name = Ident::new("layer", input.span());
        let nothing = Resolution::unknown(Shape::Unknown, input.span());
        self.resolved(input, name, nothing, MadeOf::Mistake, position)
    }

    /// Puts a resolved layer together, and moves `position` behind it.
    fn resolved<'l>(
        &mut self,
        layer: &'l Layer,
        name: Ident,
        resolution: Resolution,
        made_of: MadeOf<'l>,
        position: &mut Position,
    ) -> Resolved<'l> {
        let fits = fits(position.before.as_ref().map(|before| &before.shape), &resolution);
        let Resolution { full_type, input_span, output, parameters, .. } = resolution;
        let mut site = self.site(layer, position);
        if let (Some(full_type), Some(parameters)) = (&full_type, &parameters) {
            site.fits_into_memory(full_type, parameters, input_span);
        }
        let from = site.this();
        let recurrent = layer.class().filter(|class| layers::is_recurrent(class)).map(ToString::to_string);
        position.before = Some(Inflow { from, shape: output.clone(), recurrent });
        let is_known = full_type.is_some();
        let full_type = full_type.unwrap_or_else(|| self.model.unknown_type().into_token_stream()).into();
        Resolved { name, layer, full_type, is_known, input_span, output, fits, parameters, made_of }
    }
}

/// Whether a layer takes what flows in.
fn fits(before: Option<&Shape>, resolution: &Resolution) -> Fits {
    let Resolution { input, fits, .. } = resolution;
    match before {
        _ if !fits => Fits::No,
        Some(Shape::Unknown) => Fits::No,
        Some(Shape::Opaque(_)) if matches!(input.axes(), Some([Size::Computed(_)])) => Fits::IfSingle,
        Some(before) if before.formula().is_none() || input.formula().is_none() => Fits::Perhaps,
        _ => Fits::Yes,
    }
}
