//! What is written in place of a network with a layer that could not be resolved: its type, its constructor and its methods are
//! there, so that the rest of the program finds them.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use super::types::local;
use crate::network::Network;
use crate::tokens::Tokens;

/// In place of the proof that shapes meet: the types of all layers that are known, so that an editor finds the words.
pub(super) fn shapes(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let known =
        network.layers.iter().filter(|resolved| resolved.is_known).map(|resolved| &resolved.full_type);
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #generic {
            const LAYERS: () = {
                #(#krate::checked::is_layer::<#known>();)*
            };
        }
    }
}

/// In place of `impl Layer`: the shapes, for who uses the network.
pub(super) fn layer(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, number, attributes, .. } = types;
    let (takes, gives) = (&network.input, network.output(krate));
    let activation = network.layers.last().map(|last| {
        let last_type = &last.full_type;
        if last.is_known { quote!(<#last_type as #krate::Layer>::Activation) } else { quote!(#last_type) }
    });
    let (generic, parameters, call) = (types.generic(), types.parameters(), local("call"));
    quote! {
        #attributes
        impl #parameters #krate::Layer for #generic {
            type Input = #takes;
            type Output = #gives;
            type Activation = #activation;

            fn forward<#number: #krate::Scalar>(&self, #call: #krate::layer::Forward<'_, #number, Self>) {
                #krate::checked::unknown(#call)
            }

            fn backward<#number: #krate::Scalar>(&self, #call: #krate::layer::Backward<'_, #number, Self>) {
                #krate::checked::unknown(#call)
            }
        }
    }
}

/// In place of a layer's value.
pub(super) fn value(krate: &Tokens) -> TokenStream {
    quote!(#krate::checked::unknown(()))
}
