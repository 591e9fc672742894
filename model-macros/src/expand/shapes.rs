//! The compile-time proof that every layer takes the output of the one before it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::Types;
use super::types::local;
use crate::network::{Fits, Network};

/// The proof that the shapes meet.
///
/// It is the first item, because rust-analyzer, when it completes a half-typed word, takes its first occurrence in the
/// expansion: strings and names made from the word must not come before it.
pub(super) fn meet(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let shape = local("shape");
    let mut before = (quote!(Self), "Input");
    let steps = network.layers.iter().map(|resolved| {
        let (span, layer) = (resolved.input_span, &resolved.full_type);
        let (before, gives) = std::mem::replace(&mut before, (quote!(#layer), "Output"));
        match resolved.fits {
            Fits::Yes => quote!(let #shape = #shape.then::<#layer>();),
            Fits::Perhaps => {
                // Every token has the span, so that the error is shown at the size.
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
