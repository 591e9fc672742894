//! A network with all that is known of its layers.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use crate::ast::Layer;
use crate::shape::{Parameters, Shape};
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
    /// Whether its values in parentheses are right, as far as the macro can tell.
    pub(crate) values_are_right: bool,
    /// The network of the layers that it is made of.
    pub(crate) block: Option<Block<'a>>,
    /// The layer that it is around, and its full type.
    pub(crate) inner: Option<Box<(Layer, TokenStream)>>,
}

/// The layers inside a layer, and the type that they make together.
pub(crate) struct Block<'a> {
    pub(crate) name: Ident,
    pub(crate) network: Network<'a>,
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

/// What can be told of a layer.
pub(crate) struct Resolution {
    /// `None` if it cannot be told; the mistake is reported.
    pub(crate) full_type: Option<TokenStream>,
    pub(crate) input: Shape,
    pub(crate) input_span: Span,
    pub(crate) output: Shape,
    pub(crate) fits: bool,
    pub(crate) parameters: Option<Parameters>,
    /// The layer that it is around.
    pub(crate) inner: Option<Box<(Layer, TokenStream)>>,
}

impl Resolution {
    /// A layer without variables that takes what flows in.
    pub(crate) fn of(full_type: TokenStream, input: Shape, output: Shape, span: Span) -> Self {
        let parameters = Some(Parameters(Vec::new()));
        Self {
            full_type: Some(full_type),
            input,
            input_span: span,
            output,
            fits: true,
            parameters,
            inner: None,
        }
    }

    /// A layer of which only the output can be told, if that.
    pub(crate) fn unknown(output: Shape, span: Span) -> Self {
        Self {
            full_type: None,
            input: Shape::Unknown,
            input_span: span,
            output,
            fits: false,
            parameters: None,
            inner: None,
        }
    }
}
