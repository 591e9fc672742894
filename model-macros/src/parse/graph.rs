//! The parser of graphs: `(photo: Image<64, 64, 3>) -> price { price = photo => Flatten, Dense<1>; }`

use std::collections::HashSet;

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Token};

use super::{group, layer, split};
use crate::ast::{Flowing, Graph, Head, Layer, Line, Link, Values, first_span, is_punct};
use crate::diagnostics::Diagnostics;

const LINE: &str = "write `name = value => Dense<8, relu>, Dense<1>;`, for example";

/// Parses what stands behind the name of a model, from the parentheses with its inputs on.
pub(super) fn graph(
    input: ParseStream<'_>,
    name: &Ident,
    diagnostics: &mut Diagnostics,
) -> syn::Result<Graph> {
    let Some(parentheses) = group(input, Delimiter::Parenthesis) else {
        return Err(input.error("the inputs of a graph stand in parentheses"));
    };
    let inputs = inputs(parentheses.stream(), parentheses.span_open(), diagnostics);
    let outputs = outputs(input, name, diagnostics)?;
    let Some(body) = group(input, Delimiter::Brace) else {
        return Err(syn::Error::new(name.span(), format!("the lines of `{name}` are missing: `{{ … }}`")));
    };
    let mut lines = Vec::new();
    for piece in lines_of(body.stream()) {
        lines.push(line(piece, diagnostics));
    }
    if lines.is_empty() {
        diagnostics.report_with_help(name.span(), format!("`{name}` has no lines"), LINE);
    }
    let mut graph = Graph { inputs, outputs, lines };
    find_values(&mut graph, diagnostics);
    Ok(graph)
}

/// `photo: Image<64, 64, 3>, facts: Features<12>`
fn inputs(tokens: TokenStream, span: Span, diagnostics: &mut Diagnostics) -> Vec<Layer> {
    let example = "write `(photo: Image<64, 64, 3>, facts: Features<12>)`, for example";
    if tokens.is_empty() {
        diagnostics.report_with_help(span, "a graph has at least one input", example);
        return Vec::new();
    }
    let inputs = layer::layers(tokens, span, diagnostics);
    for input in inputs.iter().filter(|input| input.path.is_some() && input.name.is_none()) {
        diagnostics.report_with_help(input.span(), "an input has a name", example);
    }
    inputs
}

/// `-> price`, `-> (price, days)`
fn outputs(input: ParseStream<'_>, name: &Ident, diagnostics: &mut Diagnostics) -> syn::Result<Vec<Ident>> {
    let missing = || {
        let message = format!(
            "the outputs of `{name}` are missing\nhelp: write `-> price` behind its inputs, for example"
        );
        syn::Error::new(name.span(), message)
    };
    if input.parse::<Option<Token![->]>>()?.is_none() {
        return Err(missing());
    }
    let Some(parentheses) = group(input, Delimiter::Parenthesis) else {
        return Ok(vec![input.parse().map_err(|_| missing())?]);
    };
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(parentheses.stream());
    let names: Vec<Ident> = names
        .map_err(|error| {
            syn::Error::new(error.span(), "the outputs are names of values: `-> (price, days)`")
        })?
        .into_iter()
        .collect();
    if names.is_empty() {
        diagnostics.report(parentheses.span_open(), "a graph has at least one output");
    }
    Ok(names)
}

/// Splits tokens at semicolons.
fn lines_of(tokens: TokenStream) -> Vec<TokenStream> {
    let (mut lines, mut line) = (Vec::new(), TokenStream::new());
    for token in tokens {
        if is_punct(&token, ';') {
            lines.push(std::mem::take(&mut line));
        } else {
            line.extend([token]);
        }
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

/// `seen = photo => Conv2D<16, 3, relu>, Flatten`, or `tower: Tower(0)`
fn line(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Line {
    let (before, after) = split_at_equals(tokens.clone());
    let Some(after) = after else {
        if is_declaration(&tokens) {
            return Line { names: Vec::new(), head: Head::Nothing, links: links(tokens, diagnostics) };
        }
        diagnostics.report_with_help(first_span(&tokens), "this is no line of a graph", LINE);
        return Line { names: Vec::new(), head: Head::Unreadable, links: Vec::new() };
    };
    let names = names(before, diagnostics);
    let (head, chain) = split_at_arrow(after);
    let head = self::head(head, first_span(&tokens), diagnostics);
    let links = chain.map_or_else(Vec::new, |(arrow, chain)| {
        if chain.is_empty() {
            diagnostics.report(arrow, "a layer is missing behind this arrow");
            return Vec::new();
        }
        links(chain, diagnostics)
    });
    Line { names, head, links }
}

/// Splits at the first `=` that is no arrow.
fn split_at_equals(tokens: TokenStream) -> (TokenStream, Option<TokenStream>) {
    let mut tokens = tokens.into_iter();
    let mut before = TokenStream::new();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '=' => {
                let is_arrow = punct.spacing() == Spacing::Joint;
                return if is_arrow { (before, None) } else { (before, Some(tokens.collect())) };
            }
            _ => before.extend([token]),
        }
    }
    (before, None)
}

/// Splits at the first `=>`, and gives its span.
fn split_at_arrow(tokens: TokenStream) -> (TokenStream, Option<(Span, TokenStream)>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut before = TokenStream::new();
    while let Some(token) = tokens.next() {
        let begins = matches!(&token, TokenTree::Punct(punct)
            if punct.as_char() == '=' && punct.spacing() == Spacing::Joint);
        if begins && tokens.peek().is_some_and(|next| is_punct(next, '>')) {
            let _ = tokens.next();
            return (before, Some((token.span(), tokens.collect())));
        }
        before.extend([token]);
    }
    (before, None)
}

/// Whether this is `tower: …`.
fn is_declaration(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    matches!(tokens.next(), Some(TokenTree::Ident(_)))
        && tokens.next().is_some_and(|token| is_punct(&token, ':'))
}

/// `seen`, `(_, h, c)`
fn names(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Option<Ident>> {
    let one = |input: ParseStream<'_>| {
        if input.parse::<Option<Token![_]>>()?.is_some() {
            return Ok(None);
        }
        input.call(Ident::parse_any).map(Some)
    };
    let several = |input: ParseStream<'_>| {
        let names = Punctuated::<Option<Ident>, Token![,]>::parse_terminated_with(input, one);
        names.map(|names| names.into_iter().collect::<Vec<_>>())
    };
    let span = first_span(&tokens);
    let parsed = (|input: ParseStream<'_>| match group(input, Delimiter::Parenthesis) {
        Some(group) => several.parse2(group.stream()),
        None => one(input).map(|name| vec![name]),
    })
    .parse2(tokens);
    parsed.unwrap_or_else(|_| {
        let message = "a line begins with the name of what it makes";
        diagnostics.report_with_help(
            span,
            message,
            "write `seen = …`, or `(steps, state) = …` for several values",
        );
        Vec::new()
    })
}

