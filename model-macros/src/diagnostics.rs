//! Mistakes in a model: all are collected, and reported together.

use crate::tokens::Tokens;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    mistakes: Vec<Mistake>,
}

/// A mistake: its span, the message, and in a second line the help.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) span: Span,
    pub(crate) message: String,
}

impl Diagnostics {
    /// Reports a mistake at `span`.
    pub(crate) fn report(&mut self, span: Span, message: impl Into<String>) {
        self.mistakes.push(Mistake { span, message: message.into() });
    }

    /// Reports a mistake with a help line.
    pub(crate) fn report_with_help(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.report(span, format!("{}\nhelp: {}", message.as_ref(), help.as_ref()));
    }

    /// Reports errors of syn.
    pub(crate) fn report_syntax(&mut self, error: syn::Error) {
        for error in error {
            self.report(error.span(), error.to_string());
        }
    }

    /// The number of mistakes so far.
    pub(crate) fn count(&self) -> usize {
        self.mistakes.len()
    }

    /// One `compile_error!` for each mistake, where an item may stand or an expression.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        self.mistakes.iter().map(Mistake::to_tokens).collect()
    }

    /// The same inside an item: next to a `compile_error!` that is an item itself, the compiler does not report
    /// unresolved names.
    pub(crate) fn to_item(&self) -> TokenStream {
        let mistakes = self.to_tokens();
        if mistakes.is_empty() { mistakes } else { quote!(const _: () = { #mistakes };) }
    }

    /// The same, inside a type called `unknown`. The compiler reports nothing about whatever depends on such a type.
    pub(crate) fn to_tokens_with_type(&self, unknown: &Ident, krate: &Tokens) -> TokenStream {
        let mistakes = self.to_tokens();
        quote! {
            #[allow(dead_code)]
            type #unknown = #krate::chain::checked::Unknown<{ #mistakes }>;
        }
    }

    #[cfg(test)]
    pub(crate) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}

impl Mistake {
    fn to_tokens(&self) -> TokenStream {
        let Self { span, message } = self;
        quote_spanned!(*span=> ::core::compile_error! { #message })
    }
}
