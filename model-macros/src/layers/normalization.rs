//! `BatchNormalization`, `LayerNormalization`, and preprocessing: `Normalization`, `Rescaling(0.5)`.

use std::ops::Bound::Unbounded;

use super::same_shape::{self, SAME_SHAPE};
use crate::layer::{Entry, Resolution, Rule, Site};
use crate::parameters::Parameters;
use crate::shape::Size;
use crate::signature::{Arguments, Kind, Number, Signature};

const AXIS: (&str, &str) =
    ("axis", "the last axis is normalized: leave this out, or put `Permute<…>` before");
const CENTER: (&str, &str) = ("center", "write `NoCenter` in angle brackets for none of `beta`");
const SCALE: (&str, &str) = ("scale", "write `NoScale` in angle brackets for none of `gamma`");

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
        rule: Rule::Alone(|site, arguments| normalization(site, arguments, 2)),
        behind_a_mask: "put `LayerNormalization` there, which looks at each step by itself",
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
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
        },
        rule: Rule::Alone(|site, arguments| normalization(site, arguments, 0)),
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

/// A layer with `gamma`, `beta`, unless left out, and `others` more variables of their size.
fn normalization(site: &mut Site<'_>, arguments: &Arguments, others: usize) -> Option<Resolution> {
    let markers = [Kind::Center, Kind::Scale].map(|kind| arguments.of(kind));
    let left_out = markers.iter().flatten().filter(|marker| marker.as_written().starts_with("No")).count();
    let resolution = same_shape::resolve(site, arguments)?;
    let channels = resolution.input.last().cloned();
    let terms = channels.map(|channels| vec![vec![channels]; 2 + others - left_out]);
    Some(Resolution { parameters: terms.map(Parameters), ..resolution })
}

/// A layer with mean and variance of each channel, and a count.
fn statistics(site: &mut Site<'_>, arguments: &Arguments) -> Option<Resolution> {
    let resolution = same_shape::resolve(site, arguments)?;
    let channels = resolution.input.last().cloned();
    let terms = channels.map(|channels| vec![vec![channels.clone()], vec![channels], vec![Size::Literal(1)]]);
    Some(Resolution { parameters: terms.map(Parameters), ..resolution })
}
