use quote::quote;

use super::{Known, may_be_type};
use crate::ast::Layer;
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::Shape;
use crate::signature::{Arguments, Signature};

/// `Flatten`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Flatten",
        takes: "nothing in angle brackets (it computes its size itself)",
        example: "Flatten",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.len() == 2 && may_be_type(&arguments[0]),
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, _: &Arguments) -> Option<Resolution> {
    let shape = resolver.shape_before(layer)?;
    let len = resolver.len(&shape, layer)?;
    let (path, shape_type, len_tokens) = (&layer.path, shape.tokens(resolver.krate), len.tokens());
    Some(Resolution::of(quote!(#path<#shape_type, #len_tokens>), shape, Shape::features(len), layer.span()))
}
