//! Code in place of what a layer with a mistake makes unknown. The type, its constructor and its methods exist all the
//! same, so that the rest of the program compiles as far as it can.

use proc_macro2::TokenStream;
use quote::quote;

use super::Types;
use super::types::local;
use crate::network::Network;
use crate::tokens::Tokens;

/// In place of the proof that the shapes meet: the types of the known layers, so that an editor finds the words.
pub(super) fn shapes(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, attributes, .. } = types;
    let known =
        network.layers.iter().filter(|resolved| resolved.is_known).map(|resolved| &resolved.full_type);
    let (generic, parameters) = (types.generic(), types.parameters());
    quote! {
        #attributes
        impl #parameters #generic {
            const LAYERS: () = {
                #(#krate::chain::checked::is_layer::<#known>();)*
            };
        }
    }
}

/// In place of `impl Layer`: the shapes, without the computation.
pub(super) fn layer(network: &Network<'_>, types: &Types<'_>) -> TokenStream {
    let Types { krate, number, attributes, .. } = types;
    let (takes, gives, activation) = (network.input(), network.output(krate), network.activation(krate));
    let (generic, parameters, call) = (types.generic(), types.parameters(), local("call"));
    quote! {
        #attributes
        impl #parameters #krate::Layer for #generic {
            type Input = #takes;
            type Output = #gives;
            type Activation = #activation;

            fn forward<#number: #krate::Scalar>(&self, #call: #krate::layer::Forward<'_, #number, Self>) {
                #krate::chain::checked::unknown(#call)
            }

            fn backward<#number: #krate::Scalar>(&self, #call: #krate::layer::Backward<'_, #number, Self>) {
                #krate::chain::checked::unknown(#call)
            }
        }
    }
}

/// In place of a layer that cannot be constructed.
pub(super) fn value(krate: &Tokens) -> TokenStream {
    quote!(#krate::chain::checked::unknown(()))
}
