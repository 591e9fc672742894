//! What becomes of masks in a graph.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::types::local;
use crate::network::{Network, Source};
use crate::tokens::Tokens;

/// The variable for what is known of the mask of a value.
fn variable(source: Source) -> Ident {
    match source {
        Source::Input(number) => local(&format!("input_{number}")),
        Source::Call(call, number) => local(&format!("value_{call}_{number}")),
        Source::Unknown => local("unknown"),
    }
}

/// What becomes of a mask at the network, and if it has several outputs, which of these have one that is made inside.
pub(super) fn constants(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let outputs: Vec<_> = network.outputs.iter().map(|output| variable(output.source)).collect();
    let (first, walk) = (outputs.first(), local("walk"));
    let mask = after_all_calls(network, krate, &quote!(#walk.end(#first)));
    let masked = (outputs.len() > 1).then(|| {
        let masked = after_all_calls(network, krate, &quote!(&[#(#outputs.is_made()),*]));
        quote!(const MASKED: &'static [::core::primitive::bool] = #masked;)
    });
    quote! {
        const MASK: #krate::layer::Mask = #mask;
        #masked
    }
}

/// `{ let input_0 = Masked::Incoming; let (walk, mask) = walk.through(&PARTS[0], &[input_0]); … result }`
fn after_all_calls(network: &Network<'_>, krate: &Tokens, result: &TokenStream) -> TokenStream {
    let walk = local("walk");
    let inputs = (0..network.inputs.len()).map(|number| variable(Source::Input(number)));
    let calls = network.calls.iter().enumerate().map(|(index, call)| {
        let (part, sources) = (call.part, call.sources.iter().map(|&source| variable(source)));
        let outputs = (0..call.names.len()).map(|number| {
            let output = variable(Source::Call(index, number));
            // A mask goes with the first output.
            if number == 0 {
                quote!(let #output = mask;)
            } else {
                quote!(let #output = #krate::chain::Masked::No;)
            }
        });
        quote! {
            let (#walk, mask) = #walk.through(&Self::PARTS[#part], &[#(#sources),*]);
            #(#outputs)*
        }
    });
    let several = network.inputs.len() > 1;
    quote! {{
        let #walk = #krate::chain::Masks::begin(#several);
        #(let #inputs = #krate::chain::Masked::Incoming;)*
        #(#calls)*
        #result
    }}
}
