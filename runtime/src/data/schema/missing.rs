//! Messages for empty cells.

use alloc::format;
use alloc::string::String;

/// The message for an empty cell of a feature; `cures` names ways to fill it.
pub(super) fn missing(cures: &str) -> String {
    format!(
        "the value is missing\nhelp: say what is to stand for it, {cures}, or leave such rows out with `drop_missing`"
    )
}

/// The message for an empty cell of a target.
pub(super) const MISSING_TARGET: &str =
    "the value is missing, and it is to be learnt\nhelp: leave such rows out with `drop_missing_in`";
