//! The rules for what stands in angle brackets.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{GenericArgument, Ident, Lit, LitInt, Token, Type};

use super::{ACTIVATIONS, Kind, Signature};
use crate::ast::{Argument, Layer, Model, is_punct};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;

/// An argument and what it is.
pub(super) type Placed = (Kind, Argument);

impl Signature {
    /// The arguments of `layer`, put right where they are wrong and it is clear what is meant; `None` if it is
    /// not. Every mistake is reported.
    pub(crate) fn arguments(
        &self,
        layer: &Layer,
        model: &Model,
        is_first: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        for argument in &layer.arguments {
            arguments.push(self.readable(argument, diagnostics)?);
        }
        let (arguments, extra) = self.with_kinds(arguments);
        let arguments = match extra {
            Some(extra) => self.without(&extra, layer, arguments, diagnostics)?,
            None if self.is_complete(&arguments) => self.in_order(layer, arguments, diagnostics),
            None => self.completed(layer, is_first, arguments, diagnostics)?,
        };
        arguments.into_iter().map(|placed| usable(placed, model, diagnostics)).collect()
    }

    /// Rule: an argument is a number, a name, a type, or a computation in braces.
    fn readable(&self, argument: &Argument, diagnostics: &mut Diagnostics) -> Option<Argument> {
        let Argument::Other(tokens) = argument else { return Some(argument.clone()) };
        if argument.ident().is_some_and(|name| name != "true" && name != "false") {
            return Some(argument.clone());
        }
        let span = argument.span();
        if let Some((name, value)) = setting(tokens) {
            let keras = self.instead.iter().find(|(option, _)| name == option);
            let message = format!("arguments in angle brackets have no names: leave out `{name} =`");
            let example = format!("write `{}`, for example", self.example);
            diagnostics.report_with_help(span, message, keras.map_or(example.as_str(), |(_, here)| here));
            return meant(&value);
        }
        let (message, meant, help) = match syn::parse2::<Lit>(tokens.clone()) {
            Err(_) => match syn::parse2(tokens.clone()) {
                Ok(GenericArgument::Type(_) | GenericArgument::Const(_)) => return Some(argument.clone()),
                _ => (neither(argument), None, None),
            },
            Ok(Lit::Str(_)) => {
                let meant = meant(tokens);
                let help = match &meant {
                    Some(name) => format!("write `{}`", name.as_written()),
                    None => {
                        "activations are `relu`, `softmax` and the others in `plywood::activations`".into()
                    }
                };
                ("an activation is written without quotes".to_owned(), meant, Some(help))
            }
            Ok(Lit::Int(_) | Lit::Float(_)) => {
                let written = tokens.to_string().replace(' ', "");
                (format!("`{written}` is not a size: a size is a whole number, 1 or more"), None, None)
            }
            Ok(Lit::Bool(bias)) if self.arguments.contains(&Kind::Bias) => {
                let name = if bias.value { "Bias" } else { "NoBias" };
                (
                    neither(argument),
                    None,
                    Some(format!("write `{name}` after the activation, if that is meant")),
                )
            }
            Ok(_) => (neither(argument), None, None),
        };
        match help {
            Some(help) => diagnostics.report_with_help(span, message, help),
            None => diagnostics.report(span, message),
        }
        meant
    }

    /// The arguments with what they are, and the first for which there is no place. One that may be anything
    /// is what the others are not.
    pub(super) fn with_kinds(&self, arguments: Vec<Argument>) -> (Vec<Placed>, Option<Argument>) {
        let mut free = self.arguments.to_vec();
        let mut take = |kind: Kind| free.iter().position(|&own| own == kind).map(|index| free.remove(index));
        let sure: Vec<_> = arguments.iter().map(|argument| Kind::of(argument).map(&mut take)).collect();
        let mut free = free.into_iter();
        let mut extra = None;
        let mut placed = Vec::new();
        for (kind, argument) in sure.into_iter().zip(arguments) {
            match kind.unwrap_or_else(|| free.next()) {
                Some(kind) => placed.push((kind, argument)),
                None => extra = extra.or(Some(argument)),
            }
        }
        (placed, extra)
    }

    pub(super) fn is_complete(&self, arguments: &[Placed]) -> bool {
        let mut given: Vec<Kind> = arguments.iter().map(|(kind, _)| *kind).collect();
        given.sort_unstable();
        given.len() >= self.required
            && self.arguments[..self.required].iter().zip(&given).all(|(a, b)| a == b)
    }

