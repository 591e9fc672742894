//! Markers that have sizes of their own: `Strides<2, 1>`.

use quote::ToTokens;
use syn::{Expr, ExprLit, GenericArgument, Lit, PathArguments, Type, TypePath};

use super::Site;
use crate::ast::Argument;
use crate::signature::Kind;

impl Site<'_> {
    /// The sizes in `argument`, one or one for each of `axes`; `None` if there is a mistake, which is reported.
    pub(crate) fn sizes_in(&mut self, kind: Kind, argument: &Argument, axes: usize) -> Option<Vec<Argument>> {
        let (span, word) = (argument.span(), kind.in_words());
        let least = usize::from(kind != Kind::OutputPadding);
        let name = argument.head()?;
        let Ok(Type::Path(TypePath { path, .. })) = syn::parse2(argument.to_token_stream()) else {
            return None;
        };
        let PathArguments::AngleBracketed(inside) = &path.segments.last()?.arguments else {
            let message = format!("`{name}` needs a number");
            self.diagnostics.report_with_help(span, message, format!("write `{name}<2>`, for example"));
            return None;
        };
        let sizes: Vec<Argument> = inside.args.iter().map(size).collect();
        if sizes.len() != 1 && sizes.len() != axes {
            let (takes, help) = match axes {
                1 => ("one number", format!("write `{name}<2>`, for example")),
                2 => (
                    "one number, or one for rows and one for columns",
                    format!("write `{name}<2, 1>`, for example"),
                ),
                _ => ("one number, or one for each axis", format!("write `{name}<1, 2, 2>`, for example")),
            };
            self.diagnostics.report_with_help(span, format!("`{name}` takes {takes}"), help);
            return None;
        }
        for size in &sizes {
            if size.as_literal().is_some_and(|size| size < least) {
                self.diagnostics.report(size.span(), format!("a {word} is at least {least}"));
                return None;
            }
            if !size.may_be_size() {
                let written = size.as_written();
                let message =
                    format!("`{written}` is not a {word}: a {word} is a whole number, {least} or more");
                self.diagnostics.report(size.span(), message);
                return None;
            }
            if least > 0 {
                self.not_zero(size);
            }
        }
        Some(sizes)
    }
}

fn size(argument: &GenericArgument) -> Argument {
    if let GenericArgument::Const(Expr::Lit(ExprLit { lit: Lit::Int(literal), .. })) = argument
        && let Ok(value) = literal.base10_parse()
    {
        return Argument::Literal(value, literal.clone());
    }
    Argument::Other(argument.to_token_stream())
}
