//! The network's calls of its layers, in straight lines: forwards and backwards.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::local;
use crate::network::{Network, Resolved};
use crate::tokens::Tokens;

/// `let values = chain.layer(&self.hidden, input); chain.last(&self.dense, values, output);`
///
/// The local variables do not have the layers' names, which may be those of constants in the user's scope.
pub(super) fn forward(network: &Network<'_>) -> TokenStream {
    let [chain, input, values, output] = ["chain", "input", "values", "output"].map(local);
    let mut calls = TokenStream::new();
    for (index, Resolved { name, .. }) in network.layers.iter().enumerate() {
        let before = if index == 0 { &input } else { &values };
        calls.extend(if index + 1 < network.layers.len() {
            quote!(let #values = #chain.layer(&self.#name, #before);)
        } else {
            quote!(#chain.last(&self.#name, #before, #output);)
        });
    }
    calls
}

/// `let behind = chain.last(&self.dense, delta); let behind = chain.layer(behind, &self.hidden);
/// Behind::backward(behind, input, input_gradient);`
pub(super) fn backward(network: &Network<'_>, krate: &Tokens) -> TokenStream {
    let [chain, delta, behind] = ["chain", "delta", "behind"].map(local);
    let [input, input_gradient] = ["input", "input_gradient"].map(local);
    let mut calls = TokenStream::new();
    for (index, Resolved { name, .. }) in network.layers.iter().rev().enumerate() {
        calls.extend(match index {
            0 => quote!(let #behind = #chain.last(&self.#name, #delta);),
            _ => quote!(let #behind = #chain.layer(#behind, &self.#name);),
        });
    }
    // A function, for where a layer has a mistake, the compiler would say of a method that its bounds are not
    // satisfied.
    calls.extend(quote!(#krate::chain::Behind::backward(#behind, #input, #input_gradient);));
    calls
}