    /// Rule: there are no more arguments than the layer takes.
    fn without(
        &self,
        extra: &Argument,
        layer: &Layer,
        arguments: Vec<Placed>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Placed>> {
        let Self { name, takes, example, .. } = self;
        let mended = self.is_complete(&arguments).then(|| sorted(arguments));
        let help = match &mended {
            Some(mended) => format!("write `{}`", written(layer, mended)),
            None => format!("write `{example}`, for example"),
        };
        let message = format!("`{name}` takes {takes}: there is no place for `{}`", extra.as_written());
        diagnostics.report_with_help(extra.span(), message, help);
        mended
    }

    /// Rule: what has to be there is there. Where one size of two is missing, it is the one that can be inferred.
    fn completed(
        &self,
        layer: &Layer,
        is_first: bool,
        arguments: Vec<Placed>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Placed>> {
        let (needs, help) = self.needs;
        let infer = Argument::Infer(Token![_](layer.span()));
        let completed = std::iter::once((Kind::Size, infer)).chain(arguments).collect();
        let completed = sorted(completed);
        let can_be_inferred = !is_first && self.required > 1 && self.is_complete(&completed);
        let help = match can_be_inferred {
            true => format!("write `{}`", written(layer, &completed)),
            false => help.to_owned(),
        };
        diagnostics.report_with_help(layer.span(), format!("`{}` needs {needs}", self.name), help);
        can_be_inferred.then_some(completed)
    }

    /// Rule: arguments stand in the order of the signature, and none before another can be left out.
    fn in_order(&self, layer: &Layer, arguments: Vec<Placed>, diagnostics: &mut Diagnostics) -> Vec<Placed> {
        let out_of_place = arguments.iter().zip(self.arguments).position(|((kind, _), own)| kind != own);
        let arguments = sorted(arguments);
        if let Some(index) = out_of_place {
            let message = format!("`{}` takes {}, in this order", self.name, self.takes);
            let help = format!("write `{}`", written(layer, &arguments));
            diagnostics.report_with_help(layer.arguments[index].span(), message, help);
        }
        arguments
    }
}

fn neither(argument: &Argument) -> String {
    format!("`{}` is neither a size nor an activation", argument.as_written())
}

/// In the order of signatures. An activation that was left out before something else is `linear`.
pub(super) fn sorted(mut arguments: Vec<Placed>) -> Vec<Placed> {
    arguments.sort_by_key(|(kind, _)| *kind);
    let place = arguments.iter().position(|(kind, _)| *kind == Kind::Bias);
    if let Some(place) = place
        && arguments.iter().all(|(kind, _)| *kind != Kind::Activation)
    {
        let linear = Ident::new("linear", arguments[place].1.span());
        arguments.insert(place, (Kind::Activation, Argument::Other(quote!(#linear))));
    }
    arguments
}

pub(super) fn written(layer: &Layer, arguments: &[Placed]) -> String {
    let arguments: Vec<Argument> = arguments.iter().map(|(_, argument)| argument.clone()).collect();
    layer.with_arguments(&arguments)
}

/// Rule: a size is at least 1 and a `usize`.
fn usable((kind, argument): Placed, model: &Model, diagnostics: &mut Diagnostics) -> Option<Argument> {
    if kind != Kind::Size {
        return Some(argument);
    }
    let span = argument.span();
    let argument = match argument {
        Argument::Literal(0, literal) => {
            diagnostics.report(literal.span(), "a size is at least 1");
            return None;
        }
        Argument::Other(name) if name.to_string() == "None" => {
            let help = "leave out `None`: the number of samples is no part of a shape";
            diagnostics.report_with_help(span, "`None` is not a size", help);
            return None;
        }
        Argument::Literal(value, literal) if !matches!(literal.suffix(), "" | "usize") => {
            let message = format!("a size is a `usize`, not a `{}`", literal.suffix());
            diagnostics.report_with_help(span, message, format!("write `{value}`"));
            Argument::Literal(value, LitInt::new(literal.base10_digits(), span))
        }
        other => other,
    };
    let name = argument.ident();
    let parameter = model.parameters().iter().find(|parameter| name.as_ref() == Some(&parameter.ident));
    if let Some(parameter) = parameter
        && !matches!(&parameter.ty, Type::Path(path) if path.path.is_ident("usize"))
    {
        let (name, kind) = (&parameter.ident, &parameter.ty);
        let message = format!("a size is a `usize`, but `{name}` is a `{}`", quote!(#kind));
        diagnostics.report_with_help(span, message, format!("write `const {name}: usize`"));
        return None;
    }
    match argument {
        Argument::Other(tokens) if parameter.is_none() => Some(Argument::Other(in_braces(tokens, span))),
        argument => Some(argument),
    }
}

/// The same with braces around it, if there are none. So it is an expression, as Rust wants it for a path, and a
/// misspelt constant is one error: without them, it might be a misspelt type as well.
fn in_braces(tokens: TokenStream, span: Span) -> TokenStream {
    let mut alone = tokens.clone().into_iter();
    if let (Some(TokenTree::Group(_)), None) = (alone.next(), alone.next()) {
        return tokens;
    }
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(span);
    TokenTree::from(group).into()
}

/// What was probably meant by a literal in the wrong place.
fn meant(tokens: &TokenStream) -> Option<Argument> {
    if let Ok(literal) = syn::parse2::<LitInt>(tokens.clone()) {
        return literal.base10_parse().ok().map(|value| Argument::Literal(value, literal));
    }
    match syn::parse2::<Lit>(tokens.clone()) {
        Ok(Lit::Str(text)) => {
            let name = Ident::new(nearest(&text.value(), ACTIVATIONS)?, text.span());
            Some(Argument::Other(quote!(#name)))
        }
        Ok(_) => None,
        Err(_) => Some(Argument::Other(tokens.clone())),
    }
}

/// `name = value`
fn setting(tokens: &TokenStream) -> Option<(Ident, TokenStream)> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(name), sign) if is_punct(&sign, '=') => Some((name, tokens.collect())),
        _ => None,
    }
}
