//! The struct, its constructor, its accessors, and what makes it a model.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Visibility};

use super::Types;
use super::types::local;
use crate::ast::{Layer, Model};
use crate::docs;
use crate::network::{Fits, Network, Resolved};
use crate::tokens::Tokens;

/// The proof that the shapes meet.
///
/// It comes first, for while somebody types, an editor looks for the word at its first place, counting letters:
/// texts and names made from the word must not stand before that.
pub(crate) fn shapes_meet(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    if !network.is_known() {
        // The shapes cannot be told, but the words have to be found.
        let known =
            network.layers.iter().filter(|resolved| resolved.is_known).map(|resolved| &resolved.full_type);
        let (generic, parameters) = (types.generic(), types.parameters());
        return quote! {
            #attributes
            impl #parameters #generic {
                const LAYERS: () = {
                    #(#krate::checked::is_layer::<#known>();)*
                };
            }
        };
    }
    let shape = local("shape");
    let mut before = (quote!(Self), "Input");
    let steps = network.layers.iter().map(|resolved| {
        let (span, layer) = (resolved.input_span, &resolved.full_type);
        let (before, gives) = std::mem::replace(&mut before, (quote!(#layer), "Output"));
        match resolved.fits {
            Fits::Yes => quote!(let #shape = #shape.then::<#layer>();),
            Fits::Perhaps => {
                // All of it spanned, so that a mistake is shown at the size.
                let gives = Ident::new(gives, span);
                let connect = quote_spanned! { span =>
                    #krate::chain::connect::<<#before as #krate::Layer>::#gives, <#layer as #krate::Layer>::Input>();
                };
                quote!(#connect let #shape = #shape.skip::<#layer>();)
            }
            Fits::IfSingle => {
                let gives = Ident::new(gives, span);
                let check = quote_spanned! { span =>
                    #krate::chain::single_values::<<#before as #krate::Layer>::#gives>();
                };
                quote!(#check let #shape = #shape.skip::<#layer>();)
            }
            Fits::No => quote!(let #shape = #shape.skip::<#layer>();),
        }
    });
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #generic {
            /// Every layer takes what the one before it gives.
            const SHAPES_MEET: () = {
                let #shape = #krate::chain::Shapes::<<Self as #krate::Layer>::Input>::begin();
                #(#steps)*
                #shape.end()
            };
        }
    }
}

/// The struct: a field for each layer, and the arena for their variables.
pub(crate) fn structure(model: &Model, network: &Network<'_>, types: &Types<'_>) -> TokenStream {
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
            arena: #krate::arena::Arena<#scalar>,
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
pub(crate) fn accessors(model: &Model, network: &Network<'_>, types: &Types<'_>) -> TokenStream {
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
pub(crate) fn implementation(types: &Types<'_>) -> TokenStream {
    let Types { krate, scalar, attributes, .. } = types;
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #krate::Model for #generic {
            type Scalar = #scalar;

            fn arena(&self) -> &#krate::arena::Arena<#scalar> {
                &self.arena
            }

            fn arena_mut(&mut self) -> &mut #krate::arena::Arena<#scalar> {
                &mut self.arena
            }
        }
    }
}

/// `impl FromSeed`
pub(crate) fn from_seed(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let fresh = fresh(network, types, &quote!(Self));
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

/// A value of the struct, its weights still zero.
pub(crate) fn fresh(network: &Network<'_>, types: &Types<'_>, this: &TokenStream) -> TokenStream {
    let krate = types.krate;
    let fields = network.layers.iter().map(|resolved| {
        let (name, value) = (&resolved.name, construction(resolved, krate));
        quote!(#name: #value)
    });
    quote! {
        #this {
            #(#fields,)*
            arena: #krate::arena::Arena::new::<#this>(),
        }
    }
}

/// `Dropout(0.5)` → `<Dropout<…>>::new(0.5)`, and `Dense<…>(setting = value)` →
/// `<Dense<…>>::new().setting(value)`.
pub(super) fn construction(resolved: &Resolved<'_>, krate: &Tokens) -> TokenStream {
    let Resolved { layer, full_type, is_known, values_are_right, .. } = resolved;
    if !is_known || !values_are_right {
        return quote!(#krate::checked::unknown(()));
    }
    if let Some(block) = &resolved.block {
        let layers = super::block::fresh(block, krate);
        return quote!(<#full_type>::new(#layers));
    }
    if let Some(inner) = &resolved.inner {
        let (inner, inner_type) = &**inner;
        let inner = made(inner, inner_type);
        return quote!(<#full_type>::new(#inner));
    }
    made(layer, &quote!(#full_type))
}

/// A layer made with its values.
fn made(layer: &Layer, full_type: &TokenStream) -> TokenStream {
    let plain = layer.values().iter().filter(|value| value.name.is_none()).map(|value| &value.value);
    let settings = layer.values().iter().filter_map(|value| {
        let (name, value) = (value.name.as_ref()?, &value.value);
        Some(quote_spanned!(name.span()=> .#name(#value)))
    });
    // Spanned, so that a value too many or too few is complained about at the layer.
    let mut values = Group::new(Delimiter::Parenthesis, quote!(#(#plain),*));
    values.set_span(layer.values_span());
    let new = quote_spanned!(layer.span()=> <#full_type>::new #values);
    quote!(#new #(#settings)*)
}
