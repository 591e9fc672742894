use quote::quote;

use super::Known;
use crate::ast::{Argument, Layer};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::Shape;
use crate::signature::{Arguments, Kind, Signature};

/// `Reshape<4, 4, 1>`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Reshape",
        arguments: &[Kind::Size, Kind::Size, Kind::Size],
        required: 1,
        takes: "one, two or three sizes",
        needs: ("one, two or three sizes", "write `Reshape<4, 4, 1>`, for example"),
        instead: &[("target_shape", "the sizes go in angle brackets: `Reshape<4, 4, 1>`")],
        example: "Reshape<4, 4, 1>",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.len() == 2 && arguments.iter().any(Argument::is_type),
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let sizes = arguments.sizes();
    let output = resolver.axes(layer, &sizes)?;
    let span = sizes[0].span();
    let unknown = || Some(Resolution::unknown(output.clone(), span));
    let Some(shape) = resolver.shape_before(layer) else { return unknown() };
    if !keeps_the_number(resolver, layer, &shape, &output) {
        return unknown();
    }
    let (path, from, to) = (&layer.path, shape.tokens(resolver.krate), output.tokens(resolver.krate));
    Some(Resolution::of(quote!(#path<#from, #to>), shape, output, layer.span()))
}

/// Rule: reshaping keeps the number of values. False if it surely does not.
pub(super) fn keeps_the_number(resolver: &mut Resolver<'_>, layer: &Layer, from: &Shape, to: &Shape) -> bool {
    let span = layer.arguments.first().map_or_else(|| layer.span(), Argument::span);
    let (this, before_gives) = (resolver.this(layer), resolver.before_gives());
    if let (Some((given, from)), Some((made, to))) = (from.formula(), to.formula()) {
        if from != to {
            let message = format!("{this} makes {made} values, but {before_gives} {given}");
            resolver.diagnostics.report_with_help(
                span,
                message,
                format!("choose sizes whose product is {from}"),
            );
        }
        return from == to;
    }
    let krate = resolver.krate;
    let (Some(from), Some(to)) = (from.tokens(krate), to.tokens(krate)) else { return true };
    let condition = quote!(<#from as #krate::Shape>::LEN == <#to as #krate::Shape>::LEN);
    let message = format!(
        "{this} makes another number of values than {before_gives}: choose sizes with the same product"
    );
    resolver.require(span, &condition, message);
    true
}
