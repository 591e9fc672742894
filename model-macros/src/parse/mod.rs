//! The parser. It reports syntax errors and goes on behind them.

mod argument;
mod branches;
mod graph;
mod layer;

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::{Attribute, GenericParam, Generics, Ident, Path, Token, Visibility};

use crate::ast::{Argument, Body, Item, Layer, Model, is_punct};
use crate::diagnostics::Diagnostics;
use crate::tokens::Tokens;

/// Parses `[path of plywood] model`. `None` if nothing can be recovered.
pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Option<(Tokens, Model)> {
    let mut tokens = input.into_iter();
    let krate = match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Tokens::from(group.stream())
        }
        _ => return None,
    };
    let tokens: TokenStream = tokens.collect();
    if tokens.is_empty() {
        // Either an item or an expression was meant, so nothing can be written in its place.
        layer::layers(tokens, Span::call_site(), diagnostics);
        return None;
    }
    if !is_item.parse2(tokens.clone()).unwrap_or_default() {
        let layers = layer::layers(tokens, Span::call_site(), diagnostics);
        return Some((krate, Model { item: None, body: Body::Chain(layers) }));
    }
    let model = (|input: ParseStream<'_>| named(input, diagnostics)).parse2(tokens);
    match model {
        Ok(model) => Some((krate, model)),
        Err(error) => {
            diagnostics.report_syntax(error);
            None
        }
    }
}

/// Parses an argument in angle brackets as a layer. `None` if it is none, which is reported.
pub(crate) fn layer_in(argument: &Argument, diagnostics: &mut Diagnostics) -> Option<Layer> {
    let mut layers = layer::layers(argument.to_token_stream(), argument.span(), diagnostics);
    layers.pop().filter(|layer| layer.path.is_some())
}

/// Whether this is a model with a name.
fn is_item(input: ParseStream<'_>) -> syn::Result<bool> {
    let _ = input.call(Attribute::parse_outer);
    let is_visible = !matches!(input.parse::<Visibility>(), Ok(Visibility::Inherited));
    let is_named_layer = input.peek(Ident) && input.peek2(Token![:]);
    let begins_like_one = is_visible && !is_named_layer || begins_like_an_item(input);
    let is_mistyped = input.peek(Ident) && input.peek2(Ident);
    let last = input.parse::<TokenStream>()?.into_iter().last();
    let ends_in_braces =
        matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    Ok(begins_like_one || is_mistyped && ends_in_braces)
}

/// Whether this is meant as a model with a name: `enum Name …`, `fn Name …`, `Name { … }`.
fn begins_like_an_item(input: ParseStream<'_>) -> bool {
    let is_keyword = |input: ParseStream<'_>| input.peek(Ident::peek_any) && !input.peek(Ident);
    let is_path = input.peek(Token![crate]) || input.peek(Token![self]) || input.peek(Token![super]);
    is_keyword(input) && !is_path || input.peek(Ident) && input.peek2(Brace)
}

