//! Rules for the settings of an activation: `activation = …`.

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Path};

use super::arguments::{Placed, sorted};
use super::{ACTIVATIONS, Kind, Signature};
use crate::ast::{Argument, Layer};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;

impl Signature {
    /// Rules: the activation itself goes in angle brackets, settings are of the same activation, and one without
    /// defaults has settings. Custom activations are left to the compiler.
    pub(super) fn check_activation(&self, layer: &Layer, diagnostics: &mut Diagnostics) {
        let (arguments, _) = self.with_kinds(layer.arguments.clone());
        let own = arguments.iter().find(|(kind, _)| *kind == Kind::Activation).map(|(_, own)| own);
        let name = own.map_or_else(|| self.activations[0].to_owned(), Argument::as_written);
        let is_set = |name: &Ident| name == "activation";
        match layer.values().iter().find(|value| value.name.as_ref().is_some_and(is_set)) {
            Some(value) => self.check_same(layer, arguments, &name, &value.value, diagnostics),
            None if name == "threshold" => {
                let help = format!(
                    "write `{}(activation = threshold::new(0.5, 0.0))`, for example",
                    layer.as_written()
                );
                let span = own.map_or_else(|| layer.span(), Argument::span);
                diagnostics.report_with_help(span, "`threshold` has no defaults", help);
            }
            None => {}
        }
    }

    fn check_same(
        &self,
        layer: &Layer,
        arguments: Vec<Placed>,
        own: &str,
        value: &Expr,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(given) = Given::in_expression(value) else { return };
        if !ACTIVATIONS.contains(&own) {
            return;
        }
        if function(own) == function(given.name) {
            check_called(value, diagnostics);
            return;
        }
        let message = if given.has_settings {
            format!("these are settings of `{}`, but the layer's activation is `{own}`", given.name)
        } else {
            format!("the activation of `{}` goes in angle brackets", self.name)
        };
        let name = Ident::new(given.name, value.span());
        let mut mended = arguments;
        mended.retain(|(kind, _)| *kind != Kind::Activation);
        mended.push((Kind::Activation, Argument::Other(quote!(#name))));
        let help = match (self.is_complete(&mended), given.has_settings) {
            (true, true) => {
                format!("write `{}`, with the same settings", self.written(layer, &sorted(mended)))
            }
            (true, false) => format!("write `{}`", self.written(layer, &sorted(mended))),
            (false, _) => format!("write `{}`, for example", self.example),
        };
        diagnostics.report_with_help(value.span(), message, help);
    }
}

/// A built-in activation in an expression.
struct Given {
    name: &'static str,
    /// `relu::new()`, not `relu` or `"relu"`.
    has_settings: bool,
}

impl Given {
    fn in_expression(value: &Expr) -> Option<Self> {
        let plain = |name| Self { name, has_settings: false };
        match value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => nearest(&text.value(), ACTIVATIONS).map(plain),
            Expr::Path(path) => known(&path.path, 0).map(plain),
            Expr::Struct(value) => known(&value.path, 0).map(plain),
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else { return None };
                let constructed = known(&function.path, 1).map(|name| Self { name, has_settings: true });
                let has_settings = !call.args.is_empty();
                constructed.or_else(|| known(&function.path, 0).map(|name| Self { name, has_settings }))
            }
            Expr::MethodCall(call) => Self::in_expression(&call.receiver),
            Expr::Group(group) => Self::in_expression(&group.expr),
            Expr::Paren(paren) => Self::in_expression(&paren.expr),
            _ => None,
        }
    }
}

/// Rule: settings are given by name. The compiler would suggest to remove them.
fn check_called(value: &Expr, diagnostics: &mut Diagnostics) {
    let Some(name) = called(value) else { return };
    let help = match settings(name) {
        Some(example) => format!("write `activation = {example}`, for example"),
        None => format!("`{name}` has none"),
    };
    diagnostics.report_with_help(value.span(), format!("settings of `{name}` are given by name"), help);
}

/// The activation in `relu(0.1)`, or in `relu::new(0.1)` if that needs no arguments.
pub(crate) fn called(value: &Expr) -> Option<&'static str> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(function) = &*call.func else { return None };
    let made = known(&function.path, 1).filter(|name| !call.args.is_empty() && *name != "threshold");
    known(&function.path, 0).or(made)
}

/// How to write the settings of an activation, if it has any.
pub(crate) fn settings(activation: &str) -> Option<&'static str> {
    Some(match activation {
        "celu" => "celu::new().alpha(0.5)",
        "elu" => "elu::new().alpha(0.5)",
        "gelu" => "gelu::new().approximate(true)",
        "hard_shrink" => "hard_shrink::new().threshold(0.2)",
        "leaky_relu" => "leaky_relu::new().negative_slope(0.1)",
        "relu" => "relu::new().max_value(6.0)",
        "soft_shrink" => "soft_shrink::new().threshold(0.2)",
        "squareplus" => "squareplus::new().b(1.0)",
        "threshold" => "threshold::new(0.5, 0.0)",
        _ => return None,
    })
}

/// The activation at this segment of `path`, counted from the last.
fn known(path: &Path, from_last: usize) -> Option<&'static str> {
    let name = path.segments.iter().rev().nth(from_last)?.ident.to_string();
    ACTIVATIONS.iter().find(|own| **own == name).copied()
}

/// The function of this name: two have an alias.
fn function(name: &str) -> &str {
    match name {
        "swish" => "silu",
        "hard_swish" => "hard_silu",
        name => name,
    }
}
