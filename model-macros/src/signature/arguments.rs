//! Rules for the arguments in angle brackets.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, Ident, Lit, LitInt, Token, Type};

use super::{ACTIVATIONS, Kind, Signature};
use crate::ast::{Argument, Layer, Model, is_punct};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;
use crate::tokens::Tokens;

/// An argument and its kind.
pub(super) type Placed = (Kind, Argument);

/// The arguments of a layer, in the order of its signature.
pub(crate) struct Arguments {
    signature: &'static Signature,
    placed: Vec<Placed>,
}

impl Arguments {
    pub(super) const fn none(signature: &'static Signature) -> Self {
        Self { signature, placed: Vec::new() }
    }

    /// All arguments with their kinds.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Kind, &Argument)> {
        self.placed.iter().map(|(kind, argument)| (*kind, argument))
    }

    /// The sizes.
    pub(crate) fn sizes(&self) -> Vec<Argument> {
        self.iter().filter(|(kind, _)| *kind == Kind::Size).map(|(_, size)| size.clone()).collect()
    }

    /// The argument of this kind: the first, if there may be several.
    pub(crate) fn of(&self, kind: Kind) -> Option<&Argument> {
        self.iter().find(|(own, _)| *own == kind).map(|(_, argument)| argument)
    }

    /// The type arguments behind the sizes. An argument that is left out before another one gets its default; at the
    /// end, defaults are left to the type. `last` comes behind them all.
    pub(crate) fn behind_sizes(&self, krate: &Tokens, last: Option<TokenStream>) -> Vec<TokenStream> {
        let mut given: Vec<&Placed> = self.placed.iter().collect();
        let mut activations = self.signature.activations.iter();
        let kinds = self.signature.arguments.iter().filter(|kind| !matches!(kind, Kind::Size | Kind::Layer));
        let mut arguments: Vec<(Option<TokenStream>, TokenStream)> = Vec::new();
        for kind in kinds {
            let index = given.iter().position(|(own, _)| own == kind);
            let given = index.map(|index| given.remove(index).1.to_token_stream());
            let default = match kind {
                Kind::Activation => activations.next().map(|name| path(krate, "activations", name)),
                kind => kind.default().map(|marker| path(krate, "layers", marker)),
            };
            arguments.push((given, default.unwrap_or_default()));
        }
        arguments.extend(last.map(|last| (Some(last), TokenStream::new())));
        let count = arguments.iter().rposition(|(given, _)| given.is_some()).map_or(0, |last| last + 1);
        arguments.into_iter().take(count).map(|(given, default)| given.unwrap_or(default)).collect()
    }
}

