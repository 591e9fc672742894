//! Names of layers.

use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt;

use crate::ast::{Layer, Model};
use crate::diagnostics::Diagnostics;
use crate::layers::is_input;

/// Names that a layer cannot have, because the model itself uses them, or will.
const TAKEN: &[&str] = &[
    "arena",
    "arena_mut",
    "clone",
    "compile",
    "count_params",
    "evaluate",
    "fit",
    "freeze",
    "history",
    "into_model",
    "iterations",
    "layers",
    "load",
    "new",
    "predict",
    "save",
    "set_weights",
    "summary",
    "test_on_batch",
    "train_on_batch",
    "unfreeze",
    "weights",
    "with_seed",
];

/// A name for each layer but `Input`: its own, or as Keras does it `dense`, `dense_1`, … after its type. A
/// layer whose own name will not do gets another, so that the names are usable after a mistake too.
pub(crate) fn assign(model: &Model, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let layers = || model.layers.iter().filter(|layer| !is_input(layer));
    let written = |layer: &Layer| layer.name.as_ref().map(|name| name.unraw().to_string());
    let mut names: Vec<String> = layers().filter_map(written).collect();
    let mut seen = Vec::new();
    let mut assigned = Vec::new();
    for layer in layers() {
        let base = match &layer.name {
            None => layer
                .class()
                .map_or_else(|| String::from("layer"), |class| snake_case(&class.unraw().to_string())),
            Some(name) => {
                let text = name.unraw().to_string();
                let mistake = if TAKEN.contains(&text.as_str()) {
                    format!("a layer cannot be called `{text}`: the model has a method of this name")
                } else if seen.contains(&text) {
                    format!("two layers are called `{text}`")
                } else {
                    seen.push(text);
                    assigned.push(name.clone());
                    continue;
                };
                diagnostics.report(name.span(), mistake);
                text
            }
        };
        assigned.push(free(&base, &mut names));
    }
    assigned
}

/// `base`, or `base_1`, `base_2`, … if that is taken.
fn free(base: &str, names: &mut Vec<String>) -> Ident {
    let mut number = 0;
    loop {
        let candidate = if number == 0 { base.to_owned() } else { format!("{base}_{number}") };
        let taken = names.contains(&candidate) || TAKEN.contains(&candidate.as_str());
        if let Some(ident) = ident(&candidate).filter(|_| !taken) {
            names.push(candidate);
            return ident;
        }
        number += 1;
    }
}

/// A name for generated code, raw if it is a keyword. `super` and its like cannot be names at all.
fn ident(name: &str) -> Option<Ident> {
    let raw = || syn::parse_str::<Ident>(&format!("r#{name}"));
    let mut ident = syn::parse_str::<Ident>(name).or_else(|_| raw()).ok()?;
    ident.set_span(Span::call_site());
    Some(ident)
}

/// `Conv2D` → `conv2d`, `MaxPooling2D` → `max_pooling2d`, as Keras does it.
fn snake_case(class: &str) -> String {
    let letters: Vec<char> = class.chars().collect();
    let mut name = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_lower = index > 0 && letters[index - 1].is_lowercase();
        let before_lower = letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && index > 0 && (after_lower || before_lower) {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_are_those_of_keras() {
        for (class, name) in [
            ("Dense", "dense"),
            ("Conv2D", "conv2d"),
            ("MaxPooling2D", "max_pooling2d"),
            ("LSTM", "lstm"),
            ("BatchNormalization", "batch_normalization"),
            ("PReLU", "p_re_lu"),
        ] {
            assert_eq!(snake_case(class), name);
        }
    }
}
