//! Branches inside a chain: `Add([Dense<8, relu>, Dense<4>], [Dense<4>])`, `Residual(Dense<4>, shortcut = Dense<4>)`

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::Ident;
use syn::parse::{Parse, Parser};

use super::split;
use crate::ast::{Value, first_span, is_punct};
use crate::diagnostics::Diagnostics;
use crate::layers::{is_block, joins};

/// What the branches are called in messages.
const NAMES: [&str; 8] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// What stands in the parentheses of a layer.
pub(super) enum Inside {
    Branches(Branches),
    /// Something else.
    Other,
    /// A mistake, which is reported.
    Mistake,
}

/// Branches, and what joins them.
pub(super) struct Branches {
    pub(super) class: Ident,
    /// The layers of each, with a name for what comes out.
    pub(super) branches: Vec<(Ident, TokenStream)>,
    /// Settings of what joins them.
    pub(super) settings: Vec<Value>,
}

/// Looks for branches in the parentheses of `class`.
pub(super) fn branches(class: &Ident, inside: &TokenStream, diagnostics: &mut Diagnostics) -> Inside {
    let pieces: Vec<TokenStream> = split(inside.clone()).into_iter().map(|(piece, _)| piece).collect();
    let Some(first) = pieces.first() else { return Inside::Other };
    let shortcut = pieces.iter().position(|piece| behind_name(piece, "shortcut").is_some());
    let branches = match shortcut {
        Some(index) if class == "Residual" => Some(residual(class, pieces, index)),
        _ if brackets(first).is_some() && (joins(class) || is_block(class))
            || is_layer(first) && joins(class) && !is_block(class) =>
        {
            joined(class, pieces, diagnostics)
        }
        _ => return Inside::Other,
    };
    branches.map_or(Inside::Mistake, Inside::Branches)
}

/// `Add([…], […])`
fn joined(class: &Ident, pieces: Vec<TokenStream>, diagnostics: &mut Diagnostics) -> Option<Branches> {
    if class == "Residual" {
        let message = "`Residual` has layers in its parentheses, without brackets";
        let help =
            "write `Residual(Dense<8>, shortcut = Dense<8>)`, or `Add([…], […])` for two branches or more";
        diagnostics.report_with_help(class.span(), message, help);
        return None;
    }
    let (mut branches, mut settings) = (Vec::new(), Vec::new());
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        if let Some(group) = brackets(&piece) {
            let span = group.span_open();
            let Some(name) = NAMES.get(branches.len()) else {
                diagnostics.report(span, format!("`{class}` joins at most {} branches", NAMES.len()));
                return None;
            };
            branches.push((Ident::new(name, span), group.stream()));
        } else if let Ok(setting @ Value { name: Some(_), .. }) = Value::parse.parse2(piece.clone()) {
            settings.push(setting);
        } else {
            let help = format!("write `{class}([Dense<8, relu>, Dense<4>], [Dense<4>])`, for example");
            diagnostics.report_with_help(first_span(&piece), "each branch stands in brackets", help);
            return None;
        }
    }
    Some(Branches { class: class.clone(), branches, settings })
}

/// `Residual(…, shortcut = …)`
fn residual(class: &Ident, mut pieces: Vec<TokenStream>, shortcut: usize) -> Branches {
    let shortcut = behind_name(&pieces.remove(shortcut), "shortcut").unwrap_or_default();
    let name = Ident::new("shortcut", first_span(&shortcut));
    let shortcut = brackets(&shortcut).map_or(shortcut, |group| group.stream());
    let layers = pieces.into_iter().filter(|piece| !piece.is_empty());
    let layers = layers.flat_map(|layer| quote!(#layer,)).collect();
    let branches = vec![(Ident::new("layers", class.span()), layers), (name, shortcut)];
    Branches { class: Ident::new("Add", class.span()), branches, settings: Vec::new() }
}

/// The brackets, if these tokens are nothing else.
fn brackets(tokens: &TokenStream) -> Option<Group> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => Some(group),
        _ => None,
    }
}

/// Whether these tokens begin like a layer: `Dense<`.
fn is_layer(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    matches!(tokens.next(), Some(TokenTree::Ident(_)))
        && tokens.next().is_some_and(|token| is_punct(&token, '<'))
}

/// What stands behind `name =`.
fn behind_name(tokens: &TokenStream, name: &str) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    let is_named = matches!(tokens.next(), Some(TokenTree::Ident(ident)) if ident == name)
        && tokens.next().is_some_and(|token| is_punct(&token, '='));
    is_named.then(|| tokens.collect())
}
