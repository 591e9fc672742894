//! The `model!` macro of [plywood](https://docs.rs/plywood), where it is documented and exported from.
//!
//! The passes, in order:
//!
//! 1. `parse` reads the tokens into an `ast`.
//! 2. `resolve` walks along the layers, infers the shapes and builds a `network`. It takes names from `names`, and
//!    rules from `layers`, the table of the built-in layers.
//! 3. `expand` writes the code of the network, `docs` its documentation.
//!
//! Below `layers` are `layer`, the rules for any layer at its place in a network, and `signature`, the rules for how a
//! layer is written. Imports go one way: from the passes down to `layers`, `layer`, `signature`, `shape`, `ast`.
//!
//! Every pass reports mistakes to `diagnostics` and goes on. After a mistake the code is still written, and each layer
//! that could not be resolved gets a type with an error inside: the rest of the program finds the model, and the
//! compiler reports nothing that only follows from the mistake.
//!
//! Chains and graphs have a reader each in `parse` and a walk each in `resolve`. Both become calls of layers, which
//! `expand::calls` writes. Rules of layers see only a `Site`, and do not know which walk built it.

mod ast;
mod diagnostics;
mod docs;
mod expand;
mod layer;
mod layers;
mod names;
mod nearest;
mod network;
mod parameters;
mod parse;
mod requirements;
mod resolve;
mod shape;
mod signature;
mod tokens;

use proc_macro2::TokenStream;

/// The work of `plywood::model!`, which puts the path of its crate, in brackets, before the model.
#[doc(hidden)]
#[proc_macro]
pub fn model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand_model(input.into()).into()
}

fn expand_model(input: TokenStream) -> TokenStream {
    let mut diagnostics = diagnostics::Diagnostics::default();
    let Some((krate, model)) = parse::parse(input, &mut diagnostics) else {
        return diagnostics.to_tokens();
    };
    let network = resolve::resolve(&model, &krate, &mut diagnostics);
    expand::expand(&model, &network, &krate, &diagnostics)
}

#[cfg(test)]
mod tests;
