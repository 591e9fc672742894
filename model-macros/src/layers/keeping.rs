//! Layers that keep the shape: `Dropout(0.5)`, `BatchNormalization` and their kin.

use proc_macro2::TokenStream;
use quote::quote;

use super::convolution::layer_item;
use super::other::with_defaults;
use super::{Known, may_be_type};
use crate::ast::{Layer, tokens};
use crate::network::Resolution;
use crate::resolve::Resolver;
use crate::shape::{Parameters, Shape, Size};
use crate::signature::{Arguments, Kind, Number, Signature};

const SEED: (&str, &str) = ("seed", "what is drawn follows from the model's seed: `Net::new(42)`");

const RATE: &[Number] = &[Number { name: "rate", range: 0.0..=1.0 }];

pub(super) const DROPOUT: Known = known(Signature {
    name: "Dropout",
    values: RATE,
    instead: &[("p", "write the rate alone: `Dropout(0.5)`"), SEED],
    example: "Dropout(0.5)",
    ..Signature::PLAIN
});

pub(super) const GAUSSIAN_DROPOUT: Known = known(Signature {
    name: "GaussianDropout",
    values: RATE,
    instead: &[SEED],
    example: "GaussianDropout(0.2)",
    ..Signature::PLAIN
});

pub(super) const GAUSSIAN_NOISE: Known = known(Signature {
    name: "GaussianNoise",
    values: &[Number { name: "stddev", range: 0.0..=1.0 }],
    instead: &[SEED],
    example: "GaussianNoise(0.1)",
    ..Signature::PLAIN
});

pub(super) const SPATIAL_DROPOUT_1D: Known = Known {
    resolve: |resolver, layer, _| places(resolver, layer, 1),
    ..known(Signature {
        name: "SpatialDropout1D",
        values: RATE,
        instead: &[SEED],
        example: "SpatialDropout1D(0.2)",
        ..Signature::PLAIN
    })
};

pub(super) const SPATIAL_DROPOUT_2D: Known = Known {
    resolve: |resolver, layer, _| places(resolver, layer, 2),
    ..known(Signature {
        name: "SpatialDropout2D",
        values: RATE,
        instead: &[SEED],
        example: "SpatialDropout2D(0.2)",
        ..Signature::PLAIN
    })
};

pub(super) const DROP_MASK: Known =
    known(Signature { name: "DropMask", example: "DropMask", ..Signature::PLAIN });

pub(super) const MASKING: Known = Known {
    resolve: |resolver, layer, _| places(resolver, layer, 1),
    ..known(Signature {
        name: "Masking",
        options: &["mask_value"],
        example: "Masking(mask_value = -1.0)",
        ..Signature::PLAIN
    })
};

pub(super) const RESCALING: Known = known(Signature {
    name: "Rescaling",
    values: &[Number { name: "scale", range: f64::NEG_INFINITY..=f64::INFINITY }],
    options: &["offset"],
    example: "Rescaling(0.5)",
    ..Signature::PLAIN
});

pub(super) const ACTIVITY_REGULARIZATION: Known = known(Signature {
    name: "ActivityRegularization",
    options: &["l1", "l2"],
    example: "ActivityRegularization(l1 = 0.01)",
    ..Signature::PLAIN
});

pub(super) const UNIT_NORMALIZATION: Known =
    known(Signature { name: "UnitNormalization", example: "UnitNormalization", ..Signature::PLAIN });

pub(super) const NORMALIZATION: Known = Known {
    resolve: |resolver, layer, _| {
        let resolution = keeps(resolver, layer, &[])?;
        let channels = resolution.input.last().cloned();
        let terms =
            channels.map(|channels| vec![vec![channels.clone()], vec![channels], vec![Size::Literal(1)]]);
        Some(Resolution { parameters: terms.map(Parameters), ..resolution })
    },
    ..known(Signature {
        name: "Normalization",
        instead: &[
            ("mean", "show the model its data before training: `model.adapt(&data)?`"),
            ("variance", "show the model its data before training: `model.adapt(&data)?`"),
        ],
        example: "Normalization",
        ..Signature::PLAIN
    })
};

const AXIS: (&str, &str) =
    ("axis", "the last axis is normalized: leave this out, or put `Permute<…>` before");
const CENTER: (&str, &str) = ("center", "write `NoCenter` in angle brackets for none of `beta`");
const SCALE: (&str, &str) = ("scale", "write `NoScale` in angle brackets for none of `gamma`");

