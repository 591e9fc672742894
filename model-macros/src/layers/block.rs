//! Layers that are made of layers: `Residual(Dense<8, relu>, Dense<8>)`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use crate::ast::Layer;
use crate::layers::rearranging::computed;
use crate::names;
use crate::network::{Block, Resolution};
use crate::resolve::{Resolver, network};
use crate::shape::{Parameters, Shape, Size};

/// Whether layers of this name are made of layers.
pub(crate) fn is_block(class: &Ident) -> bool {
    class == "Residual" || class == "Concatenate"
}

/// What is known of a block, and the network of its layers. The block is unknown if that is.
pub(crate) fn resolve<'l>(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    layers: &'l [Layer],
) -> Option<(Resolution, Block<'l>)> {
    let shape = resolver.shape_before(layer)?;
    let this = resolver.this(layer);
    resolver.blocks += 1;
    let name = type_name(resolver, layer)?;
    let (outside, number) = (resolver.before.clone(), resolver.number);
    let within = resolver.within.replace(this.clone());
    resolver.number = 0;
    let names = names::assign(layers, resolver.diagnostics);
    let network = network(resolver, layers, names);
    let gives = std::mem::replace(&mut resolver.before, outside).map_or(Shape::Unknown, |(_, shape)| shape);
    (resolver.number, resolver.within) = (number, within);

    let (path, block) = (&layer.path, Block { name, network });
    let (layers_type, krate) = (block.full_type(resolver), resolver.krate);
    let (full_type, output) = if layer.class()? == "Residual" {
        adds_alike(resolver, layer, &this, &shape, &gives)?;
        (quote!(#path<#layers_type>), shape.clone())
    } else {
        let output = appended(resolver, layer, &this, &shape, &gives)?;
        let to = output.tokens(krate);
        (quote!(#path<#layers_type, #to>), output)
    };
    let mut resolution = Resolution::of(full_type, shape, output, layer.span());
    resolution.parameters = block.parameters();
    block.network.is_known().then_some((resolution, block))
}

/// `NetResidual1`
fn type_name(resolver: &Resolver<'_>, layer: &Layer) -> Option<Ident> {
    let model = resolver.model.name();
    Some(format_ident!("{model}{}{}", layer.class()?, resolver.blocks, span = Span::call_site()))
}

impl Block<'_> {
    fn full_type(&self, resolver: &Resolver<'_>) -> TokenStream {
        let (name, parameters) = (&self.name, resolver.model.parameters());
        let used = parameters.iter().map(|parameter| &parameter.ident);
        if parameters.is_empty() { quote!(#name) } else { quote!(#name<#(#used),*>) }
    }

    fn parameters(&self) -> Option<Parameters> {
        let layers = self.network.layers.iter();
        let terms: Option<Vec<_>> = layers.map(|layer| Some(layer.parameters.as_ref()?.0.clone())).collect();
        terms.map(|terms| Parameters(terms.concat()))
    }
}

/// Rule: what is added has the shape of what flows in.
fn adds_alike(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    this: &str,
    takes: &Shape,
    gives: &Shape,
) -> Option<()> {
    if !takes.surely_differs(gives) {
        return Some(());
    }
    let (given, made) = (resolver.given()?, gives.in_words()?);
    let message = format!("{this} adds {made} to what flows in, but {given}");
    let help = "let its last layer give the shape that flows in, or write `Concatenate(…)`";
    resolver.diagnostics.report_with_help(layer.span(), message, help);
    None
}

/// Rule: what is appended differs in the last axis alone.
fn appended(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    this: &str,
    takes: &Shape,
    gives: &Shape,
) -> Option<Shape> {
    let krate = resolver.krate;
    let second = match gives {
        Shape::Opaque(shape) => Some(Size::Computed(quote!({ #krate::chain::last_axis::<#shape>() }))),
        gives => gives.last().cloned(),
    };
    let (Some(first), Some(second)) = (takes.last().cloned(), second) else {
        let (unknown, help) = match takes {
            Shape::Opaque(_) => ("flows in", "put `Reshape<…>` before it, with the shape that flows in"),
            _ => ("its layers give", "put a layer with a size of its own at its end"),
        };
        let message = format!("{this} cannot compute its shape, because nobody knows here what {unknown}");
        resolver.diagnostics.report_with_help(layer.span(), message, help);
        return None;
    };
    if takes.surely_differs(&gives.with_last(first.clone())) {
        let (given, made) = (resolver.given()?, gives.in_words()?);
        let message = format!("{this} appends {made} to what flows in, but {given}");
        let help = "all axes but the last have to be alike: `Same` keeps the size of an image";
        resolver.diagnostics.report_with_help(layer.span(), message, help);
        return None;
    }
    let both = computed(&first, &second, usize::checked_add, '+')?;
    resolver.computable(layer, takes.with_last(both))
}
