//! The calls of the layers in `forward` and `backward`, as straight-line code.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::local;
use crate::network::{Network, Resolved};
use crate::tokens::Tokens;

/// `let values = chain.layer(&self.hidden, input); chain.last(&self.dense, values, output);`
///
/// Local variables are not named after the layers, because a constant of the user may have that name.
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
    // A function call: of a method call on a layer with a mistake, the compiler would report unsatisfied bounds.
    calls.extend(quote!(#krate::chain::Behind::backward(#behind, #input, #input_gradient);));
    calls
}
