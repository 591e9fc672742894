//! The model's type with its generic parameters, as the generated code writes it.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Ident;

use crate::ast::Model;
use crate::tokens::Tokens;

/// How the generated code writes the model's type.
#[derive(Clone)]
pub(crate) struct Types<'a> {
    /// The path of plywood.
    pub(crate) krate: &'a Tokens,
    /// `Mlp`
    pub(crate) name: Ident,
    /// `const IN: usize, const OUT: usize = 3,`
    pub(crate) with_defaults: TokenStream,
    /// `const IN: usize, const OUT: usize,`
    pub(crate) declared: TokenStream,
    /// `IN, OUT,`
    pub(crate) used: TokenStream,
    /// The parameter for the model's number type: `T`, or `T1`, … if the model uses that name. A block inside a model
    /// has none.
    pub(crate) scalar: Option<Ident>,
    /// The parameter for the number type of a layer's methods.
    pub(crate) number: Ident,
    /// `#[cfg(…)]`, if the model has it.
    pub(crate) conditions: TokenStream,
    /// The same, and the attributes of the generated implementations.
    pub(crate) attributes: TokenStream,
}

impl<'a> Types<'a> {
    pub(crate) fn of(model: &Model, krate: &'a Tokens) -> Self {
        let parameters = model.parameters();
        let names = parameters.iter().map(|parameter| &parameter.ident);
        let without_defaults = parameters.iter().map(|parameter| {
            let (name, kind) = (&parameter.ident, &parameter.ty);
            quote!(const #name: #kind)
        });
        let mut taken = Vec::new();
        for layer in model.layers() {
            collect_names(layer.to_token_stream(), &mut taken);
            layer.values().iter().for_each(|value| collect_names(value.value.to_token_stream(), &mut taken));
        }
        parameters.iter().for_each(|parameter| collect_names(parameter.to_token_stream(), &mut taken));
        let name = match &model.item {
            Some(item) => item.name.clone(),
            None => free("Network", &mut taken),
        };
        taken.push(name.to_string());
        let attributes = model.item.iter().flat_map(|item| &item.attributes);
        let conditions = attributes.filter(|attribute| attribute.path().is_ident("cfg"));
        let conditions = quote!(#(#conditions)*);
        let scalar = free("T", &mut taken);
        let number = free("U", &mut taken);
        Self {
            krate,
            name,
            with_defaults: quote!(#(#parameters,)*),
            declared: quote!(#(#without_defaults,)*),
            used: quote!(#(#names,)*),
            scalar: Some(scalar),
            number,
            conditions: conditions.clone(),
            attributes: quote!(#conditions #[automatically_derived] #[allow(dead_code, deprecated, non_snake_case)]),
        }
    }

    /// The same for a block of this name inside the model.
    pub(crate) fn block(&self, name: &Ident) -> Self {
        Self { name: name.clone(), scalar: None, ..self.clone() }
    }

    /// `Mlp<IN, OUT, T>`
    pub(crate) fn generic(&self) -> TokenStream {
        let Self { name, used, scalar, .. } = self;
        quote!(#name<#used #scalar>)
    }

    /// `<const IN: usize, const OUT: usize, T: Scalar>`
    pub(crate) fn parameters(&self) -> TokenStream {
        let Self { krate, declared, scalar, .. } = self;
        let scalar = scalar.iter();
        quote!(<#declared #(#scalar: #krate::Scalar)*>)
    }
}

/// `name`, or `name1`, … if that is taken.
fn free(name: &str, taken: &mut Vec<String>) -> Ident {
    let candidates = std::iter::once(name.to_owned()).chain((1..).map(|n| format!("{name}{n}")));
    let free = candidates.into_iter().find(|candidate| !taken.contains(candidate)).unwrap_or_default();
    taken.push(free.clone());
    Ident::new(&free, Span::call_site())
}

fn collect_names(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_names(group.stream(), names),
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            _ => {}
        }
    }
}

/// A local variable of generated code, hygienic: it cannot clash with the name of a layer.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
