//! The compile-time proof that every layer takes the output of the one before it.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use super::Types;
use super::types::local;
use crate::ast::located;
use crate::network::{Call, Fits, Network, Source, tuple};
use crate::tokens::Tokens;

/// The proof that the shapes meet.
///
/// It is the first item, because rust-analyzer, when it completes a half-typed word, takes its first occurrence in the
/// expansion: strings and names made from the word must not come before it.
pub(super) fn meet(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let (chain, shape) = (network.is_chain(), local("shape"));
    let steps = network.calls.iter().map(|call| {
        let layer = &network.layers[call.part].full_type;
        let step = |then: &str| {
            let then = Ident::new(then, Span::call_site());
            if chain { quote!(let #shape = #shape.#then::<#layer>();) } else { TokenStream::new() }
        };
        let skip = step("skip");
        match call.fits {
            Fits::Yes => step("then"),
            Fits::Perhaps => {
                let before = before(network, call, krate);
                // Every token has the span, so that the error is shown at the size.
                let connect = quote_spanned! { call.span =>
                    #krate::chain::connect::<#before, <#layer as #krate::Layer>::Input>();
                };
                quote!(#connect #skip)
            }
            Fits::IfSingle => {
                let before = before(network, call, krate);
                let check = quote_spanned! { call.span => #krate::chain::single_values::<#before>(); };
                quote!(#check #skip)
            }
            Fits::No => skip,
        }
    });
    let begin = chain.then(|| {
        quote! {
            let #shape = #krate::chain::Shapes::<<Self as #krate::Layer>::Input>::begin();
        }
    });
    let end = if chain {
        quote!(#shape.end())
    } else {
        let layers = network.layers.iter().map(|resolved| &resolved.full_type);
        quote!(#(#krate::chain::checked::is_layer::<#layers>();)*)
    };
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #generic {
            /// Every layer takes what the one before it gives.
            const SHAPES_MEET: () = {
                #begin
                #(#steps)*
                #end
            };
        }
    }
}

/// The shape of what flows into a call, every token at the span for messages about it.
fn before(network: &Network<'_>, call: &Call, krate: &Tokens) -> TokenStream {
    let shapes = call.sources.iter().map(|&source| match source {
        // In a chain, the words are those of the associated types, whatever the macro knows of them.
        Source::Input(_) if network.is_chain() => quote_spanned!(call.span=> <Self as #krate::Layer>::Input),
        Source::Call(before, 0) if network.calls[before].names.len() == 1 => {
            let layer = &network.layers[network.calls[before].part].full_type;
            let gives = Ident::new("Output", call.span);
            quote_spanned!(call.span=> <#layer as #krate::Layer>::#gives)
        }
        source => located(&network.shape_of(source, krate), call.span),
    });
    tuple(shapes)
}
