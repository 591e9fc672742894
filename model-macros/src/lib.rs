//! The `model!` macro of [plywood](https://docs.rs/plywood), where it is documented and exported from.
//!
//! A model passes through the modules in this order: `parse` reads it into `ast`, `names` names the layers,
//! `resolve` finds what every layer takes and gives (with what `known` knows of plywood's own layers), and
//! `expand` writes the code. All report mistakes to `diagnostics`; after one, `fallback` writes the mistakes
//! and the model all the same if it can, so that the rest of the program still finds the type.

mod ast;
mod diagnostics;
mod docs;
mod expand;
mod fallback;
mod known;
mod names;
mod parse;
mod resolve;
mod shape;

use proc_macro2::TokenStream;

/// The work of `plywood::model!`, which puts the path of its crate, in brackets, before the model.
#[doc(hidden)]
#[proc_macro]
pub fn expand_model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    model(input.into()).into()
}

fn model(input: TokenStream) -> TokenStream {
    let mut diagnostics = diagnostics::Diagnostics::default();
    let Some((krate, model)) = parse::parse(input, &mut diagnostics) else {
        return diagnostics.into_tokens();
    };
    let names = names::assign(&model, &mut diagnostics);
    let network = resolve::resolve(&model, names, &krate, &mut diagnostics);
    match network {
        Some(network) if diagnostics.is_empty() => expand::expand(&model, &network, &krate),
        network => fallback::expand(&model, network.as_ref(), &krate, diagnostics),
    }
}

#[cfg(test)]
mod tests;