pub(super) const BATCH_NORMALIZATION: Known = Known {
    resolve: |resolver, layer, arguments| normalization(resolver, layer, arguments, 2),
    ..known(Signature {
        name: "BatchNormalization",
        arguments: &[Kind::Center, Kind::Scale],
        takes: "`NoCenter` and `NoScale`, if those are meant",
        options: &[
            "momentum",
            "epsilon",
            "gamma_initializer",
            "beta_initializer",
            "moving_mean_initializer",
            "moving_variance_initializer",
            "gamma_regularizer",
            "beta_regularizer",
            "gamma_constraint",
            "beta_constraint",
        ],
        instead: &[AXIS, CENTER, SCALE],
        example: "BatchNormalization",
        ..Signature::PLAIN
    })
};

pub(super) const LAYER_NORMALIZATION: Known = Known {
    resolve: |resolver, layer, arguments| normalization(resolver, layer, arguments, 0),
    ..known(Signature {
        name: "LayerNormalization",
        arguments: &[Kind::Center, Kind::Scale],
        takes: "`NoCenter` and `NoScale`, if those are meant",
        options: &[
            "epsilon",
            "gamma_initializer",
            "beta_initializer",
            "gamma_regularizer",
            "beta_regularizer",
            "gamma_constraint",
            "beta_constraint",
        ],
        instead: &[AXIS, CENTER, SCALE],
        example: "LayerNormalization",
        ..Signature::PLAIN
    })
};

pub(super) const P_RE_LU: Known = Known {
    resolve: p_re_lu,
    ..known(Signature {
        name: "PReLU",
        arguments: &[Kind::Shared],
        takes: "`Shared`, if places share their slopes",
        options: &["alpha_initializer", "alpha_regularizer", "alpha_constraint"],
        instead: &[("shared_axes", "write `PReLU<Shared>` for a slope for each channel")],
        example: "PReLU",
        ..Signature::PLAIN
    })
};

const fn known(signature: Signature) -> Known {
    Known {
        signature,
        is_in_full: |arguments| {
            arguments.first().is_some_and(|first| may_be_type(first) && Kind::of(first).is_none())
        },
        resolve: |resolver, layer, _| keeps(resolver, layer, &[]),
    }
}

/// The layer for the shape that flows in, with these arguments behind it.
fn keeps(resolver: &mut Resolver<'_>, layer: &Layer, rest: &[TokenStream]) -> Option<Resolution> {
    let shape = resolver.shape_before(layer)?;
    Some(of(resolver, layer, shape, rest))
}

fn of(resolver: &Resolver<'_>, layer: &Layer, shape: Shape, rest: &[TokenStream]) -> Resolution {
    let (path, shape_type) = (&layer.path, shape.tokens(resolver.krate));
    Resolution::of(quote!(#path<#shape_type #(, #rest)*>), shape.clone(), shape, layer.span())
}

/// The same for a layer that takes places only.
fn places(resolver: &mut Resolver<'_>, layer: &Layer, axes: usize) -> Option<Resolution> {
    let shape = resolver.places_before(layer, axes)?;
    Some(of(resolver, layer, shape, &[]))
}

/// A layer with `gamma` and `beta`, unless they are left out, and so many variables of their size besides.
fn normalization(
    resolver: &mut Resolver<'_>,
    layer: &Layer,
    arguments: &Arguments,
    others: usize,
) -> Option<Resolution> {
    let markers = [Kind::Center, Kind::Scale].map(|kind| arguments.of(kind));
    let left_out = markers.iter().flatten().filter(|marker| marker.as_written().starts_with("No")).count();
    let rest = with_defaults(markers.map(|marker| marker.map(tokens)), [layer_item(resolver, "Center")]);
    let resolution = keeps(resolver, layer, &rest)?;
    let channels = resolution.input.last().cloned();
    let terms = channels.map(|channels| vec![vec![channels]; 2 + others - left_out]);
    Some(Resolution { parameters: terms.map(Parameters), ..resolution })
}

fn p_re_lu(resolver: &mut Resolver<'_>, layer: &Layer, arguments: &Arguments) -> Option<Resolution> {
    let shared = arguments.of(Kind::Shared);
    let resolution = keeps(resolver, layer, shared.map(tokens).as_slice())?;
    let axes = resolution.input.axes().map(<[Size]>::to_vec);
    let shares = shared.is_some_and(|shared| shared.as_written() == "Shared");
    let alpha = if shares { resolution.input.last().map(|size| vec![size.clone()]) } else { axes };
    Some(Resolution { parameters: alpha.map(|alpha| Parameters(vec![alpha])), ..resolution })
}
