//! Rules for sizes.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::Site;
use crate::ast::Argument;
use crate::parameters::Parameters;
use crate::shape::{Shape, Size};

impl Site<'_> {
    /// Rule: none of these sizes is to be inferred.
    pub(crate) fn none_inferred(&mut self, sizes: &[Argument]) -> Option<()> {
        let inferred = sizes.iter().find(|size| matches!(size, Argument::Infer(_)));
        let Some(size) = inferred else { return Some(()) };
        let class = self.layer.class()?;
        self.diagnostics
            .report(size.span(), format!("a size of `{class}` cannot be inferred: write a number"));
        None
    }

    /// Sizes as a shape. Rules: none is inferred, and none is zero.
    pub(crate) fn axes(&mut self, sizes: &[Argument]) -> Option<Shape> {
        self.none_inferred(sizes)?;
        sizes.iter().for_each(|size| self.not_zero(size));
        Some(Shape::Axes(sizes.iter().map(Size::of).collect()))
    }

    /// Rule: a size is at least 1. Literals have been checked; constants are left to the compiler.
    pub(crate) fn not_zero(&mut self, size: &Argument) {
        if let Argument::Other(tokens) = size {
            let krate = self.krate;
            let condition = quote!(#krate::chain::checked::is_more::<#tokens>(0));
            self.require(size.span(), &condition, "a size is at least 1");
        }
    }

    /// Rule: so many of `what` come in equal groups. Returns whether that holds, as far as the macro can tell.
    pub(crate) fn come_in_equal_groups(
        &mut self,
        span: Span,
        what: &str,
        number: &Size,
        groups: &Size,
    ) -> bool {
        let (Some(number), Some(count)) = (number.literal(), groups.literal()) else { return true };
        if number.is_multiple_of(count) {
            return true;
        }
        let message = format!("{number} {what} do not make {count} equal groups");
        let divisors: Vec<String> =
            (2..=number).filter(|n| number.is_multiple_of(*n)).take(4).map(|n| n.to_string()).collect();
        let help = match divisors.is_empty() {
            true => "leave the groups out".to_owned(),
            false => format!("choose a number that divides {number}: {}", divisors.join(", ")),
        };
        self.diagnostics.report_with_help(span, message, help);
        false
    }

    /// Rule: the sizes of `shape` can be computed in a type.
    pub(crate) fn computable(&mut self, shape: Shape) -> Option<Shape> {
        let is_computed =
            |size: &Size| matches!(size, Size::Computed(tokens) if self.model.is_generic(tokens));
        if !shape.axes()?.iter().any(is_computed) {
            return Some(shape);
        }
        self.cannot_compute(COMPUTE_WITH_A_CONSTANT);
        None
    }

    /// The number of values of `shape` as an argument in angle brackets, if it can be one.
    pub(crate) fn len(&mut self, shape: &Shape) -> Option<Size> {
        let krate = self.krate;
        let size = match shape {
            Shape::Axes(axes) => Size::product(axes),
            Shape::Opaque(shape) => Some(Size::Computed(quote!({ <#shape as #krate::Shape>::LEN }))),
            Shape::Tokens(_) | Shape::Unknown => return None,
        };
        let Some(size) = size else {
            let written = self.layer.as_written();
            let message = format!("more values flow into `{written}` than a computer can count");
            self.diagnostics.report(self.layer.span(), message);
            return None;
        };
        // `IN` alone can be an argument, `{ IN * 2 }` cannot.
        let is_computed = !matches!(shape, Shape::Axes(axes) if axes.len() == 1);
        if is_computed && self.model.is_generic(&size.tokens()) {
            let is_inferred = |argument: &Argument| matches!(argument, Argument::Infer(_));
            self.cannot_compute(match self.layer.arguments.iter().any(is_inferred) {
                true => "write the size instead of `_`",
                false => COMPUTE_WITH_A_CONSTANT,
            });
            return None;
        }
        Some(size)
    }

    fn cannot_compute(&mut self, help: &str) {
        let written = self.layer.as_written();
        let message = format!(
            "`{written}` cannot compute its size, because what flows in depends on a const parameter"
        );
        self.diagnostics.report_with_help(self.layer.span(), message, help);
    }

    /// Rule: the parameters fit into the address space, in `f64`.
    pub(crate) fn fits_into_memory(&mut self, full_type: &TokenStream, parameters: &Parameters, span: Span) {
        let message = format!("{} would have more parameters than memory can hold", self.this());
        if !parameters.are_literal() {
            let krate = self.krate;
            return self.require(
                span,
                &quote!(#krate::chain::checked::fits_into_memory::<#full_type>()),
                message,
            );
        }
        let bytes = parameters.count().and_then(|count| count.checked_mul(size_of::<f64>()));
        if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
            let formula = parameters.formula();
            self.diagnostics.report_with_help(span, format!("{message}: {formula}"), "use smaller sizes");
        }
    }
}

const COMPUTE_WITH_A_CONSTANT: &str =
    "stable Rust cannot compute with const parameters in types: use a constant instead";
