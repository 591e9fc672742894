//! The parser of layers, one after the other.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, LitStr, Path, PathSegment, Token, Visibility};

use super::branches::{Branches, Inside, branches};
use super::{argument, group, split};
use crate::ast::{Flowing, Graph, Head, Layer, Line, Link, Value, Values, first_span, readable};
use crate::diagnostics::Diagnostics;
use crate::layers::is_block;

const EXAMPLE: &str = "write `Dense<4, 8, relu>`, for example";

/// Parses layers separated by commas; `span` is for the message about a model without layers.
pub(super) fn layers(tokens: TokenStream, span: Span, diagnostics: &mut Diagnostics) -> Vec<Layer> {
    if tokens.is_empty() {
        diagnostics.report_with_help(span, "a model needs at least one layer", EXAMPLE);
        return vec![Layer::unreadable()];
    }
    let mut layers = Vec::new();
    for (mut piece, comma) in split(tokens) {
        match comma {
            Some(comma) if piece.is_empty() => {
                diagnostics.report_with_help(
                    comma.span(),
                    "a layer is missing before this comma",
                    "write one, or delete the comma",
                );
            }
            _ => {}
        }
        while !piece.is_empty() {
            let read = (|input: ParseStream<'_>| {
                let layer = layer(input, diagnostics, false);
                Ok((layer, input.parse::<TokenStream>()?))
            })
            .parse2(piece);
            let Ok((layer, rest)) = read else { break };
            let can_go_on = layer.path.is_some();
            piece = if can_go_on { behind(&layer, rest, diagnostics) } else { TokenStream::new() };
            layers.push(layer);
        }
    }
    if layers.is_empty() {
        layers.push(Layer::unreadable());
    }
    layers
}

/// Parses one layer at the head of a line, whose parentheses have values. `None` after a mistake, which is reported.
pub(super) fn merge(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Option<Layer> {
    let read = (|input: ParseStream<'_>| {
        let layer = layer(input, diagnostics, true);
        Ok((layer, input.parse::<TokenStream>()?))
    })
    .parse2(tokens);
    let (layer, rest) = read.ok()?;
    if !rest.is_empty() && layer.path.is_some() {
        let message = format!("this cannot come after `{}`", layer.as_written());
        diagnostics.report_with_help(first_span(&rest), message, "an arrow, `=>`, comes before layers");
        return None;
    }
    Some(layer)
}

/// The tokens from the next layer on, after a layer without a comma behind it.
fn behind(layer: &Layer, rest: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    if rest.is_empty() {
        return rest;
    }
    let (span, written) = (first_span(&rest), layer.as_written());
    let between: Vec<TokenTree> =
        rest.clone().into_iter().take_while(|token| matches!(token, TokenTree::Punct(_))).collect();
    let next: TokenStream = rest.into_iter().skip(between.len()).collect();
    match between.first() {
        _ if !starts_a_layer(&next) => {
            diagnostics.report(span, format!("this cannot come after `{written}`"));
            return TokenStream::new();
        }
        None => diagnostics.report(span, format!("a comma is missing between `{written}` and this layer")),
        Some(_) => {
            let sign: String = between.iter().map(ToString::to_string).collect();
            diagnostics.report(span, format!("layers are separated by `,`, not by `{sign}`"));
        }
    }
    next
}

fn starts_a_layer(tokens: &TokenStream) -> bool {
    matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(_)))
}

/// Parses a layer. At the head of a line, blocks have values in their parentheses and no layers.
fn layer(input: ParseStream<'_>, diagnostics: &mut Diagnostics, is_head: bool) -> Layer {
    let mut layer = Layer::unreadable();
    match input.call(Attribute::parse_outer) {
        Ok(attributes) => layer.attributes = attributes,
        Err(error) => {
            diagnostics.report_syntax(error);
            return layer;
        }
    }
    if let Some(other) = layer.attributes.iter().find(|attribute| !attribute.path().is_ident("doc")) {
        let span = other.pound_token.span;
        diagnostics.report(span, "a layer can have documentation, but no other attribute");
        layer.attributes.retain(|attribute| attribute.path().is_ident("doc"));
    }
    visibility(input, diagnostics);
    layer.name = name(input, diagnostics);
    if !(input.peek(Ident::peek_any) || input.peek(Token![::])) {
        match &layer.name {
            Some(name) if input.is_empty() => {
                let help = format!("write `{name}: Dense<4, 8, relu>`, for example");
                diagnostics.report_with_help(name.span(), format!("the layer `{name}` is missing"), help);
            }
            _ => diagnostics.report_with_help(input.span(), "a layer should be here", EXAMPLE),
        }
        return layer;
    }
    let path = match path(input) {
        Ok(path) => path,
        Err(error) => {
            diagnostics.report_syntax(error);
            return layer;
        }
    };
    let _turbofish = input.parse::<Option<Token![::]>>();
    if input.peek(Token![<]) {
        match argument::arguments(input, diagnostics) {
            Some(arguments) => layer.arguments = arguments,
            None => return layer,
        }
    }
    layer.path = Some(path);
    for delimiter in [Delimiter::Brace, Delimiter::Bracket] {
        if let Some(group) = group(input, delimiter) {
            let written = layer.as_written();
            let inside = readable(&group.stream());
            let message = format!("sizes and activations of `{written}` go in angle brackets");
            diagnostics.report_with_help(group.span_open(), message, format!("write `{written}<{inside}>`"));
            layer.path = None;
            return layer;
        }
    }
    let inside = match input.fork().parse() {
        Ok(TokenTree::Group(group)) if !is_head && group.delimiter() == Delimiter::Parenthesis => {
            group.stream()
        }
        _ => TokenStream::new(),
    };
    let class = layer.class().filter(|_| layer.arguments.is_empty()).cloned();
    match class.map_or(Inside::Other, |class| branches(&class, &inside, diagnostics)) {
        Inside::Other => {}
        Inside::Branches(branches) => {
            let _ = group(input, Delimiter::Parenthesis);
            layer.branches = Some(Box::new(joined(branches, diagnostics)));
            return layer;
        }
        Inside::Mistake => {
            let _ = group(input, Delimiter::Parenthesis);
            layer.path = None;
            return layer;
        }
    }
    let class = layer.class();
    if let Some(class) = class.filter(|class| !is_head && is_block(class) && layer.arguments.is_empty()) {
        let class = class.clone();
        let group = group(input, Delimiter::Parenthesis).filter(|group| !group.stream().is_empty());
        let Some(group) = group else {
            let message = format!("`{class}` needs layers, in parentheses");
            let help = format!("write `{class}(Dense<8, relu>, Dense<8>)`, for example");
            diagnostics.report_with_help(class.span(), message, help);
            layer.path = None;
            return layer;
        };
        layer.block = Some(layers(group.stream(), class.span(), diagnostics));
        return layer;
    }
    let written = layer.as_written();
    layer.values = values(input, &written, diagnostics);
    layer
}

