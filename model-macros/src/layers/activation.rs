use quote::quote;

use super::other::{checked, makes_sense};
use super::{Known, may_be_type};
use crate::ast::Layer;
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::signature::{Arguments, Kind, Signature};

/// `Activation<relu>`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Activation",
        arguments: &[Kind::Activation],
        required: 1,
        takes: "an activation",
        needs: ("an activation", "write `Activation<relu>`, for example"),
        options: &["activation"],
        example: "Activation<relu>",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.len() == 2 && may_be_type(&arguments[1]),
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let shape = resolver.shape_before(layer)?;
    let activation = arguments.of(Kind::Activation)?;
    makes_sense(resolver, activation, &shape);
    let (path, shape_type) = (&layer.path, shape.tokens(resolver.krate));
    let full_type =
        checked(resolver, &[(Kind::Activation, Some(activation))], quote!(#path<#activation, #shape_type>));
    Some(Resolution::of(full_type, shape.clone(), shape, layer.span()))
}