/// `#[…] pub struct Name<const IN: usize> { layers }`
fn named(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> syn::Result<Model> {
    let mut attributes = input.call(Attribute::parse_outer)?;
    for attribute in &mut attributes {
        check_derive(attribute, diagnostics);
    }
    let visibility = input.parse()?;
    if input.parse::<Option<Token![struct]>>()?.is_none() {
        let span = input.span();
        let has_name = input.peek(Ident) && !input.peek2(Ident);
        if !has_name && !input.is_empty() {
            input.call(Ident::parse_any)?;
        }
        diagnostics.report_with_help(span, "a model with a name is a `struct`", "write `struct Net { … }`");
    }
    if input.peek(Brace) {
        let message =
            "this model has no name\nhelp: write `struct Net { … }`, or the layers alone, as an expression";
        return Err(input.error(message));
    }
    let name: Ident = input.parse()?;
    let generics: Generics = input.parse()?;
    let mut parameters = Vec::new();
    for parameter in generics.params {
        match parameter {
            GenericParam::Const(parameter) => parameters.push(parameter),
            other => diagnostics.report(
                syn::spanned::Spanned::span(&other),
                "a model can have const parameters only, such as `const IN: usize`",
            ),
        }
    }
    let body = if is_graph(input) {
        Body::Graph(graph::graph(input, &name, diagnostics)?)
    } else {
        Body::Chain(layers(input, &name, diagnostics)?)
    };
    if !input.is_empty() {
        diagnostics.report_with_help(
            input.span(),
            "nothing may follow the model",
            "write a `model!` for each model",
        );
        input.parse::<TokenStream>()?;
    }
    Ok(Model { item: Some(Item { attributes, visibility, name, parameters }), body })
}

/// Whether inputs in parentheses come next, and something behind them: a graph.
fn is_graph(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    group(&ahead, Delimiter::Parenthesis).is_some() && (ahead.peek(Token![->]) || ahead.peek(Brace))
}

/// The layers, in braces.
fn layers(input: ParseStream<'_>, name: &Ident, diagnostics: &mut Diagnostics) -> syn::Result<Vec<Layer>> {
    match input.parse::<Option<TokenTree>>()? {
        Some(TokenTree::Group(group)) => {
            if group.delimiter() != Delimiter::Brace {
                diagnostics.report(group.span_open(), "the layers of a model go in braces: `{ … }`");
                input.parse::<Option<Token![;]>>()?;
            }
            Ok(layer::layers(group.stream(), name.span(), diagnostics))
        }
        Some(other) if is_punct(&other, ';') => {
            Ok(layer::layers(TokenStream::new(), name.span(), diagnostics))
        }
        _ => Err(syn::Error::new(name.span(), format!("after `{name}`, the layers are missing: `{{ … }}`"))),
    }
}

/// Reports and removes derived traits that every model implements.
fn check_derive(attribute: &mut Attribute, diagnostics: &mut Diagnostics) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let Ok(derived) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        return;
    };
    let (extra, rest): (Vec<Path>, Vec<Path>) =
        derived.into_iter().partition(|path| path.is_ident("Clone") || path.is_ident("Debug"));
    for name in extra.iter().filter_map(Path::get_ident) {
        diagnostics.report(name.span(), format!("every model implements `{name}`: leave it out here"));
    }
    attribute.meta = syn::parse_quote!(derive(#(#rest),*));
}

/// Splits `tokens` at the commas outside all brackets. Each piece comes with its comma.
fn split(tokens: TokenStream) -> Vec<(TokenStream, Option<Punct>)> {
    let mut pieces = Vec::new();
    let mut piece = TokenStream::new();
    let mut angles = Angles::default();
    for token in tokens {
        angles.pass(&token);
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' && angles.depth == 0 => {
                pieces.push((std::mem::take(&mut piece), Some(comma)));
            }
            token => piece.extend([token]),
        }
    }
    if !piece.is_empty() {
        pieces.push((piece, None));
    }
    pieces
}

/// The depth of open angle brackets, token by token.
#[derive(Default)]
struct Angles {
    depth: usize,
    /// Whether the last token was the first half of `->` or `=>`, whose `>` closes nothing.
    is_arrow: bool,
}

impl Angles {
    fn pass(&mut self, token: &TokenTree) {
        if is_punct(token, '<') {
            self.depth += 1;
        } else if is_punct(token, '>') && !self.is_arrow {
            self.depth = self.depth.saturating_sub(1);
        }
        self.is_arrow = matches!(token, TokenTree::Punct(punct)
            if matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint);
    }
}

/// The next token, if it is a group with this delimiter.
fn group(input: ParseStream<'_>, delimiter: Delimiter) -> Option<Group> {
    let ahead = input.fork();
    match ahead.parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) if group.delimiter() == delimiter => {
            let _ = input.parse::<TokenTree>();
            Some(group)
        }
        _ => None,
    }
}
