use quote::quote;

use super::{Known, may_be_type};
use crate::ast::{Argument, Layer};
use crate::resolve::{Resolution, Resolver};
use crate::shape::Shape;
use crate::signature::{Number, Signature};

/// `Dropout(0.5)`
pub(super) const KNOWN: Known = Known {
    signature: Signature {
        name: "Dropout",
        arguments: &[],
        required: 0,
        takes: "nothing in angle brackets",
        needs: ("", ""),
        values: &[Number { name: "rate", range: 0.0..=1.0 }],
        options: &[],
        instead: &[
            ("p", "write the rate alone: `Dropout(0.5)`"),
            ("seed", "what is dropped follows from the model's seed: `Net::new(42)`"),
        ],
        example: "Dropout(0.5)",
    },
    is_in_full: |arguments| arguments.len() == 1 && may_be_type(&arguments[0]),
    resolve,
};

fn resolve(resolver: &mut Resolver<'_>, layer: &Layer, _: &[Argument]) -> Resolution {
    let Some(shape) = resolver.shape_before(layer) else {
        return Resolution::unknown(Shape::Unknown, layer.span());
    };
    let (path, shape_type) = (&layer.path, shape.tokens(resolver.krate));
    Resolution::of(quote!(#path<#shape_type>), shape.clone(), shape, layer.span())
}