/// An item of the runtime: `Strides<1>` of its module `layers`.
fn path(krate: &Tokens, module: &str, item: &str) -> TokenStream {
    let module = Ident::new(module, Span::call_site());
    let item: TokenStream = item.parse().unwrap_or_default();
    quote!(#krate::#module::#item)
}

impl Signature {
    /// The arguments of `layer`, corrected where the intention is clear; `None` if it is not. Every mistake is
    /// reported.
    pub(super) fn arguments(
        &'static self,
        layer: &Layer,
        model: &Model,
        is_first: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arguments> {
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
        let usable = |(kind, argument)| Some((kind, self.usable(kind, argument, model, diagnostics)?));
        let placed = arguments.into_iter().map(usable).collect::<Option<_>>()?;
        Some(Arguments { signature: self, placed })
    }

    /// Rule: an argument is a number, a name, a type, or a computation in braces.
    fn readable(&self, argument: &Argument, diagnostics: &mut Diagnostics) -> Option<Argument> {
        let Argument::Other(tokens) = argument else { return Some(argument.clone()) };
        if argument.ident().is_some_and(|name| name != "true" && name != "false") {
            return Some(argument.clone());
        }
        if self.arguments.contains(&Kind::Layer) {
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

    /// The arguments with their kinds, and the first one too many. An argument that its name does not tell takes the
    /// first free place; an optional size only if it looks like a size.
    pub(super) fn with_kinds(&self, arguments: Vec<Argument>) -> (Vec<Placed>, Option<Argument>) {
        let can_be_left_out = |index| index >= self.required;
        let mut free: Vec<(usize, Kind)> = self.arguments.iter().copied().enumerate().collect();
        let mut take = |kind: Kind| {
            let index = free.iter().position(|&(_, own)| own == kind)?;
            Some(free.remove(index).1)
        };
        // In a layer without padding, a name such as `Same` is not the marker.
        let means = |kind: &Kind| !kind.is_free() || self.arguments.contains(kind);
        let sure: Vec<_> = arguments
            .iter()
            .map(|argument| Kind::among(argument, self.arguments).filter(means).map(&mut take))
            .collect();
        let mut extra = None;
        let mut placed = Vec::new();
        for (kind, argument) in sure.into_iter().zip(arguments) {
            let suits = |&(index, kind): &(usize, Kind)| {
                !kind.is_free() && (kind != Kind::Size || !can_be_left_out(index) || argument.may_be_size())
            };
            let mut next = || Some(free.remove(free.iter().position(suits)?).1);
            match kind.unwrap_or_else(&mut next) {
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

    /// Rule: there is no argument too many.
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
            Some(mended) => format!("write `{}`", self.written(layer, mended)),
            None => format!("write `{example}`, for example"),
        };
        let message = format!("`{name}` takes {takes}: there is no place for `{}`", extra.as_written());
        diagnostics.report_with_help(extra.span(), message, help);
        mended
    }

    /// Rule: the required arguments are there. If one size of two is missing, it is the first, which is inferred.
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
        if self.infers && !is_first && self.is_complete(&completed) {
            return Some(completed);
        }
        diagnostics.report_with_help(layer.span(), format!("`{}` needs {needs}", self.name), help);
        None
    }

    /// Rule: arguments are in the order of the signature, without gaps.
    fn in_order(&self, layer: &Layer, arguments: Vec<Placed>, diagnostics: &mut Diagnostics) -> Vec<Placed> {
        let is_bound = |kind: &Kind| !kind.is_free();
        let given = arguments.iter().enumerate().filter(|(_, (kind, _))| is_bound(kind));
        // An optional size leaves no gap.
        let own = self.arguments.iter().enumerate().filter(|(_, kind)| is_bound(kind));
        let mut own = own.peekable();
        let mut out_of_place = None;
        for (index, (kind, _)) in given {
            let is_left_out = |&(place, size): &(usize, &Kind)| *size == Kind::Size && place >= self.required;
            while *kind != Kind::Size && own.next_if(is_left_out).is_some() {}
            if own.next().map(|(_, own)| own) != Some(kind) {
                out_of_place = out_of_place.or(Some(index));
            }
        }
        let arguments = sorted(arguments);
        if let Some(index) = out_of_place {
            let message = format!("`{}` takes {}, in this order", self.name, self.takes);
            let help = format!("write `{}`", self.written(layer, &arguments));
            diagnostics.report_with_help(layer.arguments[index].span(), message, help);
        }
        arguments
    }

    /// Rule: a size is at least 1 and a `usize`.
    fn usable(
        &self,
        kind: Kind,
        argument: Argument,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<Argument> {
        if kind == Kind::Activation && argument.ident().is_some_and(|name| name == "glu") {
            let message = "`glu` gives half as many values as it takes, so it is a layer here";
            let help = "put `GLU` behind a layer that gives twice as many values: `Dense<16>, GLU`";
            diagnostics.report_with_help(argument.span(), message, help);
            return None;
        }
        if kind != Kind::Size {
            return Some(argument);
        }
        let span = argument.span();
        let argument = match argument {
            Argument::Literal(0, literal) if self.least > 0 => {
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
}

impl Signature {
    /// `layer` with these arguments, for messages: an activation comes before a bias.
    pub(super) fn written(&self, layer: &Layer, arguments: &[Placed]) -> String {
        let mut written: Vec<Argument> = arguments.iter().map(|(_, argument)| argument.clone()).collect();
        let bias = arguments.iter().position(|(kind, _)| *kind == Kind::Bias);
        if let (Some(bias), Some(default)) = (bias, self.activations.first())
            && arguments.iter().all(|(kind, _)| *kind != Kind::Activation)
        {
            let default = Ident::new(default, written[bias].span());
            written.insert(bias, Argument::Other(quote!(#default)));
        }
        layer.with_arguments(&written)
    }
}

fn neither(argument: &Argument) -> String {
    format!("`{}` is neither a size nor an activation", argument.as_written())
}

/// The arguments in the order of signatures.
pub(super) fn sorted(mut arguments: Vec<Placed>) -> Vec<Placed> {
    arguments.sort_by_key(|(kind, _)| *kind);
    arguments
}

/// The same in braces, if there are none. Rust requires them around a path, and a misspelt constant is one error:
/// without them it might be a misspelt type as well.
fn in_braces(tokens: TokenStream, span: Span) -> TokenStream {
    let mut alone = tokens.clone().into_iter();
    if let (Some(TokenTree::Group(_)), None) = (alone.next(), alone.next()) {
        return tokens;
    }
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(span);
    TokenTree::from(group).into()
}

/// The argument that was probably meant by a literal.
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
