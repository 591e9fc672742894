//! Names of layers, as Keras gives them.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt;

use crate::ast::Layer;
use crate::diagnostics::Diagnostics;
use crate::layers::is_input;

/// Names that a layer cannot have, because methods of the model have them.
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
    "thaw",
    "train_on_batch",
    "weights",
    "with_seed",
];

/// A name for each layer but `Input`: its own, or as in Keras `dense`, `dense_1`, … after its type. A layer whose own
/// name is not allowed gets another, so that the names are usable after a mistake.
pub(crate) fn assign(layers: &[&Layer], diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let layers = || layers.iter().copied().filter(|layer| !is_input(layer));
    let written = |layer: &Layer| layer.name.as_ref().map(|name| name.unraw().to_string());
    let mut names = Names { taken: layers().filter_map(written).collect(), next: HashMap::new() };
    let mut seen = HashSet::new();
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
                } else if !seen.insert(text.clone()) {
                    format!("two layers are called `{text}`")
                } else {
                    assigned.push(name.clone());
                    continue;
                };
                diagnostics.report(name.span(), mistake);
                text
            }
        };
        assigned.push(names.free(&base));
    }
    assigned
}

/// The names in use, and for each base the next number to try.
struct Names {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Names {
    /// `base`, or `base_1`, `base_2`, … if that is taken.
    fn free(&mut self, base: &str) -> Ident {
        let next = self.next.entry(base.to_owned()).or_default();
        loop {
            let number = *next;
            *next += 1;
            let candidate = if number == 0 { base.to_owned() } else { format!("{base}_{number}") };
            if TAKEN.contains(&candidate.as_str()) || self.taken.contains(&candidate) {
                continue;
            }
            let ident =
                if number == 0 { ident(&candidate) } else { Some(Ident::new(&candidate, Span::call_site())) };
            if let Some(ident) = ident {
                self.taken.insert(candidate);
                return ident;
            }
        }
    }
}

/// A name for generated code, raw if it is a keyword. `super` and its like cannot be names at all.
fn ident(name: &str) -> Option<Ident> {
    let raw = || syn::parse_str::<Ident>(&format!("r#{name}"));
    // `gen` is a keyword since edition 2024, which syn does not know.
    let plain = syn::parse_str::<Ident>(name).ok().filter(|_| name != "gen");
    let mut ident = plain.or_else(|| raw().ok())?;
    ident.set_span(Span::call_site());
    Some(ident)
}

/// `Conv2D` → `conv2d`, `MaxPooling2D` → `max_pooling2d`, as in Keras.
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
    // Inside a `macro_rules` macro the class may be `$crate`.
    name.retain(|letter| letter == '_' || letter.is_alphanumeric());
    if name.starts_with(|letter: char| letter.is_alphabetic()) { name } else { format!("layer{name}") }
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
            ("$crate", "crate"),
            ("_1", "layer_1"),
        ] {
            assert_eq!(snake_case(class), name);
        }
    }
}
