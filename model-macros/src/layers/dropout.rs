use quote::quote;

use super::{Known, may_be_type};
use crate::ast::Layer;
use crate::resolve::{Resolution, Resolver};
use crate::signature::{Arguments, Number, Signature};

/// `Dropout(0.5)`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Dropout",
        values: &[Number { name: "rate", range: 0.0..=1.0 }],
        instead: &[
            ("p", "write the rate alone: `Dropout(0.5)`"),
            ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
        ],
        example: "Dropout(0.5)",
        ..Signature::PLAIN
    },
    is_in_full: |arguments| arguments.len() == 1 && may_be_type(&arguments[0]),
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, _: &Arguments) -> Option<Resolution> {
    let shape = resolver.shape_before(layer)?;
    let (path, shape_type) = (&layer.path, shape.tokens(resolver.krate));
    Some(Resolution::of(quote!(#path<#shape_type>), shape.clone(), shape, layer.span()))
}
