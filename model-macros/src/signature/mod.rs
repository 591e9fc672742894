//! How plywood's own layers are written, and the rules for that.

mod values;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Ident, Lit, Token};

use crate::ast::{Argument, Layer, is_punct};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;

pub(crate) use values::{Number, check_given_once};

/// How a layer is written.
pub(crate) struct Signature {
    pub(crate) name: &'static str,
    /// In angle brackets, in this order.
    pub(crate) arguments: &'static [Kind],
    /// How many of them have to be there.
    pub(crate) required: usize,
    /// The arguments in words.
    pub(crate) takes: &'static str,
    /// Those that have to be there in words, and how to write them.
    pub(crate) needs: (&'static str, &'static str),
    /// In parentheses, in this order; all of them have to be there.
    pub(crate) values: &'static [Number],
    /// What can be set by name, in parentheses.
    pub(crate) options: &'static [&'static str],
    /// What Keras has as an option of this name, and how that is said here.
    pub(crate) instead: &'static [(&'static str, &'static str)],
    /// The layer, written well.
    pub(crate) example: &'static str,
}

/// What an argument in angle brackets is, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A number of values.
    Size,
    /// An activation function.
    Activation,
    /// `Bias` or `NoBias`.
    Bias,
}

/// The activations of plywood.
pub(crate) const ACTIVATIONS: &[&str] = &["linear", "relu", "sigmoid", "softmax", "tanh"];

impl Kind {
    /// The kind that an argument surely is of.
    pub(crate) fn of(argument: &Argument) -> Option<Self> {
        if matches!(argument, Argument::Infer(_) | Argument::Literal(..)) {
            return Some(Self::Size);
        }
        match argument.ident()?.to_string().as_str() {
            "Bias" | "NoBias" => Some(Self::Bias),
            name if ACTIVATIONS.contains(&name) => Some(Self::Activation),
            _ => None,
        }
    }
}

impl Signature {
    /// The arguments of `layer`, put right where they are wrong and it is clear what is meant; `None` if it is
    /// not. Every mistake is reported.
    pub(crate) fn arguments(
        &self,
        layer: &Layer,
        is_first: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        for argument in &layer.arguments {
            arguments.push(self.readable(argument, diagnostics)?);
        }
        let (arguments, extra) = self.with_kinds(arguments);
        if let Some(extra) = extra {
            let message = format!(
                "`{}` takes {}: there is no place for `{}`",
                self.name,
                self.takes,
                extra.as_written()
            );
            let is_complete = self.is_complete(&arguments);
            let arguments: Vec<Argument> = arguments.into_iter().map(|(_, argument)| argument).collect();
            let help = match is_complete {
                true => format!("write `{}`", layer.with_arguments(&arguments)),
                false => format!("write `{}`, for example", self.example),
            };
            diagnostics.report_with_help(extra.span(), message, help);
            return is_complete.then_some(arguments);
        }
        if !self.is_complete(&arguments) {
            return self.completed(layer, is_first, arguments, diagnostics);
        }
        let arguments = self.in_order(layer, arguments, diagnostics);
        for argument in &arguments {
            if let Argument::Literal(0, literal) = argument {
                diagnostics.report(literal.span(), "a size is at least 1");
                return None;
            }
        }
        Some(arguments)
    }

    /// Rule: what has to be there is there. Where one size of two is missing, it is the one that can be inferred.
    fn completed(
        &self,
        layer: &Layer,
        is_first: bool,
        arguments: Vec<(Kind, Argument)>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Argument>> {
        let (needs, help) = self.needs;
        let message = format!("`{}` needs {needs}", self.name);
        let infer = Argument::Infer(Token![_](layer.span()));
        let completed: Vec<_> = std::iter::once((Kind::Size, infer)).chain(arguments).collect();
        let can_be_inferred = !is_first && self.required > 1 && self.is_complete(&completed);
        let completed: Vec<Argument> = completed.into_iter().map(|(_, argument)| argument).collect();
        let help = match can_be_inferred {
            true => format!("write `{}`", layer.with_arguments(&completed)),
            false => help.to_owned(),
        };
        diagnostics.report_with_help(layer.span(), message, help);
        can_be_inferred.then_some(completed)
    }

    /// Rule: an argument is a number, a name, a type, or a computation in braces.
    fn readable(&self, argument: &Argument, diagnostics: &mut Diagnostics) -> Option<Argument> {
        let Argument::Other(tokens) = argument else { return Some(argument.clone()) };
        let span = argument.span();
        if let Some((name, value)) = setting(tokens) {
            let message = format!("what stands in angle brackets has no name: leave out `{name} =`");
            diagnostics.report_with_help(span, message, format!("write `{}`, for example", self.example));
            return Some(Argument::Other(value));
        }
        let Ok(literal) = syn::parse2::<Lit>(tokens.clone()) else { return Some(argument.clone()) };
        let Lit::Str(text) = literal else {
            let written = tokens.to_string().replace(' ', "");
            let message = format!("a size is a whole number from 1, which `{written}` is not");
            diagnostics.report(span, message);
            return None;
        };
        let Some(name) = nearest(&text.value(), ACTIVATIONS) else {
            diagnostics.report(span, "an activation is written without quotes");
            return None;
        };
        let help = format!("write `{name}`");
        diagnostics.report_with_help(span, "an activation is written without quotes", help);
        let name = Ident::new(name, span);
        Some(Argument::Other(quote!(#name)))
    }

    /// The arguments with what they are, and the first for which there is no place. One that may be anything
    /// is what the others are not.
    fn with_kinds(&self, arguments: Vec<Argument>) -> (Vec<(Kind, Argument)>, Option<Argument>) {
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

    fn is_complete(&self, arguments: &[(Kind, Argument)]) -> bool {
        let mut given = arguments.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
        given.sort_unstable();
        self.arguments[..self.required].iter().zip(0..).all(|(kind, index)| given.get(index) == Some(kind))
    }

    /// Rule: arguments stand in the order of the signature, and none before another can be left out.
    fn in_order(
        &self,
        layer: &Layer,
        mut arguments: Vec<(Kind, Argument)>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Argument> {
        let kinds: Vec<Kind> = arguments.iter().map(|(kind, _)| *kind).collect();
        let out_of_place = kinds.iter().zip(self.arguments).position(|(kind, expected)| kind != expected);
        arguments.sort_by_key(|(kind, _)| *kind);
        let leaves_out_the_activation = kinds.contains(&Kind::Bias) && !kinds.contains(&Kind::Activation);
        if leaves_out_the_activation && let Some((bias, argument)) = arguments.pop() {
            let linear = Ident::new("linear", argument.span());
            arguments.extend([(Kind::Activation, Argument::Other(quote!(#linear))), (bias, argument)]);
        }
        let arguments: Vec<Argument> = arguments.into_iter().map(|(_, argument)| argument).collect();
        if let Some(index) = out_of_place {
            let message = format!("`{}` takes {}, in this order", self.name, self.takes);
            let help = format!("write `{}`", layer.with_arguments(&arguments));
            diagnostics.report_with_help(layer.arguments[index].span(), message, help);
        }
        arguments
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
