//! Constructor expressions of layers, and of the structs that hold them.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{quote, quote_spanned};

use super::{Types, fallback};
use crate::ast::Layer;
use crate::network::{Block, MadeOf, Network, Resolved};
use crate::tokens::Tokens;

/// The model's struct with its weights still zero.
pub(super) fn model(network: &Network<'_>, types: &Types<'_>, this: &TokenStream) -> TokenStream {
    let krate = types.krate;
    let fields = fields(network, krate);
    quote! {
        #this {
            #(#fields,)*
            arena: #krate::model::Arena::new::<#this>(),
        }
    }
}

/// A block's struct.
fn block(Block { name, network }: &Block<'_>, krate: &Tokens) -> TokenStream {
    let fields = fields(network, krate);
    quote!(#name { #(#fields,)* })
}

fn fields(network: &Network<'_>, krate: &Tokens) -> impl Iterator<Item = TokenStream> {
    network.layers.iter().map(|resolved| {
        let (name, value) = (&resolved.name, layer(resolved, krate));
        quote!(#name: #value)
    })
}

/// `Dropout(0.5)` → `<Dropout<…>>::new(0.5)`, and `Dense<…>(setting = value)` →
/// `<Dense<…>>::new().setting(value)`.
fn layer(resolved: &Resolved<'_>, krate: &Tokens) -> TokenStream {
    let Resolved { layer, full_type, is_known, made_of, .. } = resolved;
    match made_of {
        _ if !is_known => fallback::value(krate),
        MadeOf::Mistake => fallback::value(krate),
        MadeOf::Values => from_values(layer, &quote!(#full_type)),
        MadeOf::Inner(inner) => {
            let (inner, inner_type) = &**inner;
            let inner = from_values(inner, inner_type);
            quote!(<#full_type>::new(#inner))
        }
        MadeOf::Block(inside) => {
            let layers = block(inside, krate);
            quote!(<#full_type>::new(#layers))
        }
        MadeOf::Branches(inside) => block(inside, krate),
    }
}

/// A call of a layer's constructor with its values, and of a setter for each setting.
fn from_values(layer: &Layer, full_type: &TokenStream) -> TokenStream {
    let plain = layer.values().iter().filter(|value| value.name.is_none()).map(|value| &value.value);
    let settings = layer.values().iter().filter_map(|value| {
        let (name, value) = (value.name.as_ref()?, &value.value);
        Some(quote_spanned!(name.span()=> .#name(#value)))
    });
    // With the span of the parentheses, where the compiler reports a value too many or too few.
    let mut values = Group::new(Delimiter::Parenthesis, quote!(#(#plain),*));
    values.set_span(layer.values_span());
    let new = quote_spanned!(layer.span()=> <#full_type>::new #values);
    quote!(#new #(#settings)*)
}
