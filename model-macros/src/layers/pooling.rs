//! `MaxPooling2D<2>`, `GlobalAveragePooling1D` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::windows::{Windows, on_axes, one_or_each};
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::shape::{Shape, Size};
use crate::signature::{Arguments, Kind, Signature, may_be_type};

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

const ON_VOLUMES: Signature = Signature {
    name: "MaxPooling3D",
    arguments: &[Kind::Size, Kind::Size, Kind::Size, Kind::Padding, Kind::Strides],
    takes: "one or three sizes, and how its windows lie",
    needs: (ON_IMAGES.needs.0, "write `MaxPooling3D<2>`, for example"),
    example: "MaxPooling3D<2>",
    ..ON_IMAGES
};

pub(super) const ENTRIES: &[Entry] = &[
    on_images(ON_IMAGES),
    Entry {
        behind_a_mask: "`GlobalMaxPooling1D` passes over them; otherwise put `DropMask` before it",
        ..on_sequences(ON_SEQUENCES)
    },
    on_volumes(ON_VOLUMES),
    on_images(Signature {
        name: "AveragePooling2D",
        needs: (ON_IMAGES.needs.0, "write `AveragePooling2D<2>`, for example"),
        example: "AveragePooling2D<2>",
        ..ON_IMAGES
    }),
    Entry {
        behind_a_mask: "`GlobalAveragePooling1D` passes over them; otherwise put `DropMask` before it",
        ..on_sequences(Signature {
            name: "AveragePooling1D",
            needs: (ON_IMAGES.needs.0, "write `AveragePooling1D<2>`, for example"),
            example: "AveragePooling1D<2>",
            ..ON_SEQUENCES
        })
    },
    on_volumes(Signature {
        name: "AveragePooling3D",
        needs: (ON_IMAGES.needs.0, "write `AveragePooling3D<2>`, for example"),
        example: "AveragePooling3D<2>",
        ..ON_VOLUMES
    }),
    global_on_sequences("GlobalAveragePooling1D"),
    global_on_images("GlobalAveragePooling2D"),
    global_on_volumes("GlobalAveragePooling3D"),
    global_on_sequences("GlobalMaxPooling1D"),
    global_on_images("GlobalMaxPooling2D"),
    global_on_volumes("GlobalMaxPooling3D"),
];

const fn on_images(signature: Signature) -> Entry {
    Entry {
        signature,
        is_in_full: |arguments| arguments.len() > 1 && arguments[0].is_type() && arguments[1].is_type(),
        rule: Rule::Alone(|site, arguments| windowed(site, arguments, 2)),
        ..Entry::PLAIN
    }
}

const fn on_sequences(signature: Signature) -> Entry {
    Entry { rule: Rule::Alone(|site, arguments| windowed(site, arguments, 1)), ..on_images(signature) }
}

const fn on_volumes(signature: Signature) -> Entry {
    Entry { rule: Rule::Alone(|site, arguments| windowed(site, arguments, 3)), ..on_images(signature) }
}

const fn global_on_images(name: &'static str) -> Entry {
    Entry {
        signature: Signature { name, example: name, ..Signature::PLAIN },
        is_in_full: |arguments| arguments.len() == 1 && may_be_type(&arguments[0]),
        rule: Rule::Alone(|site, _| global(site, 2)),
        ..Entry::PLAIN
    }
}

const fn global_on_sequences(name: &'static str) -> Entry {
    Entry { rule: Rule::Alone(|site, _| global(site, 1)), ..global_on_images(name) }
}

const fn global_on_volumes(name: &'static str) -> Entry {
    Entry { rule: Rule::Alone(|site, _| global(site, 3)), ..global_on_images(name) }
}

fn windowed(site: &mut Site<'_>, arguments: &Arguments, axes: usize) -> Option<Resolution> {
    let sizes = arguments.sizes();
    site.axes(&sizes)?;
    one_or_each(site, &sizes, axes)?;
    let shape = site.places_before(axes)?;
    let windows = Windows::of(site, arguments, &sizes, axes, &sizes)?;
    let output = windows.output(site, &shape, shape.last()?.clone())?;
    let output = site.computable(output)?;
    let rest = arguments.behind_sizes(site.krate, None);
    let (path, from, to) = (&site.layer.path, shape.tokens(site.krate), output.tokens(site.krate));
    let size: Vec<TokenStream> = on_axes(&sizes, axes).iter().map(Size::tokens).collect();
    let full_type = quote!(#path<#from, #to, #(#size),* #(, #rest)*>);
    Some(site.resolution(full_type, shape, output))
}

fn global(site: &mut Site<'_>, axes: usize) -> Option<Resolution> {
    let shape = site.places_before(axes)?;
    let (path, from) = (&site.layer.path, shape.tokens(site.krate));
    let output = Shape::features(shape.last()?.clone());
    Some(site.resolution(quote!(#path<#from>), shape, output))
}
