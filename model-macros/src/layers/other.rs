//! What holds for activations of all layers, and for layers that the macro does not know.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::ast::{Argument, Layer, located};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Parameters, Shape, Size};
use crate::signature::{ACTIVATIONS, Kind};

/// A layer that the macro does not know, or one of plywood's written in full. `_` stands for the shape that
/// flows in.
pub(super) fn resolve(resolver: &mut Resolver<'_>, layer: &Layer) -> Option<Resolution> {
    let krate = resolver.krate;
    let mut arguments = Vec::new();
    for argument in &layer.arguments {
        arguments.push(match argument {
            Argument::Infer(token) => {
                let shape = resolver.shape_before(layer)?.tokens(krate)?;
                located(&shape, token.span)
            }
            other => quote!(#other),
        });
    }
    let path = &layer.path;
    let full_type = if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) };
    let full_type = if resolver.model.is_generic(&full_type) {
        full_type
    } else {
        let span = layer.span();
        let check = quote_spanned!(span=> is_layer);
        quote!(#krate::checked::Checked<#full_type, { #krate::checked::#check::<#full_type>() }>)
    };
    Some(Resolution {
        input: Shape::Opaque(quote!(<#full_type as #krate::Layer>::Input)),
        input_span: layer.span(),
        output: Shape::Opaque(quote!(<#full_type as #krate::Layer>::Output)),
        full_type: Some(full_type),
        fits: true,
        parameters: None,
        inner: None,
    })
}

/// Whether an activation stands in the place of a layer.
pub(super) fn is_activation(layer: &Layer) -> bool {
    let name = layer.path.as_ref().and_then(|path| path.get_ident());
    name.is_some_and(|name| ACTIVATIONS.contains(&name.to_string().as_str()))
}

/// Reports that, and goes on as if `Activation<…>` were written.
pub(super) fn activation_as_layer(resolver: &mut Resolver<'_>, layer: &Layer) -> Resolution {
    let written = layer.as_written();
    resolver.diagnostics.report_with_help(
        layer.span(),
        format!("`{written}` is an activation, not a layer"),
        format!(
            "give it to the layer before, as in `Dense<4, 8, {written}>`, or write `Activation<{written}>`"
        ),
    );
    let output = resolver.before.as_ref().map_or(Shape::Unknown, |(_, shape)| shape.clone());
    Resolution::unknown(output, layer.span())
}

/// Rule: softmax and its relatives are over more than one value.
pub(super) fn makes_sense(resolver: &mut Resolver<'_>, activation: &Argument, output: &Shape) {
    let name = activation.as_written();
    let (always, instead) = match name.as_str() {
        "softmax" => (1, "sigmoid"),
        "log_softmax" => (0, "log_sigmoid"),
        "sparsemax" => (1, "sparse_sigmoid"),
        _ => return,
    };
    let Shape::Axes(axes) = output else { return };
    let message = format!("{name} over one value is always {always}");
    match axes.last() {
        Some(Size::Literal(1)) => {
            let help =
                format!("write `{instead}` for one probability, or give the layer a unit for each class");
            resolver.diagnostics.report_with_help(activation.span(), message, help);
        }
        Some(Size::Expression(size) | Size::Computed(size)) => {
            let krate = resolver.krate;
            let condition = quote!(#krate::checked::is_more::<#size>(1));
            resolver.require(activation.span(), &condition, format!("{message}: use `{instead}`"));
        }
        _ => {}
    }
}

/// `full_type`, its activation and its bias checked first if the macro does not know them. Without the check,
/// the compiler would complain about each use of the type.
pub(super) fn checked(
    resolver: &Resolver<'_>,
    arguments: &[(Kind, Option<&Argument>)],
    full_type: TokenStream,
) -> TokenStream {
    let krate = resolver.krate;
    let checks = arguments.iter().filter_map(|(kind, argument)| {
        let argument = (*argument)?;
        if Kind::of(argument) == Some(*kind) || resolver.model.is_generic(&quote!(#argument)) {
            return None;
        }
        let span = argument.span();
        let check = match kind {
            Kind::Activation => quote_spanned!(span=> is_activation),
            Kind::Bias => quote_spanned!(span=> is_bias),
            _ => return None,
        };
        Some(quote!(#krate::checked::#check::<#argument>()))
    });
    let checks: Vec<TokenStream> = checks.collect();
    if checks.is_empty() {
        full_type
    } else {
        quote!(#krate::checked::Checked<#full_type, { #(#checks)&&* }>)
    }
}

/// The last arguments of a type, without those at the end that need not be written. What is left out before another one
/// is written as its default.
pub(super) fn with_defaults<const N: usize>(
    given: [Option<TokenStream>; N],
    defaults: impl IntoIterator<Item = TokenStream>,
) -> Vec<TokenStream> {
    let count = given.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut defaults = defaults.into_iter();
    let filled = given.into_iter().take(count).map(|given| {
        let default = defaults.next();
        given.or(default)
    });
    filled.flatten().collect()
}

/// The parameters of a layer with a kernel and, unless it has none, a bias of these sizes.
pub(super) fn with_bias(bias: Option<&Argument>, kernel: Vec<Size>, outputs: Size) -> Option<Parameters> {
    match bias.map(Argument::as_written).as_deref() {
        None | Some("Bias") => Some(Parameters(vec![kernel, vec![outputs]])),
        Some("NoBias") => Some(Parameters(vec![kernel])),
        Some(_) => None,
    }
}
