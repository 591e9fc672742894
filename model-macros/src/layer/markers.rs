//! Markers that have sizes of their own: `Strides<2, 1>`.

use quote::ToTokens;
use syn::{Expr, ExprLit, GenericArgument, Lit, PathArguments, Type, TypePath};

use super::Site;
use crate::ast::Argument;
use crate::signature::Kind;

impl Site<'_> {
    /// The sizes in `argument`, from one to `most`; `None` if there is a mistake, which is reported.
    pub(crate) fn sizes_in(&mut self, kind: Kind, argument: &Argument, most: usize) -> Option<Vec<Argument>> {
        let (span, word) = (argument.span(), kind.in_words());
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
        if sizes.is_empty() || sizes.len() > most {
            let (takes, help) = match most {
                1 => ("one number", format!("write `{name}<2>`, for example")),
                _ => (
                    "one number, or one for rows and one for columns",
                    format!("write `{name}<2, 1>`, for example"),
                ),
            };
            self.diagnostics.report_with_help(span, format!("`{name}` takes {takes}"), help);
            return None;
        }
        for size in &sizes {
            if size.as_literal() == Some(0) {
                self.diagnostics.report(size.span(), format!("a {word} is at least 1"));
                return None;
            }
            if !size.may_be_size() {
                let message =
                    format!("`{}` is not a {word}: a {word} is a whole number, 1 or more", size.as_written());
                self.diagnostics.report(size.span(), message);
                return None;
            }
            self.not_zero(size);
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
