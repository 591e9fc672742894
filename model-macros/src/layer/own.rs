//! Custom layers, and built-in ones written in full: the macro knows nothing of their shapes.

use quote::{quote, quote_spanned};

use super::{Resolution, Site};
use crate::ast::{Argument, Layer, located};
use crate::shape::Shape;
use crate::signature::ACTIVATIONS;

/// The layer, its shapes left to the compiler. `_` stands for the shape that flows in.
pub(crate) fn resolve(site: &mut Site<'_>) -> Option<Resolution> {
    let (krate, layer) = (site.krate, site.layer);
    let mut arguments = Vec::new();
    for argument in &layer.arguments {
        arguments.push(match argument {
            Argument::Infer(token) => {
                let shape = site.shape_before()?.tokens(krate)?;
                located(&shape, token.span)
            }
            other => quote!(#other),
        });
    }
    let path = &layer.path;
    let full_type = if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) };
    let full_type = if site.model.is_generic(&full_type) {
        full_type
    } else {
        let span = layer.span();
        let check = quote_spanned!(span=> is_layer);
        quote!(#krate::chain::checked::Checked<#full_type, { #krate::chain::checked::#check::<#full_type>() }>)
    };
    Some(Resolution {
        input: Shape::Opaque(quote!(<#full_type as #krate::Layer>::Input)),
        input_span: layer.span(),
        output: Shape::Opaque(quote!(<#full_type as #krate::Layer>::Output)),
        full_type: Some(full_type),
        more_outputs: Vec::new(),
        fits: true,
        parameters: None,
    })
}

/// Whether an activation stands in the place of a layer.
pub(crate) fn is_activation(layer: &Layer) -> bool {
    let name = layer.path.as_ref().and_then(|path| path.get_ident());
    name.is_some_and(|name| ACTIVATIONS.contains(&name.to_string().as_str()))
}

/// Reports that, and goes on as if `Activation<…>` were written.
pub(crate) fn activation_as_layer(site: &mut Site<'_>) -> Resolution {
    let (layer, written) = (site.layer, site.layer.as_written());
    site.diagnostics.report_with_help(
        layer.span(),
        format!("`{written}` is an activation, not a layer"),
        format!(
            "give it to the layer before, as in `Dense<4, 8, {written}>`, or write `Activation<{written}>`"
        ),
    );
    Resolution::unknown(site.before().cloned().unwrap_or(Shape::Unknown), layer.span())
}
