//! `Dropout(0.5)`, `GaussianNoise(0.1)` and their kin.

use std::ops::Bound::{Excluded, Included};

use super::same_shape::{self, SAME_SHAPE};
use crate::layer::{Entry, Rule};
use crate::signature::{Number, Signature};

const SEED: (&str, &str) = ("seed", "what is drawn follows from the model's seed: `Net::new(42)`");

const RATE: &[Number] = &[Number { name: "rate", range: (Included(0.0), Included(1.0)) }];

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature {
            name: "ActivityRegularization",
            options: &["l1", "l2"],
            example: "ActivityRegularization(l1 = 0.01)",
            ..Signature::PLAIN
        },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "Dropout",
            values: RATE,
            instead: &[("p", "write the rate alone: `Dropout(0.5)`"), SEED],
            example: "Dropout(0.5)",
            ..Signature::PLAIN
        },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "GaussianDropout",
            values: &[Number { name: "rate", range: (Included(0.0), Excluded(1.0)) }],
            instead: &[SEED],
            example: "GaussianDropout(0.2)",
            ..Signature::PLAIN
        },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "GaussianNoise",
            values: &[Number { name: "stddev", range: (Included(0.0), Included(1.0)) }],
            instead: &[SEED],
            example: "GaussianNoise(0.1)",
            ..Signature::PLAIN
        },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "SpatialDropout1D",
            values: RATE,
            instead: &[SEED],
            example: "SpatialDropout1D(0.2)",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(same_shape::of_sequences),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "SpatialDropout2D",
            values: RATE,
            instead: &[SEED],
            example: "SpatialDropout2D(0.2)",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(same_shape::of_images),
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "SpatialDropout3D",
            values: RATE,
            instead: &[SEED],
            example: "SpatialDropout3D(0.2)",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(same_shape::of_volumes),
        ..SAME_SHAPE
    },
];
