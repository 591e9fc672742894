//! The syntax tree of a model.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, ConstParam, Expr, Ident, LitInt, Path, Token, Visibility};

/// A model: `struct Name { layers }`, only the layers, or `struct Name(inputs) -> outputs { lines }`.
pub(crate) struct Model {
    pub(crate) item: Option<Item>,
    pub(crate) body: Body,
}

/// What a model is made of.
pub(crate) enum Body {
    /// Layers, each of which takes what the one before it gives.
    Chain(Vec<Layer>),
    /// Named values.
    Graph(Graph),
}

/// `(photo: Image<64, 64, 3>, facts: Features<12>) -> (price, days) { lines }`
pub(crate) struct Graph {
    /// Each with its name, and its shape as if it were a layer.
    pub(crate) inputs: Vec<Layer>,
    pub(crate) outputs: Vec<Ident>,
    pub(crate) lines: Vec<Line>,
}

/// `seen = photo => Conv2D<16, 3, relu>, GlobalAveragePooling2D;` or, with neither name nor head, `tower: Tower(0);`
pub(crate) struct Line {
    /// The names of what comes out: one, or several in parentheses, `_` for one that nobody needs.
    pub(crate) names: Vec<Option<Ident>>,
    pub(crate) head: Head,
    pub(crate) links: Vec<Link>,
}

/// What a line begins with.
pub(crate) enum Head {
    /// Nothing: the line declares layers.
    Nothing,
    /// `photo`
    Value(Ident),
    /// `Add(seen, known)`
    Merge(Layer),
    /// A syntax error, which is reported.
    Unreadable,
}

/// What a value goes through.
pub(crate) enum Link {
    Layer(Layer),
    /// A layer that stands elsewhere, by its name.
    Again(Ident),
}

/// A value that flows into a layer besides what the one before it gives: `value = seen`, `seen`
pub(crate) struct Flowing {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Ident,
}

/// What stands before the braces of a model with a name.
pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) parameters: Vec<ConstParam>,
}

/// `name: path::Type<arguments>(values)`, or `name: path::Type(layers)`
pub(crate) struct Layer {
    /// Its documentation.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Option<Ident>,
    /// `None` after a syntax error, which is reported.
    pub(crate) path: Option<Path>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) values: Values,
    /// The layers in its parentheses, if it is a block.
    pub(crate) block: Option<Vec<Self>>,
    /// The branches in its parentheses, if it joins some.
    pub(crate) branches: Option<Box<Graph>>,
    /// The values in its parentheses that are those of a graph.
    pub(crate) flowing: Vec<Flowing>,
}

/// An argument in angle brackets.
#[derive(Clone)]
pub(crate) enum Argument {
    /// `_`
    Infer(Token![_]),
    /// A number.
    Literal(usize, LitInt),
    /// A type, a constant, a constant expression in braces, or anything else: the compiler will check it.
    Other(TokenStream),
}

/// The values in parentheses.
pub(crate) enum Values {
    /// No parentheses.
    None,
    /// The span of the parentheses, and the values.
    Some(Span, Vec<Value>),
    /// A syntax error, which is reported.
    Unreadable,
}

/// An expression, or `name = expression`.
pub(crate) struct Value {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
}

impl Model {
    /// The constant parameters.
    pub(crate) fn parameters(&self) -> &[ConstParam] {
        self.item.as_ref().map_or(&[], |item| &item.parameters)
    }

    /// All layers, in the order in which they are written.
    pub(crate) fn layers(&self) -> Vec<&Layer> {
        match &self.body {
            Body::Chain(layers) => layers.iter().collect(),
            Body::Graph(graph) => graph.layers(),
        }
    }

    /// The name, `Network` by default.
    pub(crate) fn name(&self) -> String {
        self.item.as_ref().map_or_else(|| String::from("Network"), |item| item.name.unraw().to_string())
    }

    /// The type alias in place of the types of layers that could not be resolved.
    pub(crate) fn unknown_type(&self) -> Ident {
        Ident::new(&format!("UnknownIn{}", self.name()), Span::call_site())
    }

    /// Whether `tokens` depend on a const parameter: stable Rust does not compute with those in types.
    pub(crate) fn is_generic(&self, tokens: &TokenStream) -> bool {
        self.parameters().iter().any(|parameter| mentions(tokens, &parameter.ident))
    }
}

impl Graph {
    /// The name of the input of branches inside a chain: a keyword, so that no other value has it.
    pub(crate) fn inflow() -> Ident {
        Ident::new_raw("in", Span::call_site())
    }

    /// All layers, in the order in which they are written.
    pub(crate) fn layers(&self) -> Vec<&Layer> {
        fn of_line(line: &Line) -> Vec<&Layer> {
            let head = match &line.head {
                Head::Merge(layer) => Some(layer),
                Head::Nothing | Head::Value(_) | Head::Unreadable => None,
            };
            let links = line.links.iter().filter_map(|link| match link {
                Link::Layer(layer) => Some(layer),
                Link::Again(_) => None,
            });
            head.into_iter().chain(links).collect()
        }
        self.lines.iter().flat_map(of_line).collect()
    }
}

