//! The `model!` macro of [plywood](https://docs.rs/plywood), where it is documented and exported from.
//!
//! A model passes through the modules in this order: `parse` reads it into `ast`, `names` names the layers,
//! `resolve` finds what every layer takes and gives, with what `layers` knows of plywood's own and with the
//! rules in `signature` for how they are written, and `expand` writes the code. All report mistakes to
//! `diagnostics` and go on. After a mistake the code is written all the same, with an error for the type of
//! every layer that could not be told: the rest of the program finds the model, and the compiler is silent
//! about what depends on the mistake.

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
