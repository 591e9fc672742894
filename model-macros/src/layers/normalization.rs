//! `BatchNormalization`, `LayerNormalization`, `GroupNormalization<8>`, and preprocessing: `Normalization`, `Rescaling(0.5)`.

use std::ops::Bound::Unbounded;

use quote::quote;

use super::same_shape::{self, SAME_SHAPE};
use crate::ast::Argument;
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::Size;
use crate::signature::{Arguments, Kind, Number, Signature};

const AXIS: (&str, &str) =
    ("axis", "the last axis is normalized: leave this out, or put `Permute<…>` before");
const CENTER: (&str, &str) = ("center", "write `NoCenter` in angle brackets for none of `beta`");
const SCALE: (&str, &str) = ("scale", "write `NoScale` in angle brackets for none of `gamma`");

const AFFINE: &[&str] = &[
    "epsilon",
    "gamma_initializer",
    "beta_initializer",
    "gamma_regularizer",
    "beta_regularizer",
    "gamma_constraint",
    "beta_constraint",
];

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
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
        },
        rule: Rule::Alone(|site, arguments| normalization(site, arguments, 4)),
        behind_a_mask: "put `LayerNormalization` there, which looks at each step by itself",
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "GroupNormalization",
            arguments: &[Kind::Size, Kind::Center, Kind::Scale],
            takes: "the number of groups, and `NoCenter` and `NoScale`, if those are meant",
            options: AFFINE,
            instead: &[
                (
                    "groups",
                    "write the number of groups in angle brackets: `GroupNormalization<8>`, or `_` for one for each channel",
                ),
                AXIS,
                CENTER,
                SCALE,
            ],
            example: "GroupNormalization<8>",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(in_groups),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "LayerNormalization",
            arguments: &[Kind::Center, Kind::Scale],
            takes: "`NoCenter` and `NoScale`, if those are meant",
            options: AFFINE,
            instead: &[AXIS, CENTER, SCALE],
            example: "LayerNormalization",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(|site, arguments| normalization(site, arguments, 2)),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "Normalization",
            instead: &[
                ("mean", "show the model its data before training: `model.adapt(&data)?`"),
                ("variance", "show the model its data before training: `model.adapt(&data)?`"),
            ],
            example: "Normalization",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(statistics),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "RMSNormalization",
            options: &["epsilon"],
            instead: &[AXIS],
            example: "RMSNormalization",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(|site, arguments| normalization(site, arguments, 1)),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "Rescaling",
            values: &[Number { name: "scale", range: (Unbounded, Unbounded) }],
            options: &["offset"],
            example: "Rescaling(0.5)",
            ..Signature::PLAIN
        },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature { name: "UnitNormalization", example: "UnitNormalization", ..Signature::PLAIN },
        ..SAME_SHAPE
    },
];

/// A layer with at most so many variables of the size of the last axis: those without `gamma` and `beta`, if they are
/// left out.
fn normalization(site: &mut Site<'_>, arguments: &Arguments, most: usize) -> Option<Resolution> {
    let resolution = same_shape::resolve(site, arguments)?;
    Some(with_variables(resolution, arguments, most))
}

fn with_variables(resolution: Resolution, arguments: &Arguments, most: usize) -> Resolution {
    let markers = [Kind::Center, Kind::Scale].map(|kind| arguments.of(kind));
    let left_out = markers.iter().flatten().filter(|marker| marker.as_written().starts_with("No")).count();
    let channels = resolution.input.last().cloned();
    let terms = channels.map(|channels| vec![vec![channels]; most - left_out]);
    Resolution { parameters: terms.map(Parameters), ..resolution }
}

/// A layer with groups of channels.
fn in_groups(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let shape = site.shape_before()?;
    let sizes = arguments.sizes();
    let (channels, krate) = (shape.last().cloned(), site.krate);
    let groups = match (sizes.first(), &channels) {
        (None, _) => Size::Literal(32),
        (Some(Argument::Infer(_)), Some(channels)) => channels.clone(),
        (Some(size @ Argument::Infer(_)), None) => {
            let message = "nobody knows here how many channels there are";
            site.diagnostics.report_with_help(size.span(), message, "write the number of groups");
            return None;
        }
        (Some(size), _) => {
            site.not_zero(size);
            Size::of(size)
        }
    };
    let span = site.layer.span();
    let fits = match (sizes.first(), &channels) {
        (_, None) => true,
        (Some(size), Some(channels)) => {
            site.come_in_equal_groups(size.span(), "channels that flow in", channels, &groups)
        }
        (None, Some(channels)) => {
            let fits = channels.literal().is_none_or(|channels| channels.is_multiple_of(32));
            if !fits {
                let message = format!(
                    "{} channels that flow in do not make the 32 equal groups that there are without a number",
                    channels.as_written()
                );
                let help = "write the number of groups in angle brackets: `GroupNormalization<2>`, \
                            or `GroupNormalization<_>` for one for each channel";
                site.diagnostics.report_with_help(span, message, help);
            }
            fits
        }
    };
    if !fits {
        return Some(Resolution::unknown(shape, span));
    }
    let rest = arguments.behind_sizes(krate, None);
    let (path, from, groups) = (&site.layer.path, shape.tokens(krate), groups.tokens());
    let full_type = quote!(#path<#from, #groups #(, #rest)*>);
    let resolution = site.resolution(full_type, shape.clone(), shape);
    Some(with_variables(resolution, arguments, 2))
}

/// A layer with mean and variance of each channel, and a count.
fn statistics(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let resolution = same_shape::resolve(site, arguments)?;
    let channels = resolution.input.last().cloned();
    let terms = channels.map(|channels| vec![vec![channels.clone()], vec![channels], vec![Size::Literal(1)]]);
    Some(Resolution { parameters: terms.map(Parameters), ..resolution })
}
