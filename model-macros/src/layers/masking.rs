//! `Masking(mask_value = -1.0)`, `DropMask`

use super::same_shape::{self, SAME_SHAPE};
use crate::layer::{Entry, Rule};
use crate::signature::Signature;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        signature: Signature { name: "DropMask", example: "DropMask", ..Signature::PLAIN },
        ..SAME_SHAPE
    },
    Entry {
        signature: Signature {
            name: "Masking",
            options: &["mask_value"],
            example: "Masking(mask_value = -1.0)",
            ..Signature::PLAIN
        },
        rule: Rule::Alone(same_shape::of_sequences),
        makes_mask: |_| true,
        ..SAME_SHAPE
    },
];
