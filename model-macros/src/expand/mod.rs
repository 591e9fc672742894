//! The code of a model, with its mistakes if there are any.

mod block;
mod calls;
mod construct;
mod fallback;
mod layer;
mod masks;
mod model;
mod registers;
mod shapes;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Model;
use crate::diagnostics::Diagnostics;
use crate::network::Network;
use crate::tokens::Tokens;

use types::Types;

#[cfg(test)]
pub(crate) use layer::MOST_PARAMETERS;

/// A struct with its implementations; for a model without a name, a block that evaluates to a fresh model. The mistakes
/// come last.
pub(crate) fn expand(
    model: &Model,
    network: &Network<'_>,
    krate: &Tokens,
    diagnostics: &Diagnostics,
) -> TokenStream {
    let types = Types::of(model, krate);
    let (shapes, layer, mistakes) = if network.is_known() {
        (shapes::meet(network, &types), layer::implementation(network, &types), diagnostics.to_item())
    } else {
        let mistakes = diagnostics.to_tokens_with_type(&model.unknown_type(), krate);
        (fallback::shapes(network, &types), fallback::layer(network, &types), mistakes)
    };
    let items = [
        shapes,
        block::all(model, network, &types),
        model::structure(model, network, &types),
        model::accessors(model, network, &types),
        layer,
        model::implementation(network, &types),
        network.requirements.clone(),
        mistakes,
    ];
    let mut items: TokenStream = items.into_iter().collect();
    if model.item.is_some() {
        items.extend(model::from_seed(network, &types));
        return items;
    }
    // The values in parentheses may be local variables, so they are evaluated here and not in a function.
    let name = &types.name;
    let fresh = construct::model(network, &types, &quote!(#name::<::core::primitive::f32>));
    quote! {{
        #items
        #krate::Model::with_seed(#fresh, 0)
    }}
}