/// `photo`, `Add(seen, known)`
fn head(tokens: TokenStream, span: Span, diagnostics: &mut Diagnostics) -> Head {
    if tokens.is_empty() {
        diagnostics.report_with_help(span, "a value is missing behind `=`", LINE);
        return Head::Unreadable;
    }
    if let Ok(name) = Ident::parse_any.parse2(tokens.clone()) {
        return Head::Value(name);
    }
    let first = first_span(&tokens);
    match layer::merge(tokens, diagnostics) {
        Some(layer) if matches!(layer.values, Values::None) => {
            let written = layer.as_written();
            let message = format!("a line begins with a value, and `{written}` is a layer");
            let help = format!(
                "write `name = value => {written}`, or `{written}(first, second)` for what joins values"
            );
            diagnostics.report_with_help(first, message, help);
            Head::Unreadable
        }
        Some(layer) if layer.path.is_some() => Head::Merge(layer),
        _ => Head::Unreadable,
    }
}

/// `Conv2D<16, 3, relu>, tower, Flatten`
fn links(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Link> {
    let mut links = Vec::new();
    for (piece, comma) in split(tokens) {
        if let (true, Some(comma)) = (piece.is_empty(), &comma) {
            diagnostics.report(comma.span(), "a layer is missing before this comma");
        }
        if let (before, Some((arrow, behind))) = split_at_arrow(piece.clone()) {
            diagnostics.report(arrow, "layers are separated by `,`: the arrow stands behind the value alone");
            links.extend(self::links(before, diagnostics));
            links.extend(self::links(behind, diagnostics));
            continue;
        }
        match Ident::parse_any.parse2(piece.clone()) {
            Ok(name) if name.to_string().starts_with(|letter: char| letter.is_lowercase()) => {
                links.push(Link::Again(name));
            }
            _ if piece.is_empty() => {}
            _ => {
                let span = first_span(&piece);
                links.extend(layer::layers(piece, span, diagnostics).into_iter().map(Link::Layer));
            }
        }
    }
    links
}

/// Finds the values in the parentheses of merges and layers, and takes them out.
fn find_values(graph: &mut Graph, diagnostics: &mut Diagnostics) {
    let inputs = graph.inputs.iter().filter_map(|input| input.name.as_ref());
    let made = graph.lines.iter().flat_map(|line| line.names.iter().flatten());
    let known: HashSet<String> = inputs.chain(made).map(ToString::to_string).collect();
    for line in &mut graph.lines {
        if let Head::Merge(layer) = &mut line.head {
            take_values(layer, &known, true, diagnostics);
        }
        for link in &mut line.links {
            if let Link::Layer(layer) = link {
                take_values(layer, &known, false, diagnostics);
            }
        }
    }
}

/// Takes the values of a graph out of the parentheses of a layer. At the head of a line, all that have no name are
/// such values.
fn take_values(layer: &mut Layer, known: &HashSet<String>, is_merge: bool, diagnostics: &mut Diagnostics) {
    let Values::Some(span, values) = &mut layer.values else { return };
    let mut settings = Vec::new();
    for value in std::mem::take(values) {
        let names = value_names(&value.value);
        let is_known = !names.is_empty() && names.iter().all(|name| known.contains(&name.to_string()));
        if is_known || is_merge && value.name.is_none() && !names.is_empty() {
            let with_name = |value_name| Flowing { name: value.name.clone(), value: value_name };
            layer.flowing.extend(names.into_iter().map(with_name));
        } else if is_merge && value.name.is_none() {
            let message = "the values that are joined are written by their names";
            let help = "name this in a line of its own; settings have names: `Dot(a, b, normalize = true)`";
            diagnostics.report_with_help(syn::spanned::Spanned::span(&value.value), message, help);
            layer.path = None;
        } else {
            settings.push(value);
        }
    }
    let span = *span;
    layer.values = if settings.is_empty() && !layer.flowing.is_empty() {
        Values::None
    } else {
        Values::Some(span, settings)
    };
}

/// The names in `seen` or `(h, c)`.
fn value_names(value: &Expr) -> Vec<Ident> {
    let name = |value: &Expr| match value {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    match value {
        Expr::Tuple(tuple) => tuple.elems.iter().map(name).collect::<Option<_>>().unwrap_or_default(),
        other => name(other).into_iter().collect(),
    }
}
