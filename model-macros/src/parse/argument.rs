//! The parser of arguments in angle brackets.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Expr, GenericArgument, LitInt, Token};

use super::{Angles, split};
use crate::ast::{Argument, first_span, is_punct, readable};
use crate::diagnostics::Diagnostics;
use crate::signature::{called, settings};

/// Parses `<4, 8, relu>`. `None` after a mistake, which is reported.
pub(super) fn arguments(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<Argument>> {
    let open = input.parse::<Token![<]>().ok()?;
    let Some(inside) = until_closed(input) else {
        diagnostics.report_with_help(
            open.spans[0],
            "this `<` is not closed",
            "write a `>` after the layer's last argument",
        );
        return None;
    };
    let mut arguments = Vec::new();
    for (piece, comma) in split(inside) {
        match (piece.is_empty(), comma) {
            (false, _) => arguments.push(argument(piece, diagnostics)?),
            (true, Some(comma)) => {
                diagnostics.report(comma.span(), "an argument is missing before this comma");
                return None;
            }
            (true, None) => {}
        }
    }
    Some(arguments)
}

/// The tokens up to the `>` that closes a `<` just read.
fn until_closed(input: ParseStream<'_>) -> Option<TokenStream> {
    let mut inside = TokenStream::new();
    let mut angles = Angles { depth: 1, is_arrow: false };
    while let Ok(token) = input.parse::<TokenTree>() {
        angles.pass(&token);
        if angles.depth == 0 {
            return Some(inside);
        }
        inside.extend([token]);
    }
    None
}

fn argument(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Option<Argument> {
    // Nearly all arguments are one word or one number, and models may have hundreds of them.
    let mut words = tokens.clone().into_iter();
    if let (Some(TokenTree::Ident(word)), None) = (words.next(), words.next())
        && word != "_"
    {
        return Some(Argument::Other(tokens));
    }
    if let Ok(token) = syn::parse2::<Token![_]>(tokens.clone()) {
        return Some(Argument::Infer(token));
    }
    if let Ok(literal) = syn::parse2::<LitInt>(tokens.clone()) {
        return match literal.base10_parse() {
            Ok(value) => Some(Argument::Literal(value, literal)),
            // A negative number is no size, but may be an argument of a user's layer.
            Err(_) if literal.base10_digits().starts_with('-') => Some(Argument::Other(tokens)),
            Err(_) => {
                diagnostics.report(literal.span(), "this number is larger than any size can be");
                None
            }
        };
    }
    if syn::parse2::<GenericArgument>(tokens.clone()).is_ok() {
        return Some(Argument::Other(tokens));
    }
    if is_layer_with_values(&tokens) {
        return Some(Argument::Other(tokens));
    }
    let (span, written) = (first_span(&tokens), readable(&tokens));
    let expression = syn::parse2::<Expr>(tokens);
    if let Some(name) = expression.as_ref().ok().and_then(called) {
        let help = match settings(name) {
            Some(example) => {
                format!("write `{name}` here, and `(activation = {example})` behind the layer, for example")
            }
            None => format!("write `{name}`, which has no settings"),
        };
        diagnostics.report_with_help(span, "an activation goes here without its settings", help);
    } else if expression.is_ok() {
        let help = format!("write `{{ {written} }}`");
        diagnostics.report_with_help(span, "a size that is computed goes in braces", help);
    } else {
        let message = format!("`{written}` is not an argument");
        let help = "an argument is a number, a name, a type, or a computation in braces";
        diagnostics.report_with_help(span, message, help);
    }
    None
}

/// Whether this is `LSTM<32>(dropout = 0.1)` or `Tower(42)`, to stand inside another layer.
fn is_layer_with_values(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let Some(TokenTree::Ident(name)) = tokens.next() else { return false };
    let begins = name.to_string().starts_with(char::is_uppercase);
    let second = tokens.next();
    let has_angles = second.as_ref().is_some_and(|token| is_punct(token, '<'));
    let last = if has_angles { tokens.last() } else { second.filter(|_| tokens.next().is_none()) };
    let ends = matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    begins && ends
}
