//! A model as it was written.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, ConstParam, Expr, GenericArgument, Ident, LitInt, Path, Token, Visibility};

/// A model: `struct Name { layers }`, or only the layers.
pub(crate) struct Model {
    pub(crate) item: Option<Item>,
    pub(crate) layers: Vec<Layer>,
}

/// What stands before the braces of a model with a name.
pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) parameters: Vec<ConstParam>,
}

/// `name: path::Type<arguments>(values)`
pub(crate) struct Layer {
    /// Its documentation.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Option<Ident>,
    pub(crate) path: Path,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) values: Vec<Value>,
}

/// What stands in angle brackets.
#[derive(Clone)]
pub(crate) enum Argument {
    /// `_`
    Infer(Token![_]),
    /// A number.
    Literal(usize, LitInt),
    /// A type, a constant, a constant expression.
    Other(Box<GenericArgument>),
}

/// What stands in parentheses: an expression, or a setting by name.
pub(crate) struct Value {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
}

impl Model {
    /// The constant parameters.
    pub(crate) fn parameters(&self) -> &[ConstParam] {
        self.item.as_ref().map_or(&[], |item| &item.parameters)
    }
}

impl Layer {
    /// The last name in the path: `Dense` of `layers::Dense<4, 8>`.
    pub(crate) fn class(&self) -> &Ident {
        // A path that was parsed has a segment.
        &self.path.segments[self.path.segments.len() - 1].ident
    }

    /// The layer as it was written, without its name and its values.
    pub(crate) fn as_written(&self) -> String {
        let path =
            self.path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
        if self.arguments.is_empty() {
            return path;
        }
        let arguments: Vec<String> = self.arguments.iter().map(Argument::as_written).collect();
        format!("{path}<{}>", arguments.join(", "))
    }
}

impl Argument {
    pub(crate) fn as_written(&self) -> String {
        match self {
            Self::Infer(_) => "_".to_owned(),
            Self::Literal(value, _) => value.to_string(),
            Self::Other(other) => readable(&other.to_token_stream()),
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Infer(token) => token.span,
            Self::Literal(_, literal) => literal.span(),
            Self::Other(other) => syn::spanned::Spanned::span(other),
        }
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Infer(token) => token.to_tokens(tokens),
            Self::Literal(_, literal) => literal.to_tokens(tokens),
            Self::Other(other) => other.to_tokens(tokens),
        }
    }
}

impl ToTokens for Layer {
    /// The type as it was written.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { path, arguments, .. } = self;
        tokens.extend(if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) });
    }
}

/// Tokens as a person would write them.
pub(crate) fn readable(tokens: &TokenStream) -> String {
    let spaced = tokens.to_string();
    [(" < ", "<"), (" >", ">"), (" ,", ","), (" :: ", "::"), ("< ", "<")]
        .into_iter()
        .fold(spaced, |text, (from, to)| text.replace(from, to))
}