impl Layer {
    /// The last name in the path: `Dense` of `layers::Dense<4, 8>`.
    pub(crate) fn class(&self) -> Option<&Ident> {
        Some(&self.path.as_ref()?.segments.last()?.ident)
    }

    /// The span for messages about the whole layer.
    pub(crate) fn span(&self) -> Span {
        self.class().or(self.name.as_ref()).map_or_else(Span::call_site, Ident::span)
    }

    /// The layer as written, without its name and its values.
    pub(crate) fn as_written(&self) -> String {
        self.with_arguments(&self.arguments)
    }

    /// The layer as it would be written with these arguments.
    pub(crate) fn with_arguments(&self, arguments: &[Argument]) -> String {
        let segments = self.path.iter().flat_map(|path| &path.segments);
        let path = segments.map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
        if arguments.is_empty() {
            return path;
        }
        let arguments: Vec<String> = arguments.iter().map(Argument::as_written).collect();
        format!("{path}<{}>", arguments.join(", "))
    }

    /// The values in parentheses; none after a syntax error.
    pub(crate) fn values(&self) -> &[Value] {
        match &self.values {
            Values::Some(_, values) => values,
            Values::None | Values::Unreadable => &[],
        }
    }

    /// The span of the parentheses, or of the layer if it has none.
    pub(crate) fn values_span(&self) -> Span {
        match self.values {
            Values::Some(span, _) => span,
            Values::None | Values::Unreadable => self.span(),
        }
    }
}

impl Argument {
    pub(crate) fn as_written(&self) -> String {
        match self {
            Self::Infer(_) => "_".to_owned(),
            Self::Literal(value, _) => value.to_string(),
            Self::Other(other) => readable(other),
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Infer(token) => token.span,
            Self::Literal(_, literal) => literal.span(),
            Self::Other(other) => first_span(other),
        }
    }

    /// The number, if it is one.
    pub(crate) fn as_literal(&self) -> Option<usize> {
        match self {
            Self::Literal(value, _) => Some(*value),
            Self::Infer(_) | Self::Other(_) => None,
        }
    }

    /// The identifier, if the argument is a single one: `relu`, `HIDDEN`.
    pub(crate) fn ident(&self) -> Option<Ident> {
        match self {
            Self::Other(other) => {
                let mut tokens = other.clone().into_iter();
                match (tokens.next(), tokens.next()) {
                    (Some(TokenTree::Ident(name)), None) => Some(name),
                    _ => None,
                }
            }
            Self::Infer(_) | Self::Literal(..) => None,
        }
    }

    /// The last segment of its path: `Strides` of `layers::Strides<2>`.
    pub(crate) fn head(&self) -> Option<Ident> {
        let Self::Other(other) = self else { return None };
        let path = other.clone().into_iter().take_while(|token| !is_punct(token, '<'));
        match path.last()? {
            TokenTree::Ident(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it looks like a size: a number, the name of a constant, or an expression in braces.
    pub(crate) fn may_be_size(&self) -> bool {
        match self {
            Self::Infer(_) | Self::Literal(..) => true,
            Self::Other(other) => match self.head() {
                Some(name) => {
                    name == "None" || !name.to_string().contains(char::is_lowercase) && !self.is_type()
                }
                None => first_is_braces(other),
            },
        }
    }

    /// Whether it is certainly a type, not a size: it has angle brackets of its own.
    pub(crate) fn is_type(&self) -> bool {
        matches!(self, Self::Other(other) if other.clone().into_iter().any(|token| is_punct(&token, '<')))
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
    /// The type as written, and those of the layers inside it.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { path, arguments, block, branches, .. } = self;
        tokens.extend(if arguments.is_empty() { quote!(#path) } else { quote!(#path<#(#arguments),*>) });
        block.iter().flatten().for_each(|layer| layer.to_tokens(tokens));
        branches.iter().flat_map(|graph| graph.layers()).for_each(|layer| layer.to_tokens(tokens));
    }
}

/// An argument as tokens.
pub(crate) fn tokens(argument: &Argument) -> TokenStream {
    argument.to_token_stream()
}

/// Tokens as a person would write them.
pub(crate) fn readable(tokens: &TokenStream) -> String {
    let spaced = tokens.to_string();
    if !spaced.contains(' ') {
        return spaced;
    }
    [(" < ", "<"), (" >", ">"), (" ,", ","), (" :: ", "::"), ("< ", "<")]
        .into_iter()
        .fold(spaced, |text, (from, to)| text.replace(from, to))
}

/// The same tokens located at `span`. Name resolution (hygiene) does not change.
pub(crate) fn located(tokens: &TokenStream, span: Span) -> TokenStream {
    let relocate = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), located(&group.stream(), span)).into();
        }
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.clone().into_iter().map(relocate).collect()
}

/// The span of the first token.
pub(crate) fn first_span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

fn first_is_braces(tokens: &TokenStream) -> bool {
    let first = tokens.clone().into_iter().next();
    matches!(first, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
}

pub(crate) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == *name,
        _ => false,
    })
}
