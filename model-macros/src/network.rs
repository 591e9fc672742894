//! A network: layers with their types and shapes, resolved.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::ast::{Layer, Model};
use crate::parameters::Parameters;
use crate::shape::Shape;
use crate::tokens::Tokens;

/// A network with everything inferred that can be left out in `model!`.
pub(crate) struct Network<'a> {
    pub(crate) input: TokenStream,
    pub(crate) input_in_words: Option<String>,
    pub(crate) layers: Vec<Resolved<'a>>,
    /// Assertions for what the macro could not decide.
    pub(crate) requirements: TokenStream,
}

impl Network<'_> {
    /// Whether the type of every layer is known.
    pub(crate) fn is_known(&self) -> bool {
        self.layers.iter().all(|layer| layer.is_known)
    }

    /// The output shape.
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
    /// The span of the input size, for messages about shapes.
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    pub(crate) fits: Fits,
    /// The number of values in its variables, where the macro knows.
    pub(crate) parameters: Option<Parameters>,
    pub(crate) made_of: MadeOf<'a>,
}

/// What the constructor of a layer gets.
pub(crate) enum MadeOf<'a> {
    /// Its values in parentheses.
    Values,
    /// The wrapped layer, and its full type.
    Inner(Box<(Layer, TokenStream)>),
    /// The layers inside it.
    Block(Block<'a>),
    /// Something with a mistake in it, which is reported.
    Mistake,
}

/// The layers inside a block, and the name of the struct that holds them.
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

/// Whether a layer takes the output of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fits {
    /// No, or its input shape is unknown; the mistake is reported.
    No,
    /// The compiler has to check it.
    Perhaps,
    /// Yes, if what flows in has one axis: the compiler has to check it.
    IfSingle,
    /// Yes: both have the same literal sizes.
    Yes,
}
