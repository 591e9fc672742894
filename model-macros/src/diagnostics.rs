//! Mistakes found in a model: all are collected, and reported together.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    mistakes: Vec<Mistake>,
}

/// A mistake: where it is, what it is, and what to do about it.
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

    /// Reports a mistake with a way to mend it.
    pub(crate) fn report_with_help(&mut self, span: Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.report(span, format!("{}\nhelp: {}", message.as_ref(), help.as_ref()));
    }

    /// Reports what syn found.
    pub(crate) fn report_syntax(&mut self, error: syn::Error) {
        for error in error {
            self.report(error.span(), error.to_string());
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// One `compile_error!` for each mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let errors = self.mistakes.into_iter().map(|Mistake { span, message }| {
            quote_spanned! { span => ::core::compile_error! { #message } }
        });
        errors.collect()
    }

    #[cfg(test)]
    pub(crate) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}
