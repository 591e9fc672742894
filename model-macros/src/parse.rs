//! From tokens to a model.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, GenericArgument, GenericParam, Generics, Ident, LitInt, Path, Token, Visibility};

use crate::ast::{Argument, Item, Layer, Model, Value};
use crate::diagnostics::Diagnostics;

/// Reads `[path of plywood] model`. `None` if there is nothing to go on with.
pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Option<(TokenStream, Model)> {
    let mut tokens = input.into_iter();
    let krate = match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => group.stream(),
        _ => return None,
    };
    match Model::parse.parse2(tokens.collect()) {
        Ok(model) => Some((krate, model)),
        Err(error) => {
            diagnostics.report_syntax(error);
            None
        }
    }
}

impl Parse for Model {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        let _ = ahead.call(Attribute::parse_outer);
        let _ = ahead.parse::<Visibility>();
        if !ahead.peek(Token![struct]) {
            return Ok(Self { item: None, layers: layers(input)? });
        }
        let attributes = input.call(Attribute::parse_outer)?;
        attributes.iter().try_for_each(check_derive)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let generics: Generics = input.parse()?;
        let mut parameters = Vec::new();
        for parameter in generics.params {
            match parameter {
                GenericParam::Const(parameter) => parameters.push(parameter),
                other => {
                    let message = "a model can have const parameters only, such as `const IN: usize`";
                    return Err(syn::Error::new_spanned(other, message));
                }
            }
        }
        let content;
        syn::braced!(content in input);
        let layers = layers(&content)?;
        if !input.is_empty() {
            return Err(input.error("nothing may follow the model"));
        }
        Ok(Self { item: Some(Item { attributes, visibility, name, parameters }), layers })
    }
}

/// An error for a derived trait that every model implements anyway.
fn check_derive(attribute: &Attribute) -> syn::Result<()> {
    if !attribute.path().is_ident("derive") {
        return Ok(());
    }
    attribute.parse_nested_meta(|derived| match derived.path.get_ident() {
        Some(name) if name == "Clone" || name == "Debug" => {
            Err(syn::Error::new(name.span(), format!("every model implements `{name}`: leave it out here")))
        }
        _ => Ok(()),
    })
}

fn layers(input: ParseStream<'_>) -> syn::Result<Vec<Layer>> {
    if input.is_empty() {
        return Err(
            input.error("a model needs at least one layer\nhelp: write `Dense<4, 8, relu>`, for example")
        );
    }
    let mut layers = Vec::new();
    while !input.is_empty() {
        layers.push(input.parse()?);
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error("expected `,` between two layers"));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(layers)
}

impl Parse for Layer {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        if let Some(other) = attributes.iter().find(|attribute| !attribute.path().is_ident("doc")) {
            return Err(syn::Error::new_spanned(
                other,
                "a layer can have documentation, but no other attribute",
            ));
        }
        let named = input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]);
        let name = if named {
            let name = input.parse()?;
            input.parse::<Token![:]>()?;
            Some(name)
        } else {
            None
        };
        let path = input.call(Path::parse_mod_style)?;
        let mut arguments = Vec::new();
        if input.peek(Token![<]) {
            input.parse::<Token![<]>()?;
            while !input.peek(Token![>]) {
                arguments.push(input.parse()?);
                if !input.peek(Token![>]) {
                    input.parse::<Token![,]>()?;
                }
            }
            input.parse::<Token![>]>()?;
        }
        let mut values = Vec::new();
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            values.extend(Punctuated::<Value, Token![,]>::parse_terminated(&content)?);
        }
        Ok(Self { attributes, name, path, arguments, values })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![_]) {
            return Ok(Self::Infer(input.parse()?));
        }
        if input.peek(LitInt) {
            let literal: LitInt = input.parse()?;
            return Ok(Self::Literal(literal.base10_parse()?, literal));
        }
        Ok(Self::Other(Box::new(input.parse::<GenericArgument>()?)))
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named {
            let name = input.parse()?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        Ok(Self { name, value: input.parse::<Expr>()? })
    }
}
