//! The struct, its constructor, its accessors, and what makes it a model.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Visibility;
use syn::ext::IdentExt;

use super::{Types, construct};
use crate::ast::Model;
use crate::docs;
use crate::network::Network;

/// The struct: a field for each layer, and the arena for their variables.
pub(super) fn structure(model: &Model, network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, name, with_defaults, scalar, attributes, .. } = types;
    let own_attributes = model.item.iter().flat_map(|item| &item.attributes);
    let visibility = model.item.as_ref().map(|item| &item.visibility);
    let table = docs::table(network);
    let fields = network.layers.iter().map(|resolved| {
        let (name, full_type) = (&resolved.name, &resolved.full_type);
        quote!(#name: #full_type)
    });
    let (generic, parameters) = (types.generic(), types.parameters());
    let title = name.to_string();
    quote! {
        #(#own_attributes)*
        #(#[doc = #table])*
        #[derive(::core::clone::Clone)]
        #visibility struct #name<#with_defaults #scalar = ::core::primitive::f32> {
            #(#fields,)*
            arena: #krate::model::Arena<#scalar>,
        }

        #attributes
        impl #parameters ::core::fmt::Debug for #generic {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title).field("arena", &self.arena).finish_non_exhaustive()
            }
        }
    }
}

/// The constructor, and the layers by name.
pub(super) fn accessors(model: &Model, network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, scalar, attributes, .. } = types;
    let visibility = model.item.as_ref().map(|item| &item.visibility);
    let accessors = network.layers.iter().enumerate().map(|(index, resolved)| {
        let (name, full_type) = (&resolved.name, &resolved.full_type);
        let doc = docs::accessor(index + 1, resolved);
        let own = &resolved.layer.attributes;
        quote! {
            #[doc = #doc]
            #(#own)*
            #visibility fn #name(&self) -> #krate::View<'_, #full_type, #scalar> {
                self.arena.view::<Self, _>(&self.#name, #index)
            }
        }
    });
    let (generic, parameters) = (types.generic(), types.parameters());
    let constructor = model.item.as_ref().map(|item| constructor(&item.visibility, types));
    quote! {
        #constructor

        #attributes
        impl #parameters #generic {
            #(#accessors)*
        }
    }
}

/// The constructor for the number type that a model has unless another is asked for. It is a function of the
/// type itself, so that `Iris::new(42)` leaves nothing to infer; `Iris::<f64>::new(42)` is that of
/// `FromSeed`.
fn constructor(visibility: &Visibility, types: &Types<'_>) -> TokenStream {
    let Types { krate, name, declared, used, attributes, .. } = types;
    let parameters = (!declared.is_empty()).then(|| quote!(<#declared>));
    quote! {
        #attributes
        impl #parameters #name<#used ::core::primitive::f32> {
            /// A model in `f32` with fresh weights, all of which follow from `seed`.
            #visibility fn new(seed: ::core::primitive::u64) -> Self {
                <Self as #krate::FromSeed>::new(seed)
            }
        }
    }
}

/// `impl Model`
pub(super) fn implementation(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let names = network.outputs.iter().filter_map(|output| Some(output.name.as_ref()?.unraw().to_string()));
    let outputs = (network.outputs.len() > 1)
        .then(|| quote!(const OUTPUTS: &'static [&'static ::core::primitive::str] = &[#(#names),*];));
    let Types { krate, scalar, attributes, .. } = types;
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #krate::Model for #generic {
            type Scalar = #scalar;

            #outputs

            fn arena(&self) -> &#krate::model::Arena<#scalar> {
                &self.arena
            }

            fn arena_mut(&mut self) -> &mut #krate::model::Arena<#scalar> {
                &mut self.arena
            }
        }
    }
}

/// `impl FromSeed`
pub(super) fn from_seed(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let fresh = construct::model(network, types, &quote!(Self));
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #krate::FromSeed for #generic {
            fn new(seed: ::core::primitive::u64) -> Self {
                #krate::Model::with_seed(#fresh, seed)
            }
        }
    }
}
