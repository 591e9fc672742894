//! `MaxPooling2D<2>`, `GlobalAveragePooling1D` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::convolution::layer_item;
use super::other::with_defaults;
use super::windows::{Windows, on_axes};
use super::{Known, may_be_type};
use crate::ast::{Layer, tokens};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature};

const INSTEAD: &[(&str, &str)] = &[
    ("pool_size", "the size of the windows goes in angle brackets: `MaxPooling2D<2>`"),
    ("strides", "write `Strides<2>` in angle brackets: `MaxPooling2D<3, Strides<2>>`"),
    ("padding", "write `Same` in angle brackets: `MaxPooling2D<2, Same>`"),
    ("data_format", "channels are the last axis, as in Keras: leave this out"),
];

const ON_IMAGES: Signature = Signature {
    name: "MaxPooling2D",
    arguments: &[Kind::Size, Kind::Size, Kind::Padding, Kind::Strides],
    required: 1,
    takes: "one or two sizes, and how its windows lie",
    needs: ("a size: how large its windows are", "write `MaxPooling2D<2>`, for example"),
    instead: INSTEAD,
    example: "MaxPooling2D<2>",
    ..Signature::PLAIN
};

const ON_SEQUENCES: Signature = Signature {
    name: "MaxPooling1D",
    arguments: &[Kind::Size, Kind::Padding, Kind::Strides],
    takes: "a size, and how its windows lie",
    needs: (ON_IMAGES.needs.0, "write `MaxPooling1D<2>`, for example"),
    example: "MaxPooling1D<2>",
    ..ON_IMAGES
};

pub(super) const MAX_2D: Known = on_images(ON_IMAGES);

pub(super) const MAX_1D: Known = on_sequences(ON_SEQUENCES);

pub(super) const AVERAGE_2D: Known = on_images(Signature {
    name: "AveragePooling2D",
    needs: (ON_IMAGES.needs.0, "write `AveragePooling2D<2>`, for example"),
    example: "AveragePooling2D<2>",
    ..ON_IMAGES
});

pub(super) const AVERAGE_1D: Known = on_sequences(Signature {
    name: "AveragePooling1D",
    needs: (ON_IMAGES.needs.0, "write `AveragePooling1D<2>`, for example"),
    example: "AveragePooling1D<2>",
    ..ON_SEQUENCES
});

pub(super) const GLOBAL_AVERAGE_1D: Known = global_on_sequences("GlobalAveragePooling1D");
pub(super) const GLOBAL_AVERAGE_2D: Known = global_on_images("GlobalAveragePooling2D");
pub(super) const GLOBAL_MAX_1D: Known = global_on_sequences("GlobalMaxPooling1D");
pub(super) const GLOBAL_MAX_2D: Known = global_on_images("GlobalMaxPooling2D");

const fn on_images(signature: Signature) -> Known {
    Known {
        signature,
        is_in_full: |arguments| arguments.len() > 1 && arguments[0].is_type() && arguments[1].is_type(),
        resolve: |resolver, layer, arguments| windowed(resolver, layer, arguments, 2),
    }
}

const fn on_sequences(signature: Signature) -> Known {
    Known {
        resolve: |resolver, layer, arguments| windowed(resolver, layer, arguments, 1),
        ..on_images(signature)
    }
}

const fn global_on_images(name: &'static str) -> Known {
    Known {
        signature: Signature { name, example: name, ..Signature::PLAIN },
        is_in_full: |arguments| arguments.len() == 1 && may_be_type(&arguments[0]),
        resolve: |resolver, layer, _| global(resolver, layer, 2),
    }
}

const fn global_on_sequences(name: &'static str) -> Known {
    Known { resolve: |resolver, layer, _| global(resolver, layer, 1), ..global_on_images(name) }
}

fn windowed(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    axes: usize,
) -> Option<Resolution> {
    let sizes = arguments.sizes();
    resolver.axes(layer, &sizes)?;
    let shape = resolver.places_before(layer, axes)?;
    let windows = Windows::of(resolver, layer, arguments, &sizes, axes, &sizes)?;
    let output = windows.output(resolver, layer, &shape, shape.last()?.clone())?;
    let output = resolver.computable(layer, output)?;
    let options = [Kind::Padding, Kind::Strides].map(|kind| arguments.of(kind).map(tokens));
    let rest = with_defaults(options, [layer_item(resolver, "Valid")]);
    let (path, from, to) = (&layer.path, shape.tokens(resolver.krate), output.tokens(resolver.krate));
    let size: Vec<TokenStream> = on_axes(&sizes, axes).iter().map(Size::tokens).collect();
    let full_type = quote!(#path<#from, #to, #(#size),* #(, #rest)*>);
    Some(Resolution::of(full_type, shape, output, layer.span()))
}

fn global(resolver: &mut Resolver<'_>, layer: &Layer, axes: usize) -> Option<Resolution> {
    let shape = resolver.places_before(layer, axes)?;
    let (path, from) = (&layer.path, shape.tokens(resolver.krate));
    let output = Shape::features(shape.last()?.clone());
    Some(Resolution::of(quote!(#path<#from>), shape, output, layer.span()))
}
