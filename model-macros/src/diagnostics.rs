//! Mistakes found in a model: all are collected, and reported together.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

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

    /// The number of mistakes so far.
    pub(crate) fn count(&self) -> usize {
        self.mistakes.len()
    }

    /// One `compile_error!` for each mistake.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        self.mistakes.iter().map(Mistake::to_tokens).collect()
    }

    /// A type in the place of one that could not be told. It is one with an error inside, so that the compiler
    /// is silent about everything that depends on it.
    pub(crate) fn unknown_type(&self, krate: &TokenStream) -> TokenStream {
        let error = self.unknown_value();
        quote!(#krate::checked::Unknown<#error>)
    }

    /// An expression in the place of one that could not be told: the first mistake once more, which the
    /// compiler prints only once.
    pub(crate) fn unknown_value(&self) -> TokenStream {
        let first = self.mistakes.first().map(Mistake::to_tokens);
        quote!({ #first })
    }

    #[cfg(test)]
    pub(crate) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}

impl Mistake {
    fn to_tokens(&self) -> TokenStream {
        let Self { span, message } = self;
        quote_spanned! { *span => ::core::compile_error! { #message } }
    }
}
