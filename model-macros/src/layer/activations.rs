//! Rules for the activation and the bias of a layer.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Site;
use crate::ast::Argument;
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind};

impl Site<'_> {
    /// Rule: softmax and its relatives need more than one value.
    pub(crate) fn makes_sense(&mut self, activation: &Argument, output: &Shape) {
        let name = activation.as_written();
        let (always, instead) = match name.as_str() {
            "softmax" => (1, "sigmoid"),
            "log_softmax" => (0, "log_sigmoid"),
            "sparsemax" => (1, "sparse_sigmoid"),
            _ => return,
        };
        let Shape::Axes(axes) = output else { return };
        let message = format!("{name} over one value is always {always}");
        match axes.last() {
            Some(Size::Literal(1)) => {
                let help =
                    format!("write `{instead}` for one probability, or give the layer a unit for each class");
                self.diagnostics.report_with_help(activation.span(), message, help);
            }
            Some(Size::Expression(size) | Size::Computed(size)) => {
                let krate = self.krate;
                let condition = quote!(#krate::chain::checked::is_more::<#size>(1));
                self.require(activation.span(), &condition, format!("{message}: use `{instead}`"));
            }
            _ => {}
        }
    }

    /// `full_type` with a check of its activations and its bias, if the macro does not know those. Without the check,
    /// the compiler would report an error at each use of the type.
    pub(crate) fn checked(&self, arguments: &Arguments, full_type: TokenStream) -> TokenStream {
        let krate = self.krate;
        let checks = arguments.iter().filter_map(|(kind, argument)| {
            if Kind::of(argument) == Some(kind) || self.model.is_generic(&quote!(#argument)) {
                return None;
            }
            let span = argument.span();
            let check = match kind {
                Kind::Activation => quote_spanned!(span=> is_activation),
                Kind::Bias => quote_spanned!(span=> is_bias),
                _ => return None,
            };
            Some(quote!(#krate::chain::checked::#check::<#argument>()))
        });
        let checks: Vec<TokenStream> = checks.collect();
        if checks.is_empty() {
            full_type
        } else {
            quote!(#krate::chain::checked::Checked<#full_type, { #(#checks)&&* }>)
        }
    }
}

/// The parameters of a kernel and a bias of these sizes; `None` for a custom bias.
pub(crate) fn with_bias(bias: Option<&Argument>, kernel: Vec<Size>, outputs: Size) -> Option<Parameters> {
    match bias.map(Argument::as_written).as_deref() {
        None | Some("Bias") => Some(Parameters(vec![kernel, vec![outputs]])),
        Some("NoBias") => Some(Parameters(vec![kernel])),
        Some(_) => None,
    }
}
