//! Rules for the values in parentheses.

use std::ops::{Bound, RangeBounds};

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, UnOp};

use super::Signature;
use crate::ast::{Layer, Value, Values, readable};
use crate::diagnostics::Diagnostics;
use crate::nearest::nearest;

/// A number in parentheses.
pub(crate) struct Number {
    pub(crate) name: &'static str,
    pub(crate) range: (Bound<f64>, Bound<f64>),
}

impl Signature {
    /// Rule: the value of a layer without arguments goes in parentheses. Returns whether it stands in angle brackets.
    pub(super) fn has_value_in_brackets(&self, layer: &Layer, diagnostics: &mut Diagnostics) -> bool {
        let ([], [value]) = (self.arguments, self.values) else { return false };
        let Some(argument) = layer.arguments.first().filter(|_| layer.values().is_empty()) else {
            return false;
        };
        let message = format!("the {} of `{}` goes in parentheses", value.name, self.name);
        let help = format!("write `{}`, for example", self.example);
        diagnostics.report_with_help(argument.span(), message, help);
        true
    }

    /// Whether the values of `layer` are right, as far as the macro can tell. Every mistake is reported.
    pub(super) fn check_values(&self, layer: &Layer, diagnostics: &mut Diagnostics) -> bool {
        let before = diagnostics.count();
        if matches!(layer.values, Values::Unreadable) {
            return false;
        }
        check_given_once(layer, diagnostics);
        self.check_count(layer, diagnostics);
        let plain = layer.values().iter().filter(|value| value.name.is_none());
        for (value, number) in plain.zip(self.values) {
            self.check_number(&value.value, number, diagnostics);
        }
        self.check_names(layer, diagnostics);
        self.check_options(layer, diagnostics);
        if self.options.contains(&"activation") {
            self.check_activation(layer, diagnostics);
        }
        diagnostics.count() == before
    }

    /// Rule: there are as many values without a name as the layer takes.
    fn check_count(&self, layer: &Layer, diagnostics: &mut Diagnostics) {
        let plain: Vec<&Value> = layer.values().iter().filter(|value| value.name.is_none()).collect();
        if let Some(missing) = self.values.get(plain.len()) {
            // Probably one of those with a name is meant, which is reported already.
            if layer.values().len() == plain.len() {
                let message = format!("`{}` needs its {}, in parentheses", self.name, missing.name);
                let help = format!("write `{}`, for example", self.example);
                diagnostics.report_with_help(layer.span(), message, help);
            }
        } else if let Some(extra) = plain.get(self.values.len()) {
            let message = match self.values {
                [] if self.required > 0 => {
                    format!("sizes and activations of `{}` go in angle brackets", self.name)
                }
                [] => format!("`{}` takes no values", self.name),
                [one] => format!("`{}` takes one value, its {}", self.name, one.name),
                several => format!("`{}` takes {} values", self.name, several.len()),
            };
            let help = if self.values.is_empty() && self.required > 0 && layer.arguments.is_empty() {
                let inside: Vec<String> =
                    plain.iter().map(|value| readable(&value.value.to_token_stream())).collect();
                format!("write `{}<{}>`", self.name, inside.join(", "))
            } else {
                format!("write `{}`, for example", self.example)
            };
            diagnostics.report_with_help(extra.value.span(), message, help);
        }
    }

    /// Rule: a literal is in the range of its number.
    fn check_number(&self, value: &Expr, number: &Number, diagnostics: &mut Diagnostics) {
        let Number { name, range } = number;
        let (negative, literal) = match value {
            Expr::Lit(ExprLit { lit, .. }) => (false, lit),
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
                Expr::Lit(ExprLit { lit, .. }) => (true, lit),
                _ => return,
            },
            _ => return,
        };
        let parsed: Option<f64> = match literal {
            Lit::Float(literal) => literal.base10_parse().ok(),
            Lit::Int(literal) => literal.base10_parse().ok(),
            _ => None,
        };
        let written = quote::quote!(#literal);
        let sign = if negative { "-" } else { "" };
        let inside =
            parsed.map(|value| if negative { -value } else { value }).filter(|value| range.contains(value));
        let Some(inside) = inside else {
            let range = match range {
                (Bound::Included(low), Bound::Included(high)) => format!(" from {low} to {high}"),
                (Bound::Included(low), Bound::Excluded(high)) => {
                    format!(" from {low} to {high}, {high} left out")
                }
                _ => String::new(),
            };
            let message = format!("`{sign}{written}` is not a {name}: a {name} is a number{range}");
            return diagnostics.report(value.span(), message);
        };
        if matches!(literal, Lit::Int(_)) {
            let help = format!("write `{inside:.1}`");
            diagnostics.report_with_help(value.span(), format!("a {name} is written with a point"), help);
        }
    }

    /// Rule: every name is one of the layer's options.
    fn check_names(&self, layer: &Layer, diagnostics: &mut Diagnostics) {
        let names: Vec<&Ident> = layer.values().iter().filter_map(|value| value.name.as_ref()).collect();
        for (index, &name) in names.iter().enumerate() {
            let text = name.to_string();
            if names[..index].contains(&name) {
                // Reported by `check_given_once`.
            } else if self.values.iter().any(|number| number.name == text) {
                let message = format!("the {text} of `{}` is written without a name", self.name);
                diagnostics.report_with_help(name.span(), message, format!("write `{}`", self.example));
            } else if let Some((_, here)) = self.instead.iter().find(|(keras, _)| *keras == text) {
                diagnostics.report_with_help(
                    name.span(),
                    format!("`{}` has no option `{text}`", self.name),
                    here,
                );
            } else if !self.options.contains(&text.as_str()) {
                let message = format!("`{}` has no option `{text}`", self.name);
                let help = match (nearest(&text, self.options), self.options) {
                    (Some(meant), _) => format!("write `{meant}`"),
                    (None, []) => format!("`{}` has no options", self.name),
                    (None, [one]) => format!("its option is `{one}`"),
                    (None, several) => format!("its options are `{}`", several.join("`, `")),
                };
                diagnostics.report_with_help(name.span(), message, help);
            }
        }
    }
}

/// Rule: no setting is given twice. It holds for custom layers, too.
pub(crate) fn check_given_once(layer: &Layer, diagnostics: &mut Diagnostics) -> bool {
    let names: Vec<&Ident> = layer.values().iter().filter_map(|value| value.name.as_ref()).collect();
    let twice = (1..names.len()).find(|&index| names[..index].contains(&names[index]));
    if let Some(index) = twice {
        diagnostics.report(names[index].span(), format!("`{}` is given twice", names[index]));
    }
    twice.is_none() && !matches!(layer.values, Values::Unreadable)
}
