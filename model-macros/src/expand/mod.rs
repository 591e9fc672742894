//! The code for a model without mistakes.

mod layer;
mod model;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Model;
use crate::resolve::Network;

pub(crate) use types::Types;

/// A struct with its implementations; for a model without a name, in a block that evaluates to a fresh model.
pub(crate) fn expand(model: &Model, network: &Network<'_>, krate: &TokenStream) -> TokenStream {
    let types = Types::of(model, krate);
    let items = [
        model::structure(model, network, &types),
        model::accessors(model, network, &types),
        layer::implementation(network, &types),
        model::implementation(network, &types),
    ];
    let items: TokenStream = items.into_iter().collect();
    if model.item.is_some() {
        return items;
    }
    let name = &types.name;
    quote! {{
        #items
        #name::new(0)
    }}
}