/// The graph that branches are: one input, whose name nobody sees, and a line for each of them.
fn joined(Branches { class, branches, settings }: Branches, diagnostics: &mut Diagnostics) -> Graph {
    let (mut lines, mut flowing) = (Vec::new(), Vec::new());
    for (name, inside) in branches {
        // A branch without layers is what flows in.
        let links = if inside.is_empty() { Vec::new() } else { layers(inside, name.span(), diagnostics) };
        flowing.push(Flowing { name: None, value: name.clone() });
        let (head, links) = (Head::Value(Graph::inflow()), links.into_iter().map(Link::Layer).collect());
        lines.push(Line { names: vec![Some(name)], head, links });
    }
    let values = if settings.is_empty() { Values::None } else { Values::Some(class.span(), settings) };
    let output = Ident::new("joined", class.span());
    let merge = Layer { path: Some(Path::from(class)), flowing, values, ..Layer::unreadable() };
    lines.push(Line { names: vec![Some(output.clone())], head: Head::Merge(merge), links: Vec::new() });
    Graph { inputs: Vec::new(), outputs: vec![output], lines }
}

/// `a::b`, up to angle brackets, with or without `::` before those.
fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    let mut path = Path { leading_colon: input.parse()?, segments: Punctuated::new() };
    loop {
        let is_keyword = input.peek(Token![self]) || input.peek(Token![super]) || input.peek(Token![crate]);
        let name = if is_keyword { input.call(Ident::parse_any)? } else { input.parse()? };
        path.segments.push_value(PathSegment::from(name));
        if !input.peek(Token![::]) || input.peek3(Token![<]) {
            return Ok(path);
        }
        path.segments.push_punct(input.parse()?);
    }
}

fn visibility(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let span = input.span();
    if !matches!(input.parse::<Visibility>(), Ok(Visibility::Inherited) | Err(_)) {
        diagnostics.report(span, "a layer is as visible as its model: leave this out");
    }
}

/// `hidden:`
fn name(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Ident> {
    if input.peek(LitStr) && input.peek2(Token![:]) {
        let literal: LitStr = input.parse().ok()?;
        let _ = input.parse::<Token![:]>();
        diagnostics.report(literal.span(), "the name of a layer is written without quotes");
        return literal.parse().ok();
    }
    if !input.peek(Ident) || input.peek2(Token![::]) {
        return None;
    }
    if input.peek2(Token![:]) {
        let name = input.parse().ok()?;
        let _ = input.parse::<Token![:]>();
        return Some(name);
    }
    if input.peek2(Token![=]) {
        let name = input.parse().ok()?;
        diagnostics.report(input.span(), format!("a colon comes after the name of a layer: `{name}: …`"));
        let _ = input.parse::<Token![=]>();
        return Some(name);
    }
    None
}

/// `(0.5, seed = 3)`
fn values(input: ParseStream<'_>, written: &str, diagnostics: &mut Diagnostics) -> Values {
    let Some(group) = group(input, Delimiter::Parenthesis) else { return Values::None };
    match Punctuated::<Value, Token![,]>::parse_terminated.parse2(group.stream()) {
        Ok(values) => Values::Some(group.span(), values.into_iter().collect()),
        Err(error) => {
            let (span, text) = (error.span(), error.to_string());
            if text.starts_with("unexpected end") {
                // The span of the error would be the whole macro.
                diagnostics.report(group.span_close(), "an expression is missing before this");
            } else if text == "expected `,`" {
                diagnostics.report(span, "a comma is missing before this");
            } else if text.starts_with("comparison operators cannot be chained") {
                // `Dense<4>`, read as an expression.
                let message = format!("`{written}` is not made of layers");
                let help =
                    "`Residual(…)` adds what its layers give to what flows in, `Concatenate(…)` appends it";
                diagnostics.report_with_help(group.span(), message, help);
            } else {
                diagnostics.report(span, format!("this is not an expression: {text}"));
            }
            Values::Unreadable
        }
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named {
            let name = input.parse()?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        Ok(Self { name, value: input.parse::<Expr>()? })
    }
}

impl Layer {
    /// An empty layer, to be filled while parsing.
    fn unreadable() -> Self {
        Self {
            attributes: Vec::new(),
            name: None,
            path: None,
            arguments: Vec::new(),
            values: Values::None,
            block: None,
            branches: None,
            flowing: Vec::new(),
        }
    }
}
