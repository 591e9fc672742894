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

/// `{ let input_0 = Masked::Incoming; let value_0_0 = after(&PARTS[0], &[input_0]); … outcome(…) }`
pub(super) fn of(network: &Network<'_>, krate: &Tokens) -> TokenStream {
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
    let output = network.outputs.first().map(|output| variable(output.source));
    quote! {{
        let #walk = #krate::chain::Masks::begin(#several);
        #(let #inputs = #krate::chain::Masked::Incoming;)*
        #(#calls)*
        #walk.end(#output)
    }}
}
