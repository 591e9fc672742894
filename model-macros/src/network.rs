//! A network with all that is known of its layers.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::ast::{Layer, Model};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::tokens::Tokens;

/// A network with everything filled in that could be left out.
pub(crate) struct Network<'a> {
    pub(crate) input: TokenStream,
    pub(crate) input_in_words: Option<String>,
    pub(crate) layers: Vec<Resolved<'a>>,
    /// What the macro could not decide, and the compiler has to.
    pub(crate) requirements: TokenStream,
}

impl Network<'_> {
    /// Whether the type of every layer is known.
    pub(crate) fn is_known(&self) -> bool {
        self.layers.iter().all(|layer| layer.is_known)
    }

    /// The shape that comes out.
    pub(crate) fn output(&self, krate: &Tokens) -> Option<TokenStream> {
        let last = self.layers.last()?;
        let full_type = &last.full_type;
        Some(last.output.tokens(krate).unwrap_or_else(|| quote!(<#full_type as #krate::Layer>::Output)))
    }
}

/// A layer with its full type.
pub(crate) struct Resolved<'a> {
    pub(crate) name: Ident,
    pub(crate) layer: &'a Layer,
    pub(crate) full_type: Tokens,
    pub(crate) is_known: bool,
    /// Where it says what it takes.
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    pub(crate) fits: Fits,
    /// The number of values in its variables, where the macro knows.
    pub(crate) parameters: Option<Parameters>,
    pub(crate) made_of: MadeOf<'a>,
}

/// What a layer is made of when the model is made.
pub(crate) enum MadeOf<'a> {
    /// Its values in parentheses.
    Values,
    /// The layer that it is around, and its full type.
    Inner(Box<(Layer, TokenStream)>),
    /// The layers inside it.
    Block(Block<'a>),
    /// There is a mistake in what it is made of.
    Mistake,
}

/// The layers inside a layer, and the type that they make together.
pub(crate) struct Block<'a> {
    pub(crate) name: Ident,
    pub(crate) network: Network<'a>,
}

impl Block<'_> {
    pub(crate) fn full_type(&self, model: &Model) -> TokenStream {
        let (name, parameters) = (&self.name, model.parameters());
        let used = parameters.iter().map(|parameter| &parameter.ident);
        if parameters.is_empty() { quote!(#name) } else { quote!(#name<#(#used),*>) }
    }

    pub(crate) fn parameters(&self) -> Option<Parameters> {
        let layers = self.network.layers.iter();
        let terms: Option<Vec<_>> = layers.map(|layer| Some(layer.parameters.as_ref()?.0.clone())).collect();
        terms.map(|terms| Parameters(terms.concat()))
    }
}

/// Whether a layer takes what the one before it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fits {
    /// Not at all, or nobody knows what it takes; that is reported.
    No,
    /// The compiler has to find out.
    Perhaps,
    /// It takes all values that flow in, if they are single ones: the compiler has to find out.
    IfSingle,
    /// The same numbers are written in both.
    Yes,
}
